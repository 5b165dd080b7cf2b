"""One page of a listing as JSON: its rows, how many there are in all, and the way to the next."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Response

from api.http.links import link
from api.http.problems import nearest
from api.http.responses import ENCODER
from api.query.cursors import make_cursor
from api.query.listing import Query, cursor_scope
from api.query.values import DEFAULT_LIMIT
from api.store.store import Store
from schemas.tables import REFERENCES


class Page(msgspec.Struct, frozen=True):
    """Where a page stands among all rows that match. `next` is the address of the next page, null on the last."""

    limit: int
    returned: int
    next: str | None
    total: int | None


def page_of(store: Store, query: Query, headers: dict[str, str]) -> Response[Any]:
    """One page as JSON: its rows, the way to the next, and what may be wrong with a query that finds nothing."""
    limit = query.limit or DEFAULT_LIMIT
    found = store.slice(query, limit)
    following = next_page(store, query, found.last) if found.last else None
    page = Page(limit, len(found.rows), following, found.total)
    headers |= {"Link": f'<{following}>; rel="next"'} if following else {}
    warnings = [] if page.returned else list(unknown_ids(store, query))
    beside = ENCODER.encode({"page": page, "release": store.version, "query": query.given, "warnings": warnings})
    body = b'{"data":[%b],%b' % (b",".join(found.rows), beside[1:])  # not encoded, and copied, again
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
                meant = nearest(one.lower(), store.keys(table)) if store.is_small(table) else None
                hint = f"; the nearest is {meant}" if meant else ""
                yield f"{asked.name}: {table.name} has no {one[:80]!r}{hint}"


def next_page(store: Store, query: Query, last: dict[str, Any]) -> str:
    """The address of the next page, on the same release even when a newer one has come in between."""
    cursor = make_cursor(cursor_scope(query, store.version), [last.get(one.column.name) for one in query.order])
    parameters = f"{query.normal}&cursor={cursor}" if query.normal else f"cursor={cursor}"
    return link(f"/v1/releases/{store.version}/{query.table.name}?{parameters}")
