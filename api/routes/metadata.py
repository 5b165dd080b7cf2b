"""The documents that describe a release in the words of the standards, and the bundle of all of it."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter
from msgspec import Struct

from api.http.conditional import SHORT, WHOLE, AnyRequest, streamed
from api.http.links import link
from api.http.problems import NotFound, nearest
from api.http.responses import ENCODER, page_answer
from api.openapi.operations import operation
from api.routes.answers import requested_store, tagged_answer
from api.routes.routing import PINNED
from api.store.library import Library
from datasets.metadata import csvw
from datasets.metadata.bundle import bundle
from datasets.metadata.documents import BY_NAME, DOCUMENTS, Document, documents_of
from schemas.tables import TABLES

BUNDLE = "bundle.zip"
FOLDER = "csvw/"
UNPACKED = 16 * WHOLE  # bytes of CSV in a bundle that is made before it is sent; rows that are alike fill no first MB
MADE_BY = "2"  # of the bundle; raised with what is in it, for releases stay as they are and documents do not
TableFile = Annotated[str, PathParameter(description="A table, with `.json`.")]


class DocumentSummary(Struct, frozen=True):
    """A document about a release."""

    name: str
    media_type: str
    meaning: str
    meaning_zh: str
    url: str


class DocumentList(Struct, frozen=True):
    """The documents about a release, and how to cite it."""

    data: list[DocumentSummary]
    citation: str
    bundle: str
    release: str


@get(
    f"{PINNED}/metadata",
    operation_id="list_metadata",
    tags=["releases"],
    summary="Metadata documents · 元数据文件",
    operation_class=operation(pinned=True),
    sync_to_thread=True,
)
def list_metadata(request: AnyRequest, library: NamedDependency[Library]) -> Response[DocumentList]:
    """What describes a release: Data Package, Croissant, DCAT, schema.org, CSVW, citations."""
    store = requested_store(request, library)
    root, described = link(f"/v1/releases/{store.version}"), library.description(store)
    found = [
        DocumentSummary(one.name, one.media_type, one.meaning, one.meaning_zh, f"{root}/{one.name}")
        for one in documents_of(described)
    ]
    cited = BY_NAME["citation.txt"].content(described).decode().strip()
    answer = DocumentList(found, cited, f"{root}/{BUNDLE}", store.version)
    return page_answer(request, ENCODER.encode(answer), "application/json")


def document_route(document: Document) -> HTTPRouteHandler:
    """The route of one document."""
    words = document.name.lower().replace(".", "_")

    @get(
        f"{PINNED}/{document.name}",
        operation_id=f"get_{words}",
        tags=["releases"],
        summary=f"{document.meaning} · {document.meaning_zh}",
        operation_class=operation(pinned=True, media_types=(document.media_type,)),
        sync_to_thread=True,
    )
    def get_document(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
        """Made from the schemas and the manifest when it is asked for; its addresses are relative to its own."""
        return answer(request, library, document)

    return get_document


@get(
    f"{PINNED}/{FOLDER}{{table_file:str}}",
    operation_id="get_csvw_of_table",
    tags=["releases"],
    summary="CSV on the Web, one table · 单表CSVW描述",
    operation_class=operation(pinned=True, media_types=("application/json",)),
    sync_to_thread=True,
)
def get_csvw(request: AnyRequest, library: NamedDependency[Library], table_file: TableFile) -> Response[Any]:
    """The types, keys and meaning of the columns of the CSV of a table."""
    described = library.description(requested_store(request, library))
    known = [one.name.removeprefix(FOLDER) for one in documents_of(described) if one.table]
    if table_file not in known:
        raise NotFound(f"there is no {table_file[:80]!r}", nearest=nearest(table_file, known), known=known)
    return answer(request, library, BY_NAME[FOLDER + table_file])


@get(
    [f"{place}/{table.name}{csvw.BESIDE}" for table in TABLES for place in ("", PINNED)],
    include_in_schema=False,  # where a standard looks; the document is the one above
)
async def get_csvw_beside(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """The types, keys and meaning of the columns of a CSV, beside it."""
    return await run_sync(csvw_beside, request, library)  # litestar does so only for routes with one address


def csvw_beside(request: AnyRequest, library: Library) -> Response[Any]:
    """The document that stands beside the CSV of a table."""
    table = request.url.path.rpartition("/")[2].removesuffix(csvw.BESIDE)
    content = csvw.csvw_of_table(library.description(requested_store(request, library)), table, "")
    return page_answer(request, ENCODER.encode(content), csvw.MEDIA_TYPE)


def answer(request: AnyRequest, library: Library, document: Document) -> Response[Any]:
    """A document. It is kept shortly, even of a release: what standards want of it changes, the data does not."""
    content = document.content(library.description(requested_store(request, library)))
    return page_answer(request, content, document.media_type)


@get(
    f"{PINNED}/{BUNDLE}",
    operation_id="get_bundle",
    tags=["releases"],
    summary="Everything of a release in one file · 整包下载",
    operation_class=operation(pinned=True, media_types=("application/zip",)),
    sync_to_thread=True,
)
def get_bundle(request: AnyRequest, library: NamedDependency[Library]) -> Response[bytes]:
    """Tables as CSV and Parquet, texts, manifest and checksums, dictionary, licence, citation, metadata."""
    store = requested_store(request, library)
    day = library.history.published_on(store.release)  # all that its documents follow from, beside the release

    def made(headers: dict[str, str]) -> Response[Any]:
        named = {"Content-Disposition": f'attachment; filename="baogao-{store.version}.zip"'}
        described = library.description(store)
        is_small = sum(resource.csv.bytes for resource in described.resources) <= UNPACKED
        parts = bundle(store.release, described)
        return streamed(parts, "application/zip", headers | named, whole=WHOLE if is_small else 0)

    bundled = tagged_answer(request, store, (BUNDLE, MADE_BY, str(day), library.site), made)
    bundled.headers["Cache-Control"] = SHORT  # its documents may change
    return bundled


METADATA_ROUTES = [
    list_metadata,
    *(document_route(one) for one in DOCUMENTS if not one.table),
    get_csvw,
    get_csvw_beside,
    get_bundle,
]
