"""Parts of answers that are whole: of one that was made, or kept, as much is sent as a `Range` asks for."""

from http import HTTPStatus
from typing import Any

from litestar.types import ASGIApp, HTTPResponseBodyEvent, HTTPResponseStartEvent, Message, Receive, Scope, Send

from api.http.problems import RangeNotSatisfiable
from api.http.ranges import asked_part
from api.http.responses import send_problem
from api.middleware.security_headers import FOR_OTHERS

OF_ALL = {name for name, _ in FOR_OTHERS} | {b"x-request-id"}  # headers that a problem has, too


def ranges(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and answer a `Range` from what it answers whole and says may be asked for in parts.

    The application sees the `Range`, and may answer with the part itself, as it does of a file.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"range" for name, _ in scope.get("headers", ())):
            await app(scope, receive, PartialResponse(scope, send).send)
        else:
            await app(scope, receive, send)

    return wrapped


class PartialResponse:
    """An answer on its way out, of which a part is wanted. Its start is held until it is known to be whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope: Any = scope
        self._send = send
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            await self._send_begun(start, message)
        else:
            await self._send(message)

    async def _send_begun(self, start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent) -> None:
        """Send what was asked for of an answer: a part, if it is whole and may be asked for in parts."""
        headers = dict(start["headers"])
        is_whole = start["status"] == HTTPStatus.OK and not body.get("more_body", False)
        if not is_whole or headers.get(b"accept-ranges") != b"bytes":
            await self._send(start)
            await self._send(body)
            return
        content = body["body"]
        tag, modified_at = (headers.get(name, b"").decode("latin-1") for name in (b"etag", b"last-modified"))
        try:
            part = asked_part(self._scope, tag, modified_at, len(content))
        except RangeNotSatisfiable as problem:
            await send_problem(self._with_headers(headers), self._scope, problem)
            return
        if part is not None:
            first, last = part
            headers[b"content-range"] = b"bytes %d-%d/%d" % (first, last, len(content))
            headers[b"content-length"] = b"%d" % (last - first + 1)
            start = {**start, "status": HTTPStatus.PARTIAL_CONTENT.value, "headers": [*headers.items()]}
            body = {**body, "body": content[first : last + 1]}
        await self._send(start)
        await self._send(body)

    def _with_headers(self, headers: dict[bytes, bytes]) -> Send:
        """What sends a problem with the headers that every answer has, of which the layers within do not know."""
        kept = [(name, value) for name, value in headers.items() if name in OF_ALL]

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *kept]}
            await self._send(message)

        return send
