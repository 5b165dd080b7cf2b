"""What the pages of releases, tables and reports are about, and their typed links as a set (RFC 9264)."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import NotFound, RowNotFound, nearest
from api.http.responses import ENCODER, page_answer
from api.store.library import Library
from api.web.pages import read_visit
from api.web.typed_links import LINKSET, LINKSETS
from api.web.visit import Row, Visit
from datasets.metadata.landing import Landing, catalogue, release_landing, report_landing, table_landing
from schemas.tables import BY_NAME, TABLES, Table


def root_of(visit: Visit) -> str:
    """The address of the service, where it is known, else the path it is below."""
    return visit.library.site or link("")


def about_release(visit: Visit) -> Landing:
    """The release of a page."""
    store = visit.library.store(visit.key("version"))
    return release_landing(visit.library.edition(store), root_of(visit), store.release.manifest.files)


def about_table(visit: Visit) -> Landing:
    """The table of a page."""
    table = table_named(visit.key("table"))
    return table_landing(visit.library.edition(visit.store), root_of(visit), visit.store.release.manifest.files, table)


def table_named(name: str) -> Table:
    """A table by its name. Raises NotFound."""
    if name not in BY_NAME:
        raise NotFound(f"there is no table {name[:80]!r}", nearest=nearest(name, BY_NAME), known=[*BY_NAME])
    return BY_NAME[name]


def about_report(visit: Visit) -> Landing:
    """The report of a page."""
    tables = [table.name for table in TABLES if visit.store.has(table)]
    return report_landing(visit.library.edition(visit.store), root_of(visit), tables, report_named(visit))


def report_named(visit: Visit) -> Row:
    """The report that an address names. Raises RowNotFound."""
    key = visit.key("report_id")
    report = visit.store.row(BY_NAME["reports"], key)
    if report is None:
        raise RowNotFound(f"reports of release {visit.store.version} has no row {key[:80]!r}")
    return report


def catalogue_of(visit: Visit) -> dict[str, Any]:
    """What the service has: the newest release, and its tables."""
    of, root, files = visit.library.edition(visit.store), root_of(visit), visit.store.release.manifest.files
    tables = [table_landing(of, root, files, table) for table in TABLES if visit.store.has(table)]
    return catalogue(root, [release_landing(of, root, files), *tables])


ABOUT: dict[str, Callable[[Visit], Landing]] = {
    "/releases/{version:str}": about_release,
    "/tables/{table:str}": about_table,
    "/reports/{report_id:str}": about_report,
}


def linkset_route(path: str, about: Callable[[Visit], Landing]) -> HTTPRouteHandler:
    """The route of the links of a kind of page."""

    @get(LINKSETS + path, include_in_schema=False, sync_to_thread=True)
    def get_linkset(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
        """Every link of a page, and those that lead back to it."""
        content = {"linkset": about(read_visit(request, library, ())).linkset()}
        return page_answer(request, ENCODER.encode(content), LINKSET)

    return get_linkset


LINKSET_ROUTES = [linkset_route(path, about) for path, about in ABOUT.items()]
