"""Conditional and ranged answers (RFC 9110, 13 and 14): what a client already has is not sent again."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from email.utils import formatdate
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, BinaryIO

from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.response import Stream

from api.http.dates import moment
from api.http.links import PREFIX
from api.http.negotiation import header
from api.http.problems import PreconditionFailed
from api.http.ranges import asked_part
from datasets.releases.release import MANIFEST, Release

AnyRequest = Request[Any, Any, Any]
CHUNK = 1 << 16  # bytes
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
WHOLE = 1 << 20  # bytes of an answer that is made before it is sent
LONGEST_LIST = 4000  # characters of a list of tags that are read
TAG = re.compile(r'(W/)?("[^"]*")')


def entity_tag(*parts: str) -> str:
    """A strong, quoted tag for an answer that follows from its parts alone, and from where its links lead."""
    return content_tag((PREFIX.get() + "\n".join(parts)).encode())


def content_tag(content: bytes) -> str:
    """A strong, quoted tag of what is answered."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def last_modified(request: AnyRequest, release: Release) -> str:
    """When the answer to an address last changed: when its release came here, or the newest of them did or went."""
    return modified_at(release.folder, is_pinned(request, release.folder.name), int(monotonic()))


@lru_cache(maxsize=256)
def modified_at(folder: Path, is_alone: bool, _second: int) -> str:
    """When a release, or with all others its folder, was changed last; looked at again each second."""
    places = [folder / MANIFEST, *([] if is_alone else [folder.parent])]
    return formatdate(max(place.stat().st_mtime for place in places), usegmt=True)


def is_pinned(request: AnyRequest, version: str) -> bool:
    """Whether an address has a whole version in it, so that its answer never changes."""
    return bool(request.path_params.get("version") == version)


def cache_control(request: AnyRequest, version: str) -> str:
    """How long an answer may be kept: for good, or, when it is the newest release's, a short time."""
    return IMMUTABLE if is_pinned(request, version) else SHORT


def not_modified(request: AnyRequest, tag: str, headers: dict[str, str]) -> Response[Any] | None:
    """304 when the client has this answer: by `If-None-Match`, else by its date; in the order of RFC 9110, 13.2.2.

    Raises PreconditionFailed when the client wants another answer than this, or none.
    """
    modified_at = headers.get("Last-Modified", "")
    refuse_another(request.scope, tag, modified_at)
    if tags := header(request.scope, b"if-none-match"):
        has_it = tags.strip() == "*" or tag in tags_in(tags)
    else:
        has_it = unchanged_since(header(request.scope, b"if-modified-since"), modified_at) is True
    return Response(b"", status_code=304, headers={**headers, "ETag": tag}, media_type=None) if has_it else None


def refuse_another(scope: Mapping[str, Any], tag: str, modified_at: str) -> None:
    """Raise PreconditionFailed when an answer is not the one a client has parts of: by its tag, else by its date."""
    if tags := header(scope, b"if-match"):
        if tags.strip() != "*" and tag not in tags_in(tags, strong=True):
            raise PreconditionFailed("`If-Match` has another tag: what is answered here has changed")
    elif unchanged_since(header(scope, b"if-unmodified-since"), modified_at) is False:
        raise PreconditionFailed(f"what is answered here has changed since `If-Unmodified-Since`: on {modified_at}")


def tags_in(tags: str, *, strong: bool = False) -> set[str]:
    """The tags that a header lists, without the mark of weak ones; or only those that are strong."""
    return {tag for weak, tag in TAG.findall(tags[:LONGEST_LIST]) if not (weak and strong)}


def unchanged_since(date: str, modified_at: str) -> bool | None:
    """Whether a change was no later than a date; None when one of them is none, which is then ignored."""
    since = moment(date) if date else None  # as it is of nearly every request
    changed = None if since is None else moment(modified_at)
    return None if since is None or changed is None else changed <= since


def file_answer(
    request: AnyRequest, file: BinaryIO, tag: str, headers: dict[str, str], media_type: str
) -> Response[Any]:
    """An open file, or the part of it a `Range` asks for; it is closed then. Raises RangeNotSatisfiable for no part."""
    headers = {**headers, "ETag": tag, "Accept-Ranges": "bytes"}
    with ExitStack() as stack:
        stack.enter_context(file)
        if unchanged := not_modified(request, tag, headers):
            return unchanged
        size, status = os.fstat(file.fileno()).st_size, 200
        first, last = 0, size - 1
        if asked := asked_part(request.scope, tag, headers.get("Last-Modified", ""), size):
            (first, last), status = asked, 206
            headers |= {"Content-Range": f"bytes {first}-{last}/{size}"}
        stack.pop_all()
    headers |= {"Content-Length": str(last + 1 - first)}
    return streamed(part_of(file, first, last + 1), media_type, headers, status)


def streamed(
    parts: Iterator[bytes], media_type: str, headers: dict[str, str], status: int = 200, whole: int | None = None
) -> Response[Any]:
    """An answer that is sent while it is made; whole, with its length, when it has `whole` bytes at most, or WHOLE.

    Its first parts are made now, so that what goes wrong with them is a problem still, and not half an answer.
    """
    begun: list[bytes] = []
    size, most = 0, WHOLE if whole is None else whole
    for part in parts:
        begun.append(part)
        size += len(part)
        if size > most:
            break
    else:
        return Response(b"".join(begun), status_code=status, media_type=media_type, headers=headers)
    rest = FileRange(chain([b"".join(begun)], parts))
    return Stream(
        rest, status_code=status, media_type=media_type, headers=headers, background=BackgroundTask(rest.close)
    )


class FileRange:
    """The parts of an answer, until it has ended, also because its client went: then what makes them is let go.

    Python would find out later, for an answer that was not read to its end is part of a circle.
    """

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._lock = Lock()  # a part may still be made when nobody waits for it any more

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._lock:
            return next(self._parts)

    def close(self) -> None:
        """Let go."""
        with self._lock:
            self._parts = iter(())


def part_of(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a file between two places, in chunks, so that a large one takes little memory; then it is closed."""
    with file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk
