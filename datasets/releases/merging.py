"""Shards to the files of a release, as a stream: no more is in memory than a row group of each table.

Reports come in the order of their ids, and regions in that of their codes, which is that of the tables; only
undertakings and the search index, whose order is another, are sorted on disk.
"""

from collections.abc import Iterator
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
from datasets.releases.index.index_files import IndexFiles
from datasets.releases.index.search_index import Part, part_of
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.release import PlainRows
from datasets.releases.shards.cache import arrow_rows
from datasets.releases.shards.collecting import Collected
from datasets.releases.shards.reports import TABLES_OF_REPORT
from datasets.releases.tables.parquet import plain_rows
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter, write_table
from schemas.arrow import arrow_schema
from schemas.projects import Project
from schemas.tables import BY_NAME
from schemas.undertakings import Undertaking

FROM_REPORTS = tuple(name for name in TABLES_OF_REPORT if name not in OF_REGION)
BESIDE_TABLES = ("text", "entries", "postings")
TOGETHER = 4_096  # undertakings
UNDERTAKING_ORDER = ("project_key", "report_id", "char_start", "id")
YEARS = ("year", "report_year")
STATED = {*UNDERTAKING_ORDER, *Undertaking.__struct_fields__, *YEARS}  # of a project, what its undertaking is made of
Statement = msgspec.defstruct(
    "Statement", [(one.name, one.type) for one in fields(Project) if one.name in STATED], frozen=True, kw_only=True
)


def merge(collected: Collected, folder: Path, scratch: Path) -> None:
    """Write every table, text and file of the search index. `scratch` is an empty folder for what is sorted."""
    index = IndexFiles(scratch)
    merge_reports(collected, folder, index)
    merge_regions(collected, folder)
    index.add(part_of(write_registries(collected, folder)))
    merge_undertakings(folder, scratch)
    index.write(folder)


def merge_reports(collected: Collected, folder: Path, index: IndexFiles) -> None:
    """Write the tables and texts of reports, and have the index have them."""
    (folder / TEXTS).mkdir()
    with ExitStack() as stack:
        writers = {name: stack.enter_context(writer_of(folder, name)) for name in FROM_REPORTS}
        for report in collected.reports:
            tables = collected.shards.read(report.shard, [*FROM_REPORTS, *BESIDE_TABLES])
            for name, writer in writers.items():
                writer.add(tables[name])
            (text,) = tables["text"]["text"].to_pylist()
            (folder / TEXTS / f"{report.source.report_id}.txt").write_bytes(text.encode())
            index.add(Part(tables["entries"], tables["postings"]))


def merge_regions(collected: Collected, folder: Path) -> None:
    """Write the tables that follow from a region at a time."""
    with ExitStack() as stack:
        writers = {name: stack.enter_context(writer_of(folder, name)) for name in OF_REGION}
        for shard in collected.regions:
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
