"""Rate limit: one client may ask so much in a minute, and is told how much it still may."""

import ipaddress
from collections import OrderedDict
from http import HTTPStatus
from math import ceil
from time import monotonic

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.http.problems import Problem, TooManyRequests
from api.http.responses import send_problem
from api.http.scope import UNLIMITED
from api.middleware.request_costs import cost_of

DEAR = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}  # of which an answer was made, or all of it was sent
MOST_CLIENTS = 10_000  # that are remembered; the one that asked longest ago is forgotten first
WINDOW = 60.0  # seconds


class RateLimiter:
    """Wraps an application, and limits how much each client asks of it: a token bucket for each.

    Says how many tokens are left as `RateLimit` and `RateLimit-Policy` (IETF, draft-ietf-httpapi-ratelimit-headers). A
    request takes as many as it costs; all but one come back when it is answered with less, such as 304.
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
        client = client_of(scope, self._proxies)
        cost = min(cost_of(scope), self._most)  # what may be asked at all may be asked once a minute
        is_admitted = self._take(client, cost)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if is_admitted and message["status"] not in DEAR:
                    self._take(client, 1 - cost)
                message = {**message, "headers": [*message["headers"], self._policy, self._left(client)]}
            await send(message)

        if is_admitted:
            await self._app(scope, receive, send_with_headers)
        else:
            await send_problem(send_with_headers, scope, self._refusal(client, cost))

    def _take(self, client: str, cost: int) -> bool:
        """Take tokens of a client, or give some back: whether there were as many."""
        now = monotonic()
        tokens, since = self._buckets.pop(client, (float(self._most), now))
        tokens = min(float(self._most), tokens + (now - since) * self._most / WINDOW)
        is_enough = tokens >= cost
        self._buckets[client] = (min(float(self._most), tokens - cost) if is_enough else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return is_enough

    def _left(self, client: str) -> tuple[bytes, bytes]:
        """The header that says how many tokens a client has, and in how many seconds there is one more."""
        left, _ = self._buckets.get(client, (float(self._most), 0.0))
        return b"ratelimit", f'"client";r={int(left)};t={ceil((1 - left % 1) * WINDOW / self._most)}'.encode()

    def _refusal(self, client: str, cost: int) -> Problem:
        """What a client is told that asked too much."""
        left, _ = self._buckets.get(client, (0.0, 0.0))
        wait = (cost - left) * WINDOW / self._most
        counted = f"; this one counts as {cost}" if cost > 1 else ""
        detail = f"at most {self._most} requests in {WINDOW:.0f} seconds{counted}"
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
