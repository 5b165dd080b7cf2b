"""The application: every URL the API answers is listed here."""

import logging
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License
from litestar.types import ASGIApp

from api.http.links import link
from api.http.problems import (
    MEDIA_TYPE,
    BadRequest,
    InternalError,
    MethodNotAllowed,
    NotFound,
    NotReady,
    Problem,
    ReleaseDamaged,
    nearest,
)
from api.http.responses import ENCODER
from api.http.scope import path_of
from api.middleware.access_log import access_log, record_route
from api.middleware.admission import AdmissionQueue
from api.middleware.answer_cache import AnswerCache
from api.middleware.compression import compression
from api.middleware.fast_path import fast_path
from api.middleware.head import head_as_get
from api.middleware.ranges import ranges
from api.middleware.rate_limit import RateLimiter
from api.middleware.request_limits import request_limits
from api.middleware.security_headers import METHODS, security_headers
from api.middleware.sub_path import sub_path
from api.routes.accuracy import ACCURACY_ROUTES
from api.routes.docs import DOCS_ROUTES
from api.routes.metadata import METADATA_ROUTES
from api.routes.openapi import schema_router
from api.routes.phrases import PHRASE_ROUTES
from api.routes.releases.comparison import compare_releases
from api.routes.releases.ducklake import DUCKLAKE_ROUTES
from api.routes.releases.feed import get_feed
from api.routes.releases.files import list_release_files
from api.routes.releases.listing import RELEASE_ROUTES
from api.routes.routing import format_suffix, mounts, with_prefix
from api.routes.search import SEARCH_ROUTES
from api.routes.series import SERIES_ROUTES
from api.routes.system import SYSTEM_ROUTES, index
from api.routes.tables.aggregates import aggregate_route
from api.routes.tables.facets import facets_route
from api.routes.tables.history import history_route, list_errata
from api.routes.tables.receipts import receipt_route
from api.routes.tables.routes import table_routes
from api.settings import DEFAULTS, MEGABYTE, Settings
from api.store.library import Library
from api.web.pages import is_for_people, problem_page
from api.web.routes import WEB_ROUTES
from api.web.views.machines import PLAIN
from datasets.library.home import Home, home_of
from datasets.releases.release import Keys
from schemas.tables import TABLES

LOG = logging.getLogger("baogao")
DESCRIPTION = (
    "Chinese government work reports (政府工作报告) as open data: indicators, targets, projects and glossary, "
    "every row with the exact characters it was read from."
)


def application() -> ASGIApp:
    """The application as a server runs it, with settings from the environment."""
    settings = Settings.from_environment()
    if not settings.public_key:
        return create_app(home_of(settings.home), settings)
    keys = import_module("datasets.releases.integrity.signing").read_public_keys(Path(settings.public_key))
    return create_app(home_of(settings.home), settings, keys)


def create_app(home: Home, settings: Settings = DEFAULTS, keys: Keys = ()) -> ASGIApp:
    """The API over the releases of a home. With `keys`, only releases that one of them signed are served."""
    library = Library(home, settings, keys)
    with suppress(NotReady, ReleaseDamaged):  # `/health/ready` says so
        LOG.info("serving release %s", library.store().version)  # opened before the first question
    queued = AdmissionQueue(
        litestar_app(library), settings.at_once, settings.downloads, settings.queue, settings.queue_seconds
    )
    answering = compression(format_suffix(fast_path(queued, library)))
    whole = access_log(security_headers(request_limits(answering)), settings.log_requests)
    if settings.cache_mb:
        app: ASGIApp = AnswerCache(whole, library, settings.cache_mb * MEGABYTE).__call__  # Granian calls it sooner
    else:
        app = head_as_get(ranges(whole))
    if settings.rate_limit:
        app = RateLimiter(app, settings.rate_limit, settings.proxies)
    return sub_path(app, settings.prefix) if settings.prefix else app


def litestar_app(library: Library) -> Litestar:
    """The routes."""
    v1 = [
        index,
        *RELEASE_ROUTES,
        list_release_files,
        get_feed,
        *DUCKLAKE_ROUTES,
        compare_releases,
        list_errata,
        *METADATA_ROUTES,
        *SEARCH_ROUTES,
        *PHRASE_ROUTES,
        *SERIES_ROUTES,
        *ACCURACY_ROUTES,
        *(route for mount in mounts(TABLES) for route in table_routes(mount)),
        *(receipt_route(mount) for mount in mounts(TABLES)),
        *(history_route(mount) for mount in mounts(TABLES) if not mount.pinned),
        *(route(mount) for mount in mounts(TABLES) for route in (aggregate_route, facets_route)),
    ]
    return Litestar(
        [*(with_prefix("/v1", route) for route in v1), *SYSTEM_ROUTES, *DOCS_ROUTES, *WEB_ROUTES],
        dependencies={"library": Provide(lambda: library, sync_to_thread=False)},
        exception_handlers={
            Problem: answer_problem,
            HTTPException: answer_http_error,
            FileNotFoundError: answer_gone,
            Exception: answer_error,
        },
        openapi_config=OpenAPIConfig(
            title="Baogao",
            version="1.0.0",
            description=DESCRIPTION,
            license=License(name="Apache-2.0", identifier="Apache-2.0"),
            openapi_router=schema_router(),
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            use_handler_docstrings=True,
        ),
        before_request=record_route,
        on_shutdown=[library.close],
        logging_config=None,
    )


def answer_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    """A problem in its one shape; to a browser, where the API does not answer, as a page."""
    if is_for_people(request):
        return problem_page(request, problem)
    body = ENCODER.encode(problem.body(path_of(request.scope)[:200]))
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=problem.headers)


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar's own errors, in the shape of ours."""
    return answer_problem(request, as_problem(request, error))


def as_problem(request: Request[Any, Any, Any], error: HTTPException) -> Problem:
    """The problem that says what an error of litestar means."""
    path = request.url.path[:200]
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            meant = nearest(path, addresses())
            return NotFound(f"nothing is served at {path!r}", nearest=link(meant) if meant else None)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return MethodNotAllowed(f"{request.method} is not for {path!r}", headers={"Allow": METHODS})
        case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return BadRequest(str(error.detail)[:200])
    return InternalError("something went wrong on our side")


def addresses() -> list[str]:
    """The addresses a mistyped one may have meant."""
    return [
        "/v1",
        "/v1/releases",
        "/v1/errata",
        "/v1/search",
        "/schema/openapi.json",
        "/problems",
        *PLAIN,
        *(f"{above}/{table.name}" for above in ("/v1", "/tables") for table in TABLES),
    ]


def answer_gone(request: Request[Any, Any, Any], error: FileNotFoundError) -> Response[Any]:
    """A file of a release that went since it was checked; the next look at the folder tells more."""
    LOG.error("%s %s: %s", request.method, request.url.path, error)
    return answer_problem(request, ReleaseDamaged("a file of the release went while it was read"))


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Anything else is ours: logged in full, told without detail."""
    LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer_problem(request, InternalError("something went wrong on our side"))
