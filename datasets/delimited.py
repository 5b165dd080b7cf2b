"""Rows as CSV (RFC 4180): UTF-8, CRLF, a header; nested values as JSON text, an empty field for null."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from datasets.release import Release
from schemas.arrow import arrow_schema
from schemas.tables import Table

BOM = "\N{BYTE ORDER MARK}"
RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV Injection
BATCH = 10_000  # rows


def csv_parts(
    names: Sequence[str], batches: Iterable[pa.RecordBatch], *, bom: bool = False, escape_formulas: bool = False
) -> Iterator[bytes]:
    """The bytes of a CSV file, part by part."""
    buffer = io.StringIO(newline="")
    buffer.write(BOM if bom else "")
    writer = csv.writer(buffer, lineterminator="\r\n")
    show = harmless if escape_formulas else cell
    writer.writerow(names)
    for batch in batches:
        writer.writerows([show(value) for value in row.values()] for row in batch.to_pylist())
        yield take(buffer)
    yield take(buffer)


def table_as_csv(release: Release, table: Table) -> Iterator[bytes]:
    """A whole table of a release, as the API answers it: columns that came after the release are empty."""
    schema = arrow_schema(table.row)
    return csv_parts(schema.names, batches(release, table, schema))


def batches(release: Release, table: Table, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a table of a release, with the columns of a schema."""
    with pq.ParquetFile(release.table_file(table.name)) as file:
        for batch in file.iter_batches(BATCH):
            columns = [
                batch.column(field.name) if field.name in batch.schema.names else pa.nulls(len(batch), field.type)
                for field in schema
            ]
            yield pa.RecordBatch.from_arrays(columns, names=schema.names)


def take(buffer: io.StringIO) -> bytes:
    """What has been written so far; the buffer is empty afterwards."""
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written


def cell(value: Any) -> Any:
    """A value as CSV shows it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def harmless(value: Any) -> Any:
    """A value as CSV shows it, with a `'` before text that a spreadsheet would run."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUN_AS_FORMULA) else cell(value)
