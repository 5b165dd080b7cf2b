"""Rows to Parquet: checked, sorted, and the same bytes for the same rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from datasets.errors import CheckError
from schemas.arrow import arrow_schema
from schemas.located import Row
from schemas.tables import Table

ROW_GROUP = 65_536  # rows
SMALL_GROUPS, GROWN = 4_096, 16  # of a file that grows: so many groups have so many rows, those behind them 16 times


def group_rows(number: int, *, grows: bool) -> int:
    """The rows of a row group of a file, by its number, but for the last.

    The search index `grows` beyond what a footer may list, and a row of it takes a few bytes; other tables do not.
    """
    return ROW_GROUP * GROWN if grows and number >= SMALL_GROUPS else ROW_GROUP


def plain_rows(table: Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain values in the order of the table, after the limits of their columns were checked.

    msgspec checks limits when it decodes, not when a Struct is made, so each row goes through plain values once
    before it may be published. Raises CheckError for a row outside its limits.
    """
    plain = [checked(table, row) for row in rows]
    return sorted(plain, key=lambda row: tuple(row[column] for column in table.sort))


def checked(table: Table, row: Row) -> dict[str, Any]:
    """One row as plain values. Raises CheckError when a column cannot hold its value."""
    plain: dict[str, Any] = msgspec.to_builtins(row, builtin_types=(dt.date,))
    try:
        msgspec.convert(plain, table.row)
    except msgspec.ValidationError as error:
        raise CheckError(f"{table.name}: {plain.get(table.key)}: {error}") from None
    return plain


def known_columns(file: Path, table: Table) -> tuple[str, ...]:
    """The columns of a table that a file has and today's schemas know, in its order."""
    return tuple(name for name in pq.read_schema(file).names if name in table.row.__struct_fields__)


def later_columns(table: Table, stored: Sequence[str]) -> list[pa.Field]:
    """The columns of a table that came after a file with these; they are empty in it."""
    return [field.with_nullable(True) for field in arrow_schema(table.row) if field.name not in stored]


def open_parquet(file: Path) -> pq.ParquetFile:
    """A Parquet file to read some rows at a time, which are let go; with `pre_buffer` all are kept until the end."""
    return pq.ParquetFile(file, pre_buffer=False)


def read_parquet(file: Path) -> pa.Table:
    """The table of a Parquet file, whole."""
    return pq.ParquetFile(file, memory_map=True).read()


def uncompressed_size(file: Path, column: str) -> int:
    """The bytes of a column of a Parquet file before they were compressed. Raises OSError or ArrowException."""
    metadata = pq.read_metadata(file)
    place, groups = metadata.schema.names.index(column), range(metadata.num_row_groups)
    return sum(metadata.row_group(group).column(place).total_uncompressed_size for group in groups)
