"""The undertakings of the projects of a release: all are sorted on disk, or those that changed put among the others."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from msgspec.structs import fields

from datasets import arrow_compute as pc
from datasets.outcomes.undertakings import in_order
from datasets.releases.index.insertion import RowBuffer
from datasets.releases.shards.cache import arrow_rows
from datasets.releases.tables.continued import writer_of
from datasets.releases.tables.parquet import open_parquet
from datasets.releases.tables.sorting import sorted_rows
from schemas.arrow import arrow_schema
from schemas.projects import Project
from schemas.tables import BY_NAME
from schemas.undertakings import Undertaking

NAME = "undertakings"
TOGETHER = 4_096  # undertakings that are made at once
FEW = 4_096  # undertakings that are put among others; more are sorted with them
ORDER = ("project_key", "report_id", "char_start", "id")
YEARS = ("year", "report_year")
STATED = {*ORDER, *Undertaking.__struct_fields__, *YEARS}  # of a project, what its undertaking is made of
Statement = msgspec.defstruct(
    "Statement", [(one.name, one.type) for one in fields(Project) if one.name in STATED], frozen=True, kw_only=True
)


def write_undertakings(folder: Path, scratch: Path) -> None:
    """Write the undertakings of the projects in a folder."""
    projects = folder / "projects.parquet"
    with (
        writer_of(folder, NAME) as writer,
        sorted_rows(projects, Statement.__struct_fields__, ORDER, scratch) as found,
    ):
        for rows in undertakings_of(found):
            writer.add(rows)


def undertakings_of(statements: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The undertakings of statements that come in order, some at a time."""
    found = (
        one
        for batch in statements
        for start in range(0, len(batch), TOGETHER)  # as rows of Python they take ten times the memory
        for one in plain_statements(batch.slice(start, TOGETHER))
    )
    rows = in_order(found)
    while some := list(islice(rows, TOGETHER)):
        yield arrow_rows(NAME, some)


def plain_statements(rows: pa.Table) -> list[Any]:
    """Statements as rows of Python."""
    return msgspec.convert(rows.to_pylist(), list[Statement])  # type: ignore[valid-type]  # made just now


def continue_undertakings(folder: Path, before: Path, keys: Iterable[str]) -> tuple[pa.Table, pa.Table]:
    """Write the undertakings of a release before, those of some keys made anew: what these were, and what they are."""
    chosen = pa.array(sorted(keys), pa.string())
    new = pa.concat_tables([empty(), *undertakings_of([statements_of(folder / "projects.parquet", chosen)])])
    few, old = RowBuffer(new, new["id"].to_pylist()), [empty()]
    with writer_of(folder, NAME) as writer, open_parquet(before / f"{NAME}.parquet") as stored:
        for group in range(stored.num_row_groups):
            rows = stored.read_row_group(group)
            is_chosen = pc.is_in(rows["id"], chosen)
            old.append(rows.filter(is_chosen))
            kept = rows.filter(pc.invert(is_chosen))
            writer.add(few.into(kept, kept["id"].to_pylist()))
        writer.add(few.rest())
    return pa.concat_tables(old), new


def statements_of(projects: Path, keys: pa.Array) -> pa.Table:
    """The statements about projects of some keys, in order."""
    with open_parquet(projects) as stored:
        found = [
            pa.Table.from_batches([batch]).filter(pc.is_in(batch["project_key"], keys))
            for batch in stored.iter_batches(columns=[*Statement.__struct_fields__])
        ]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in ORDER]) if found else pa.table({})


def empty() -> pa.Table:
    """No undertakings."""
    return arrow_schema(BY_NAME[NAME].row).empty_table()
