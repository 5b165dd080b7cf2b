"""The OpenAPI document: litestar's own, completed from the registries.

Litestar knows the routes and their answers. Parameters that our query reader reads, problems, and the full JSON
Schemas of rows (with Chinese descriptions, limits and examples) are components made here, and referred to.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Reference, Schema

from api.filters import LARGEST, MOST_VALUES, Filter, filters_of
from api.parameters import PARAMETERS, Parameter
from api.problems import MEDIA_TYPE, PROBLEMS
from schemas.inspection import columns_of
from schemas.tables import TABLES, Table

PARAMETER, RESPONSE, SCHEMA = ("#/components/" + kind + "/" for kind in ("parameters", "responses", "schemas"))
SHOWN = ("type", "format", "enum", "pattern", "minimum", "maximum", "minLength", "examples")


def operation(
    *,
    pinned: bool = False,
    table: Table | None = None,
    asks: tuple[Parameter, ...] = (),
    statuses: tuple[int, ...] = (),
    media_types: tuple[str, ...] = (),
) -> type[Operation]:
    """An operation class that adds the parameters our query reader knows, and the problems that can come of them."""
    filters = [f"{table.name}.{name}" for name in filters_of(table)] if table else []
    names = [*(["version"] if pinned else []), *(component(parameter, table) for parameter in asks), *filters]
    problems = sorted({400, 500, 503, *statuses, *((404,) if pinned else ())})

    @dataclass
    class Documented(Operation):
        def __post_init__(self) -> None:
            kept = [given for given in self.parameters or () if getattr(given, "name", None) != "version"]
            self.parameters = [*kept, *(Reference(ref=PARAMETER + name) for name in names)] or None
            answers = {status: answer for status, answer in (self.responses or {}).items() if status.startswith("2")}
            for answer in answers.values():
                if isinstance(answer, OpenAPIResponse):
                    answer.content = contents(answer, media_types)
            self.responses = {
                **answers,
                **{str(status): Reference(ref=f"{RESPONSE}{status}") for status in problems},
            }

    return Documented


def component(parameter: Parameter, table: Table | None) -> str:
    """The component name of a parameter; one that takes names has one for each table."""
    return f"{table.name}.{parameter.name}" if parameter.choices and table else parameter.name


def contents(answer: OpenAPIResponse, media_types: tuple[str, ...]) -> dict[str, OpenAPIMediaType]:
    """The media types of an answer: bytes but for JSON, whose schema litestar knows."""
    known = answer.content or {}
    binary = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
    return {media_type: known.get(media_type, binary) for media_type in media_types} if media_types else known


class Document(JsonRenderPlugin):
    """Serves the document at `/schema/openapi.json`."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """The document, completed."""
        return completed(msgspec.json.encode(openapi_schema))


@cache
def completed(document: bytes) -> bytes:
    """The document with the components its references lead to."""
    whole = msgspec.json.decode(document)
    components = whole.setdefault("components", {})
    components["schemas"] = components.get("schemas", {}) | row_schemas() | {"Problem": problem_schema()}
    for table in TABLES:
        components["schemas"][f"{table.row.__name__}Page"]["properties"]["data"]["items"] = selected(table)
    components["parameters"] = parameters()
    components["responses"] = {str(status): problem_response(status) for status in {p.status for p in PROBLEMS}}
    return msgspec.json.encode(whole)


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
    if parameter.choices:
        names = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": [*parameter.choices(table)]}}
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
        return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}
    return one


def column_schema(given: Filter) -> dict[str, Any]:
    """The JSON Schema of the column of a filter, without its null."""
    whole: dict[str, Any] = msgspec.json.schema(given.column.annotation)
    one_of = [part for part in whole.get("anyOf", [whole]) if part.get("type") != "null"]
    schema: dict[str, Any] = whole | one_of[0]
    return schema
