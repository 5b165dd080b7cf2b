"""Rows as CSV (RFC 4180): UTF-8, CRLF, a header; nested values as JSON text, an empty field for null."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from datasets.releases.release import Release
from datasets.releases.tables.formulas import is_formula
from datasets.releases.tables.parquet import known_columns, open_parquet
from schemas.tables import Table

BOM = "\N{BYTE ORDER MARK}"
BATCH = 10_000  # rows


def csv_parts(
    names: Sequence[str], batches: Iterable[pa.RecordBatch], *, bom: bool = False, escape_formulas: bool = False
) -> Iterator[bytes]:
    """The bytes of a CSV file, part by part."""
    buffer = io.StringIO(newline="")
    buffer.write(BOM if bom else "")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for batch in batches:
        writer.writerows(zip(*(cells(column, escape_formulas) for column in batch.columns), strict=True))
        yield take(buffer)
    if rest := take(buffer):
        yield rest


def table_as_csv(release: Release, table: Table) -> Iterator[bytes]:
    """A whole table of a release, as the API answers it: with the columns that the release has."""
    file = release.table_file(table.name)
    names = known_columns(file, table)
    with open_parquet(file) as stored:
        yield from csv_parts(names, stored.iter_batches(BATCH, columns=[*names]))


def csv_lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows as lines of CSV, without a header."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode()


def take(buffer: io.StringIO) -> bytes:
    """What has been written so far; the buffer is empty afterwards."""
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written


def cells(column: pa.Array, escape_formulas: bool) -> list[Any]:
    """The values of a column as CSV shows them; most of them as they are, which takes a third of the time."""
    values = column.to_pylist()
    if escape_formulas:
        return [harmless(value) for value in values]
    return [cell(value) for value in values] if shown_otherwise(column.type) else values


def shown_otherwise(kind: pa.DataType) -> bool:
    """Whether values of a type are not written as they are."""
    return bool(pa.types.is_nested(kind) or pa.types.is_boolean(kind))


def cell(value: Any) -> Any:
    """A value as CSV shows it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def harmless(value: Any) -> Any:
    """A value as CSV shows it, with a `'` before text that a spreadsheet would run."""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else cell(value)
