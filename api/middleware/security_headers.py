"""Headers that every answer has, so that a browser takes it for no more than it is, and any page may read it."""

from collections.abc import Iterable
from http import HTTPStatus

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.http.responses import send_body
from api.http.scope import routed_path
from api.web.sections import is_original, is_page

# What a page of another origin may read: all that says something of an answer (Fetch standard, CORS).
EXPOSED = (
    "Accept-Ranges, Allow, Content-Disposition, Content-Encoding, Content-Length, Content-Range, Dataset-Version, "
    "Dataset-Warnings, ETag, Link, RateLimit, RateLimit-Policy, Repr-Digest, Retry-After, Vary, X-Request-Id, "
    "X-Total-Count"
)
NOTHING = "default-src 'none'; frame-ancestors 'none'"
# Swagger UI has styles in its elements and pictures in its style sheet; its scripts are files.
DOCUMENTATION = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
# Pages have one style sheet and an icon, files of ours, and forms that ask us; that of a report may have its original
# in a frame. They run nothing.
PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The original of a report is a page of whoever published it: it looks as it says by itself, in a frame of ours, and
# runs nothing, fetches nothing, sends nothing and leads the page around it nowhere.
ORIGINAL = (
    "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
FOR_ALL = {
    b"access-control-allow-origin": b"*",  # whoever asks: a cache between may answer others with it
    b"access-control-expose-headers": EXPOSED.encode(),
    b"cross-origin-resource-policy": b"cross-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
FOR_DOCUMENTATION, FOR_PAGES, FOR_ORIGINALS, FOR_OTHERS = (
    [*FOR_ALL.items(), (b"content-security-policy", one.encode())] for one in (DOCUMENTATION, PAGES, ORIGINAL, NOTHING)
)
METHODS = "GET, HEAD, OPTIONS"  # of every address: nothing can be written
FOR_OPTIONS = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
UNREAD = {b"cookie", b"origin"}  # what no answer depends on; the application does not get to see it


def security_headers(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and add headers for browsers to its answers (OWASP, REST Security Cheat Sheet).

    OPTIONS is answered here, the same for all: what a browser asks before it asks (Fetch standard, CORS preflight).
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        added = headers_for(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name not in FOR_ALL]
                is_told_people = added is FOR_OTHERS and message["status"] >= HTTPStatus.BAD_REQUEST and is_html(kept)
                message = {**message, "headers": [*kept, *(FOR_PAGES if is_told_people else added)]}
            await send(message)

        if scope["method"] == "OPTIONS":
            await send_body(send_with_headers, HTTPStatus.NO_CONTENT, FOR_OPTIONS, b"")
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in UNREAD]
        await app({**scope, "headers": headers}, receive, send_with_headers)

    return wrapped


def is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether an answer is a page: also of an address that is none."""
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in headers)


def headers_for(scope: HTTPScope) -> list[tuple[bytes, bytes]]:
    """The headers that are added to an answer, by its address: 304, too, has those of what it stands for."""
    path = routed_path(scope)
    if path == "/docs":
        return FOR_DOCUMENTATION
    if is_original(path):
        return FOR_ORIGINALS
    return FOR_PAGES if is_page(scope) else FOR_OTHERS
