"""How much may be asked: so many requests at once, the others in a short queue; so many a minute by one client.

What is too much is answered at once, with the seconds after which to ask again.
"""

import asyncio
import ipaddress
import logging
from collections import OrderedDict
from collections.abc import Iterator
from math import ceil
from time import monotonic
from typing import Any

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Gauge

from api.http.metrics import COMPUTING, DOWNLOADS, WAITING
from api.http.problems import Busy, Problem, TooManyRequests
from api.http.responses import send_problem

LOG = logging.getLogger("baogao")
MOST_CLIENTS = 10_000  # that are remembered; the one that asked longest ago is forgotten first
WINDOW = 60.0  # seconds
AGAIN = "1"  # seconds after which a queue has moved on
STALLED = 60.0  # seconds in which a client reads no piece of a download, so that it is ended
PIECE = 1 << 17  # bytes
ALWAYS = ("/health/live", "/health/ready", "/metrics")  # whoever watches the service is not kept waiting


class Queue:
    """An application of which so many answers are begun at once, and so many downloads are made at once.

    A request keeps its place until its answer begins: a slow reader holds none. A download that is made while it is
    sent has a place of its own until it ends, or until nobody reads it; without one it is refused before it begins.
    """

    def __init__(self, app: ASGIApp, at_once: int, downloads: int, most_waiting: int, seconds: float) -> None:
        self._app = app
        self.places = Places(at_once, most_waiting, seconds, COMPUTING)
        self.downloads = Places(downloads, downloads, seconds, DOWNLOADS)  # few wait, for each has begun to be made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
        elif await self.places.take():
            turn = Turn(self, scope, receive, send)
            try:
                await self._app(scope, turn.receive, turn.send)
            finally:
                turn.end()
        else:
            await send_problem(send, scope, self.busy())

    def busy(self) -> Problem:
        """What is said to who asks when there is no place."""
        detail = f"{self.places.taken} requests are computed and {self.places.waiting} wait; "
        detail += f"{self.downloads.taken} downloads are made"
        return Busy(detail, headers={"Retry-After": AGAIN})


class Places:
    """So many places at once, for which so many wait for so many seconds."""

    def __init__(self, most: int, most_waiting: int, seconds: float, gauge: Gauge) -> None:
        self._free = asyncio.Semaphore(most)
        self._most_waiting = most_waiting
        self._seconds = seconds
        self._gauge = gauge
        self.waiting = 0
        self.taken = 0

    async def take(self) -> bool:
        """Wait for a place, for a while; not at all when many do."""
        if not self._free.locked():
            await self._free.acquire()  # at once
        elif self.waiting >= self._most_waiting or not await self._wait():
            return False
        self.taken += 1
        self._gauge.set(self.taken)
        return True

    async def _wait(self) -> bool:
        """Wait until a place is free, for a while."""
        self.waiting += 1
        WAITING.inc()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._free.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
            WAITING.dec()

    def leave(self) -> None:
        """Give a place away."""
        self.taken -= 1
        self._gauge.set(self.taken)
        self._free.release()


class Turn:
    """The places that one request has, and what is passed on of its answer."""

    def __init__(self, queue: Queue, scope: HTTPScope, receive: Receive, send: Send) -> None:
        self._queue = queue
        self._scope = scope
        self._client = receive
        self._onward = send
        self._has = [queue.places]
        self._start: Message | None = None
        self._ended = asyncio.Event()  # nothing more is passed on

    async def send(self, message: Message) -> None:
        """Pass a message on. The start of an answer waits for its first part, which tells whether it is a download."""
        if self._ended.is_set():
            return
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            self.end()
            if message.get("more_body") and not has_length(start) and not await self._is_let_in():
                self._ended.set()
                await send_problem(self._onward, self._scope, self._queue.busy())
                return
            await self._onward(start)
        if not self._has:  # no download
            await self._onward(message)
            return
        try:
            for piece in pieces(message):
                async with asyncio.timeout(STALLED):
                    await self._onward(piece)
        except TimeoutError:
            LOG.info("a download was ended: its client read nothing for %d seconds", STALLED)
            self._ended.set()

    async def receive(self) -> Any:
        """What the client sends; also that it has gone, when nothing more is passed on to it."""
        tasks = [asyncio.ensure_future(coroutine) for coroutine in (self._client(), self._ended.wait())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return {"type": "http.disconnect"} if self._ended.is_set() else tasks[0].result()

    async def _is_let_in(self) -> bool:
        """Whether there is a place for a download."""
        if await self._queue.downloads.take():
            self._has.append(self._queue.downloads)
        return bool(self._has)

    def end(self) -> None:
        """Give the places away."""
        while self._has:
            self._has.pop().leave()


def pieces(message: Any) -> Iterator[Any]:
    """A part of a body in pieces, so that a client that reads slowly is told from one that does not."""
    body, more = message["body"], message.get("more_body", False)
    last = max(0, len(body) - 1) // PIECE * PIECE
    for at in range(0, last, PIECE):
        yield {**message, "body": body[at : at + PIECE], "more_body": True}
    yield {**message, "body": body[last:], "more_body": more}


def has_length(start: Message) -> bool:
    """Whether an answer says how long it is: a file, which takes nothing to make."""
    return any(name == b"content-length" for name, _ in start["headers"])  # type: ignore[typeddict-item]


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
