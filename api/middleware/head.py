"""HEAD wherever GET is: the same answer without its body."""

import asyncio

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api.http.scope import METHOD, until_disconnect

OF_PARTS = (b"range", b"if-range")  # which are for GET alone (RFC 9110, 14.2)


def head_as_get(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and answer HEAD as it answers GET, without the body (RFC 9110, 9.3.2).

    What is still being made of the body is not made to its end: the application is told that the client has gone.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") != "HEAD":
            await app(scope, receive, send)
            return
        ended = asyncio.Event()

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                if ended.is_set():
                    return
                ended.set()
                message = {**message, "body": b"", "more_body": False}
            await send(message)

        headers = [(name, value) for name, value in scope["headers"] if name not in OF_PARTS]
        asked = {**scope, "method": "GET", METHOD: "HEAD", "headers": headers}
        await app(asked, until_disconnect(ended, receive), send_without_body)  # type: ignore[arg-type]

    return wrapped
