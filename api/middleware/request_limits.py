"""How much a request may hold: what is longer is refused before it is looked at."""

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.http.problems import BadRequest, ContentTooLarge, HeadersTooLarge, Problem, UnsupportedContent, UriTooLong
from api.http.responses import send_problem
from api.query.parameters import LONGEST_QUERY

LONGEST_PATH = 1024  # characters
LONGEST_HEADERS = 32_768  # bytes, names and values of all
LARGEST_CONTENT = 65_536  # bytes that are read and thrown away; more is not waited for
READS = ("GET", "HEAD")
HOST = re.compile(rb"(\[[0-9A-Fa-f:.]{2,64}\]|[^\s/?#@:\[\]\\]*)(:\d{0,5})?")


def violation(scope: HTTPScope) -> Problem | None:
    """What is too much about a request, or no request at all, if anything."""
    path, query = len(scope["path"]), len(scope["query_string"])
    if path > LONGEST_PATH or query > LONGEST_QUERY:
        return UriTooLong(
            f"a path of {path} characters and a query of {query} bytes; at most {LONGEST_PATH} and {LONGEST_QUERY}"
        )
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    if size > LONGEST_HEADERS:
        return HeadersTooLarge(f"headers of {size} bytes; at most {LONGEST_HEADERS}")
    headers = dict(scope["headers"])
    if not HOST.fullmatch(headers.get(b"host", b"")):
        return BadRequest("the Host header names no host")
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length[:9]) > LARGEST_CONTENT:
        return ContentTooLarge(f"content of {length[:20].decode('latin-1')} bytes; at most {LARGEST_CONTENT}")
    if scope["method"] in READS and (length != b"0" or b"transfer-encoding" in headers):
        return UnsupportedContent(f"{scope['method']} with content; put what you ask for into the query string")
    return None


def request_limits(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and refuse requests that are too large or are none."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
        elif problem := violation(scope):
            await send_problem(send, scope, problem)
        else:  # no answer follows from the host, and litestar would read it again
            await app({**scope, "headers": [one for one in scope["headers"] if one[0] != b"host"]}, receive, send)

    return wrapped
