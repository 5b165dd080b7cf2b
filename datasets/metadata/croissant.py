"""Croissant 1.1 (https://mlcommons.org/croissant/1.1): the Parquet files, and their columns as record sets."""

from typing import Any

import pyarrow as pa

from datasets.metadata.citation import bibtex
from datasets.metadata.description import (
    ABSTRACT,
    CREATOR,
    KEYWORDS,
    LICENCE_URL,
    NAME,
    Description,
    Resource,
    kind_of,
)
from schemas.arrow import arrow_type
from schemas.inspection import Column
from schemas.tables import REFERENCES, Table

TYPES = {
    "array": "sc:Text",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}
TERMS = (
    "arrayShape citeAs column extract field fileObject fileProperty fileSet format includes isArray isLiveDataset "
    "jsonPath key md5 parentField path recordSet references regex repeated replace separator source subField transform"
)  # of Croissant, which are not those of schema.org
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "samplingRate": "cr:samplingRate",
    **{term: f"cr:{term}" for term in TERMS.split()},
}


def croissant(of: Description) -> dict[str, Any]:
    """The description of a release."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": NAME,
        "description": ABSTRACT,
        "version": of.version,
        "datePublished": str(of.published_on),
        "license": LICENCE_URL,
        "url": of.page,
        "citeAs": bibtex(of),
        "creator": {"@type": "sc:Organization", "name": CREATOR},
        "publisher": {"@type": "sc:Organization", "name": CREATOR},
        "keywords": list(KEYWORDS),
        "inLanguage": ["zh", "en"],
        "isLiveDataset": False,
        "temporalCoverage": "/".join(of.period),
        "spatialCoverage": [
            {"@type": "sc:Place", "name": f"{one.name_en} {one.name}", "identifier": one.code} for one in of.places
        ],
        "prov:wasDerivedFrom": [{"@id": one.text.path, "prov:label": one.title} for one in of.origins],
        "distribution": [file_object(of, one) for one in of.resources],
        "recordSet": [record_set(one) for one in of.resources],
    }


def file_object(of: Description, resource: Resource) -> dict[str, Any]:
    """A Parquet file."""
    file = resource.parquet
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"{resource.table.title} {resource.table.title_zh}",
        "contentUrl": of.place(file),
        "contentSize": f"{file.bytes} B",
        "encodingFormat": "application/x-parquet",  # the name of it that Croissant prescribes
        "sha256": file.sha256,
    }


def record_set(resource: Resource) -> dict[str, Any]:
    """The rows of a table, with the columns its Parquet file has."""
    table = resource.table
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": (table.row.__doc__ or "").strip(),
        "key": {"@id": f"{table.name}/{table.key}"},
        "field": [field(table, resource, column) for column in resource.columns if is_plain(column)],
    }


def is_plain(column: Column) -> bool:
    """Whether Croissant has a type for a column: it has none for a list of records."""
    arrow = arrow_type(column)
    return not (pa.types.is_list(arrow) and pa.types.is_struct(arrow.value_type))


def field(table: Table, resource: Resource, column: Column) -> dict[str, Any]:
    """A column."""
    kind = kind_of(column)
    other = REFERENCES.get(column.name)
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": f"{column.description} {column.description_zh}",
        "dataType": TYPES[kind],
        **({"isArray": True, "arrayShape": "-1"} if kind == "array" else {}),
        **({"references": {"field": {"@id": f"{other.name}/{other.key}"}}} if other and other != table else {}),
        "source": {"fileObject": {"@id": resource.parquet.path}, "extract": {"column": column.name}},
    }
