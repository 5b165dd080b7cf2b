"""The parameters of the OpenAPI document: those our query reader knows, and the ids in addresses."""

from collections.abc import Iterable
from typing import Any

import msgspec

from api.formats.registry import FORMATS
from api.openapi.operations import FILTERS, LOCATED_TABLE, TABLE, component, filter_component
from api.query.filters import LARGEST, MOST_VALUES, Filter, filters_of
from api.query.parameters import FORMAT, PAGE, PARAMETERS, Parameter
from schemas.tables import TABLES, Table

SEVERAL = "^([^,]+(,[^,]+)*)?$"  # values with commas between, none of which is empty
SHOWN = (
    "type", "format", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "examples",
)  # fmt: skip
BOUNDS = ("minimum", "maximum", "exclusiveMinimum")  # of a column: what it is compared with may lie beyond
SUFFIX = {
    "name": "suffix",
    "in": "path",
    "required": True,
    "description": "The format of the download. 下载格式。",
    "schema": {"type": "string", "enum": [format_.name for format_ in FORMATS if format_.write]},
    "example": "csv",
}
FILTER_NAME = "^[a-z][a-z0-9_]*$"
ANY_FILTERS = {
    "name": FILTERS,
    "in": "query",
    "description": "Filters, `column=value` or `column__operator=value`: the parameters of the listing of the table. "
    "筛选条件，同该表列表接口的参数。",
    "style": "form",
    "explode": True,
    "schema": {
        "type": "object",
        "propertyNames": {"pattern": FILTER_NAME},
        "additionalProperties": {"type": "string"},
    },
}
# A row of each table that the built-in release has, which has one report and so no outcomes; a test asks for them all.
ROWS = {
    "indicators": "211102-2024.i566",
    "targets": "211102-2024.t5933",
    "projects": "211102-2024.p8477",
    "glossary": "211102-2024.g01",
    "glossary_mentions": "211102-2024.m1396",
    "outcomes": "211102-2024.o5933",
    "series": "211102.gdp.level.2023",
    "panel": "211102.gdp.growth.2024",
    "coverage": "211102-2024",
    "undertakings": "211102:鲁华泓锦环烯烃共聚物:二期",
    "figures": "211102-2024.f566",
    "paragraphs": "211102-2024.s534",
    "reports": "211102-2024",
    "metrics": "gdp",
    "units": "亿元",
    "regions": "211102",
}
IN_PATHS = {
    "file_name": ("A file of the manifest. 清单中的文件。", "indicators.parquet"),
    "table_file": ("A table, with `.json`. 表名加`.json`。", "indicators.json"),
    "other": ("The release to compare with: `1.2.0`, a prefix or `latest`. 与之比较的版本。", "latest"),
    "metric_id": ("A metric. 指标标识。", "gdp"),
    "project_key": ("The key of a project. 项目键。", "211102:鲁华泓锦环烯烃共聚物:二期"),
    "slug": ("The name of a problem. 错误类型。", "bad-cursor"),
}


def tables(name: str, some: Iterable[Table]) -> dict[str, Any]:
    """A table as a part of an address."""
    return {
        "name": "table",
        "in": "path",
        "required": True,
        "description": "A table. 表名。" if name == TABLE else "A table whose rows stand in a report. 行出自报告的表。",
        "schema": {"type": "string", "enum": [table.name for table in some]},
        "example": TABLES[0].name,
    }


def in_path(name: str, tag: str) -> dict[str, Any]:
    """A part of an address, with an example that answers. `tag` is the table of a row."""
    table = tag if tag in ROWS else TABLES[0].name
    meaning, example = IN_PATHS.get(name) or (f"The key of a row of {table}. 行标识。", ROWS[table])
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": meaning,
        "schema": {"type": "string"},
        "example": example,
    }


def parameters() -> dict[str, Any]:
    """Every parameter our query reader knows, by component name."""
    version = {
        "name": "version",
        "in": "path",
        "required": True,
        "description": "A release: `1.2.0`, a prefix (`1`, `1.2`) or `latest`. 版本号、前缀或latest。",
        "schema": {"type": "string", "examples": ["latest"]},
    }
    of_any = {component(one, None): general_parameter(one, None) for one in PARAMETERS if one not in (FORMAT,)}
    of_tables = {component(one, table): general_parameter(one, table) for table in TABLES for one in PAGE}
    filters = {
        filter_component(table, name): filter_parameter(given)
        for table in TABLES
        for name, given in filters_of(table).items()
    }
    return {
        "version": version,
        "suffix": SUFFIX,
        TABLE: tables(TABLE, TABLES),
        LOCATED_TABLE: tables(LOCATED_TABLE, [table for table in TABLES if table.is_located]),
        FILTERS: ANY_FILTERS,
        **{name: one for name, one in of_tables.items() if name not in of_any},
        **of_any,
        **filters,
    }


def general_parameter(parameter: Parameter, table: Table | None) -> dict[str, Any]:
    """A parameter that is not a filter; of no table in particular, what it may name depends on the table."""
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
        one_of = {"enum": [*parameter.choices(table)]} if table else {}
        names = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", **one_of}}
        described |= {"schema": names | parameter.schema, "style": "form", "explode": False}
    return described


def filter_parameter(given: Filter) -> dict[str, Any]:
    """A filter, with the description and the example of its column."""
    column, operator = given.column, given.operator
    meaning = f"Rows whose `{column.name}` {operator.meaning}. `{column.name}` {operator.meaning_zh}。"
    if operator.is_equality:  # said once
        meaning = f"{meaning} — {column.description} {column.description_zh}"
    schema = filter_schema(given)
    if given.takes_several:  # its type stays that of one value, as generated clients know it
        meaning = f"{meaning} Several values have commas between, as in `{column.name}__in`. 多个取值以逗号分隔。"
        schema = schema if {"enum", "pattern"} & schema.keys() else schema | {"pattern": SEVERAL}
    has_commas = operator.takes == "values"
    return {
        "name": given.name,
        "in": "query",
        "description": meaning,
        "schema": schema,
        **({"style": "form", "explode": False} if has_commas else {}),
    }


def filter_schema(given: Filter) -> dict[str, Any]:
    """The JSON Schema of the value of a filter."""
    if given.operator.takes == "yes or no":
        return {"type": "boolean"}
    if given.operator.takes == "text":
        return {"type": "string"}
    shown = [name for name in SHOWN if given.operator.takes != "bound" or name not in BOUNDS]
    one = {name: value for name, value in column_schema(given).items() if name in shown}
    if one.get("type") == "integer":
        one = {"minimum": -LARGEST, "maximum": LARGEST, **one}
    if given.operator.takes == "values":
        if one.get("type") == "string" and not {"enum", "pattern"} & one.keys():
            one = without_commas(one)
        return {"type": "array", "items": one, "maxItems": MOST_VALUES}
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
