"""Below a path: a proxy in front strips it from the address, and answers lead to addresses that have it."""

from litestar.types import ASGIApp, Receive, Scope, Send

from api.http.links import PREFIX


def sub_path(app: ASGIApp, prefix: str) -> ASGIApp:
    """Wrap an application, and have the links of its answers begin with a prefix.

    The prefix is a setting. What a request says of it (`X-Forwarded-Prefix`) is not heard: a proxy that does not set it
    passes on what a client sends, and a cache in front would give others links of that client's making.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        PREFIX.set(prefix)
        await app(scope, receive, send)

    return wrapped
