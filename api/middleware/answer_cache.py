"""A cache of whole answers in front of everything else: a release never changes, so neither do its answers.

The cache is cleared when releases come or go. Its size is bounded; the least recently used answer is evicted first.
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
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api.http.conditional import tags_in
from api.http.metrics import CACHE, CACHED
from api.middleware.cache_key import CacheKey, cache_key, whole_key
from api.middleware.head import head_as_get
from api.middleware.ranges import ranges
from api.store.library import REFRESHING, Library

CACHEABLE = {200, 304}
LARGEST = 1 << 20  # bytes of an answer that is kept
WAIT_SECONDS = 2.0  # seconds that an answer to somebody else is waited for
OVERHEAD = 2048  # bytes that an answer takes beside its body and its key: objects, headers of its own
HTTP = ScopeType.HTTP.value
ONLY_WITH_CONTENT = {
    *(b"content-type", b"content-length", b"content-encoding", b"content-disposition"),
    *(b"link", b"x-total-count", b"dataset-warnings", b"accept-ranges"),
}


class CachedResponse(NamedTuple):
    """An answer as it was sent, and its entity tag."""

    start: Message
    body: Message
    tag: str

    @property
    def not_modified(self) -> "CachedResponse":
        """What is sent to a client that has it."""
        headers = [(name, value) for name, value in self.start["headers"] if name not in ONLY_WITH_CONTENT]  # type: ignore[typeddict-item]
        return cached_response({"status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}, b"", self.tag)


class AnswerCache:
    """Wraps an application, and caches up to `max_bytes` of its answers.

    HEAD is answered from what GET is answered, and a `Range` from the whole answer: both cause it to be kept.
    """

    def __init__(self, app: ASGIApp, library: Library, max_bytes: int) -> None:
        self._app = app
        self._library = library
        self._registry = library.registry
        self._max_bytes = max_bytes
        self._answers: OrderedDict[CacheKey, CachedResponse] = OrderedDict()
        self._computing: dict[CacheKey, Event] = {}
        self._answer_others = head_as_get(ranges(self._answer_from_whole))
        self._hits = 0  # answers, since they were counted
        self.generation = self._registry.generation
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, whole: CacheKey | None = None) -> None:
        """Answer with what is kept, or have the application answer, and keep that. `whole` is the key of a part."""
        key = whole or (cache_key(scope) if scope["type"] == HTTP else None)  # type: ignore[arg-type]
        if key is None:
            await self._answer_others(scope, receive, send)
            return
        if monotonic() >= self._library.next_refresh:
            await run_sync(self._library.refresh, limiter=REFRESHING)
        if self.generation != self._registry.generation:
            self._clear()
        answer = self._answers.get(key) or await self._wait_for(key)
        if answer is None:
            await self._compute(key, scope, receive, send)
            return
        self._answers.move_to_end(key)
        self._hits += 1
        await send(answer.start)
        await send(answer.body)

    async def _answer_from_whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what has no key of its own: with the whole answer, where that is kept or may be."""
        key = whole_key(scope) if scope["type"] == HTTP else None  # type: ignore[arg-type]
        await (self(scope, receive, send, whole=key) if key else self._app(scope, receive, send))

    async def _wait_for(self, key: CacheKey) -> CachedResponse | None:
        """The answer to a conditional request from the cached one, or one that another request is computing now."""
        if answer := self._not_modified(key):
            return answer
        if computing := self._computing.get(key):
            with suppress(TimeoutError):  # many ask the same at once: one computes it, unless its client is too slow
                async with timeout(WAIT_SECONDS):
                    await computing.wait()
        return self._answers.get(key) or self._not_modified(key)

    async def _compute(self, key: CacheKey, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer, and cache it; requests for the same wait until it is cached, or cannot be."""
        if self._hits:  # here and not with each of them, which would take a tenth of the time they take
            CACHED.inc(self._hits)
            self._hits = 0
        event = self._computing[key] = Event()

        def settle() -> None:
            if self._computing.get(key) is event:
                del self._computing[key]
            event.set()

        try:
            await self._app(scope, receive, ResponseRecorder(self, key, send, settle).send)
        finally:
            settle()

    def _not_modified(self, key: CacheKey) -> CachedResponse | None:
        """What a client is told that has the answer that is kept; that is kept then, too."""
        *asked, has = key
        answer = self._answers.get((*asked, b"")) if has else None  # type: ignore[arg-type]
        if answer is None or not matches_tag(answer.tag, has):
            return None
        self.put(key, answer.not_modified, self.generation)
        return self._answers.get(key)

    def _clear(self) -> None:
        """Forget everything: the releases are others now."""
        self.generation = self._registry.generation
        self._answers.clear()
        self.size = 0
        CACHE.set(0)

    def put(self, key: CacheKey, answer: CachedResponse, generation: int) -> None:
        """Keep an answer of the releases there still are."""
        if generation != self._registry.generation or key in self._answers:
            return
        self._answers[key] = answer
        self.size += entry_size(key, answer)
        while self.size > self._max_bytes:
            self.size -= entry_size(*self._answers.popitem(last=False))
        CACHE.set(self.size)


class ResponseRecorder:
    """An answer on its way out, which is kept when it is whole."""

    def __init__(self, cache: AnswerCache, key: CacheKey, send: Send, settle: Callable[[], None]) -> None:
        self._cache = cache
        self._settle = settle  # to be told when the answer is kept, or will not be
        self._key = key
        self._send = send
        self._generation = cache.generation
        self._start: Message | None = None
        self._tag: str | None = None
        self._content = b""

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self._start, self._tag = message, tag_of(message)
            if self._tag is None:
                self._settle()
        elif message["type"] == "http.response.body" and self._tag is not None:
            self._content = self._content + message["body"] if self._content else message["body"]
            if len(self._content) > LARGEST:
                self._tag, self._content = None, b""
                self._settle()
            elif not message["more_body"]:
                self._cache.put(self._key, cached_response(self._start, self._content, self._tag), self._generation)
                self._settle()
        await self._send(message)


def tag_of(start: Any) -> str | None:
    """The tag of an answer that may be kept: it is one for everybody, and nothing went wrong."""
    if start["status"] in CACHEABLE:
        for name, value in start["headers"]:
            if name == b"etag":
                return str(value, "latin-1")
    return None


@lru_cache(maxsize=1024)
def interned(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header that many answers have, once for all of them: they would take more memory than most bodies."""
    return name, value


def cached_response(start: Any, content: bytes, tag: str) -> CachedResponse:
    """An answer as it is kept."""
    headers = [interned(*header) for header in start["headers"] if header[0] != b"x-request-id"]  # of the first request
    return CachedResponse(
        start={"type": "http.response.start", "status": int(start["status"]), "headers": headers},
        body={"type": "http.response.body", "body": content, "more_body": False},
        tag=tag,
    )


def entry_size(key: CacheKey, answer: CachedResponse) -> int:
    """Bytes that an entry takes. A client may make its key as long as its headers may be."""
    return sum(map(len, key)) + len(answer.body["body"]) + OVERHEAD  # type: ignore[typeddict-item]


def matches_tag(tag: str, has: bytes) -> bool:
    """Whether a client has an answer, by `If-None-Match`."""
    return tag in tags_in(has.decode("latin-1"))
