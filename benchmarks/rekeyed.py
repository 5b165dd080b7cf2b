"""`python benchmarks/rekeyed.py HOME NEW COUNT [CORPUS]`: what merging so many reports takes, and one more, unread.

HOME is a library that was built of the reports of CORPUS, such as `scale.py` makes with as many reports as these are.
NEW is a folder for a library of COUNT, whose reports are these and then again those of other regions: their shards, and
those of their regions, are made from the shards of HOME with other ids. Memory is that of all processes (Pss).
"""

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec import Struct

from benchmarks.scale import replicated, run, write_source
from datasets import json
from datasets.library.regions.register import register
from datasets.library.sources import read_source
from datasets.outcomes.library import REGION
from datasets.releases.shards.cache import ABOUT, Shard, Shards, encoded, from_list
from datasets.releases.shards.regions import SCHEMAS as OF_REGION
from datasets.releases.shards.regions import regions_of
from datasets.releases.shards.reports import SCHEMAS as OF_REPORT
from datasets.releases.shards.reports import report_key

SCHEMAS = {**OF_REPORT, **OF_REGION}
UNCHANGED = ("text", "postings")  # tables without ids


class Library(Struct):
    """A library that is made, and the files of the shards it is made from, by report and by region."""

    home: Path
    shards: Shards
    reports: dict[str, Path]
    regions: dict[str, Path]

    def add(self, old: str, new: str, key: str, schemas: Mapping[str, pa.Schema]) -> Shard:
        """The shard of a report or a region from that of another."""
        file = pq.ParquetFile(self.reports[old] if old in self.reports else self.regions[old])
        row, about = file.read(use_threads=False), json.decode(file.schema_arrow.metadata[ABOUT], Any)
        tables = {name: renamed(name, from_list(row[name], schemas[name]), old, new) for name in schemas}
        return self.shards.add(key, encoded(key, tables, about))


def main(home: Path, new: Path, count: int, corpus: Path) -> None:
    """Make the library, build it, and build it with a report more."""
    (new / "sources").mkdir(parents=True)
    library = Library(new, Shards(new / ".shards", SCHEMAS), *known(home / ".shards"))
    like: dict[Path, str] = {}  # the first region with each text
    series: dict[str, str] = {}  # the region whose reports each has
    found: dict[str, Shard] = {}
    reports = (one for one in replicated(corpus) if like.setdefault(one[3], one[0]) + f"-{one[1]}" in library.reports)
    for code, year, title, text in islice(reports, count):
        series[code] = like[text]
        write_source(new, code, year, title, text)
        key = report_key(read_source(new / "sources" / f"{code}-{year}"))
        found[f"{code}-{year}"] = library.add(f"{like[text]}-{year}", f"{code}-{year}", key, OF_REPORT)
    for region in regions_of(dict(sorted(found.items()))):
        library.add(series[region.code], region.code, region.key, OF_REGION)
    told("all", *run(new))
    write_source(new, *next(reports))
    told("one more", *run(new))


def known(folder: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """The files of shards by report, and by region."""
    of_reports: dict[str, Path] = {}
    of_regions: dict[str, Path] = {}
    for file in folder.glob("*.parquet"):
        names = {*pq.read_schema(file).names}
        if "text" in names:
            of_reports[first(file, "reports", "id")] = file
        elif {*OF_REGION} <= names:
            of_regions[first(file, "coverage", "region_code")] = file
    return of_reports, of_regions


def first(file: Path, table: str, column: str) -> str:
    """A value of the first row of a table of a shard."""
    return str(from_list(pq.ParquetFile(file).read(columns=[table])[table], SCHEMAS[table])[column][0])


def renamed(name: str, rows: pa.Table, old: str, new: str) -> pa.Table:
    """The rows of a report or region as those of another."""
    if old == new or name in UNCHANGED:
        return rows
    return pa.Table.from_arrays([*renamed_columns(rows, old, new)], schema=rows.schema)


def renamed_columns(rows: pa.Table, old: str, new: str) -> Iterator[pa.Array]:
    """The columns of rows with the ids and the name of another region."""
    region = register()[new[:REGION]][-1]
    place = {
        "region_code": new[:REGION],
        "region_name": region.name,
        "region_name_en": region.name_en,
        "level": region.level,
    }
    for field, column in zip(rows.schema, rows.columns, strict=True):
        if field.name in place:
            yield pa.array([place[field.name]] * len(rows), field.type)
        elif pa.types.is_string(field.type):
            yield pc.replace_substring_regex(column, rf"^{old}\b", new)
        else:
            yield column


def told(what: str, seconds: float, processor: float, memory: float) -> None:
    """Print a line of what was measured."""
    print(f"{what}: {seconds:.0f} s, {processor:.0f} processor s, {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Path(*sys.argv[4:5] or ["../shared/corpus"]))
