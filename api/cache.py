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
from typing import Any, NamedTuple

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.bounds import LONGEST_HEADERS
from api.conditional import TAG
from api.library import LOOKING, Library
from api.metrics import CACHE, CACHED

KEPT = {200, 304}
LARGEST = 1 << 20  # bytes of an answer that is kept
PATIENCE = 2.0  # seconds that an answer to somebody else is waited for
OVERHEAD = 2048  # bytes that an answer takes beside its body: its address, its headers
DECIDES = {b"accept": 0, b"accept-encoding": 1}  # headers that an answer follows from
# What asks for a part, brings content, or is seldom sent.
LEFT_TO_THE_APPLICATION = {b"range", b"if-range", b"if-modified-since", b"content-length", b"transfer-encoding"}
ONLY_WITH_CONTENT = {b"content-type", b"content-length", b"content-encoding", b"content-disposition", b"link"}


class Question(NamedTuple):
    """What an answer follows from, and the tags of answers the client has."""

    key: tuple[bytes, ...]
    has: bytes

    @property
    def place(self) -> tuple[bytes, ...]:
        """Where its answer is kept."""
        return (*self.key, self.has) if self.has else self.key


class Answer(NamedTuple):
    """An answer as it was sent, and its tag."""

    start: Message
    body: Message
    tag: str
    size: int

    @property
    def unchanged(self) -> "Answer":
        """What is sent to a client that has it."""
        headers = [(name, value) for name, value in self.start["headers"] if name not in ONLY_WITH_CONTENT]  # type: ignore[typeddict-item]
        return whole({"status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}, b"")


def question(scope: HTTPScope) -> Question | None:
    """What is asked, if its answer may be kept."""
    if scope["method"] != "GET":
        return None
    accepted = [b"", b""]
    has, size = b"", 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name in DECIDES:
            accepted[DECIDES[name]] += value
        elif name == b"if-none-match":
            has += value
        elif name in LEFT_TO_THE_APPLICATION:
            return None
    if size > LONGEST_HEADERS:
        return None
    path = scope.get("raw_path") or scope["path"].encode()
    return Question((path, scope["query_string"], accepted[0], accepted[1]), has)


class AnswerCache:
    """An application that answers as another does, and keeps up to so many bytes of what it answered."""

    def __init__(self, app: ASGIApp, library: Library, most_bytes: int) -> None:
        self._app = app
        self._library = library
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Any, Answer] = OrderedDict()
        self._being_made: dict[Any, Event] = {}
        self._given = 0  # answers, since they were counted
        self.generation = library.generation
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = question(scope) if scope["type"] == ScopeType.HTTP else None
        if asked is None:
            await self._app(scope, receive, send)
            return
        if self._library.is_due:
            await run_sync(self._library.look, limiter=LOOKING)
        if self.generation != self._library.generation:
            self._forget()
        answer = self._found(asked)
        if answer is None and (being_made := self._being_made.get(asked.place)):
            with suppress(TimeoutError):  # many ask the same at once: one computes it, unless its client is too slow
                async with timeout(PATIENCE):
                    await being_made.wait()
            answer = self._found(asked)
        if answer is None:
            await self._made(asked, scope, receive, send)
            return
        self._answers.move_to_end(asked.place)
        self._given += 1
        await send(answer.start)
        await send(answer.body)

    async def _made(self, asked: Question, scope: Scope, receive: Receive, send: Send) -> None:
        """Have an answer made, and keep it; those who ask the same wait until it is kept, or cannot be."""
        CACHED.inc(self._given)  # here and not with each of them, which would take a tenth of the time they take
        self._given = 0
        event = self._being_made[asked.place] = Event()

        def settled() -> None:
            if self._being_made.get(asked.place) is event:
                del self._being_made[asked.place]
            event.set()

        try:
            await self._app(scope, receive, Keeping(self, asked, send, settled).send)
        finally:
            settled()

    def _found(self, asked: Question) -> Answer | None:
        """The answer that is kept."""
        return self._answers.get(asked.place) or self._unchanged(asked)

    def _unchanged(self, asked: Question) -> Answer | None:
        """What a client is told that has the answer that is kept; that is kept then, too."""
        answer = self._answers.get(asked.key) if asked.has else None
        if answer is None or not is_known(answer.tag, asked.has):
            return None
        self.keep(asked.place, answer.unchanged, self.generation)
        return self._answers.get(asked.place)

    def _forget(self) -> None:
        """Forget everything: the releases are others now."""
        self.generation = self._library.generation
        self._answers.clear()
        self.size = 0
        CACHE.set(0)

    def keep(self, key: Any, answer: Answer, generation: int) -> None:
        """Keep an answer of the releases there still are."""
        if generation != self._library.generation or key in self._answers:
            return
        self._answers[key] = answer
        self.size += answer.size
        while self.size > self._most_bytes:
            _, oldest = self._answers.popitem(last=False)
            self.size -= oldest.size
        CACHE.set(self.size)


class Keeping:
    """An answer on its way out, which is kept when it is whole."""

    def __init__(self, cache: AnswerCache, asked: Question, send: Send, settled: Callable[[], None]) -> None:
        self._cache = cache
        self._settled = settled  # to be told when the answer is kept, or will not be
        self._key = asked.place
        self._onward = send
        self._generation = cache.generation
        self._start: Message | None = None
        self._content = b""

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self._start = message if may_be_kept(message) else None
            if self._start is None:
                self._settled()
        elif message["type"] == "http.response.body" and self._start is not None:
            self._content = self._content + message["body"] if self._content else message["body"]
            if len(self._content) > LARGEST:
                self._start, self._content = None, b""
                self._settled()
            elif not message["more_body"]:
                self._cache.keep(self._key, whole(self._start, self._content), self._generation)
                self._settled()
        await self._onward(message)


def may_be_kept(start: Message) -> bool:
    """Whether an answer is one for everybody: it has a tag, and nothing went wrong."""
    names = {name for name, _ in start["headers"]}  # type: ignore[typeddict-item]
    return start["status"] in KEPT and b"etag" in names  # type: ignore[typeddict-item]


@lru_cache(maxsize=1024)
def shared(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header that many answers have, once for all of them: they would take more memory than most bodies."""
    return name, value


def whole(start: Any, content: bytes) -> Answer:
    """An answer as it is kept."""
    headers = [shared(*header) for header in start["headers"] if header[0] != b"x-request-id"]  # of the first request
    return Answer(
        start={"type": "http.response.start", "status": int(start["status"]), "headers": headers},
        body={"type": "http.response.body", "body": content, "more_body": False},
        tag=dict(headers)[b"etag"].decode("latin-1"),
        size=len(content) + OVERHEAD,
    )


def is_known(tag: str, has: bytes) -> bool:
    """Whether a client has an answer, by `If-None-Match`."""
    return tag in TAG.findall(has[:4000].decode("latin-1"))
