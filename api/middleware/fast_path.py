"""Small questions are answered ahead of litestar, whose routing and responding take as long as all else does.

What takes time or is wrong is left to the routes: they answer what was understood here, and understand the same
questions.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.http.conditional import AnyRequest
from api.http.responses import send_response
from api.http.scope import QUESTION, ROUTE
from api.query.parameters import AS_OF
from api.routes.answers import Question
from api.routes.routing import BESIDE_ROWS
from api.routes.tables.aggregates import read_aggregate
from api.routes.tables.panel import read_rows
from api.routes.tables.routes import read_row
from api.store.library import Library
from datasets.releases.release import LATEST
from schemas.tables import BY_NAME, Table

ADDRESS = re.compile(
    rf"/v1(?P<pinned>/releases/(?P<version>[^/]+))?/(?P<table>{'|'.join(BY_NAME)})(/(?P<below>[^/]+))?"
)
ROW = "{row_id}"
DATED = AS_OF.name.encode()  # every release is looked at
READERS: dict[str | None, Callable[[Table, AnyRequest, Library], Question]] = {
    None: read_rows,
    "aggregate": read_aggregate,
    ROW: read_row,
}


def fast_path(app: ASGIApp, library: Library) -> ASGIApp:
    """Wrap an application, and answer small questions just as it does, without routing.

    They are answered on the event loop: to hand one to a thread, and to take turns with it, takes the processor as long
    as to answer it.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and (match := matched(scope, library)):
            question = response = None
            with suppress(Exception):  # the routes say, and log, what is wrong
                question, request = question_of(scope, match, library)
                response = question.answer(request) if question.is_quick else None
            if response is not None:
                scope[ROUTE]["path"] = route_of(match)  # type: ignore[literal-required]
                await send_response(send, response)
                return
            scope[QUESTION] = question  # type: ignore[literal-required]
        await app(scope, receive, send)

    return wrapped


def matched(scope: HTTPScope, library: Library) -> re.Match[str] | None:
    """The address of a request that may be answered here: of a listing, an aggregate or a row of an open release."""
    match = ADDRESS.fullmatch(scope["path"]) if scope["method"] == "GET" else None
    if match is None or kind_of(match) not in READERS or DATED in unquote_to_bytes(scope["query_string"]):
        return None
    return match if library.is_open(match["version"] or LATEST) else None


def kind_of(match: re.Match[str]) -> str | None:
    """What an address is of, below that of its table."""
    return ROW if match["below"] and match["below"] not in BESIDE_ROWS else match["below"]


def route_of(match: re.Match[str]) -> str:
    """The template of an address, as the routes have it."""
    parts = ["/v1", "releases/{version}" if match["pinned"] else None, match["table"], kind_of(match)]
    return "/".join(part for part in parts if part)


def question_of(scope: HTTPScope, match: re.Match[str], library: Library) -> tuple[Question, AnyRequest]:
    """The question a request asks. Raises a Problem for whatever cannot be meant."""
    request: AnyRequest = Request({**scope, "path_params": {"version": match["version"], "row_id": match["below"]}})
    return READERS[kind_of(match)](BY_NAME[match["table"]], request, library), request
