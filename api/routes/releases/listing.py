"""Releases, their manifests and their files; and the stored text of a report."""

import datetime as dt
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import NotFound, nearest
from api.http.responses import ENCODER, page_answer
from api.openapi.operations import operation
from api.query.parameters import read_parameters
from api.routes.answers import FILE_TYPES, release_answer, release_file, requested_store
from api.routes.releases.feed import feed_link
from api.routes.tables.routes import found
from api.store.library import Library
from datasets.releases.history import History
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.release import Release
from schemas.releases import Manifest
from schemas.tables import BY_NAME


class ReleaseSummary(msgspec.Struct, frozen=True):
    """A release in a list: its version, the day it came out, that of its newest source, and why it was made.

    `rows` counts those of each table, `errata` what is known to be wrong in it (`/v1/errata?release=`).
    """

    version: str
    published_on: dt.date | None
    created_on: str
    explained: str | None
    explained_zh: str | None
    is_latest: bool
    rows: dict[str, int]
    unresolved: int
    errata: int
    url: str


class RefusedRelease(msgspec.Struct, frozen=True):
    """A release that is not served, and what is wrong with it, or that it is still being checked."""

    version: str
    reason: str


class ReleaseList(msgspec.Struct, frozen=True):
    """Every release that is served, newest first; and those that are not, for their files cannot be trusted."""

    data: list[ReleaseSummary]
    refused: list[RefusedRelease]


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """One release: its manifest."""

    data: Manifest
    release: str


def summary(release: Release, history: History, latest: bool) -> ReleaseSummary:
    """A release in a list."""
    manifest = release.manifest
    note = history.releases.get(manifest.version)
    return ReleaseSummary(
        version=manifest.version,
        published_on=history.published_on(release),
        created_on=manifest.created_on,
        explained=note.explained if note else None,
        explained_zh=note.explained_zh if note else None,
        is_latest=latest,
        rows={file.table: file.rows for file in manifest.files if file.table and file.rows is not None},
        unresolved=manifest.unresolved,
        errata=sum(erratum.affects(release.version) for erratum in history.errata),
        url=link(f"/v1/releases/{manifest.version}"),
    )


def refused_by(library: Library) -> list[RefusedRelease]:
    """The releases that are not served, or not yet."""
    return [RefusedRelease(str(version), reason) for version, reason in library.rejected().items()]


@get(
    "/releases",
    operation_id="list_releases",
    tags=["releases"],
    summary="Releases · 版本",
    operation_class=operation(),
    sync_to_thread=True,
)
def list_releases(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReleaseList]:
    """Every release, newest first."""
    read_parameters(request.scope["query_string"], ())
    releases = library.releases()
    found = ReleaseList(
        [summary(release, library.history, release is releases[0]) for release in releases], refused_by(library)
    )
    return page_answer(request, ENCODER.encode(found), "application/json", feed_link())


@get(
    "/releases/{version:str}",
    operation_id="get_release",
    tags=["releases"],
    summary="The manifest of a release",
    operation_class=operation(pinned=True),
    sync_to_thread=True,
)
def get_release(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReleaseAnswer]:
    """Files with checksums, sources, and the hashes of schemas and rules."""
    store = requested_store(request, library)
    return release_answer(request, store, lambda: ReleaseAnswer(store.release.manifest, store.version))


ReportId = FromPath[str]
FileName = Annotated[str, PathParameter(description="A file of the manifest, such as `indicators.parquet`.")]


@get(
    "/releases/{version:str}/files/{file_name:path}",
    operation_id="get_release_file",
    tags=["releases"],
    summary="A file of a release",
    operation_class=operation(pinned=True, statuses=(416,), media_types=tuple(FILE_TYPES.values())),
    sync_to_thread=True,
)
def get_release_file(request: AnyRequest, library: NamedDependency[Library], file_name: FileName) -> Response[bytes]:
    """A file exactly as it is in the release. Only files of the manifest are served."""
    store = requested_store(request, library)
    release = store.release
    names = [*release.beside_manifest, *(file.name for file in release.manifest.files)]
    asked = str(file_name).removeprefix("/")
    if asked not in names:
        raise NotFound(
            f"release {store.version} has no file {asked[:80]!r}", nearest=nearest(asked, names), known=names
        )
    return release_file(request, store, asked)


def report_text(request: AnyRequest, library: Library, report_id: str) -> Response[bytes]:
    """The stored text of a report."""
    store = requested_store(request, library)
    found(store, BY_NAME["reports"], report_id)
    if not store.release.has_text(report_id):
        raise NotFound(f"release {store.version} has no text of report {report_id}")
    return release_file(request, store, f"{TEXTS}/{report_id}.txt")


@get(
    "/reports/{row_id:str}/text",
    operation_id="get_report_text",
    tags=["reports"],
    summary="The text of a report · 报告全文",
    operation_class=operation(dated=True, statuses=(416,), media_types=("text/plain",)),
    sync_to_thread=True,
)
def get_text(request: AnyRequest, library: NamedDependency[Library], row_id: ReportId) -> Response[bytes]:
    """The text as stored; the offsets of every row count its code points from 0."""
    return report_text(request, library, row_id)


@get(
    "/releases/{version:str}/reports/{row_id:str}/text",
    operation_id="get_report_text_of_release",
    tags=["reports"],
    summary="The text of a report in a release",
    operation_class=operation(pinned=True, statuses=(416,), media_types=("text/plain",)),
    sync_to_thread=True,
)
def get_text_of_release(request: AnyRequest, library: NamedDependency[Library], row_id: ReportId) -> Response[bytes]:
    """The text as stored; the offsets of every row count its code points from 0."""
    return report_text(request, library, row_id)


RELEASE_ROUTES = [list_releases, get_release, get_release_file, get_text, get_text_of_release]
