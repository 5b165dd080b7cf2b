"""The facts about a release that every standard asks for in its own words."""

import datetime as dt
import hashlib
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct, structs

from datasets.releases.release import Release
from datasets.releases.tables.csv import table_as_csv
from datasets.releases.tables.parquet import known_columns
from schemas.arrow import arrow_type
from schemas.inspection import Column, columns_of
from schemas.tables import TABLES, Table

NAME = "baogao"
TITLE = "Baogao: Chinese government work reports as open data"
TITLE_ZH = "政府工作报告开放数据"
ABSTRACT = (
    "Figures, targets, projects and explained terms of Chinese government work reports (政府工作报告), "
    "each with the exact characters of the report it was read from."
)
ABSTRACT_ZH = "政府工作报告中的指标、目标、项目与名词解释，每行均附其所据原文。"
CREATOR = "Baogao contributors"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
KEYWORDS = ("政府工作报告", "China", "government work report", "local government", "indicators", "targets", "open data")
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
TEXT = "text/plain"


class File(Struct, frozen=True):
    """A file that is served, and in the bundle, at the same relative path."""

    path: str
    media_type: str
    bytes: int
    sha256: str


class Resource(Struct, frozen=True):
    """A table of a release, in both of its forms, with the columns that the release has."""

    table: Table
    rows: int
    csv: File
    parquet: File
    columns: tuple[Column, ...]


class Place(Struct, frozen=True):
    """A region that reports are of: its code (GB/T 2260) and names."""

    code: str
    name: str
    name_en: str


class Origin(Struct, frozen=True):
    """A report a release was read from."""

    id: str
    title: str
    publisher: str | None
    url: str | None
    sha256: str
    text: File


class Edition(Struct, frozen=True):
    """What a citation says of a release. `address` is where it is served; a path, where the server has no name."""

    version: str
    published_on: dt.date
    licence: str
    address: str

    @property
    def title(self) -> str:
        """The title, with the version."""
        return f"{TITLE}, release {self.version}"

    @property
    def is_addressed(self) -> bool:
        """Whether the server knows the address its users see."""
        return "://" in self.address


class Description(Edition, frozen=True):
    """What documents say of a release.

    `is_bundled` says that its files stand beside the documents, and not only where it is served.
    """

    resources: tuple[Resource, ...]
    origins: tuple[Origin, ...]
    places: tuple[Place, ...]
    years: tuple[int, int]  # the first and the last that reports look back on or plan for
    has_sums: bool
    is_bundled: bool = False

    @property
    def page(self) -> str:
        """The address of the release for a document: relative, where the server does not know its name."""
        return self.address if self.is_addressed else "./"

    def place(self, file: File) -> str:
        """Where a document says that a file is, for readers that cannot follow a relative address over HTTP."""
        return f"{self.address}/{file.path}" if self.is_addressed and not self.is_bundled else file.path

    @property
    def period(self) -> tuple[str, str]:
        """The first and the last day the reports are about."""
        return f"{self.years[0]}-01-01", f"{self.years[1]}-12-31"


def edition(release: Release, published_on: dt.date | None, site: str = "") -> Edition:
    """A release as it is cited; `site` is the address of the server, such as `https://data.example.org`."""
    return Edition(
        version=str(release.version),
        published_on=published_on or dt.date.fromisoformat(release.manifest.created_on),
        licence=release.manifest.licence,
        address=f"{site.rstrip('/')}/v1/releases/{release.version}",
    )


def describe(release: Release, published_on: dt.date | None, site: str = "") -> Description:
    """The description of a release, for which all of its tables are read."""
    reports = pq.read_table(release.table_file("reports")).to_pylist()
    years = [report["year"] for report in reports]
    return Description(
        **structs.asdict(edition(release, published_on, site)),
        resources=tuple(resources(release)),
        origins=tuple(origin_of(release, report) for report in reports),
        places=tuple(
            dict.fromkeys(Place(row["region_code"], row["region_name"], row["region_name_en"]) for row in reports)
        ),
        years=(min(years) - 1, max(years)),
        has_sums=release.manifest.has_sums,
    )


def resources(release: Release) -> Iterator[Resource]:
    """The tables of a release."""
    listed = {file.table: file for file in release.manifest.files}
    for table in (table for table in TABLES if table.name in listed):
        file = listed[table.name]
        known = {column.name: column for column in columns_of(table.row)}
        yield Resource(
            table=table,
            rows=file.rows or 0,
            csv=measured(f"{table.name}.csv", CSV, table_as_csv(release, table)),
            parquet=File(f"files/{file.name}", PARQUET, file.bytes, file.sha256),
            columns=tuple(known[name] for name in known_columns(release.table_file(table.name), table)),
        )


def measured(path: str, media_type: str, parts: Iterator[bytes]) -> File:
    """A file that is made when it is asked for: its size and checksum."""
    size, sha256 = 0, hashlib.sha256()
    for part in parts:
        size += len(part)
        sha256.update(part)
    return File(path, media_type, size, sha256.hexdigest())


def origin_of(release: Release, report: dict[str, str]) -> Origin:
    """A report, as what a release was read from."""
    name = f"texts/{report['id']}.txt"
    listed = next(file for file in release.manifest.files if file.name == name)
    text = File(f"files/{name}", TEXT, listed.bytes, listed.sha256)
    title = f"{report['region_name']} {report['title']}"
    return Origin(report["id"], title, report["publisher"], report["url"], report["sha256"], text)


KINDS = {
    "array": pa.types.is_list,
    "boolean": pa.types.is_boolean,
    "date": pa.types.is_date,
    "integer": pa.types.is_integer,
    "number": pa.types.is_floating,
    "string": pa.types.is_string,
}


def kind_of(column: Column) -> str:
    """What a column holds, as one of `KINDS`, by which the standards' own words are looked up."""
    arrow = arrow_type(column)
    return next(kind for kind, is_kind in KINDS.items() if is_kind(arrow))
