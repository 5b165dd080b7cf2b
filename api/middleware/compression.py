"""Content codings (RFC 9110, 8.4): every answer of text in the one its client prefers, under a tag of its own."""

import io
import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import pyarrow as pa
from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)
from msgspec import Struct

from api.http.conditional import LONGEST_LIST, TAG, tags_in
from api.http.negotiation import LONGEST, header, weighted

IDENTITY_UNASKED = 0.001  # the weight of no coding, where the client says nothing of it
LONG = 1 << 16  # bytes; what is longer is compressed beside the event loop
TEXT = re.compile(
    rb"text/|application/(json|xml|yaml|x-bibtex|x-ndjson|javascript)\b|[^;]*[+](json|xml)\b"
)  # media types (RFC 6839)
WITH_TAGS = (b"if-none-match", b"if-match")


class Coding(Struct, frozen=True):
    """A coding: its name in HTTP, its name in Arrow, and the level at which it is quick for its size."""

    name: str
    codec: str
    level: int


CODINGS = (Coding("zstd", "zstd", 3), Coding("br", "brotli", 4), Coding("gzip", "gzip", 6))


@lru_cache(maxsize=1000)
def negotiated_coding(accept: str) -> Coding | None:
    """The coding an `Accept-Encoding` header prefers, the first of the table among equals; None for none at all."""
    weights = dict(weighted(accept))
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: (weights.get(coding.name, others), -CODINGS.index(coding)))
    weight = weights.get(best.name, others)
    return best if weight > 0 and weight >= weights.get("identity", IDENTITY_UNASKED) else None


def compress(coding: Coding, content: bytes) -> bytes:
    """A whole answer, compressed. A codec is made for each: Arrow's gzip has a state, which threads must not share."""
    compressed: bytes = pa.Codec(coding.codec, coding.level).compress(content, asbytes=True)
    return compressed


class Compressor:
    """Compresses an answer that comes in parts, each as soon as it is there."""

    def __init__(self, coding: Coding) -> None:
        self.sink = WriteBuffer()
        self.stream = pa.CompressedOutputStream(pa.PythonFile(self.sink, "w"), coding.codec)

    def part(self, content: bytes, last: bool) -> bytes:
        """The next bytes of the answer, compressed."""
        self.stream.write(content)
        if last:
            self.stream.close()
        else:
            self.stream.flush()
        return self.sink.take()


class WriteBuffer(io.RawIOBase):
    """A file that keeps what is written until it is taken away."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.parts.append(bytes(content))
        return len(content)

    def take(self) -> bytes:
        """What was written since the last time."""
        content = b"".join(self.parts)
        self.parts.clear()
        return content


def compression(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and send its answers in the content coding the client prefers.

    Files of a release are left as they are: their tag and digest are those of the file, and parts are counted in it.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        coding = coding_of(scope)
        if coding is None:
            await app(scope, receive, CompressedResponse(send, None).send)
            return
        known = header(scope, b"if-none-match")
        answer = CompressedResponse(send, coding, is_known=known.strip() == "*" or mark_of(coding) in known)
        await app(without_marks(scope, coding), receive, answer.send)

    return wrapped


def coding_of(scope: HTTPScope) -> Coding | None:
    """The coding of an answer: the one its client prefers, none for a part, which is counted in the answer as it is.

    None, too, for a client that goes on with an answer that it has without one: `If-Match` tells (RFC 9110, 13.1.1).
    """
    coding = negotiated_coding(header(scope, b"accept-encoding")[:LONGEST])
    if coding is None or header(scope, b"range"):
        return None
    wanted = tags_in(header(scope, b"if-match"))
    return coding if not wanted or any(tag.endswith(mark_of(coding)) for tag in wanted) else None


def mark_of(coding: Coding) -> str:
    """How the tag of an answer in a coding ends."""
    return f'-{coding.name}"'


def without_marks(scope: HTTPScope, coding: Coding) -> HTTPScope:
    """A request for an answer in a coding as one for the answer that is coded, by the tag of that one.

    Of the tags that are wanted, those in this coding are left: it must be one of them.
    """
    mark = mark_of(coding)
    known, wanted = (header(scope, name) for name in WITH_TAGS)
    if mark not in known + wanted:
        return scope
    marked = ", ".join(weak + tag for weak, tag in TAG.findall(wanted[:LONGEST_LIST]) if tag.endswith(mark))
    bare = zip(WITH_TAGS, (tags.replace(mark, '"').encode("latin-1") for tags in (known, marked)), strict=True)
    others = [(name, value) for name, value in scope["headers"] if name not in WITH_TAGS]
    return {**scope, "headers": [*others, *((name, tags) for name, tags in bare if tags)]}


class CompressedResponse:
    """One answer on its way out. Its start is held until the first part of its body, which settles its length."""

    def __init__(self, send: Send, coding: Coding | None, *, is_known: bool = False) -> None:
        self._send = send
        self.coding = coding
        self.is_known = is_known  # the client has an answer in this coding
        self.start: HTTPResponseStartEvent | None = None
        self.compressor: Compressor | None = None

    async def send(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] == "http.response.body":
            if self.start is not None:
                start, self.start = self.start, None
                message = await self.start_body(start, message)
                await self._send(start)
            elif self.compressor is not None:
                message = {**message, "body": await compressed(self.compressor, message)}
        await self._send(message)

    async def start_body(self, start: HTTPResponseStartEvent, message: HTTPResponseBodyEvent) -> HTTPResponseBodyEvent:
        """Settle the headers of an answer, and give the first part of its body as it is to be sent."""
        headers = dict(start["headers"])
        if is_file(headers):
            return message
        unchanged = start["status"] == HTTPStatus.NOT_MODIFIED
        if b"content-disposition" in headers:  # a download
            headers[b"accept-ranges"] = b"none" if message.get("more_body") else b"bytes"
            start["headers"] = [*headers.items()]
        if not (unchanged or is_text(start, headers)):
            return message
        headers[b"vary"] = b", ".join(filter(None, (headers.get(b"vary"), b"Accept-Encoding")))
        if self.coding is not None and (self.is_known or not unchanged):
            message = await self.encode_body(self.coding, headers, message, unchanged)
        start["headers"] = [*headers.items()]
        return message

    async def encode_body(
        self, coding: Coding, headers: dict[bytes, bytes], message: HTTPResponseBodyEvent, unchanged: bool
    ) -> HTTPResponseBodyEvent:
        """The first part of a body in a coding, which the headers say; none when the client has it."""
        if tag := headers.get(b"etag"):
            headers[b"etag"] = b'%s-%s"' % (tag[:-1], coding.name.encode())
        if unchanged:
            return message
        headers[b"content-encoding"] = coding.name.encode()
        if message.get("more_body"):
            headers.pop(b"content-length", None)
            self.compressor = Compressor(coding)
            return {**message, "body": await compressed(self.compressor, message)}
        content = await offload(len(message["body"]), compress, coding, message["body"])
        headers[b"content-length"] = str(len(content)).encode()
        return {**message, "body": content}


def is_file(headers: dict[bytes, bytes]) -> bool:
    """Whether an answer is a file of a release."""
    return b"accept-ranges" in headers


def is_text(start: HTTPResponseStartEvent, headers: dict[bytes, bytes]) -> bool:
    """Whether an answer is worth a coding."""
    return start["status"] == HTTPStatus.OK and TEXT.match(headers.get(b"content-type", b"")) is not None


async def compressed(compressor: Compressor, message: HTTPResponseBodyEvent) -> bytes:
    """The part of the body in a message, compressed."""
    content = message["body"]
    return await offload(len(content), compressor.part, content, not message.get("more_body"))


async def offload(size: int, work: Callable[..., bytes], *given: Any) -> bytes:
    """Do work, beside the event loop when there is much of it."""
    return await run_sync(work, *given) if size > LONG else work(*given)
