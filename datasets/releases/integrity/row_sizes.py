"""How large the rows of a table file may be: each, all of a row group, and those of an answer."""

import pyarrow as pa
import pyarrow.parquet as pq

from datasets import arrow_compute as pc
from datasets.releases.integrity.value_sizes import Bound, sizes
from datasets.releases.tables.parquet import ROW_GROUP

KILOBYTE, MEGABYTE = 1 << 10, 1 << 20
LARGEST_ROW = 256 * KILOBYTE  # the longest report since 1954 has 180 in all
LARGEST_ANSWER = 32 * MEGABYTE  # of the largest rows that one answer can have
ROWS_OF_ANSWER = 1000
GROUP_MINIMUM, GROUP_PER_ROW = 8 * MEGABYTE, 2 * KILOBYTE  # of a row group, when decompressed and when decoded


class TableError(ValueError):
    """What is wrong with a table file."""


def refuse_group(size: int, rows: int, how: str) -> None:
    """Raise TableError when a row group takes more memory than so many rows do."""
    if size > (most := most_of_group(rows)):
        raise TableError(f"has a row group of {rows:,} rows that is {size:,} bytes when {how}; at most {most:,}")


def most_of_group(rows: int) -> int:
    """The bytes that a row group of so many rows may take; one that grew has no more than another (`group_rows`)."""
    return GROUP_MINIMUM + GROUP_PER_ROW * min(rows, ROW_GROUP)


def refuse_rows(stored: pq.ParquetFile, bounds: list[Bound]) -> None:
    """Raise TableError when rows are too large. They are read once more only if by the bound of a group some may be."""
    is_long = [bound.row * ROWS_OF_ANSWER > LARGEST_ANSWER for bound in bounds]
    rows = [stored.metadata.row_group(number).num_rows for number in range(len(bounds))]
    if any(is_long) or any(bound.total > most_of_group(n) for bound, n in zip(bounds, rows, strict=True)):
        large = [n for n, bound in enumerate(bounds) if is_long[n] or bound.total > GROUP_MINIMUM]
        refuse_answer([sizes_of_rows(stored, number) for number in large])


def read_column(stored: pq.ParquetFile, number: int, name: str) -> pa.ChunkedArray:
    """A column of a row group."""
    return stored.read_row_group(number, columns=[name], use_threads=False).column(0)


def sizes_of_rows(stored: pq.ParquetFile, number: int) -> pa.Array:
    """The bytes of the largest rows of a group. Raises TableError when one, or all together, are larger than any."""
    rows = pa.repeat(pa.scalar(0, pa.int64()), stored.metadata.row_group(number).num_rows)
    for name in stored.schema_arrow.names:
        rows = pc.add(rows, sizes(read_column(stored, number, name)))
    if (row := pc.max(rows).as_py()) > LARGEST_ROW:
        raise TableError(f"has a row of {row:,} bytes; at most {LARGEST_ROW:,}")
    refuse_group(pc.sum(rows).as_py(), len(rows), "decoded")
    return rows.take(pc.top_k_unstable(rows, ROWS_OF_ANSWER))


def refuse_answer(largest: list[pa.Array]) -> None:
    """Raise TableError when the largest rows, some of each group, are more than an answer has."""
    rows = sorted((row for group in largest for row in group.to_pylist()), reverse=True)
    if (size := sum(rows[:ROWS_OF_ANSWER])) > LARGEST_ANSWER:
        raise TableError(f"its {ROWS_OF_ANSWER} largest rows have {size:,} bytes; at most {LARGEST_ANSWER:,}")
