"""How much a request may hold: what is longer is refused before it is looked at."""

import re
from functools import lru_cache

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.http.problems import BadRequest, ContentTooLarge, HeadersTooLarge, Problem, UnsupportedContent, UriTooLong
from api.http.responses import send_problem
from api.query.parameters import LONGEST_QUERY

LONGEST_PATH = 1024  # characters
LONGEST_HEADERS = 32_768  # bytes, names and values of all
LARGEST_CONTENT = 65_536  # bytes that are read and thrown away; more is not waited for
OLD = ("1.0", "1")  # versions of HTTP in which a request need not name its host
READS = ("GET", "HEAD")
# RFC 9110, 7.2: an address of IPv6, or a name or address of IPv4 (RFC 3986, 3.2.2; in Chinese, too), and a port.
HOST = re.compile(rb"(\[[0-9A-Fa-f:.]{2,64}\]|[A-Za-z0-9._~%!$&'()*+,;=\x80-\xff-]{1,255})(:[0-9]{0,5})?")


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
    if problem := host_problem(scope):
        return problem
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length[:9]) > LARGEST_CONTENT:
        return ContentTooLarge(f"content of {length[:20].decode('latin-1')} bytes; at most {LARGEST_CONTENT}")
    if scope["method"] in READS and (length != b"0" or b"transfer-encoding" in headers):
        return UnsupportedContent(f"{scope['method']} with content; put what you ask for into the query string")
    return None


@lru_cache(maxsize=1024)
def is_host(value: bytes) -> bool:
    """Whether a value names a host."""
    return HOST.fullmatch(value) is not None


def host_problem(scope: HTTPScope) -> Problem | None:
    """What is wrong with the host a request names: none (which HTTP/1.0 allows), several, or what is none.

    Granian has an empty one for none.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1:
        return BadRequest(f"{len(hosts)} Host headers; a request names one (RFC 9112, 3.2)")
    if not hosts or not hosts[0]:
        is_old = scope.get("http_version") in OLD
        return None if is_old else BadRequest("no Host header; a request names its host (RFC 9112, 3.2)")
    return None if is_host(hosts[0]) else BadRequest("the Host header names no host")


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
