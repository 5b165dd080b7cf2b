"""Shards to the files of a release, as a stream: no more is in memory than a row group of each table.

Reports come in the order of their ids, and regions in that of their codes, which is that of the tables; only
undertakings and the search index, whose order is another, are sorted on disk.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from msgspec.structs import fields

from datasets.library.regions.rows import region_rows
from datasets.outcomes.library import OF_REGION
from datasets.outcomes.undertakings import in_order
from datasets.releases.catalogue import registries
from datasets.releases.index.index_files import IndexFiles, OldIndex
from datasets.releases.index.search_index import FILES, GRAMS, Part, part_of
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.release import PlainRows
from datasets.releases.shards.cache import ABOUT, KEY, Shard, Shards, arrow_rows
from datasets.releases.shards.collecting import Collected
from datasets.releases.shards.merged import Before, Run, entries_key, gone, runs_of
from datasets.releases.shards.reports import TABLES_OF_REPORT
from datasets.releases.tables.parquet import plain_rows, read_parquet
from datasets.releases.tables.reading import RowReader
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter, write_table
from schemas.arrow import arrow_schema
from schemas.projects import Project
from schemas.tables import BY_NAME
from schemas.undertakings import Undertaking

FROM_REPORTS = tuple(name for name in TABLES_OF_REPORT if name not in OF_REGION)
BESIDE_TABLES = ("text", "entries", "postings")
REGISTRIES = ("metrics", "units", "regions")
TOGETHER = 4_096  # undertakings
UNDERTAKING_ORDER = ("project_key", "report_id", "char_start", "id")
YEARS = ("year", "report_year")
STATED = {*UNDERTAKING_ORDER, *Undertaking.__struct_fields__, *YEARS}  # of a project, what its undertaking is made of
Statement = msgspec.defstruct(
    "Statement", [(one.name, one.type) for one in fields(Project) if one.name in STATED], frozen=True, kw_only=True
)


def merge(collected: Collected, folder: Path, scratch: Path, before: Before | None = None) -> None:
    """Write every table, text and file of the search index. `scratch` is an empty folder for what is sorted.

    The rows of reports that the release before has from the same shards are taken from its tables: the bytes are those
    of a merge without it.
    """
    runs = runs_of(collected.reports)
    old = gone(before, runs, collected.shards) if before else None
    if before is None or old is None:
        before, index = None, IndexFiles(scratch)
    else:
        index = IndexFiles(scratch, old_index(before, old, collected.shards))
    merge_reports(collected, folder, index, runs, before)
    merge_regions(collected, folder)
    index.add(part_of(write_registries(collected, folder)))
    merge_undertakings(folder, scratch)
    ordered, key = collected.shards.new_file(), entries_key(runs)
    index.write(folder, ordered, {KEY: key.encode(), ABOUT: b"null"})
    collected.shards.add_file(key, ordered)


def old_index(before: Before, old: Mapping[str, Shard], shards: Shards) -> OldIndex:
    """The search index of the release before, and the entries of rows that are made anew, or are no more."""
    found = [shards.read(shard, ["entries"])["entries"] for shard in old.values()]
    tables = {name: read_parquet(before.release.table_file(name)).to_pylist() for name in REGISTRIES}
    entries = pa.concat_tables([*found, part_of(tables).entries])
    return OldIndex(before.release.folder / FILES[GRAMS], before.entries, entries)


class Tables:
    """The tables of reports as they are written: rows come from shards, or stay those of the release before."""

    def __init__(self, folder: Path, before: Before | None, stack: ExitStack) -> None:
        self._writers = {name: stack.enter_context(writer_of(folder, name)) for name in FROM_REPORTS}
        files = {name: before.release.table_file(name) for name in FROM_REPORTS} if before else {}
        self._readers = {name: stack.enter_context(RowReader(file)) for name, file in files.items()}
        self._kept: Counter[str] = Counter()

    def keep(self, rows: Mapping[str, int]) -> None:
        """So many rows of each table stay. They are written with others, many at a time."""
        self._kept.update(rows)

    def drop(self, rows: Mapping[str, int]) -> None:
        """So many rows of each table are no more."""
        self.flush()
        for name, reader in self._readers.items():
            reader.skip(rows[name])

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Write the rows of a shard."""
        self.flush()
        for name, writer in self._writers.items():
            writer.add(tables[name])

    def flush(self) -> None:
        """Write the rows that stay."""
        for name, reader in self._readers.items():
            for rows in reader.take(self._kept[name]):
                self._writers[name].add(rows)
        self._kept.clear()


def merge_reports(
    collected: Collected, folder: Path, index: IndexFiles, runs: Mapping[str, Run], before: Before | None
) -> None:
    """Write the tables and texts of reports, and have the index have those that it had not."""
    (folder / TEXTS).mkdir()
    old = before.runs if before else {}
    shards = {one.source.report_id: one.shard for one in collected.reports}
    with ExitStack() as stack:
        tables = Tables(folder, before, stack)
        for report_id in sorted(runs.keys() | old.keys()):
            text = f"{TEXTS}/{report_id}.txt"
            if before and runs.get(report_id) == old.get(report_id):
                tables.keep(runs[report_id].rows)
                shutil.copyfile(before.release.folder / text, folder / text)
                continue
            if report_id in old:
                tables.drop(old[report_id].rows)
            if report_id in runs:
                found = collected.shards.read(shards[report_id], [*FROM_REPORTS, *BESIDE_TABLES])
                tables.add(found)
                (folder / text).write_bytes(found["text"]["text"][0].as_py().encode())
                index.add(Part(found["entries"], found["postings"]))
        tables.flush()


def merge_regions(collected: Collected, folder: Path) -> None:
    """Write the tables that follow from a region at a time."""
    with ExitStack() as stack:
        writers = {name: stack.enter_context(writer_of(folder, name)) for name in OF_REGION}
        for shard in collected.regions.values():
            for name, table in collected.shards.read(shard, OF_REGION).items():
                writers[name].add(table)


def write_registries(collected: Collected, folder: Path) -> PlainRows:
    """Write the tables of metrics, units and regions, and say what is in them."""
    regions = plain_rows(BY_NAME["regions"], region_rows(report.source for report in collected.reports))
    tables = {**registries(), "regions": regions}
    for name, rows in tables.items():
        write_table(folder / f"{name}.parquet", pa.Table.from_pylist(rows, arrow_schema(BY_NAME[name].row)))
    return tables


def merge_undertakings(folder: Path, scratch: Path) -> None:
    """Write the undertakings, from the table of projects."""
    projects = folder / "projects.parquet"
    with (
        writer_of(folder, "undertakings") as writer,
        sorted_rows(projects, Statement.__struct_fields__, UNDERTAKING_ORDER, scratch) as found,
    ):
        statements: Iterator[Any] = (
            one
            for batch in found
            for one in msgspec.convert(batch.to_pylist(), list[Statement])  # type: ignore[valid-type]  # made just now
        )
        rows = in_order(statements)
        while some := list(islice(rows, TOGETHER)):
            writer.add(arrow_rows("undertakings", some))


def writer_of(folder: Path, name: str) -> TableWriter:
    """The writer of a table."""
    return TableWriter(folder / f"{name}.parquet", arrow_schema(BY_NAME[name].row))
