"""Answers that were given before, sent again before anything is routed or read: a release never changes.

An answer follows from its address, from what the client accepts, and from the releases there are. When those change,
all are forgotten; what is kept is bounded, and what was asked for longest ago goes first.
"""

from collections import OrderedDict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.bounds import LONGEST_HEADERS
from api.conditional import TAG
from api.library import Library
from api.metrics import CACHE, CACHED

LARGEST = 1 << 20  # bytes of an answer that is kept
OVERHEAD = 2048  # bytes that an answer takes beside its body: its address, its headers
DECIDES = {b"accept": 0, b"accept-encoding": 1}  # headers that an answer follows from
# What asks for a part, brings content, or is seldom sent.
LEFT_TO_THE_APPLICATION = {b"range", b"if-range", b"if-modified-since", b"content-length", b"transfer-encoding"}
ONLY_WITH_CONTENT = {b"content-type", b"content-length", b"content-encoding", b"content-disposition", b"link"}

Headers = Iterable[tuple[bytes, bytes]]


class Question(NamedTuple):
    """What an answer follows from, and the tags of answers the client has."""

    key: tuple[bytes, bytes, bytes, bytes]
    has: bytes


class Answer(NamedTuple):
    """An answer as it was sent, its tag, and what is sent to a client that has it."""

    start: Message
    body: Message
    tag: str
    unchanged: Message
    size: int


NO_BODY: Message = {"type": "http.response.body", "body": b"", "more_body": False}


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
        self._generation = library.generation
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = question(scope) if scope["type"] == ScopeType.HTTP else None
        if asked is None:
            await self._app(scope, receive, send)
            return
        if self._library.is_due:
            await run_sync(self._library.look)
        if self._generation != self._library.generation:
            self._forget()
        answer = self._answers.get(asked.key)
        if answer is None or (asked.has and not is_known(answer.tag, asked.has)):
            await self._app(scope, receive, Keeping(self, asked, send).send if not asked.has else send)
            return
        self._answers.move_to_end(asked.key)
        CACHED.inc()
        await send(answer.unchanged if asked.has else answer.start)
        await send(NO_BODY if asked.has else answer.body)

    def _forget(self) -> None:
        """Forget everything: the releases are others now."""
        self._generation = self._library.generation
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

    @property
    def generation(self) -> int:
        return self._generation


class Keeping:
    """An answer on its way out, which is kept when it is whole."""

    def __init__(self, cache: AnswerCache, asked: Question, send: Send) -> None:
        self._cache = cache
        self._key = asked.key
        self._onward = send
        self._generation = cache.generation
        self._start: Message | None = None
        self._parts = bytearray()

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self._start = message if may_be_kept(message) else None
        elif message["type"] == "http.response.body" and self._start is not None:
            self._parts += message.get("body", b"")
            if len(self._parts) > LARGEST:
                self._start = None
            elif not message.get("more_body"):
                answer = whole(self._start, bytes(self._parts))
                self._cache.keep(self._key, answer, self._generation)
        await self._onward(message)


def may_be_kept(start: Message) -> bool:
    """Whether an answer is one for everybody: it has a tag, and nothing went wrong."""
    names = {name for name, _ in start["headers"]}  # type: ignore[typeddict-item]
    return start["status"] == HTTPStatus.OK and b"etag" in names  # type: ignore[typeddict-item]


def whole(start: Any, content: bytes) -> Answer:
    """An answer as it is kept."""
    headers = [(name, value) for name, value in start["headers"] if name != b"x-request-id"]  # of the first request
    tag = dict(headers)[b"etag"].decode("latin-1")
    unchanged = [(name, value) for name, value in headers if name not in ONLY_WITH_CONTENT]
    return Answer(
        start={"type": "http.response.start", "status": HTTPStatus.OK.value, "headers": headers},
        body={"type": "http.response.body", "body": content, "more_body": False},
        tag=tag,
        unchanged={"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED.value, "headers": unchanged},
        size=len(content) + OVERHEAD,
    )


def is_known(tag: str, has: bytes) -> bool:
    """Whether a client has an answer, by `If-None-Match`."""
    return tag in TAG.findall(has[:4000].decode("latin-1"))
