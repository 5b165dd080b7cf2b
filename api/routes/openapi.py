"""The OpenAPI document: litestar's own, completed from the registries.

Litestar knows the routes and their answers. Parameters that our query reader reads, problems, and the full JSON
Schemas of rows (with Chinese descriptions, limits and examples) are components made here, and referred to.
"""

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import NotFound
from api.http.responses import page_answer
from api.openapi.answers import headers, problem_responses, problem_schema, with_headers
from api.openapi.operations import PARAMETER, RESPONSE, SCHEMA, component
from api.openapi.parameters import SUFFIX, in_path, parameters
from api.query.parameters import DOWNLOAD_LIMIT, FORMAT
from api.routes.routing import mounts
from schemas.inspection import columns_of
from schemas.tables import TABLES, Table

ADDRESS = "/schema/openapi.json"
PUBLISHED = {  # components that litestar names by their module keep the names they were published by
    "datasets_comparison_releases_TableSummary": "datasets_diff_TableSummary",
    "api_routes_system_TableSummary": "api_system_TableSummary",
}
TAGS = (
    *((table.name, table.title, table.title_zh) for table in TABLES),
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
    return page_answer(request, document(request.app), "application/json")


@lru_cache(maxsize=1)
def document(app: Litestar) -> bytes:
    """The document of an application, with the components its references lead to."""
    made = msgspec.json.encode(app.openapi_schema.to_schema())
    for of_module, published in PUBLISHED.items():
        made = made.replace(of_module.encode(), published.encode())
    whole = msgspec.json.decode(made)
    components = whole.setdefault("components", {})
    components["schemas"] = components.get("schemas", {}) | row_schemas() | {"Problem": problem_schema()}
    for table in TABLES:
        components["schemas"][f"{table.row.__name__}Page"]["properties"]["data"]["items"] = selected(table)
    components["parameters"] = parameters()
    components["responses"] = problem_responses()
    components["headers"] = headers()
    whole["paths"] |= downloads(whole["paths"])
    for path, item in whole["paths"].items():
        item["get"] = completed(path, item["get"])
    whole["servers"] = [{"url": link("") or "/"}]
    whole["tags"] = [{"name": name, "description": f"{title} · {title_zh}"} for name, title, title_zh in TAGS]
    return msgspec.json.encode(whole)


def downloads(paths: dict[str, Any]) -> dict[str, Any]:
    """The addresses with a suffix: like the listing, but the format is in the path."""
    found = {}
    for mount in mounts(TABLES):
        path = f"/v1{mount.path.replace(':str', '')}"
        listed = paths[path]["get"]
        limit = {"$ref": PARAMETER + component(DOWNLOAD_LIMIT, None)}
        asks = [
            limit if one["$ref"] == PARAMETER + "limit" else one
            for one in listed["parameters"]
            if one["$ref"] != PARAMETER + FORMAT.name
        ]
        own = {
            "summary": f"Download {mount.table.title.lower()} · {mount.table.title_zh}下载",
            "operationId": mount.named("download_{}"),
            "parameters": [SUFFIX, *asks],
            "responses": {status: one for status, one in listed["responses"].items() if status != "406"}
            | {"404": {"$ref": f"{RESPONSE}404"}},
        }
        found[f"{path}.{{suffix}}"] = {"get": listed | own}
    return found


def completed(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with the headers of its answers, and the parts of its address explained."""
    asks = [
        in_path(one["name"], operation["tags"][0]) if one.get("in") == "path" and "example" not in one else one
        for one in operation.get("parameters", ())
    ]
    return operation | ({"parameters": asks} if asks else {}) | {"responses": with_headers(path, operation)}


def row_schemas() -> dict[str, Any]:
    """The JSON Schema of every row type."""
    return msgspec.json.schema_components([table.row for table in TABLES], ref_template=SCHEMA + "{name}")[1]


def selected(table: Table) -> dict[str, Any]:
    """The schema of a row in a listing: whole, or with the columns that `select` names."""
    some = {
        "title": f"Selected{table.row.__name__}",
        "description": "With `select`: only the columns asked for.",
        "type": "object",
        "propertyNames": {"enum": [column.name for column in columns_of(table.row)]},
        "minProperties": 1,
    }
    return {"anyOf": [{"$ref": SCHEMA + table.row.__name__}, some]}
