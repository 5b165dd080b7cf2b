"""Rows of a Parquet file in order, however many they are: DuckDB sorts them, in bounded memory and files beside.

What it holds while it puts sorted runs together grows with their number: of 580 million pairs of characters it needed
more than it may have. So that many rows are sorted in ranges of their first column, one after another.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from datasets.errors import ReleaseError
from datasets.releases.tables.parquet import open_parquet

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",  # that a sort takes before it writes to files
    "preserve_insertion_order": "false",
    "threads": 1,  # each of them has a part of every sorted run in memory when these are put together
}
BATCH = 65_536  # rows
MOST = 100_000_000  # rows that are sorted at once; 145 million of 8 bytes were within the memory
GROUPS, EVERY = 32, 61  # row groups that are looked at for ranges, and of how many rows one

Range = tuple[Any, Any]  # from a value on, below another; None for no bound


@contextmanager
def sorted_rows(file: Path, columns: Sequence[str], by: Sequence[str], scratch: Path) -> Iterator[Iterator[pa.Table]]:
    """The rows of a Parquet file by some of its columns, some at a time; `by` are to tell all rows apart.

    The first of `by` has no nulls. Raises ReleaseError where there is no room in `scratch`, a folder for files that are
    gone afterwards, also while rows are taken.
    """
    config = CONFIG | {"temp_directory": str(scratch)}
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("set enable_progress_bar = false")
            yield in_order(connection, file, columns, by)
    except duckdb.Error as error:
        raise unsorted(file, error) from error


def in_order(
    connection: duckdb.DuckDBPyConnection, file: Path, columns: Sequence[str], by: Sequence[str]
) -> Iterator[pa.Table]:
    """The rows of one range after another."""
    column = duckdb.ColumnExpression(by[0])
    try:
        for start, end in ranges(file, by[0]):
            found = connection.read_parquet(str(file))
            if start is not None:
                found = found.filter(column >= duckdb.ConstantExpression(start))
            if end is not None:
                found = found.filter(column < duckdb.ConstantExpression(end))
            for batch in found.select(*columns).order(", ".join(by)).to_arrow_reader(BATCH):
                yield pa.Table.from_batches([batch])
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise unsorted(file, error) from error


def ranges(file: Path, name: str) -> Iterable[Range]:
    """Ranges of a column, of about as many rows each, no more than are sorted at once unless they have one value."""
    try:
        with open_parquet(file) as stored:
            parts = -(-stored.metadata.num_rows // MOST)
            if parts < 2:  # noqa: PLR2004
                return [(None, None)]
            groups = range(0, stored.num_row_groups, -(-stored.num_row_groups // GROUPS))
            seen = sorted(
                value
                for group in groups
                for value in stored.read_row_group(group, columns=[name])[name].to_pylist()[::EVERY]
            )
    except (OSError, pa.ArrowException) as error:
        raise unsorted(file, error) from error
    bounds = sorted({seen[len(seen) * part // parts] for part in range(1, parts)})
    return zip([None, *bounds], [*bounds, None], strict=True)


def unsorted(file: Path, error: Exception) -> ReleaseError:
    """What to raise where a file cannot be sorted."""
    return ReleaseError(f"{file.parent}: cannot sort {file.name}: {str(error).splitlines()[0]}")
