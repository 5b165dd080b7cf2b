"""What became of one thing over the years: the series of a metric, the timeline of a project."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from api.formats.registry import JSON, negotiated_format
from api.http.conditional import AnyRequest
from api.http.negotiation import header
from api.http.problems import RowNotFound
from api.http.scope import suffix_of
from api.openapi.operations import Part, operation, operation_id
from api.query.listing import read_query
from api.query.parameters import FORMAT, PAGE, RECEIPT, parsed
from api.routes.answers import release_and_parameters, release_answer, release_of
from api.routes.routing import PINNED
from api.routes.tables.listing import read_listing
from api.routes.tables.receipts import ReceiptAnswer, table_receipt
from api.routes.tables.routes import RowPage
from api.store.library import Library
from api.store.store import Store
from schemas.projects import Project
from schemas.tables import BY_NAME, Table
from schemas.undertakings import Undertaking

METRICS, SERIES = BY_NAME["metrics"], BY_NAME["series"]
PROJECTS, UNDERTAKINGS = BY_NAME["projects"], BY_NAME["undertakings"]
OLDEST_FIRST = "report_year,id"
OF_METRIC, OF_PROJECT = Part(SERIES, ("metric_id",)), Part(PROJECTS, ("project_key", "sort"))


class TimelineAnswer(Struct, frozen=True):
    """An undertaking, and every statement about it, the oldest first."""

    data: Undertaking
    statements: list[Project]
    release: str


def series_route(prefix: str) -> HTTPRouteHandler:
    """The series of a metric, on the newest release or on the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/metrics/{{metric_id:str}}/series",
        operation_id=operation_id("series_of_metric", pinned=pinned),
        tags=["series"],
        summary="Series of a metric · 指标序列",
        operation_class=operation(pinned=pinned, dated=not pinned, of=OF_METRIC, asks=PAGE, statuses=(404, 406, 409)),
        sync_to_thread=True,
    )
    def get_series(
        request: AnyRequest, library: NamedDependency[Library], metric_id: FromPath[str]
    ) -> Response[RowPage]:
        """One preferred value for each region and year, with all statements behind it; formats are those of tables."""
        refuse_unknown(request, library, METRICS, metric_id)
        return read_listing(SERIES, request, library, {"metric_id": metric_id}).answer(request)

    return get_series


def series_receipt_route(prefix: str) -> HTTPRouteHandler:
    """The receipt of a series."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/metrics/{{metric_id:str}}/series/receipt",
        operation_id=operation_id("receipt_series_of_metric", pinned=pinned),
        tags=["series"],
        summary="The receipt of a series · 序列查询凭证",
        operation_class=operation(pinned=pinned, dated=not pinned, of=OF_METRIC, asks=RECEIPT, statuses=(404,)),
        sync_to_thread=True,
    )
    def get_receipt(
        request: AnyRequest, library: NamedDependency[Library], metric_id: FromPath[str]
    ) -> Response[ReceiptAnswer]:
        """Of the same rows of the table `series`, whose address it names."""
        refuse_unknown(request, library, METRICS, metric_id)
        return table_receipt(SERIES, request, library, {"metric_id": metric_id})

    return get_receipt


def timeline_route(prefix: str) -> HTTPRouteHandler:
    """The timeline of a project, on the newest release or on the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/projects/{{project_key:str}}/timeline",
        operation_id=operation_id("timeline_of_project", pinned=pinned),
        tags=["projects"],
        summary="Timeline of a project · 项目脉络",
        operation_class=operation(pinned=pinned, dated=not pinned, statuses=(404, 406)),
        sync_to_thread=True,
    )
    def get_timeline(
        request: AnyRequest, library: NamedDependency[Library], project_key: FromPath[str]
    ) -> Response[TimelineAnswer]:
        """What the reports say of an undertaking, year by year: every statement that has its `project_key`.

        As a file, the statements, with the parameters of `projects`.
        """
        refuse_unknown(request, library, UNDERTAKINGS, project_key)
        asked = parsed(request.scope["query_string"]).get(FORMAT.name)
        if negotiated_format(suffix_of(request.scope), asked, header(request.scope, b"accept")) is not JSON:
            return read_listing(PROJECTS, request, library, of_project(project_key)).answer(request)
        store, _ = release_and_parameters(request, library, (FORMAT.name,))
        return release_answer(request, store, lambda: timeline(store, project_key))

    return get_timeline


def timeline_receipt_route(prefix: str) -> HTTPRouteHandler:
    """The receipt of the timeline of a project."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/projects/{{project_key:str}}/timeline/receipt",
        operation_id=operation_id("receipt_timeline_of_project", pinned=pinned),
        tags=["projects"],
        summary="The receipt of a timeline · 项目脉络查询凭证",
        operation_class=operation(pinned=pinned, dated=not pinned, of=OF_PROJECT, asks=RECEIPT, statuses=(404,)),
        sync_to_thread=True,
    )
    def get_receipt(
        request: AnyRequest, library: NamedDependency[Library], project_key: FromPath[str]
    ) -> Response[ReceiptAnswer]:
        """Of the same rows of the table `projects`, whose address it names."""
        refuse_unknown(request, library, UNDERTAKINGS, project_key)
        return table_receipt(PROJECTS, request, library, of_project(project_key))

    return get_receipt


def of_project(key: str) -> dict[str, str]:
    """What the address of a timeline asks of the table of projects."""
    return {"project_key": key, "sort": OLDEST_FIRST}


def refuse_unknown(request: AnyRequest, library: Library, table: Table, key: str) -> None:
    """Raise RowNotFound when the release that is asked has no row with the key in a table."""
    store = release_of(request, library)
    if store.row(table, key) is None:
        raise RowNotFound(f"{table.name} of release {store.version} has no row {key[:80]!r}")


def timeline(store: Store, key: str) -> dict[str, Any]:
    """An undertaking with its statements."""
    statements = store.rows(read_query(PROJECTS, of_project(key), store.version, store.columns[PROJECTS.name]), None)
    return {"data": store.row(UNDERTAKINGS, key), "statements": statements, "release": store.version}


SERIES_ROUTES = [
    made(prefix)
    for prefix in ("", PINNED)
    for made in (series_route, series_receipt_route, timeline_route, timeline_receipt_route)
]
