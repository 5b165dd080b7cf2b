"""Answers that were given before, sent again before anything is routed or read: a release never changes.

An answer follows from its address, from what the client accepts, and from the releases there are. When those change,
all are forgotten; what is kept is bounded, and what was asked for longest ago goes first.
"""

from asyncio import Event, timeout
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Any, NamedTuple

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.http.conditional import TAG
from api.http.metrics import CACHE, CACHED
from api.middleware.request_limits import LONGEST_HEADERS
from api.store.library import LOOKING, Library

KEPT = {200, 304}
LARGEST = 1 << 20  # bytes of an answer that is kept
PATIENCE = 2.0  # seconds that an answer to somebody else is waited for
OVERHEAD = 2048  # bytes that an answer takes beside its body and its place: objects, headers of its own
HTTP = ScopeType.HTTP.value
# Path, query, `Accept`, `Accept-Encoding`, `If-None-Match`: what an answer follows from, and where it is kept. A tuple
# without names, for one is made for every request, and one with names takes as long as all else.
Place = tuple[bytes, bytes, bytes, bytes, bytes]
ACCEPT, CODING, KNOWN, OTHER = range(4)
READ = {
    b"accept": ACCEPT,
    b"accept-encoding": CODING,
    b"if-none-match": KNOWN,
    # What asks for a part, brings content, or is seldom sent is left to the application.
    **dict.fromkeys((b"range", b"if-range", b"if-modified-since", b"content-length", b"transfer-encoding"), OTHER),
}
ONLY_WITH_CONTENT = {b"content-type", b"content-length", b"content-encoding", b"content-disposition", b"link"}


class Answer(NamedTuple):
    """An answer as it was sent, and its tag."""

    start: Message
    body: Message
    tag: str

    @property
    def unchanged(self) -> "Answer":
        """What is sent to a client that has it."""
        headers = [(name, value) for name, value in self.start["headers"] if name not in ONLY_WITH_CONTENT]  # type: ignore[typeddict-item]
        return whole({"status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}, b"", self.tag)


def place_of(scope: HTTPScope) -> Place | None:
    """Where the answer to a request is kept, if it may be.

    It may not when a header that it follows from came twice: the application may read one of them, and joined they
    could be those of another request.
    """
    if scope["method"] != "GET":
        return None
    said: list[bytes | None] = [None, None, None]
    size = 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name in READ:
            which = READ[name]
            if which == OTHER or said[which] is not None:
                return None
            said[which] = value
    if size > LONGEST_HEADERS:
        return None
    accept, coding, known = said
    path = scope.get("raw_path") or scope["path"].encode()
    return (path, scope["query_string"], accept or b"", coding or b"", known or b"")


class AnswerCache:
    """An application that answers as another does, and keeps up to so many bytes of what it answered."""

    def __init__(self, app: ASGIApp, library: Library, most_bytes: int) -> None:
        self._app = app
        self._library = library
        self._shelf = library.shelf
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Place, Answer] = OrderedDict()
        self._being_made: dict[Place, Event] = {}
        self._given = 0  # answers, since they were counted
        self.generation = self._shelf.generation
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = place_of(scope) if scope["type"] == HTTP else None  # type: ignore[arg-type]
        if place is None:
            await self._app(scope, receive, send)
            return
        if monotonic() >= self._library.next_look:
            await run_sync(self._library.look, limiter=LOOKING)
        if self.generation != self._shelf.generation:
            self._forget()
        answer = self._answers.get(place) or await self._awaited(place)
        if answer is None:
            await self._made(place, scope, receive, send)
            return
        self._answers.move_to_end(place)
        self._given += 1
        await send(answer.start)
        await send(answer.body)

    async def _awaited(self, place: Place) -> Answer | None:
        """An answer that is kept for others: those that are not known to have it, or that it is being made for."""
        if answer := self._unchanged(place):
            return answer
        if being_made := self._being_made.get(place):
            with suppress(TimeoutError):  # many ask the same at once: one computes it, unless its client is too slow
                async with timeout(PATIENCE):
                    await being_made.wait()
        return self._answers.get(place) or self._unchanged(place)

    async def _made(self, place: Place, scope: Scope, receive: Receive, send: Send) -> None:
        """Have an answer made, and keep it; those who ask the same wait until it is kept, or cannot be."""
        if self._given:  # here and not with each of them, which would take a tenth of the time they take
            CACHED.inc(self._given)
            self._given = 0
        event = self._being_made[place] = Event()

        def settled() -> None:
            if self._being_made.get(place) is event:
                del self._being_made[place]
            event.set()

        try:
            await self._app(scope, receive, Keeping(self, place, send, settled).send)
        finally:
            settled()

    def _unchanged(self, place: Place) -> Answer | None:
        """What a client is told that has the answer that is kept; that is kept then, too."""
        *asked, has = place
        answer = self._answers.get((*asked, b"")) if has else None  # type: ignore[arg-type]
        if answer is None or not is_known(answer.tag, has):
            return None
        self.keep(place, answer.unchanged, self.generation)
        return self._answers.get(place)

    def _forget(self) -> None:
        """Forget everything: the releases are others now."""
        self.generation = self._shelf.generation
        self._answers.clear()
        self.size = 0
        CACHE.set(0)

    def keep(self, place: Place, answer: Answer, generation: int) -> None:
        """Keep an answer of the releases there still are."""
        if generation != self._shelf.generation or place in self._answers:
            return
        self._answers[place] = answer
        self.size += taken(place, answer)
        while self.size > self._most_bytes:
            self.size -= taken(*self._answers.popitem(last=False))
        CACHE.set(self.size)


class Keeping:
    """An answer on its way out, which is kept when it is whole."""

    def __init__(self, cache: AnswerCache, place: Place, send: Send, settled: Callable[[], None]) -> None:
        self._cache = cache
        self._settled = settled  # to be told when the answer is kept, or will not be
        self._place = place
        self._onward = send
        self._generation = cache.generation
        self._start: Message | None = None
        self._tag: str | None = None
        self._content = b""

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self._start, self._tag = message, tag_of(message)
            if self._tag is None:
                self._settled()
        elif message["type"] == "http.response.body" and self._tag is not None:
            self._content = self._content + message["body"] if self._content else message["body"]
            if len(self._content) > LARGEST:
                self._tag, self._content = None, b""
                self._settled()
            elif not message["more_body"]:
                self._cache.keep(self._place, whole(self._start, self._content, self._tag), self._generation)
                self._settled()
        await self._onward(message)


def tag_of(start: Any) -> str | None:
    """The tag of an answer that may be kept: it is one for everybody, and nothing went wrong."""
    if start["status"] in KEPT:
        for name, value in start["headers"]:
            if name == b"etag":
                return str(value, "latin-1")
    return None


@lru_cache(maxsize=1024)
def shared(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header that many answers have, once for all of them: they would take more memory than most bodies."""
    return name, value


def whole(start: Any, content: bytes, tag: str) -> Answer:
    """An answer as it is kept."""
    headers = [shared(*header) for header in start["headers"] if header[0] != b"x-request-id"]  # of the first request
    return Answer(
        start={"type": "http.response.start", "status": int(start["status"]), "headers": headers},
        body={"type": "http.response.body", "body": content, "more_body": False},
        tag=tag,
    )


def taken(place: Place, answer: Answer) -> int:
    """Bytes that are taken by a kept answer. A client may make its place as long as its headers may be."""
    return sum(map(len, place)) + len(answer.body["body"]) + OVERHEAD  # type: ignore[typeddict-item]


def is_known(tag: str, has: bytes) -> bool:
    """Whether a client has an answer, by `If-None-Match`."""
    return tag in TAG.findall(has[:4000].decode("latin-1"))
