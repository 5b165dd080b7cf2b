"""The interactive documentation: Swagger UI over the OpenAPI document, every file from here: it works offline."""

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.params import FromPath

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import NotFound, nearest
from api.http.responses import page_answer
from api.routes.openapi import ADDRESS

PACKAGE = "flask-openapi3-swagger"  # the one that has the current files of Swagger UI and nothing else
FOLDER = "flask_openapi3_swagger/templates/swagger"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baogao API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{docs}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{docs}/swagger-ui-bundle.js"></script>
<script src="{docs}/start.js"></script>
</body>
</html>
"""
# Only titles at first: a table has more parameters than a page should show at once.
START = """SwaggerUIBundle({
  url: "{address}", dom_id: "#swagger-ui", deepLinking: true, docExpansion: "none", defaultModelsExpandDepth: -1,
  filter: true, tryItOutEnabled: true, validatorUrl: null, syntaxHighlight: false
});
"""
FILES = {"swagger-ui.css": "css", "swagger-ui-bundle.js": "js"}
TYPES = {"css": "text/css", "js": "application/javascript"}


@cache
def asset(name: str) -> bytes:
    """A file of Swagger UI. Raises NotFound when its package is not installed."""
    try:
        place = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
        return (place / FILES[name] / name).read_bytes()
    except (PackageNotFoundError, OSError):
        detail = "the interactive documentation is not installed here; see requirements-assets.txt"
        raise NotFound(detail, nearest=link(ADDRESS)) from None


@get("/docs", include_in_schema=False, media_type=MediaType.HTML, sync_to_thread=False)
def docs(request: AnyRequest) -> Response[bytes]:
    """The page. It asks for nothing from elsewhere."""
    asset("swagger-ui-bundle.js")  # a page that could not start is worse than none
    return page_answer(request, PAGE.replace("{docs}", link("/docs")).encode(), "text/html")


@get("/docs/{name:str}", include_in_schema=False, sync_to_thread=True)
def docs_file(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """A file of the page."""
    if name == "start.js":
        return page_answer(request, START.replace("{address}", link(ADDRESS)).encode(), TYPES["js"])
    if name not in FILES:
        raise NotFound(f"nothing is served at {request.url.path[:200]!r}", nearest=nearest(name, FILES))
    return page_answer(request, asset(name), TYPES[FILES[name]])


DOCS_ROUTES = [docs, docs_file]
