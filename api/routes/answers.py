"""What every answer has in common: encoded JSON, and the headers that say which data answered."""

import base64
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Protocol

from litestar import Response

from api.http.conditional import (
    SHORT,
    AnyRequest,
    cache_control,
    content_tag,
    entity_tag,
    file_answer,
    last_modified,
    not_modified,
)
from api.http.links import link
from api.http.negotiation import header
from api.http.problems import PreconditionFailed
from api.http.responses import ENCODER
from api.http.scope import QUESTION
from api.query.parameters import AS_OF, parsed, read_parameters
from api.query.values import read_day
from api.store.library import Library
from api.store.store import Store
from datasets.releases.release import LATEST
from schemas.tables import Table


class Question(Protocol):
    """A question that was understood."""

    @property
    def is_quick(self) -> bool:
        """Whether its answer takes no time."""

    def answer(self, request: AnyRequest) -> Response[Any]:
        """The whole answer."""


ABOUT = "Chinese government work reports as open data · 政府工作报告开放数据"


def answer_to(
    request: AnyRequest, read: Callable[[Table, AnyRequest, Library], Question], table: Table, library: Library
) -> Response[Any]:
    """The answer to the question of a request: as it was understood ahead of the routes, or read now."""
    question: Question | None = request.scope.get(QUESTION)  # type: ignore[assignment]
    return (question or read(table, request, library)).answer(request)


def release_and_parameters(
    request: AnyRequest, library: Library, known: Collection[str] = ()
) -> tuple[Store, dict[str, str]]:
    """The release an address names, and its parameters, all of them known.

    An address without a version means the newest release, or with `as_of` the one that was the newest on that day.
    """
    version = request.path_params.get("version")
    given = read_parameters(request.scope["query_string"], known, () if version else (AS_OF.name,))
    if version or AS_OF.name not in given:
        return library.store(version or LATEST), given
    return library.store_on(read_day(AS_OF.name, given.pop(AS_OF.name))), given


def release_of(request: AnyRequest, library: Library) -> Store:
    """The release an address names, whatever else it asks for."""
    version, as_of = request.path_params.get("version"), parsed(request.scope["query_string"]).get(AS_OF.name)
    return (
        library.store(version or LATEST) if version or as_of is None else library.store_on(read_day(AS_OF.name, as_of))
    )


def requested_store(request: AnyRequest, library: Library) -> Store:
    """The release an address names that takes no other parameters."""
    return release_and_parameters(request, library)[0]


def release_headers(request: AnyRequest, store: Store) -> dict[str, str]:
    """The headers that name the release and say how long the answer may be kept."""
    return {
        "Dataset-Version": store.version,
        "Cache-Control": cache_control(request, store.version),
        "Last-Modified": last_modified(request, store.release),
        "Vary": "Accept",
    }


def tagged_answer(
    request: AnyRequest, store: Store, asked: tuple[str, ...], build_response: Callable[[dict[str, str]], Response[Any]]
) -> Response[Any]:
    """An answer that follows from the release, the path and what was asked; not made when the client has it."""
    headers = release_headers(request, store)
    tag = entity_tag(store.version, request.scope["path"], *asked)
    try:
        unchanged = not_modified(request, tag, headers)
    except PreconditionFailed:
        build_response(headers)  # or raise: what cannot be answered has no precondition (RFC 9110, 13.2.1)
        raise
    if unchanged and header(request.scope, b"if-none-match").strip() == "*":
        build_response(headers)
    return unchanged or build_response(headers | {"ETag": tag})


def release_answer(
    request: AnyRequest, store: Store, content: Callable[[], Any], asked: str | None = None
) -> Response[Any]:
    """A JSON answer that follows from the release and the address alone. `asked` is the query in its normal form."""
    query = request.scope["query_string"].decode("latin-1") if asked is None else asked
    return tagged_answer(request, store, (query,), lambda headers: json_answer(content(), headers))


def described_answer(request: AnyRequest, store: Store, content: Any) -> Response[Any]:
    """What is said of a release, as JSON. It is kept shortly, for words may change."""
    return made_answer(request, store, ENCODER.encode(content), "application/json")


def made_answer(
    request: AnyRequest,
    store: Store,
    body: bytes,
    media_type: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Response[Any]:
    """What is made of a release, and may be made otherwise later: kept shortly, its tag is that of its content."""
    tag = content_tag(body)
    headers = release_headers(request, store) | {"Cache-Control": SHORT, "ETag": tag} | dict(more)
    return not_modified(request, tag, headers) or Response(body, media_type=media_type, headers=headers)


def json_answer(content: Any, headers: dict[str, str] | None = None) -> Response[Any]:
    """A JSON answer. Rows go from Arrow to JSON without becoming Structs, which would be slower and say no more."""
    return Response(ENCODER.encode(content), media_type="application/json", headers=headers)


FILE_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".txt": "text/plain",
    "": "text/plain",  # SHA256SUMS
    ".sig": "application/octet-stream",
}


def attachment(store: Store, name: str, suffix: str) -> dict[str, str]:
    """The header that gives a download its name."""
    return {"Content-Disposition": f'attachment; filename="baogao-{name}-{store.version}.{suffix}"'}


def release_file(
    request: AnyRequest, store: Store, name: str, more: Mapping[str, str] = MappingProxyType({})
) -> Response[Any]:
    """A file of a release as it is, with more headers; its tag is its checksum, the same on every host."""
    listed = {file.name: file.sha256 for file in store.release.manifest.files}
    page = f'<{link(f"/releases/{store.version}")}>; rel="collection"; type="text/html"'  # as signposting.org has it
    headers = release_headers(request, store) | {"Link": page} | dict(more)
    tag = f'"{listed[name]}"' if name in listed else entity_tag(store.version, name)
    headers |= {"Repr-Digest": digest(listed[name])} if name in listed else {}
    return file_answer(request, store.release.open(name), tag, headers, FILE_TYPES[PurePath(name).suffix])


def digest(sha256: str) -> str:
    """A checksum as a header says it: a byte sequence (RFC 9530, 2). Of the file, also beside a part of it."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
