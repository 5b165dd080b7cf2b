"""Admission control: so many requests are computed at once, the others wait in a short queue, and more are refused.

Who is refused is told at once, with the seconds after which to ask again.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Gauge

from api.http.metrics import COMPUTING, DOWNLOADS, PICTURES, WAITING
from api.http.problems import Busy, Problem
from api.http.responses import send_problem
from api.http.scope import UNLIMITED, routed_path, until_disconnect

LOG = logging.getLogger("baogao")
AGAIN = "1"  # seconds after which a queue has moved on
STALL_SECONDS = 60.0  # seconds in which a client reads no chunk of a download, so that it is ended
CHUNK = 1 << 17  # bytes
PICTURE = "/pictures/"  # what takes long to render, so that it has a queue of its own


class AdmissionQueue:
    """Wraps an application, and admits so many requests and so many downloads at once.

    A request holds its slot until its answer begins: a slow reader holds none. A download that is made while it is
    sent holds a slot of its own until it ends, or until nobody reads it; without one it is refused before it begins.
    Pictures are rendered one at a time, and take no slot of the others.
    """

    def __init__(self, app: ASGIApp, at_once: int, downloads: int, most_waiting: int, seconds: float) -> None:
        self._app = app
        self.slots = Slots(at_once, most_waiting, seconds, COMPUTING)
        self.pictures = Slots(1, most_waiting, seconds, PICTURES)  # rendered in one process, one after another
        self.downloads = Slots(downloads, downloads, seconds, DOWNLOADS)  # few wait, for each has begun to be made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in UNLIMITED:
            await self._app(scope, receive, send)
        elif await (slots := self.pictures if routed_path(scope).startswith(PICTURE) else self.slots).acquire():
            admitted = AdmittedRequest(self, slots, scope, receive, send)
            try:
                await self._app(scope, admitted.receive, admitted.send)
            finally:
                admitted.release_slots()
        else:
            await send_problem(send, scope, self.busy())

    def busy(self) -> Problem:
        """The problem of a request that is not admitted."""
        detail = f"{self.slots.used} requests are computed and {self.slots.waiting} wait; "
        detail += f"{self.downloads.used} downloads are made"
        return Busy(detail, headers={"Retry-After": AGAIN})


class Slots:
    """A semaphore with a bounded queue: so many wait for a slot, for so many seconds."""

    def __init__(self, most: int, most_waiting: int, seconds: float, gauge: Gauge) -> None:
        self._free = asyncio.Semaphore(most)
        self._most_waiting = most_waiting
        self._seconds = seconds
        self._gauge = gauge
        self.waiting = 0
        self.used = 0

    async def acquire(self) -> bool:
        """Wait for a slot, for a while; not at all when the queue is full."""
        if not self._free.locked():
            await self._free.acquire()  # at once
        elif self.waiting >= self._most_waiting or not await self._wait():
            return False
        self.used += 1
        self._gauge.set(self.used)
        return True

    async def _wait(self) -> bool:
        """Wait until a slot is free, for a while."""
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

    def release(self) -> None:
        """Free a slot."""
        self.used -= 1
        self._gauge.set(self.used)
        self._free.release()


class AdmittedRequest:
    """A request that holds slots, and passes its answer on."""

    def __init__(self, queue: AdmissionQueue, slots: "Slots", scope: HTTPScope, receive: Receive, send: Send) -> None:
        self._queue = queue
        self._scope = scope
        self._send = send
        self._held = [slots]
        self._start: Message | None = None
        self._ended = asyncio.Event()  # nothing more is passed on
        self.receive = until_disconnect(self._ended, receive)

    async def send(self, message: Message) -> None:
        """Pass a message on. The start of an answer waits for its first part, which tells whether it is a download."""
        if self._ended.is_set():
            return
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            self.release_slots()
            if message.get("more_body") and not has_length(start) and not await self._acquire_download_slot():
                self._ended.set()
                await send_problem(self._send, self._scope, self._queue.busy())
                return
            await self._send(start)
        if not self._held:  # no download
            await self._send(message)
            return
        try:
            for chunk in chunks(message):
                async with asyncio.timeout(STALL_SECONDS):
                    await self._send(chunk)
        except TimeoutError:
            LOG.info("a download was ended: its client read nothing for %d seconds", STALL_SECONDS)
            self._ended.set()

    async def _acquire_download_slot(self) -> bool:
        """Whether there is a slot for a download."""
        if await self._queue.downloads.acquire():
            self._held.append(self._queue.downloads)
        return bool(self._held)

    def release_slots(self) -> None:
        """Free the slots."""
        while self._held:
            self._held.pop().release()


def chunks(message: Any) -> Iterator[Any]:
    """A part of a body in chunks, so that a client that reads slowly is told from one that does not."""
    body, more = message["body"], message.get("more_body", False)
    last = max(0, len(body) - 1) // CHUNK * CHUNK
    for at in range(0, last, CHUNK):
        yield {**message, "body": body[at : at + CHUNK], "more_body": True}
    yield {**message, "body": body[last:], "more_body": more}


def has_length(start: Message) -> bool:
    """Whether an answer says how long it is: a file, which takes nothing to make."""
    return any(name == b"content-length" for name, _ in start["headers"])  # type: ignore[typeddict-item]
