"""Rows of a Parquet file in order, however many they are: DuckDB sorts them, in bounded memory and files beside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from datasets.errors import ReleaseError

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",  # that a sort takes before it writes to files
    "preserve_insertion_order": "false",
}
BATCH = 65_536  # rows


@contextmanager
def sorted_rows(file: Path, columns: Sequence[str], by: Sequence[str], scratch: Path) -> Iterator[Iterator[pa.Table]]:
    """The rows of a Parquet file by some of its columns, some at a time; `by` are to tell all rows apart.

    Raises ReleaseError where there is no room in `scratch`, a folder for files that are gone afterwards.
    """
    config = CONFIG | {"temp_directory": str(scratch)}
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("set enable_progress_bar = false")
            found = connection.read_parquet(str(file)).select(*columns).order(", ".join(by))
            yield (pa.Table.from_batches([batch]) for batch in found.to_arrow_reader(BATCH))
    except duckdb.Error as error:
        raise ReleaseError(f"{scratch}: cannot sort {file.name}: {str(error).splitlines()[0]}") from error
