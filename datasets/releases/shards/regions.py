"""The shard of a region: what follows from its reports together, and from those of the governments above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from datasets.errors import BaogaoError, CheckError
from datasets.outcomes.coverage import CHECKED, COUNTED
from datasets.outcomes.library import OF_REGION, REGION, government_of, of_region, reports_of
from datasets.outcomes.mentions import Line, mentions
from datasets.releases.catalogue import registries
from datasets.releases.checks import ids_are_unique, unknown_references
from datasets.releases.shards.cache import Shard, Shards, arrow_rows, encoded, key_of
from datasets.releases.shards.dependencies import reader_sha256
from datasets.releases.shards.reports import SCHEMAS as OF_REPORT
from schemas.arrow import arrow_schema
from schemas.region_codes import codes_above
from schemas.tables import BY_NAME

SCHEMAS: Mapping[str, pa.Schema] = {name: arrow_schema(BY_NAME[name].row) for name in OF_REGION}
WHOLE = ("reports", "targets", "indicators")  # tables whose rows are read with all columns
RowCounts = dict[str, int]  # what is said of the shard of a region: how many rows each of its tables has
COUNTED_ONLY = tuple(name for name in COUNTED if name in OF_REPORT and name not in WHOLE)


class Counted(Struct, frozen=True):
    """What is counted of a row: its report, whether a person checked it, and why no row uses it."""

    report_id: str
    review: str | None = None
    reason: str | None = None


class Region(Struct, frozen=True):
    """The reports of a region by their shards, in order, and those of the governments above for the same years."""

    code: str
    reports: list[Shard]
    above: list[Shard]

    @property
    def key(self) -> str:
        """The key of what follows from them."""
        return key_of("region", self.code, [r.key for r in self.reports], [r.key for r in self.above], reader_sha256())


def regions_of(reports: Mapping[str, Shard]) -> list[Region]:
    """The regions of some reports, by code; `reports` are shards by the ids of their reports, in order."""
    by_region: dict[str, dict[str, Shard]] = {}
    for report_id, shard in reports.items():
        by_region.setdefault(report_id[:REGION], {})[report_id[REGION:]] = shard
    found = []
    for code, own in by_region.items():
        above = [by_region.get(higher, {}) for higher in codes_above(code)]
        found.append(Region(code, [*own.values()], [of[year] for of in above for year in own if year in of]))
    return found


class RegionReader(Struct, frozen=True):
    """Makes the shards of regions from the shards of their reports, in a process of its own."""

    shards: Shards

    def __call__(self, region: Region) -> bytes | str:
        """The shard of a region, or why there is none."""
        try:
            return self.made(region)
        except BaogaoError as error:
            return str(error)

    def made(self, region: Region) -> bytes:
        """The shard of a region. Raises CheckError for rows that break a law."""
        own = self.rows(region.reports, WHOLE)
        above = self.rows(region.above, ("targets", "indicators"))
        statements = reports_of(own["targets"] + above["targets"], own["indicators"] + above["indicators"])
        counted = {name: list(self.counted(region.reports, name)) for name in COUNTED_ONLY}
        government = government_of(region.code, statements)
        rows = of_region(own["reports"], {**own, **counted}, government, mentions(self.lines(region.reports)))
        tables = {name: arrow_rows(name, rows[name]) for name in OF_REGION}
        refuse_broken(tables, own, above)
        return encoded(region.key, tables, {name: len(table) for name, table in tables.items()})

    def rows(self, shards: Sequence[Shard], names: Sequence[str]) -> dict[str, list[Any]]:
        """The rows of some tables, report by report."""
        found: dict[str, list[Any]] = {name: [] for name in names}
        for shard in shards:
            for name, table in self.shards.read(shard, names).items():
                found[name] += msgspec.convert(table.to_pylist(), list[BY_NAME[name].row])  # type: ignore[misc]
        return found

    def lines(self, shards: Iterable[Shard]) -> Iterator[Line]:
        """The words of the paragraphs, those of one report at a time."""
        for shard in shards:
            table = self.shards.read(shard, ["paragraphs"])["paragraphs"].select(Line.__struct_fields__)
            yield from msgspec.convert(table.to_pylist(), list[Line])

    def counted(self, shards: Iterable[Shard], name: str) -> Iterator[Counted]:
        """What is counted of the rows of a table."""
        columns = ["report_id", *(["review"] if name in CHECKED else []), *(["reason"] if name == "figures" else [])]
        for shard in shards:
            for row in self.shards.read(shard, [name])[name].select(columns).to_pylist():
                yield Counted(**row)


def refuse_broken(tables: Mapping[str, pa.Table], *known: Mapping[str, list[Any]]) -> None:
    """Raise CheckError when a row of a region has the id of another, or refers to none of what is known."""
    plain = {name: table.to_pylist() for name, table in tables.items()}
    keys: dict[str, set[str]] = {name: {row["id"] for row in rows} for name, rows in registries().items()}
    for name in ("reports", "indicators", "targets"):
        keys[name] = {row.id for rows in known for row in rows.get(name, ())}
    keys["regions"] = {row.region_code for row in known[0]["reports"]}
    keys["glossary"] = set()
    if problem := next(chain(ids_are_unique(plain, {}), unknown_references(plain, keys)), None):
        raise CheckError(f"what follows from it breaks a law of releases: {problem}")
