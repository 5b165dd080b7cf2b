"""The OpenAPI document: litestar's own, completed from the registries.

Litestar knows the routes and their answers. Parameters that our query reader reads, problems, and the full JSON
Schemas of rows (with Chinese descriptions, limits and examples) are components made here, and referred to.
"""

from functools import cache, lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import NotFound
from api.http.responses import page_answer
from api.openapi.answers import headers, problem_responses, problem_schema, with_headers
from api.openapi.downloads import downloads
from api.openapi.operations import LOCATED_TABLE, PARAMETER, SCHEMA, TABLE
from api.openapi.parameters import in_path, parameters
from api.query.parameters import WIDE_KEYS
from api.query.wide import PANEL
from api.routes.routing import DESCRIBED
from schemas.tables import TABLES, Table

ADDRESS = "/schema/openapi.json"
TAGS = (
    *((table.name, table.title, table.title_zh) for table in TABLES),
    ("tables", "Every table", "各表通用"),
    ("search", "All tables and the full text", "全文检索"),
    ("releases", "Releases and their files", "版本与文件"),
    ("system", "What there is, health, problems", "目录、状态与错误说明"),
)


def schema_router() -> Router:
    """What serves the document. Litestar's own pages beside it are not served."""
    return Router("/schema", route_handlers=[], include_in_schema=False, before_request=answer_document)


def answer_document(request: AnyRequest) -> Response[Any]:
    """The document. Raises NotFound for another address below its folder."""
    if request.url.path != ADDRESS:
        raise NotFound(f"nothing is served at {request.url.path[:200]!r}", nearest=link(ADDRESS))
    return page_answer(request, document(request.app, link("") or "/"), "application/json")


@lru_cache(maxsize=2)
def document(app: Litestar, root: str) -> bytes:
    """The document of an application below a root, with the components its references lead to."""
    whole = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    components = whole.setdefault("components", {})
    components["schemas"] = components.get("schemas", {}) | row_schemas() | {"Problem": problem_schema()}
    for table in TABLES:
        components["schemas"][f"{table.row.__name__}Page"]["properties"]["data"]["items"] = selected(table)
    components["parameters"] = parameters()
    components["responses"] = problem_responses()
    components["headers"] = headers()
    whole["servers"] = [{"url": root}]
    whole["security"] = []  # nobody has to say who they are
    paths = {address(path, item["get"]): item for path, item in whole["paths"].items()} | downloads()
    whole["paths"] = {path: item | {"get": completed(path, item["get"])} for path, item in paths.items()}
    whole["tags"] = [{"name": name, "description": f"{title} · {title_zh}"} for name, title, title_zh in TAGS]
    return msgspec.json.encode(whole)


def address(path: str, operation: dict[str, Any]) -> str:
    """The address of an operation, with a parameter for the table where it is described for all of them."""
    asks = operation.get("parameters", ())
    is_of_all = any({"$ref": PARAMETER + name} in asks for name in (TABLE, LOCATED_TABLE))
    return path.replace(f"/{DESCRIBED.name}", "/{table}", 1) if is_of_all else path


def completed(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with the headers of its answers, and the parts of its address explained."""
    asks = [
        in_path(one["name"], operation["tags"][0]) if one.get("in") == "path" and "example" not in one else one
        for one in operation.get("parameters", ())
    ]
    return operation | ({"parameters": asks} if asks else {}) | {"responses": with_headers(path, operation)}


def selected(table: Table) -> dict[str, Any]:
    """The schema of a row in a listing: whole, or with the columns that `select` names, any of which may be missing."""
    columns = row_schemas()[table.row.__name__]["properties"]
    some = {
        "title": f"Selected{table.row.__name__}",
        "description": "With `select`: only the columns asked for.",
        "type": "object",
        "properties": {name: plain_type(schema) for name, schema in columns.items()},
        "propertyNames": {"enum": [*columns]},
        "minProperties": 1,
    }
    return {"anyOf": [{"$ref": SCHEMA + table.row.__name__}, some, *([wide_row(columns)] if table is PANEL else [])]}


def wide_row(columns: dict[str, Any]) -> dict[str, Any]:
    """The schema of a row of the wide panel: its place, and columns that are named by metric, measure and column."""
    return {
        "title": "WidePanelRow",
        "description": "With `shape=wide`: a region and a year, and the columns of each metric and measure.",
        "type": "object",
        "properties": {name: plain_type(columns[name]) for name in WIDE_KEYS},
        "required": [*WIDE_KEYS],
    }


def plain_type(schema: dict[str, Any]) -> dict[str, Any]:
    """The type of a column, without what its row says of it: meaning, limits, values."""
    found: dict[str, Any] = {"type": "string"} if "enum" in schema else {}
    found |= {name: schema[name] for name in ("$ref", "type", "format") if name in schema}
    found |= {"items": plain_type(schema["items"])} if "items" in schema else {}
    return found | ({"anyOf": [plain_type(one) for one in schema["anyOf"]]} if "anyOf" in schema else {})


@cache
def row_schemas() -> dict[str, Any]:
    """The JSON Schema of every row type."""
    return msgspec.json.schema_components([table.row for table in TABLES], ref_template=SCHEMA + "{name}")[1]
