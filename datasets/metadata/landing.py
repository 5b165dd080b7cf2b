"""What the page of a release, a table or a report is about, for machines: as schema.org, and as typed links.

Both are made from one description, so that neither says what the other does not. It follows from the manifest and the
row of a report alone: no table is read, however large the release is.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from datasets.metadata.citation import citation
from datasets.metadata.description import ABSTRACT, ABSTRACT_ZH, CSV, LICENCE_URL, PARQUET, TEXT, TITLE_ZH, Edition
from datasets.metadata.documents import JSON_LD
from datasets.metadata.schemaorg import common
from schemas.inspection import columns_of
from schemas.tables import Table

CONTEXT = "https://schema.org"
OPEN_ACCESS = "http://purl.org/coar/access_right/c_abf2"  # of the COAR vocabulary of access rights
ABOUT_PAGE = "https://schema.org/AboutPage"
DATASET = "https://schema.org/Dataset"
HTML = "text/html"
ROWS_OF_REPORTS = ("indicators", "targets", "projects", "glossary", "figures", "paragraphs")


class Target(Struct, frozen=True, omit_defaults=True):
    """Where a typed link leads, and what is there (RFC 9264, 4.2.3)."""

    href: str
    type: str | UnsetType = UNSET


class Download(Struct, frozen=True):
    """A file that belongs to a dataset; its size in bytes and its checksum where they are known."""

    address: str
    media_type: str
    bytes: int | None = None
    sha256: str | None = None


class Landing(Struct, frozen=True):
    """A dataset that has a page: where it is shown, how it is cited, its files, and what describes it.

    `root` is the address of the service, `path` that of the page below it; `permanent` is one whose data never change.
    """

    edition: Edition
    root: str
    path: str
    permanent: str
    title: str
    title_zh: str
    summary: str
    downloads: tuple[Download, ...]
    described_by: tuple[Target, ...]
    part_of: str | None = None
    based_on: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    more: dict[str, Any] = {}

    @property
    def page(self) -> str:
        """The address of the page."""
        return self.root + self.path

    def schemaorg(self) -> dict[str, Any]:
        """As schema.org Dataset, to stand in the page."""
        return {"@context": CONTEXT, **self.dataset()} | {
            "citation": citation(self.edition, f"{self.title}. {self.edition.title}", self.permanent),
            "distribution": [described(one) for one in self.downloads],
            **({"variableMeasured": [*self.variables]} if self.variables else {}),
            **({"isBasedOn": [*self.based_on]} if self.based_on else {}),
            **self.more,
        }

    def dataset(self) -> dict[str, Any]:
        """What a catalogue says of it."""
        return {
            "@type": "Dataset",
            "@id": self.page,
            **common(self.edition, self.page),
            "identifier": self.permanent,
            "name": self.title,
            "alternateName": self.title_zh,
            "description": self.summary,
            "license": LICENCE_URL,
            "conditionsOfAccess": OPEN_ACCESS,
            **({"isPartOf": self.part_of} if self.part_of else {}),
        }

    def links(self) -> dict[str, list[Target]]:
        """Its typed links by relation (signposting.org, FAIR Signposting Profile, landing page)."""
        found = {
            "cite-as": [Target(self.permanent)],
            "describedby": [*self.described_by],
            "item": [Target(one.address, one.media_type) for one in self.downloads],
            "license": [Target(LICENCE_URL)],
            "type": [Target(ABOUT_PAGE), Target(DATASET)],
        }
        return found | ({"collection": [Target(self.part_of, HTML)]} if self.part_of else {})

    def linkset(self) -> list[dict[str, Any]]:
        """All links as a set (RFC 9264): those of the page, and those back to it from what it leads to."""
        page, links = [Target(self.page, HTML)], self.links()
        back = {"item": "collection", "describedby": "describes"}
        return [
            {"anchor": self.page, **links},
            *({"anchor": one.href, of: page} for relation, of in back.items() for one in links[relation]),
        ]


def described(of: Download) -> dict[str, Any]:
    """A file as schema.org DataDownload."""
    known = {"contentSize": f"{of.bytes} B" if of.bytes is not None else None, "sha256": of.sha256}
    return {"@type": "DataDownload", "contentUrl": of.address, "encodingFormat": of.media_type} | {
        name: value for name, value in known.items() if value is not None
    }


def release_landing(of: Edition, root: str, files: Iterable[Any]) -> Landing:
    """The page of a release. `root` is the address of the service, and `files` are those of its manifest."""
    place = f"{root}/v1/releases/{of.version}"
    return Landing(
        edition=of,
        root=root,
        path=f"/releases/{of.version}",
        permanent=place,
        title=of.title,
        title_zh=f"{TITLE_ZH} {of.version}",
        summary=f"{ABSTRACT} {ABSTRACT_ZH}",
        downloads=(Download(f"{place}/bundle.zip", "application/zip"), *parquet_files(place, files)),
        described_by=descriptions(place),
        part_of=f"{root}/releases",
    )


def table_landing(of: Edition, root: str, files: Iterable[Any], table: Table) -> Landing:
    """The page of a table of a release."""
    place = f"{root}/v1/releases/{of.version}"
    own = [file for file in files if file.table == table.name]
    return Landing(
        edition=of,
        root=root,
        path=f"/tables/{table.name}",
        permanent=f"{place}/{table.name}",
        title=f"{table.title} of Chinese government work reports",
        title_zh=f"{TITLE_ZH}：{table.title_zh}",
        summary=f"{about(table)} {ABSTRACT} {ABSTRACT_ZH}",
        downloads=(*parquet_files(place, own), Download(f"{place}/{table.name}.csv", CSV)),
        described_by=(Target(f"{place}/csvw/{table.name}.json", "application/json"), *descriptions(place)),
        part_of=f"{root}/releases/{of.version}",
        variables=tuple(column.name for column in columns_of(table.row)),
    )


def report_landing(of: Edition, root: str, tables: Iterable[str], report: dict[str, Any]) -> Landing:
    """The page of a report: what was read from it. `tables` are those that the release has."""
    place, key = f"{root}/v1/releases/{of.version}", report["id"]
    read = [name for name in ROWS_OF_REPORTS if name in tables]
    text = f"{place}/reports/{key}/text"
    return Landing(
        edition=of,
        root=root,
        path=f"/reports/{key}",
        permanent=f"{place}/reports/{key}",
        title=f"Government work report of {report['region_name_en']}, {report['year']}, as data",
        title_zh=f"{report['region_name']} {report['year']} {report['title']}",
        summary=f"{ABSTRACT} {ABSTRACT_ZH}",
        downloads=(*(Download(f"{place}/{name}.csv?report_id={key}", CSV) for name in read), Download(text, TEXT)),
        described_by=(Target(f"{place}/reports/{key}", "application/json"), *descriptions(place)),
        part_of=f"{root}/releases/{of.version}",
        based_on=(text,),
        more={
            "temporalCoverage": f"{report['year'] - 1}/{report['year']}",
            "spatialCoverage": {
                "@type": "Place",
                "name": report["region_name_en"],
                "alternateName": report["region_name"],
                "identifier": report["region_code"],
            },
        },
    )


def catalogue(root: str, listed: Iterable[Landing]) -> dict[str, Any]:
    """The service as schema.org DataCatalog, with the datasets it has."""
    said = ("@type", "@id", "name", "description", "license")
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": f"{root}/",
        "url": f"{root}/",
        "name": "Baogao",
        "alternateName": TITLE_ZH,
        "description": f"{ABSTRACT} {ABSTRACT_ZH}",
        "license": LICENCE_URL,
        "dataset": [{name: value for name, value in one.dataset().items() if name in said} for one in listed],
    }


def parquet_files(place: str, files: Iterable[Any]) -> Iterator[Download]:
    """The tables among the files of a manifest."""
    return (Download(f"{place}/files/{one.name}", PARQUET, one.bytes, one.sha256) for one in files if one.table)


def descriptions(place: str) -> tuple[Target, ...]:
    """What describes a release, in the words of the standards."""
    return tuple(Target(f"{place}/{name}", JSON_LD) for name in ("schemaorg.jsonld", "croissant.json", "dcat.jsonld"))


def about(table: Table) -> str:
    """What a row of a table is."""
    return (table.row.__doc__ or "").partition("\n")[0].replace("`", "")
