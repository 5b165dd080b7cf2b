"""The document with every table spelled out: what it describes once for all tables, for each.

Its operations take the same filters and columns as the listing of their table, which the server is asked about.
"""

from typing import Any

from api.openapi.operations import FILTERS, LOCATED_TABLE, PARAMETER, TABLE
from api.openapi.parameters import general_parameter
from api.query.parameters import PARAMETERS
from schemas.tables import BY_NAME

NAMES = {one.name: one for one in PARAMETERS if one.choices}


def expanded(document: dict[str, Any]) -> dict[str, Any]:
    """The document with an address for each table."""
    paths: dict[str, Any] = {}
    for path, item in document["paths"].items():
        for table in tables_of(document, item["get"]):
            paths[path.replace("{table}", table) if table else path] = {"get": of_table(document, item["get"], table)}
    return document | {"paths": paths}


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part of the document, or the component it refers to."""
    if "$ref" not in part:
        return part
    *_, kind, name = part["$ref"].split("/")
    return dict(document["components"][kind][name])


def example_of(parameter: dict[str, Any]) -> str | None:
    """The first example of a parameter, if it has one, as it stands in an address."""
    schema = parameter["schema"]
    examples = [parameter.get("example"), *schema.get("examples", ()), *schema.get("items", {}).get("examples", ())]
    example = next((one for one in examples if one is not None), None)
    if isinstance(example, bool):
        return str(example).lower()
    return None if example is None else str(example)


def example_address(document: dict[str, Any], path: str) -> tuple[str, dict[str, str | None]]:
    """The example of an operation: its path, and the parameters it must have."""
    asked: dict[str, str | None] = {}
    for parameter in document["paths"][path]["get"].get("parameters", ()):
        one = resolved(document, parameter)
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(example_of(one)))
        elif one.get("required"):
            asked[one["name"]] = example_of(one) or "rule"
    return path, asked


def tables_of(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """The tables an operation is of; one without a name when its address does not say."""
    for name in (TABLE, LOCATED_TABLE):
        if {"$ref": PARAMETER + name} in operation.get("parameters", ()):
            return list(document["components"]["parameters"][name]["schema"]["enum"])
    return [""]


def of_table(document: dict[str, Any], operation: dict[str, Any], table: str) -> dict[str, Any]:
    """An operation of a table, with the parameters that the table has."""
    if not table:
        return operation
    listed = document["paths"][f"/v1/{table}"]["get"]["parameters"]
    filters = [one for one in listed if "." in one["$ref"] and one["$ref"].rpartition(".")[2] not in NAMES]
    parameters: list[dict[str, Any]] = []
    for one in operation["parameters"]:
        name = one.get("$ref", "").removeprefix(PARAMETER)
        if name == FILTERS:
            parameters += filters
        elif name in NAMES:
            parameters.append(general_parameter(NAMES[name], BY_NAME[table]))
        elif name not in (TABLE, LOCATED_TABLE):
            parameters.append(one)
    return operation | {"operationId": f"{operation['operationId']}_{table}", "parameters": parameters}
