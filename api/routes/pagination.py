"""One page of a listing as JSON: its rows, how many there are in all, and the way to the next."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Response

from api.http.problems import nearest
from api.query.cursors import make_cursor
from api.query.listing import Query, same
from api.query.parameters import DEFAULT_LIMIT
from api.routes.answers import ENCODER
from api.store.columnar import Columns
from api.store.encoded_rows import Rows
from api.store.store import Store
from schemas.tables import REFERENCES

Placed = tuple[int, range | list[int]]


class Page(msgspec.Struct, frozen=True):
    """Where a page stands among all rows that match. `next` is the address of the next page, null on the last."""

    limit: int
    returned: int
    next: str | None
    total: int | None


def page_of(store: Store, query: Query, headers: dict[str, str]) -> Response[Any]:
    """One page as JSON. One row more than asked for is read, to know whether there is a next page."""
    limit = query.limit or DEFAULT_LIMIT
    rows = store.rows(query, limit + 1)
    following = next_page(store, query, rows[limit - 1]) if len(rows) > limit else None
    data = [ENCODER.encode({name: row[name] for name in query.columns}) for row in rows[:limit]]
    is_all = query.after is None and following is None
    total = (len(data) if is_all else store.count(query)) if query.total else None
    page = Page(limit, len(data), following, total)
    return paged(store, query, data, page, headers)


def memory_page(
    store: Store, query: Query, table: Rows | Columns, found: Placed, headers: dict[str, str]
) -> Response[Any]:
    """One page of a table in memory, put together from values that are encoded."""
    limit = query.limit or DEFAULT_LIMIT
    total, places = found
    order = [one.column.name for one in query.order]
    following = next_page(store, query, table.row(places[limit - 1], order)) if len(places) > limit else None
    page = Page(limit, len(places[:limit]), following, total if query.total else None)
    return paged(store, query, table.as_json(places[:limit], query.columns), page, headers)


def placed(query: Query, table: Rows | Columns) -> Placed | None:
    """How many rows of a table in memory match a query, and where the first of them are in its order.

    One more than its page has, to know whether there is a next page. None when DuckDB is to be asked.
    """
    most = (query.limit or DEFAULT_LIMIT) + 1
    if isinstance(table, Rows):
        matching = table.matching(query.where)
        return len(matching), table.ordered(query, matching, most)
    found = table.matching(query.where) if table.has(query.columns) else None
    places = None if found is None else table.ordered(query, found, most)
    return None if found is None or places is None else (len(found), places)


def paged(store: Store, query: Query, rows: list[bytes], page: Page, headers: dict[str, str]) -> Response[Any]:
    """A page with its rows, the way to the next, and what may be wrong with a query that finds nothing."""
    headers |= {"Link": f'<{page.next}>; rel="next"'} if page.next else {}
    warnings = [] if page.returned else list(unknown_ids(store, query))
    beside = ENCODER.encode({"page": page, "release": store.version, "query": query.given, "warnings": warnings})
    body = b'{"data":[%b],%b' % (b",".join(rows), beside[1:])  # not encoded, and copied, again
    return Response(body, media_type="application/json", headers=headers)


def unknown_ids(store: Store, query: Query) -> Iterator[str]:
    """What may be wrong with a query that finds nothing: ids that no row of the table they are of has.

    In a small table, also what may have been meant; in a large one that takes too long to find.
    """
    for asked, value in query.where.filters:
        table = REFERENCES.get(asked.column.name)
        if table is None or asked.operator.takes == "yes or no" or asked.operator.suffix not in ("", "__in"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if store.row(table, one) is None:
                small = store.small(table)
                meant = nearest(one.lower(), small.keys) if small else None
                hint = f"; the nearest is {meant}" if meant else ""
                yield f"{asked.name}: {table.name} has no {one[:80]!r}{hint}"


def next_page(store: Store, query: Query, last: dict[str, Any]) -> str:
    """The address of the next page, on the same release even when a newer one has come in between."""
    cursor = make_cursor(same(query, store.version), [last[one.column.name] for one in query.order])
    parameters = f"{query.normal}&cursor={cursor}" if query.normal else f"cursor={cursor}"
    return f"/v1/releases/{store.version}/{query.table.name}?{parameters}"
