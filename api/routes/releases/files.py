"""The files of a release as a table: what there is, how large, with which checksum, and where."""

from collections.abc import Iterator
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct, structs

from api.formats.registry import CSV, JSON, accepted_format
from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.negotiation import header
from api.http.scope import suffix_of
from api.openapi.operations import operation
from api.query.values import read_choice
from api.routes.answers import FILE_TYPES, attachment, json_answer, release_and_parameters, tagged_answer
from api.routes.routing import FILES, PINNED
from api.store.library import Library
from api.store.store import Store
from datasets.releases.tables.csv import csv_lines

FORMATS = {one.name: one for one in (JSON, CSV)}


class ListedFile(Struct, frozen=True):
    """A file of a release. Only a table has `table` and `rows`; a file beside the manifest has no checksum in it."""

    name: str
    table: str | None
    media_type: str
    rows: int | None
    bytes: int
    sha256: str | None
    url: str


class FileList(Struct, frozen=True):
    """The files of a release."""

    data: list[ListedFile]
    release: str


@get(
    f"{PINNED}/{FILES}",
    operation_id="list_release_files",
    tags=["releases"],
    summary="The files of a release · 文件清单",
    operation_class=operation(
        pinned=True, statuses=(406,), media_types=tuple(one.media_type for one in FORMATS.values())
    ),
    sync_to_thread=True,
)
def list_release_files(request: AnyRequest, library: NamedDependency[Library]) -> Response[FileList]:
    """Name, table, rows, bytes and SHA-256 of each file; as JSON, or as CSV by `.csv`, `format=csv` or `Accept`."""
    store, given = release_and_parameters(request, library, ("format",))
    named = suffix_of(request.scope) or given.get("format")
    accept = header(request.scope, b"accept")
    format_ = (
        FORMATS[read_choice("format", named, FORMATS)] if named else accepted_format(accept, tuple(FORMATS.values()))
    )

    def answered(headers: dict[str, str]) -> Response[Any]:
        files = list(files_of(store))
        if format_ is JSON:
            return json_answer(FileList(files, store.version), headers)
        content = csv_lines([ListedFile.__struct_fields__, *map(structs.astuple, files)])
        return Response(content, media_type=CSV.media_type, headers=headers | attachment(store, "files", CSV.name))

    return tagged_answer(request, store, (FILES, format_.name), answered)


def files_of(store: Store) -> Iterator[ListedFile]:
    """The files of a release, those beside its manifest first."""
    release, root = store.release, link(f"/v1/releases/{store.version}/{FILES}")
    beside = [(name, None, None, (release.folder / name).stat().st_size, None) for name in release.beside_manifest]
    listed = [(file.name, file.table, file.rows, file.bytes, file.sha256) for file in release.manifest.files]
    for name, table, rows, size, sha256 in [*beside, *listed]:
        media_type = FILE_TYPES[f".{name.rpartition('.')[2]}" if "." in name else ""]
        yield ListedFile(name, table, media_type, rows, size, sha256, f"{root}/{name}")
