"""Rate limit: one client may ask so often in a minute, and is told how often it still may."""

import ipaddress
from collections import OrderedDict
from math import ceil
from time import monotonic

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.http.problems import Problem, TooManyRequests
from api.http.responses import send_problem
from api.http.scope import UNLIMITED

MOST_CLIENTS = 10_000  # that are remembered; the one that asked longest ago is forgotten first
WINDOW = 60.0  # seconds


class RateLimiter:
    """Wraps an application, and limits how often each client asks it: a token bucket for each.

    Says how many are left as `RateLimiter` and `RateLimiter-Policy` (IETF, draft-ietf-httpapi-ratelimit-headers).
    """

    def __init__(self, app: ASGIApp, a_minute: int, proxies: int) -> None:
        self._app = app
        self._most = a_minute
        self._proxies = proxies
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when there were so many
        self._policy = (b"ratelimit-policy", f'"client";q={a_minute};w={WINDOW:.0f}'.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in UNLIMITED:
            await self._app(scope, receive, send)
            return
        left, wait = self._take_token(client_of(scope, self._proxies))
        headers = [self._policy, (b"ratelimit", f'"client";r={left};t={ceil(wait)}'.encode())]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        if left < 0:
            await send_problem(send_with_headers, scope, self._refusal(wait))
        else:
            await self._app(scope, receive, send_with_headers)

    def _take_token(self, client: str) -> tuple[int, float]:
        """Take a token of a client: how many are left, below 0 when there was none; and seconds until the next."""
        now = monotonic()
        tokens, since = self._buckets.pop(client, (float(self._most), now))
        tokens = min(float(self._most), tokens + (now - since) * self._most / WINDOW)
        left = tokens - 1 if tokens >= 1 else tokens
        self._buckets[client] = (left, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return (int(left) if tokens >= 1 else -1), (1 - left % 1) * WINDOW / self._most

    def _refusal(self, wait: float) -> Problem:
        """What a client is told that asked too often."""
        detail = f"at most {self._most} requests in {WINDOW:.0f} seconds"
        return TooManyRequests(detail, headers={"Retry-After": str(max(1, ceil(wait)))})


def client_of(scope: HTTPScope, proxies: int) -> str:
    """Who asks: the address of the peer, or what the outermost of our own proxies says of it (RFC 7239, 7.4).

    Of IPv6 the network of 64 bits, for one client has all of it, or the address of IPv4 that stands in it. What cannot
    be read stands for itself.
    """
    peer = scope["client"][0] if scope.get("client") else ""  # type: ignore[index]
    if proxies:
        forwarded = ",".join(Headers(scope["headers"]).getall("x-forwarded-for", [])).split(",")
        peer = forwarded[-proxies].strip() if len(forwarded) >= proxies and forwarded[-proxies].strip() else peer
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:100]
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return peer
