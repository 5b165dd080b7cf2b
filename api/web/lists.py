"""A page of a listing: its rows, how many there are in all, and where the next page starts."""

from collections.abc import Mapping

from msgspec import Struct

from api.query.cursors import make_cursor
from api.query.listing import Query, cursor_scope
from api.web.visit import Row, Visit


class Listed(Struct, frozen=True):
    """Some rows of a listing. `next` is the address of those behind, `first` of the first page when this is another."""

    query: Query
    rows: list[Row]
    total: int
    next: str | None
    first: str | None
    given: dict[str, str]


def paged(visit: Visit, table: str, most: int, otherwise: Mapping[str, str] = {}) -> Listed:
    """What a page asks of a table, `otherwise` where it says nothing."""
    query = visit.query(table, **{**otherwise, **visit.given})
    limit = min(query.limit or most, most)
    if not visit.store.columns[table]:
        return Listed(query, [], 0, None, None, visit.given)
    rows = visit.store.rows(query, limit + 1)
    given = {name: value for name, value in visit.given.items() if name != "cursor"}
    following = None
    if len(rows) > limit:
        last = [rows[limit - 1].get(one.column.name) for one in query.order]
        cursor = make_cursor(cursor_scope(query, visit.store.version), last)
        following = visit.to(visit.path, **given, cursor=cursor)
    first = visit.to(visit.path, **given) if "cursor" in visit.given else None
    is_whole = following is None and first is None
    total = len(rows) if is_whole else visit.store.count(query)
    return Listed(query, rows[:limit], total, following, first, given)
