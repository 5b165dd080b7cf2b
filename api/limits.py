"""How much may be asked: so many requests at once, the others in a short queue; so many a minute by one client.

What is too much is answered at once, with the seconds after which to ask again.
"""

import asyncio
import ipaddress
from collections import OrderedDict
from math import ceil
from time import monotonic

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.metrics import COMPUTING, WAITING
from api.problems import Busy, Problem, TooManyRequests
from api.sending import send_problem

MOST_CLIENTS = 10_000  # that are remembered; the one that asked longest ago is forgotten first
WINDOW = 60.0  # seconds
AGAIN = "1"  # seconds after which a queue has moved on
ALWAYS = ("/health/live", "/health/ready", "/metrics")  # whoever watches the service is not kept waiting


class Queue:
    """An application of which so many answers are begun at once.

    A request keeps its place until its answer begins: a slow reader of a long download holds none.
    """

    def __init__(self, app: ASGIApp, at_once: int, most_waiting: int, seconds: float) -> None:
        self._app = app
        self._places = asyncio.Semaphore(at_once)
        self._most_waiting = most_waiting
        self._seconds = seconds
        self.waiting = 0
        self.computing = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
        elif await self._has_place():
            await self._answered(scope, receive, send)
        else:
            detail = f"{self.computing} requests are computed and {self.waiting} wait"
            await send_problem(send, scope, Busy(detail, headers={"Retry-After": AGAIN}))

    async def _has_place(self) -> bool:
        """Wait for a place, for a while; not at all when many do."""
        if not self._places.locked():
            return await self._places.acquire()  # at once
        if self.waiting >= self._most_waiting:
            return False
        self.waiting += 1
        WAITING.set(self.waiting)
        try:
            async with asyncio.timeout(self._seconds):
                await self._places.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
            WAITING.set(self.waiting)
        return True

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and give the place away when the answer begins."""
        self.computing += 1
        COMPUTING.set(self.computing)
        has_place = True

        def leave() -> None:
            nonlocal has_place
            if has_place:
                has_place = False
                self.computing -= 1
                COMPUTING.set(self.computing)
                self._places.release()

        async def leaving(message: Message) -> None:
            leave()
            await send(message)

        try:
            await self._app(scope, receive, leaving)
        finally:
            leave()


class RateLimit:
    """An application that one client may ask so often in a minute: a bucket of tokens that fills up again.

    Says how many are left as `RateLimit` and `RateLimit-Policy` (IETF, draft-ietf-httpapi-ratelimit-headers).
    """

    def __init__(self, app: ASGIApp, a_minute: int, proxies: int) -> None:
        self._app = app
        self._most = a_minute
        self._proxies = proxies
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when there were so many
        self._policy = (b"ratelimit-policy", f'"client";q={a_minute};w={WINDOW:.0f}'.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
            return
        left, wait = self._taken(client_of(scope, self._proxies))
        told = [self._policy, (b"ratelimit", f'"client";r={left};t={ceil(wait)}'.encode())]

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *told]}
            await send(message)

        if left < 0:
            await send_problem(telling, scope, self._refusal(wait))
        else:
            await self._app(scope, receive, telling)

    def _taken(self, client: str) -> tuple[int, float]:
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

    Of IPv6 the network of 64 bits, for one client has all of it. What cannot be read stands for itself.
    """
    peer = scope["client"][0] if scope.get("client") else ""  # type: ignore[index]
    if proxies:
        forwarded = ",".join(Headers(scope["headers"]).getall("x-forwarded-for", [])).split(",")
        peer = forwarded[-proxies].strip() if len(forwarded) >= proxies and forwarded[-proxies].strip() else peer
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:100]
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else peer  # noqa: PLR2004
