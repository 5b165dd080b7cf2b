"""What the layers of the application note in the scope of a request (ASGI, HTTP connection scope) for each other."""

import asyncio
import re
from typing import Any

from litestar.types import Receive, Scope

UNLIMITED = ("/health/live", "/health/ready", "/metrics")  # whoever watches the service is not kept waiting
SUFFIX = "baogao.suffix"  # the format that the path was asked with: `csv` of `/v1/units.csv`
ROUTE = "baogao.route"  # where the application notes the template of the path it answers
QUESTION = "baogao.question"  # what was understood of the request ahead of the routes, which need not read it again
METHOD = "baogao.method"  # HEAD, where it is answered as GET
SLASHES = re.compile(r"/+")


def suffix_of(scope: Scope) -> str | None:
    """The suffix an address was asked with: the name of a format."""
    found: str | None = scope.get(SUFFIX)  # type: ignore[assignment]
    return found


def path_of(scope: Scope) -> str:
    """The path as it was asked, with its suffix."""
    suffix = suffix_of(scope)
    return f"{scope['path']}.{suffix}" if suffix else scope["path"]


def routed_path(scope: Scope) -> str:
    """The path as the routes find it, however it is written: several slashes are one, and those at its end none."""
    return SLASHES.sub("/", scope["path"]).rstrip("/") or "/"


def until_disconnect(ended: asyncio.Event, receive: Receive) -> Receive:
    """What a client sends; and that it has gone, when nothing more is passed on to it."""

    async def received() -> Any:
        tasks = [asyncio.ensure_future(coroutine) for coroutine in (receive(), ended.wait())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return {"type": "http.disconnect"} if ended.is_set() else tasks[0].result()

    return received
