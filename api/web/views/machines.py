"""What machines look for first: which addresses may be read, which pages there are, where the API is described."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.di import NamedDependency

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.responses import ENCODER, page_answer
from api.store.library import Library
from api.web.visit import LOCAL, addressed
from api.web.wording.language import LANGUAGES, PARAMETER
from schemas.tables import BY_NAME, TABLES

MOST_PAGES = 20_000  # of a site map: two languages each are below the 50,000 that one may have
PLAIN = ("/", "/reports", "/tables", "/regions", "/compare", "/phrases", "/coverage", "/glossary", "/releases")
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


@get("/robots.txt", include_in_schema=False, sync_to_thread=False)
def get_robots(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """Everything may be read; searches and pages of filters lead to ever more of their kind (RFC 9309)."""
    site = site_of(library)
    closed = [f"Disallow: {link(path)}" for path in ("/search?*q=", "/tables/*?*sort=")]
    lines = ["User-agent: *", *closed, f"Sitemap: {site}/sitemap.xml"]
    return page_answer(request, ("\n".join(lines) + "\n").encode(), "text/plain")


@get("/sitemap.xml", include_in_schema=False, sync_to_thread=True)
def get_sitemap(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """The pages of the newest release, each in both languages (sitemaps.org)."""
    site = site_of(library)
    paths = [path for _, path in zip(range(MOST_PAGES), paths_of(library), strict=False)]
    entries = "".join(entry(site, path, language) for path in paths for language in LANGUAGES)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return page_answer(request, f"{head}{entries}</urlset>\n".encode(), "application/xml")


def entry(site: str, path: str, language: str) -> str:
    """A page of a site map."""
    return f"<url><loc>{escape(site + addressed(path, **{PARAMETER: language}))}</loc></url>"


def paths_of(library: Library) -> Iterator[str]:
    """The pages that do not follow from a filter, the ones that lead to others first."""
    store = library.store()
    yield from PLAIN
    yield "/problems"
    yield from (f"/tables/{table.name}" for table in TABLES if store.has(table))
    for table in ("reports", "regions", "metrics"):
        yield from (f"/{table}/{key}" for key in store.keys(BY_NAME[table]))


@get("/.well-known/api-catalog", include_in_schema=False, sync_to_thread=False)
def get_catalog(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """Where the API is, and what describes it (RFC 9727), as a set of links (RFC 9264)."""
    site = site_of(library)
    described = {
        "anchor": f"{site}/v1",
        "service-desc": [{"href": f"{site}/schema/openapi.json", "type": "application/openapi+json"}],
        "service-doc": [
            {"href": f"{site}/docs", "type": "text/html"},
            {"href": f"{site}/llms.txt", "type": "text/plain"},
        ],
        "status": [{"href": f"{site}/health/ready", "type": "application/json"}],
    }
    return page_answer(request, ENCODER.encode({"linkset": [described]}), LINKSET)


def site_of(library: Library) -> str:
    """The address that users see, else that of `baogao serve`: these documents have whole addresses only."""
    return library.site or LOCAL + link("")


MACHINE_ROUTES = [get_robots, get_sitemap, get_catalog]
