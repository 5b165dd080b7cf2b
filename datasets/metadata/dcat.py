"""DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) as DCAT-AP 3 profiles it, in JSON-LD.

A release is a dataset of the series of all releases, with its files as distributions and the API as their service.
Addresses are relative to where the document is served.
"""

from typing import Any

from datasets.metadata.description import (
    ABSTRACT,
    ABSTRACT_ZH,
    CREATOR,
    CSV,
    KEYWORDS,
    LICENCE_URL,
    TITLE,
    TITLE_ZH,
    Description,
    File,
    Resource,
)

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA = "https://www.iana.org/assignments/media-types/"
SERIES = "../"
DATASET = "./"
SERVICE = "../../"
CATALOGUE = "../../#catalogue"
SHA256 = {"@id": "spdx:checksumAlgorithm_sha256"}


def dcat(of: Description) -> dict[str, Any]:
    """The catalogue, with the series and the release."""
    graph = [catalogue(), series(), dataset(of), service(), *map(report, of.origins)]
    return {"@context": CONTEXT, "@graph": graph}


def thing(address: str, kind: str) -> dict[str, str]:
    """Something that has an address, and what it is: DCAT-AP wants to be told."""
    return {"@id": address, "@type": kind}


def bilingual(en: str, zh: str) -> list[dict[str, str]]:
    """A text in both languages."""
    return [{"@value": en, "@language": "en"}, {"@value": zh, "@language": "zh"}]


def typed(value: str, datatype: str) -> dict[str, str]:
    """A typed literal."""
    return {"@value": value, "@type": f"xsd:{datatype}"}


def agent() -> dict[str, Any]:
    """Who publishes."""
    return {"@type": "foaf:Agent", "foaf:name": CREATOR}


def about(title: str, title_zh: str) -> dict[str, Any]:
    """What DCAT-AP wants to be said of everything."""
    return {
        "dct:title": bilingual(title, title_zh),
        "dct:description": bilingual(ABSTRACT, ABSTRACT_ZH),
        "dct:publisher": agent(),
    }


def catalogue() -> dict[str, Any]:
    """What the server has."""
    return {
        "@id": CATALOGUE,
        "@type": "dcat:Catalog",
        **about(TITLE, TITLE_ZH),
        "dcat:dataset": [{"@id": SERIES}, {"@id": DATASET}],
        "dcat:service": {"@id": SERVICE},
    }


def series() -> dict[str, Any]:
    """All releases."""
    return {
        "@id": SERIES,
        "@type": "dcat:DatasetSeries",
        **about(TITLE, TITLE_ZH),
    }


def dataset(of: Description) -> dict[str, Any]:
    """A release."""
    first, last = of.period
    return {
        "@id": DATASET,
        "@type": "dcat:Dataset",
        **about(of.title, f"{TITLE_ZH} {of.version}"),
        "dct:identifier": f"baogao {of.version}",
        "dct:creator": agent(),
        "dct:issued": typed(str(of.published_on), "date"),
        "dct:language": [thing(f"{AUTHORITY}/language/{code}", "dct:LinguisticSystem") for code in ("ZHO", "ENG")],
        "dct:accessRights": thing(f"{AUTHORITY}/access-right/PUBLIC", "dct:RightsStatement"),
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/{theme}"} for theme in ("GOVE", "ECON")],
        "dcat:keyword": list(KEYWORDS),
        "dcat:version": of.version,
        "dcat:inSeries": {"@id": SERIES},
        "dcat:landingPage": {"@id": DATASET},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": typed(first, "date"),
            "dcat:endDate": typed(last, "date"),
        },
        "dct:spatial": [
            {"@type": "dct:Location", "dct:identifier": one.code, "skos:prefLabel": bilingual(one.name_en, one.name)}
            for one in of.places
        ],
        "prov:wasDerivedFrom": [{"@id": one.text.path} for one in of.origins],
        "dcat:distribution": [one for resource in of.resources for one in distributions(resource)],
    }


def distributions(resource: Resource) -> list[dict[str, Any]]:
    """The files of a table."""
    return [distribution(resource, file) for file in (resource.csv, resource.parquet)]


def distribution(resource: Resource, file: File) -> dict[str, Any]:
    """A file."""
    form = "CSV" if file.media_type == CSV else "PARQUET"
    table = resource.table
    return {
        "@id": f"{file.path}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": bilingual(f"{table.title} ({form})", f"{table.title_zh}（{form}）"),
        "dcat:accessURL": {"@id": file.path},
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": thing(MEDIA + file.media_type, "dct:MediaType"),
        "dct:format": thing(f"{AUTHORITY}/file-type/{form}", "dct:MediaTypeOrExtent"),
        "dcat:byteSize": typed(str(file.bytes), "nonNegativeInteger"),
        "dct:license": thing(LICENCE_URL, "dct:LicenseDocument"),
        "dct:conformsTo": thing(f"csvw/{table.name}.json", "dct:Standard"),
        "dcat:accessService": {"@id": SERVICE},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": SHA256,
            "spdx:checksumValue": typed(file.sha256, "hexBinary"),
        },
    }


def service() -> dict[str, Any]:
    """The API."""
    return {
        "@id": SERVICE,
        "@type": "dcat:DataService",
        "dct:title": bilingual("Baogao API", "Baogao 接口"),
        "dcat:endpointURL": {"@id": SERVICE},
        "dcat:endpointDescription": {"@id": f"{SERVICE}../schema/openapi.json"},
        "dcat:servesDataset": {"@id": DATASET},
    }


def report(origin: Any) -> dict[str, Any]:
    """A report a release was read from."""
    return {
        "@id": origin.text.path,
        "@type": "prov:Entity",
        "dct:title": {"@value": origin.title, "@language": "zh"},
        **({"dct:source": {"@id": origin.url}} if origin.url else {}),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": SHA256,
            "spdx:checksumValue": typed(origin.sha256, "hexBinary"),
        },
    }
