"""What there is, and whether it is well."""

import os

import msgspec
from anyio.to_thread import run_sync
from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from msgspec import UNSET, UnsetType
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.metrics import REFUSED, REGISTRY, RELEASE, STORE_FAILS, TOGETHER
from api.http.responses import page_answer
from api.openapi.operations import operation
from api.query.filters import OPERATORS
from api.query.parameters import PARAMETERS
from api.routes.answers import ABOUT, json_answer, release_answer, requested_store
from api.routes.releases.feed import ADDRESS, feed_link
from api.routes.releases.listing import RefusedRelease, refused_by
from api.store.library import REFRESHING, Library
from schemas.tables import TABLES


class TableSummary(msgspec.Struct, frozen=True):
    """A table in the index."""

    name: str
    title: str
    title_zh: str
    description: str
    rows: int
    url: str
    schema: str


class Index(msgspec.Struct, frozen=True):
    """What the API has."""

    name: str
    description: str
    release: str
    tables: list[TableSummary]
    links: dict[str, str]


class Health(msgspec.Struct, frozen=True):
    """Whether the service is well, and which release it serves.

    It is `degraded` when a release is refused, or when the object store of the releases cannot be asked: `store` says
    why, and what was brought before is served.
    """

    status: str
    release: str | None = None
    refused: list[RefusedRelease] = []
    store: str | UnsetType = UNSET


PROMETHEUS = CONTENT_TYPE_PLAIN_0_0_4.partition("; charset")[0]  # which litestar adds
NOT_KEPT = {"Cache-Control": "no-store"}
LINKS = {
    "releases": "/v1/releases",
    "errata": "/v1/errata",
    "feed": ADDRESS,
    "metadata": "/v1/releases/latest/metadata",
    "search": "/v1/search?q=gdp",
    "openapi": "/schema/openapi.json",
    "docs": "/docs",
    "problems": "/problems",
    "llms": "/llms.txt",
    "live": "/health/live",
    "ready": "/health/ready",
}


@get(
    "/",
    operation_id="index",
    tags=["system"],
    summary="What there is · 目录",
    operation_class=operation(dated=True),
    sync_to_thread=True,
)
def index(request: AnyRequest, library: NamedDependency[Library]) -> Response[Index]:
    """Tables, releases and links."""
    store = requested_store(request, library)
    rows = {file.table: file.rows or 0 for file in store.release.manifest.files if file.table}
    tables = [
        TableSummary(
            name=table.name,
            title=table.title,
            title_zh=table.title_zh,
            description=table.row.__doc__ or "",
            rows=rows.get(table.name, 0),
            url=link(f"/v1/{table.name}"),
            schema=link(f"/v1/{table.name}/schema"),
        )
        for table in TABLES
    ]
    links = {name: link(address) for name, address in LINKS.items()}
    answer = release_answer(request, store, lambda: Index("Baogao", ABOUT, store.version, tables, links))
    answer.headers |= feed_link()
    return answer


@get(
    "/health/live",
    operation_id="live",
    tags=["system"],
    summary="Alive",
    operation_class=operation(),
    sync_to_thread=False,
)
def live() -> Response[Health]:
    """The process answers."""
    return json_answer(Health("ok"), NOT_KEPT)


@get(
    "/health/ready",
    operation_id="ready",
    tags=["system"],
    summary="Ready to serve a release",
    operation_class=operation(),
)
async def ready(library: NamedDependency[Library]) -> Response[Health]:
    """A release is open and its files are sound; those that are not are named. 503 when there is none that is."""
    return await run_sync(health_of, library, limiter=REFRESHING)


def health_of(library: Library) -> Response[Health]:
    """What is served, and what is refused."""
    serves = library.store().version
    library.checked()  # so that each has been
    refused, trouble = refused_by(library), library.replica.trouble if library.replica else None
    return json_answer(Health("degraded" if refused or trouble else "ok", serves, refused, trouble or UNSET), NOT_KEPT)


@get(
    "/llms.txt",
    operation_id="llms",
    tags=["system"],
    summary="The API in one page, for language models",
    operation_class=operation(),
    media_type=MediaType.TEXT,
    sync_to_thread=False,
)
def llms(request: AnyRequest) -> Response[str]:
    """What there is and how to ask for it, in plain Markdown (llmstxt.org)."""
    about = f"# Baogao\n\n> {ABOUT}. Every row has the exact characters (`quote`, offsets) it was read from."
    tables = [f"- [{t.name}]({link('/v1/')}{t.name}): {t.title_zh}. {first_line(t.row)}" for t in TABLES]
    asks = [f"- `{parameter.name}`: {parameter.meaning}" for parameter in PARAMETERS]
    filters = [f"- `column{operator.suffix}=`: {operator.meaning}" for operator in OPERATORS]
    also = [f"- [{name}]({link(address)})" for name, address in LINKS.items()]
    rows = ["- `/v1/{table}/{id}` and `/v1/{table}/{id}/evidence`: one row, and the sentence it was read from",
            "- `/v1/{table}/aggregate`, `/v1/{table}/facets`, `/v1/{table}/schema`",
            "- `/v1/{table}/{id}/history`, `/v1/releases/{version}/diff/{other}`: what releases did to a row, to all",
            "- `/v1/{table}/receipt`: permalink, checksum and citation of a query",
            "- `/v1/releases/{version}/{table}`: the same on a release that never changes"]  # fmt: skip
    sections = {"Tables": tables, "Rows": rows, "Filters": filters, "Parameters": asks, "Also": also}
    parts = [about, *(f"## {title}\n\n" + "\n".join(lines) for title, lines in sections.items())]
    return page_answer(request, ("\n\n".join(parts) + "\n").encode(), "text/plain")


def first_line(row: type) -> str:
    """What a row is, in one line."""
    return (row.__doc__ or "").partition("\n")[0]


@get("/metrics", include_in_schema=False)
async def metrics(library: NamedDependency[Library]) -> Response[bytes]:
    """What is counted and timed, as text for Prometheus; with several workers, of all of them together."""
    return await run_sync(counted, library, limiter=REFRESHING)


def counted(library: Library) -> Response[bytes]:
    """What is counted, after a look at the releases."""
    releases = library.checked()
    STORE_FAILS.set(bool(library.replica and library.replica.trouble))
    for release in releases:
        RELEASE.labels(str(release.version)).set(release is releases[0])
    REFUSED.set(len(library.registry.rejected))
    registry = REGISTRY
    if TOGETHER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=PROMETHEUS, headers=NOT_KEPT)


SYSTEM_ROUTES = [live, ready, metrics, llms]
