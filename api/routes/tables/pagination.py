"""One page of a listing as JSON: its rows, how many there are in all, and the way to the next."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response

from api.http.links import link
from api.http.responses import ENCODER
from api.query.cursors import make_cursor
from api.query.listing import Query, cursor_scope, normal
from api.query.values import DEFAULT_LIMIT
from api.routes.tables.warnings import warnings_of
from api.store.store import Store


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
    headers |= next_link(following) if following else {}
    warnings = warnings_of(store, query.where, is_empty=not page.returned)
    beside = ENCODER.encode({"page": page, "release": store.version, "query": query.given, "warnings": warnings})
    return Response(page_body(found.rows, beside), media_type="application/json", headers=headers)


def page_body(rows: list[bytes], beside: bytes) -> bytes:
    """Encoded rows and the JSON object of what stands beside them in one, without another encoding and copied once."""
    head, tail = b'{"data":[', b"]," + beside[1:]
    if not rows:
        return head + tail
    rows = [*rows]
    rows[0] = head + rows[0]
    rows[-1] += tail
    return b",".join(rows)


def total_header(total: int) -> dict[str, str]:
    """The header of a download that was cut by its `limit`: how many rows there are in all."""
    return {"X-Total-Count": str(total)}


def cut_headers(store: Store, query: Query, suffix: str) -> dict[str, str]:
    """What a download with a `limit` says of the rows behind it: how many there are in all, and where they begin."""
    if query.limit is None:
        return {}
    return headers_of_cut(store, query, suffix, store.last_before_more(query, query.limit), store.count)


def headers_of_cut(
    store: Store, query: Query, suffix: str, last: dict[str, Any] | None, count: Callable[[Query], int]
) -> dict[str, str]:
    """The same of rows whatever they are, of which `last` is the last before more, if there are more."""
    total = total_header(count(query)) if query.total else {}
    return total | (next_link(next_page(store, query, last, f".{suffix}")) if last else {})


def next_link(address: str) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    return {"Link": f'<{address}>; rel="next"'}


def next_page(store: Store, query: Query, last: dict[str, Any], suffix: str = "") -> str:
    """The address of the next page, on the same release even when a newer one has come in between."""
    cursor = make_cursor(cursor_scope(query, store.version), [last.get(one.column.name) for one in query.order])
    asked = query.normal
    if suffix and "format" in query.given:  # which the suffix says
        asked = normal({name: value for name, value in query.given.items() if name != "format"})
    parameters = f"{asked}&cursor={cursor}" if asked else f"cursor={cursor}"
    return link(f"/v1/releases/{store.version}/{query.table.name}{suffix}?{parameters}")
