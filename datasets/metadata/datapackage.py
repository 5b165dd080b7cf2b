"""Data Package v2 (https://datapackage.org): the tables as CSV with Table Schemas, and every file beside them."""

from typing import Any

from datasets.metadata.description import (
    ABSTRACT,
    ABSTRACT_ZH,
    CREATOR,
    KEYWORDS,
    LICENCE_URL,
    NAME,
    Description,
    File,
    Resource,
    kind_of,
)
from schemas.inspection import Column
from schemas.tables import REFERENCES

PROFILES = "https://datapackage.org/profiles/2.0"


def datapackage(of: Description) -> dict[str, Any]:
    """The descriptor of a release."""
    first, last = of.period
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": NAME,
        "title": of.title,
        "description": f"{ABSTRACT} {ABSTRACT_ZH}",
        "version": of.version,
        "created": f"{of.published_on}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "licenses": [{"name": of.licence, "path": LICENCE_URL}],
        "contributors": [{"title": CREATOR, "roles": ["creator"]}],
        "sources": [
            {"title": one.title, "version": one.sha256, "path": one.url or one.text.path} for one in of.origins
        ],
        "temporal": {"start": first, "end": last},
        "spatial": [{"code": one.code, "name": one.name, "name_en": one.name_en} for one in of.places],
        "resources": [
            *(tabular(one) for one in of.resources),
            *(plain(f"{one.table.name}-parquet", one.parquet, "parquet") for one in of.resources),
            *(plain(f"text-{one.id}", one.text, "txt") for one in of.origins),
        ],
    }


def tabular(resource: Resource) -> dict[str, Any]:
    """A table, as CSV."""
    table = resource.table
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        **plain(table.name, resource.csv, "csv"),
        "type": "table",
        "encoding": "utf-8",
        "title": f"{table.title} · {table.title_zh}",
        "description": (table.row.__doc__ or "").strip(),
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [field(column) for column in resource.columns],
            "missingValues": [""],
            "primaryKey": [table.key],
            "foreignKeys": [
                {"fields": [name], "reference": {"resource": other.name, "fields": [other.key]}}
                for name, other in REFERENCES.items()
                if name in {column.name for column in resource.columns} and other != table
            ],
        },
    }


def field(column: Column) -> dict[str, Any]:
    """A column. Closed lists are `categories`, with what each value means."""
    return {
        "name": column.name,
        "type": kind_of(column),
        "description": column.description,
        "description_zh": column.description_zh,
        **({"unit": column.unit} if column.unit else {}),
        **({"example": column.examples[0]} if column.examples and kind_of(column) == "string" else {}),
        **(
            {"categories": [{"value": value, "label": f"{en} {zh}"} for value, (en, zh) in column.labels.items()]}
            if column.labels
            else {}
        ),
        "constraints": {"required": not column.nullable},
    }


def plain(name: str, file: File, suffix: str) -> dict[str, Any]:
    """A file."""
    return {
        "name": name,
        "type": "file",
        "path": file.path,
        "format": suffix,
        "mediatype": file.media_type,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
