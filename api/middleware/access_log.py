"""Every request that is computed has an id, is counted and timed, and is logged where that is wished."""

import logging
import re
from functools import lru_cache
from http import HTTPStatus
from itertools import count
from secrets import token_hex
from time import perf_counter
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from api.http.logs import REQUEST_ID
from api.http.metrics import REQUESTS, SECONDS
from api.http.scope import METHOD, ROUTE

LOG = logging.getLogger("baogao")
ID = re.compile(rb"[\w.:/+=-]{1,128}", re.ASCII)
PROCESS = token_hex(3)  # no two processes give the same ids
NUMBERS = count()
NOWHERE = "none"  # the route of what leads nowhere, so that addresses of attackers make no numbers of their own


async def record_route(request: Request[Any, Any, Any]) -> None:
    """Note the route of a request before it is answered. (What is not asynchronous would run in a thread.)"""
    request.scope[ROUTE]["path"] = request.scope["path_template"]  # type: ignore[literal-required]


def access_log(app: ASGIApp, is_logged: bool) -> ASGIApp:
    """Wrap an application, and count, time and log its requests. An id that the client or a proxy gave is kept."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        REQUEST_ID.set(request_id)
        header = (b"x-request-id", request_id.encode())
        route: dict[str, str] = {"path": NOWHERE}
        started = perf_counter()

        async def send_observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], header]}
                record_request(scope, route["path"], message["status"], perf_counter() - started, is_logged)
            await send(message)

        noted: Any = {**scope, ROUTE: route}
        await app(noted, receive, send_observed)

    return wrapped


def record_request(scope: HTTPScope, route: str, status: int, seconds: float, is_logged: bool) -> None:
    """Count a request, and log it: always when something is wrong on our side, but not each that came too much."""
    request_counter(route, status).inc()
    request_timer(route).observe(seconds)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE
    if is_logged or failed:
        fields = {
            "method": scope.get(METHOD, scope["method"]),
            "path": scope["path"][:1000],
            "query": scope["query_string"][:1000].decode("latin-1"),
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        LOG.log(logging.WARNING if failed else logging.INFO, "request", extra={"fields": fields})


@lru_cache(maxsize=1000)
def request_counter(route: str, status: int) -> Counter:
    """The count of a route and a status, which takes long to look up."""
    return REQUESTS.labels(route, status)


@lru_cache(maxsize=1000)
def request_timer(route: str) -> Histogram:
    """The times of a route."""
    return SECONDS.labels(route)


def request_id_of(scope: HTTPScope) -> str:
    """The id of a request: the one it brings, if it is one, or one of its own."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and ID.fullmatch(value):
            return value.decode()
    return f"{PROCESS}{next(NUMBERS):010x}"
