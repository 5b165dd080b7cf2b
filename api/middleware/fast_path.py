"""What is in memory is answered ahead of litestar, which takes longer to route and to respond than all else takes.

What is not in memory, takes time or is wrong is left to the routes: they understand the same questions, in a thread.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.http.conditional import AnyRequest
from api.http.responses import send_response
from api.middleware.access_log import ROUTE
from api.query.parameters import AS_OF
from api.routes.aggregates import read_aggregate
from api.routes.listing import read_listing
from api.routes.routing import BESIDE_ROWS
from api.routes.tables import read_row
from api.store.library import Library
from datasets.releases.release import LATEST
from schemas.tables import BY_NAME, Table

ADDRESS = re.compile(
    rf"/v1(?P<pinned>/releases/(?P<version>[^/]+))?/(?P<table>{'|'.join(BY_NAME)})(/(?P<below>[^/]+))?"
)
ROW = "{row_id}"
DATED = AS_OF.name.encode()  # every release is looked at


class Asked(Protocol):
    """A question that was understood."""

    def at_once(self, request: AnyRequest) -> Response[Any] | None:
        """The whole answer, if it is in memory and takes no time."""


READERS: dict[str | None, Callable[[Table, AnyRequest, Library], Asked]] = {
    None: read_listing,
    "aggregate": read_aggregate,
    ROW: read_row,
}


def answer_ahead(app: ASGIApp, library: Library) -> ASGIApp:
    """An application that answers at once what is in memory, just as another does what is not."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        response = answer_of(scope, library) if scope["type"] == ScopeType.HTTP else None
        if response is None:
            await app(scope, receive, send)
        else:
            await send_response(send, response)

    return wrapped


def answer_of(scope: HTTPScope, library: Library) -> Response[Any] | None:
    """The answer to a request, if it is in memory."""
    match = ADDRESS.fullmatch(scope["path"]) if scope["method"] == "GET" else None
    if match is None or DATED in unquote_to_bytes(scope["query_string"]):
        return None
    if not library.is_open(match["version"] or LATEST):
        return None
    kind = ROW if match["below"] and match["below"] not in BESIDE_ROWS else match["below"]
    if (read := READERS.get(kind)) is None:
        return None
    named = {"version": match["version"], "row_id": match["below"]}
    request: AnyRequest = Request({**scope, "path_params": named})
    response = None
    with suppress(Exception):  # the routes say, and log, what is wrong
        response = read(BY_NAME[match["table"]], request, library).at_once(request)
    if response is not None:
        parts = ["/v1", "releases/{version}" if match["pinned"] else None, match["table"], kind]
        scope[ROUTE]["path"] = "/".join(part for part in parts if part)  # type: ignore[literal-required]
    return response
