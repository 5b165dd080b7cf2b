"""schema.org Dataset (https://schema.org/Dataset), as search engines for datasets read it."""

from typing import Any

from datasets.metadata.citation import citation
from datasets.metadata.description import (
    ABSTRACT,
    ABSTRACT_ZH,
    CREATOR,
    KEYWORDS,
    LICENCE_URL,
    TITLE_ZH,
    Description,
    Edition,
    File,
)


def schemaorg(of: Description) -> dict[str, Any]:
    """The description of a release."""
    files = [file for one in of.resources for file in (one.csv, one.parquet)]
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@id": "./",
        "@type": "Dataset",
        **common(of, {"@id": of.page}),
        "temporalCoverage": "/".join(of.period),
        "spatialCoverage": [
            {"@type": "Place", "name": one.name_en, "alternateName": one.name, "identifier": one.code}
            for one in of.places
        ],
        "isBasedOn": [
            {"@type": "CreativeWork", "@id": one.text.path, "name": one.title, "sha256": one.sha256}
            for one in of.origins
        ],
        "distribution": [download(file) for file in files],
    }


def common(of: Edition, url: Any) -> dict[str, Any]:
    """What every description of a release, or of a part of it, says. `url` is the address of what it describes."""
    return {
        "name": of.title,
        "alternateName": f"{TITLE_ZH} {of.version}",
        "description": f"{ABSTRACT} {ABSTRACT_ZH}",
        "url": url,
        "version": of.version,
        "datePublished": str(of.published_on),
        "license": {"@id": LICENCE_URL},
        "creator": organisation(),
        "publisher": organisation(),
        "keywords": list(KEYWORDS),
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "citation": citation(of),
    }


def organisation() -> dict[str, str]:
    """Who makes and publishes it."""
    return {"@type": "Organization", "name": CREATOR}


def download(file: File) -> dict[str, Any]:
    """A file."""
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": {"@id": file.path},
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
