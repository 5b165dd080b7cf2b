"""What became of one thing over the years: the series of a metric, the timeline of a project."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.problems import RowNotFound
from api.openapi.operations import operation
from api.query.listing import read_query
from api.query.parameters import PAGE
from api.routes.answers import release_answer, requested_store
from api.routes.listing import read_listing
from api.routes.routing import PINNED
from api.routes.tables import RowPage
from api.store.library import Library
from api.store.store import Store
from schemas.projects import Project
from schemas.tables import BY_NAME
from schemas.undertakings import Undertaking

METRICS, SERIES = BY_NAME["metrics"], BY_NAME["series"]
PROJECTS, UNDERTAKINGS = BY_NAME["projects"], BY_NAME["undertakings"]
OLDEST_FIRST = "report_year,id"


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
        operation_id="series_of_metric_of_release" if pinned else "series_of_metric",
        tags=["series"],
        summary="Series of a metric · 指标序列",
        operation_class=operation(pinned=pinned, dated=not pinned, of=SERIES, asks=PAGE, statuses=(404, 406, 409)),
        sync_to_thread=True,
    )
    def get_series(
        request: AnyRequest, library: NamedDependency[Library], metric_id: FromPath[str]
    ) -> Response[RowPage]:
        """One preferred value for each region and year, with all statements behind it; `format` as for tables."""
        asked = read_listing(SERIES, request, library, {"metric_id": metric_id})
        if asked.store.row(METRICS, metric_id) is None:
            raise RowNotFound(f"metrics of release {asked.store.version} has no row {metric_id[:80]!r}")
        return asked.answer(request)

    return get_series


def timeline_route(prefix: str) -> HTTPRouteHandler:
    """The timeline of a project, on the newest release or on the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/projects/{{project_key:str}}/timeline",
        operation_id="timeline_of_project_of_release" if pinned else "timeline_of_project",
        tags=["projects"],
        summary="Timeline of a project · 项目脉络",
        operation_class=operation(pinned=pinned, dated=not pinned, statuses=(404,)),
        sync_to_thread=True,
    )
    def get_timeline(
        request: AnyRequest, library: NamedDependency[Library], project_key: FromPath[str]
    ) -> Response[TimelineAnswer]:
        """What the reports say of an undertaking, year by year: every statement that has its `project_key`."""
        store = requested_store(request, library)
        return release_answer(request, store, lambda: timeline(store, project_key))

    return get_timeline


def timeline(store: Store, key: str) -> dict[str, Any]:
    """An undertaking with its statements. Raises RowNotFound when no project has the key."""
    row = store.row(UNDERTAKINGS, key)
    if row is None:
        raise RowNotFound(f"projects of release {store.version} has no project_key {key[:80]!r}")
    asked = {"project_key": key, "sort": OLDEST_FIRST}
    statements = store.rows(read_query(PROJECTS, asked, store.version, store.columns[PROJECTS.name]), None)
    return {"data": row, "statements": statements, "release": store.version}


SERIES_ROUTES = [made(prefix) for prefix in ("", PINNED) for made in (series_route, timeline_route)]
