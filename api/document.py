"""The OpenAPI document: litestar's own, completed from the registries.

Litestar knows the routes and their answers. Parameters that our query reader reads, problems, and the full JSON
Schemas of rows (with Chinese descriptions, limits and examples) are components made here, and referred to.
"""

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router

from api.answers import page_answer
from api.conditional import AnyRequest
from api.documented import PARAMETER, RESPONSE, SCHEMA, component
from api.filters import LARGEST, MOST_VALUES, Filter, filters_of
from api.formats import FORMATS
from api.parameters import FORMAT, PARAMETERS, Parameter
from api.problems import MEDIA_TYPE, PROBLEMS, NotFound
from api.routing import sites
from schemas.inspection import columns_of
from schemas.tables import TABLES, Table

ADDRESS = "/schema/openapi.json"
SHOWN = (
    "type", "format", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "examples",
)  # fmt: skip
TAGS = (
    *((table.name, table.title, table.title_zh) for table in TABLES),
    ("search", "All tables and the full text", "全文检索"),
    ("releases", "Releases and their files", "版本与文件"),
    ("system", "What there is, health, problems", "目录、状态与错误说明"),
)
SUFFIX = {
    "name": "suffix",
    "in": "path",
    "required": True,
    "description": "The format of the download. 下载格式。",
    "schema": {"type": "string", "enum": [format_.name for format_ in FORMATS]},
}


def schema_router() -> Router:
    """What serves the document. Litestar's own pages beside it are not served."""
    return Router("/schema", route_handlers=[], include_in_schema=False, before_request=answer_document)


def answer_document(request: AnyRequest) -> Response[Any]:
    """The document. Raises NotFound for another address below its folder."""
    if request.url.path != ADDRESS:
        raise NotFound(f"nothing is served at {request.url.path[:200]!r}", nearest=ADDRESS)
    return page_answer(request, document(request.app), "application/json")


@lru_cache(maxsize=1)
def document(app: Litestar) -> bytes:
    """The document of an application, with the components its references lead to."""
    whole = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    components = whole.setdefault("components", {})
    components["schemas"] = components.get("schemas", {}) | row_schemas() | {"Problem": problem_schema()}
    for table in TABLES:
        components["schemas"][f"{table.row.__name__}Page"]["properties"]["data"]["items"] = selected(table)
    components["parameters"] = parameters()
    components["responses"] = {str(status): problem_response(status) for status in {p.status for p in PROBLEMS}}
    whole["paths"] |= downloads(whole["paths"])
    whole["tags"] = [{"name": name, "description": f"{title} · {title_zh}"} for name, title, title_zh in TAGS]
    return msgspec.json.encode(whole)


def downloads(paths: dict[str, Any]) -> dict[str, Any]:
    """The addresses with a suffix: like the listing, but the format is in the path."""
    found = {}
    for site in sites(TABLES):
        path = f"/v1{site.path.replace(':str', '')}"
        listed = paths[path]["get"]
        asks = [one for one in listed["parameters"] if one["$ref"] != PARAMETER + FORMAT.name]
        own = {
            "summary": f"Download {site.table.title.lower()} · {site.table.title_zh}下载",
            "operationId": site.named("download_{}"),
            "parameters": [SUFFIX, *asks],
            "responses": {status: one for status, one in listed["responses"].items() if status != "406"}
            | {"404": {"$ref": f"{RESPONSE}404"}},
        }
        found[f"{path}.{{suffix}}"] = {"get": listed | own}
    return found


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


def problem_schema() -> dict[str, Any]:
    """RFC 9457 problem details, with the members ours may have."""
    text = {"type": "string"}
    names = {"type": "array", "items": text}
    return {
        "title": "Problem",
        "description": "Problem details (RFC 9457). `type` leads to a page that says what it means.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": [f"/problems/{problem.slug}" for problem in PROBLEMS]},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": text,
            "parameter": text,
            "nearest": text,
            "known": names,
            "allowed": names,
            "offered": names,
            "units": names,
        },
        "required": ["type", "title", "status", "detail", "instance"],
    }


def problem_response(status: int) -> dict[str, Any]:
    """The answer for a status, with the problems it may be."""
    meant = "; ".join(f"{p.title} · {p.title_zh}" for p in PROBLEMS if p.status == status)
    return {"description": meant, "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMA + "Problem"}}}}


def parameters() -> dict[str, Any]:
    """Every parameter our query reader knows, by component name."""
    version = {
        "name": "version",
        "in": "path",
        "required": True,
        "description": "A release: `1.2.0`, a prefix (`1`, `1.2`) or `latest`. 版本号、前缀或latest。",
        "schema": {"type": "string", "examples": ["latest"]},
    }
    general = {component(one, table): general_parameter(one, table) for table in TABLES for one in PARAMETERS}
    filters = {
        f"{table.name}.{name}": filter_parameter(given) for table in TABLES for name, given in filters_of(table).items()
    }
    return {"version": version, **general, **filters}


def general_parameter(parameter: Parameter, table: Table) -> dict[str, Any]:
    """A parameter that is not a filter."""
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.meaning} {parameter.meaning_zh}",
        "schema": parameter.schema,
    }
    if parameter.required:
        described["required"] = True
    if parameter.schema.get("type") == "array":
        described |= {"style": "form", "explode": False}
    if parameter.choices:
        names = {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "enum": [*parameter.choices(table)]},
        }
        described |= {"schema": names | parameter.schema, "style": "form", "explode": False}
    return described


def filter_parameter(given: Filter) -> dict[str, Any]:
    """A filter, with the description and the example of its column."""
    column, operator = given.column, given.operator
    meaning = f"Rows whose `{column.name}` {operator.meaning}. `{column.name}` {operator.meaning_zh}。"
    several = {"style": "form", "explode": False} if operator.takes == "values" else {}
    return {
        "name": given.name,
        "in": "query",
        "description": f"{meaning} — {column.description} {column.description_zh}",
        "schema": filter_schema(given),
        **several,
    }


def filter_schema(given: Filter) -> dict[str, Any]:
    """The JSON Schema of the value of a filter."""
    if given.operator.takes == "yes or no":
        return {"type": "boolean"}
    if given.operator.takes == "text":
        return {"type": "string"}
    one = {name: value for name, value in column_schema(given).items() if name in SHOWN}
    if one.get("type") == "integer":
        one = {"minimum": -LARGEST, "maximum": LARGEST, **one}
    if given.operator.takes == "values":
        if one.get("type") == "string" and not {"enum", "pattern"} & one.keys():
            one = without_commas(one)
        return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}
    return one


def without_commas(text: dict[str, Any]) -> dict[str, Any]:
    """The schema of a text that stands between commas. Texts with one are escaped, which a schema cannot say."""
    examples = [example for example in text.get("examples", ()) if "," not in example]
    plain = {name: value for name, value in text.items() if name != "examples"}
    return plain | {"pattern": "^[^,]*$"} | ({"examples": examples} if examples else {})


def column_schema(given: Filter) -> dict[str, Any]:
    """The JSON Schema of the column of a filter, without its null."""
    whole: dict[str, Any] = msgspec.json.schema(given.column.annotation)
    one_of = [part for part in whole.get("anyOf", [whole]) if part.get("type") != "null"]
    schema: dict[str, Any] = whole | one_of[0]
    return schema
