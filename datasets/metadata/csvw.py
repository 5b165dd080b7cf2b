"""CSV on the Web (https://www.w3.org/TR/tabular-metadata/): the CSV of every table, with types, keys and meaning."""

from typing import Any

from datasets.metadata.description import CREATOR, LICENCE_URL, Description, Resource, kind_of
from schemas.inspection import Column
from schemas.tables import REFERENCES

MEDIA_TYPE = "application/csvm+json"
BESIDE = ".csv-metadata.json"  # behind the name of a table: where the standard looks for its metadata (5.3)
CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
TYPES: dict[str, Any] = {
    "array": "json",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "integer": "integer",
    "number": "double",
    "string": "string",
}


def csvw(of: Description) -> dict[str, Any]:
    """The tables of a release as a group."""
    return {"@context": CONTEXT, **about(of), "tables": [table_of(one, one.csv.path) for one in of.resources]}


def csvw_of_table(of: Description, name: str, folder: str = "../") -> dict[str, Any]:
    """One table, for a document that stands in a folder of its own, or where the folder of the table is."""
    resource = next(one for one in of.resources if one.table.name == name)
    found = table_of(resource, folder + resource.csv.path)
    return {"@context": CONTEXT, **about(of), **found, "tableSchema": without_keys(found["tableSchema"])}


def without_keys(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that refers to no other table, as a table that stands alone must have it."""
    return {name: value for name, value in schema.items() if name != "foreignKeys"}


def about(of: Description) -> dict[str, Any]:
    """What is said of the release as a whole."""
    first, last = of.period
    return {
        "dc:title": of.title,
        "dc:creator": CREATOR,
        "dc:license": {"@id": LICENCE_URL},
        "dc:issued": {"@value": str(of.published_on), "@type": "xsd:date"},
        "dc:hasVersion": of.version,
        "dc:temporal": f"{first}/{last}",
        "dc:spatial": [f"{one.code} {one.name} {one.name_en}" for one in of.places],
        "dc:source": [f"{one.title} sha256:{one.sha256}" for one in of.origins],
    }


def table_of(resource: Resource, url: str) -> dict[str, Any]:
    """A table."""
    table = resource.table
    names = {one.name for one in resource.columns if not one.nullable}  # readers take a null for a broken key
    keys = [(name, other) for name, other in REFERENCES.items() if name in names and other != table]
    return {
        "url": url,
        "dc:identifier": f"sha256:{resource.csv.sha256}",
        "dialect": {"lineTerminators": ["\r\n"], "encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [column_of(one) for one in resource.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {"columnReference": name, "reference": {"resource": f"{other.name}.csv", "columnReference": other.key}}
                for name, other in keys
            ],
        },
    }


def column_of(column: Column) -> dict[str, Any]:
    """A column."""
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": [
            {"@value": column.description, "@language": "en"},
            {"@value": column.description_zh, "@language": "zh"},
        ],
        "datatype": TYPES[kind_of(column)],
        "required": not column.nullable,
    }
