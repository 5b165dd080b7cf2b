"""Rows in order, however many they are: DuckDB sorts them, in bounded memory and files beside.

What it holds while it puts sorted runs together grows with their number: of 580 million pairs of characters it needed
more than it may have. So that many rows are laid into files by ranges of their first column, and each is sorted by
itself: every row is written twice and read twice, whatever their number.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from datasets import arrow_compute as pc
from datasets.errors import ReleaseError
from datasets.releases.tables.parquet import ROW_GROUP, open_parquet
from datasets.releases.tables.writer import TableWriter

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",  # that a sort takes before it writes to files
    "preserve_insertion_order": "false",
    "threads": 1,  # each of them has a part of every sorted run in memory when these are put together
}
BATCH = 65_536  # rows
MOST = 100_000_000  # rows that are sorted at once; 145 million of 8 bytes were within the memory
GROUPS, EVERY = 32, 61  # row groups that are looked at for ranges, and of how many rows one


class RangeFiles:
    """Rows that come in any order, in files by ranges of a column, which begin at some values; without any, in one."""

    def __init__(self, scratch: Path, name: str, schema: pa.Schema, by: str, bounds: Sequence[Any]) -> None:
        self._by, self._bounds = by, pa.array(bounds, schema.field(by).type)
        self._files = [scratch / f"{name}-{number}.parquet" for number in range(len(bounds) + 1)]
        self._stack = ExitStack()
        self._writers = [
            self._stack.enter_context(TableWriter(file, schema, grows=True, use_dictionary=[by]))
            for file in self._files
        ]

    def add(self, rows: pa.Table) -> None:
        """Have some rows more."""
        if not len(self._bounds):
            self._writers[0].add(rows)
            return
        places = pc.search_sorted(self._bounds, rows[self._by].combine_chunks(), side="right")
        ordered, start = rows.take(pc.sort_indices(places)), 0
        for place, count in sorted((one["values"], one["counts"]) for one in pc.value_counts(places).to_pylist()):
            self._writers[place].add(ordered.slice(start, count))
            start += count

    def taken(self) -> Iterator[Path]:
        """The file of one range after another, in order; each is gone when the next is asked for."""
        for file in self._files:
            yield file
            file.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)


@contextmanager
def sorted_rows(file: Path, columns: Sequence[str], by: Sequence[str], scratch: Path) -> Iterator[Iterator[pa.Table]]:
    """The rows of a Parquet file by some of its columns, some at a time; `by` are to tell all rows apart.

    The first of `by` has no nulls. Raises ReleaseError where there is no room in `scratch`, a folder for files that are
    gone afterwards, also while rows are taken.
    """
    bounds = bounds_of(file, by[0])
    files = laid_out(file, columns, by[0], bounds, scratch).taken() if bounds else iter([file])
    with in_order(files, columns, by, scratch) as rows:
        yield rows


@contextmanager
def in_order(
    files: Iterator[Path], columns: Sequence[str], by: Sequence[str], scratch: Path
) -> Iterator[Iterator[pa.Table]]:
    """The rows of files one after another, those of each in order."""
    with duckdb.connect(config=CONFIG | {"temp_directory": str(scratch)}) as connection:
        connection.execute("set enable_progress_bar = false")
        yield (rows for file in files for rows in in_order_of(connection, file, columns, by))
    for _ in files:  # also those go whose rows nobody asked for
        pass


def in_order_of(
    connection: duckdb.DuckDBPyConnection, file: Path, columns: Sequence[str], by: Sequence[str]
) -> Iterator[pa.Table]:
    """The rows of a file in order. Raises ReleaseError."""
    try:
        found = connection.read_parquet(str(file)).select(*columns).order(", ".join(by))
        for batch in found.to_arrow_reader(BATCH):
            yield pa.Table.from_batches([batch])
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise unsorted(file, error) from error


def laid_out(file: Path, columns: Sequence[str], by: str, bounds: Sequence[Any], scratch: Path) -> RangeFiles:
    """The rows of a file in files by ranges of a column. Raises ReleaseError."""
    try:
        with open_parquet(file) as stored:
            schema = pa.schema([stored.schema_arrow.field(name) for name in columns])
            with RangeFiles(scratch, file.stem, schema, by, bounds) as ranges:
                for batch in stored.iter_batches(ROW_GROUP, columns=[*columns]):
                    ranges.add(pa.Table.from_batches([batch]).select([*columns]).cast(schema))
    except (pa.ArrowException, OSError) as error:
        raise unsorted(file, error) from error
    return ranges


def bounds_of(file: Path, name: str) -> list[Any]:
    """At which values of a column ranges begin, of about as many rows each: no more than are sorted at once.

    Unless they have one value. None for rows that are sorted together. Raises ReleaseError.
    """
    try:
        with open_parquet(file) as stored:
            parts = -(-stored.metadata.num_rows // MOST)
            if parts < 2:  # noqa: PLR2004
                return []
            groups = range(0, stored.num_row_groups, -(-stored.num_row_groups // GROUPS))
            seen = sorted(
                value
                for group in groups
                for value in stored.read_row_group(group, columns=[name])[name].to_pylist()[::EVERY]
            )
    except (OSError, pa.ArrowException) as error:
        raise unsorted(file, error) from error
    return sorted({seen[len(seen) * part // parts] for part in range(1, parts)})


def unsorted(file: Path, error: Exception) -> ReleaseError:
    """What to raise where a file cannot be sorted."""
    return ReleaseError(f"{file.parent}: cannot sort {file.name}: {str(error).splitlines()[0]}")
