"""Formats of a listing: one line each. JSON answers a page; the others are downloads of all rows."""

import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from api.formats.export import Export
from api.http.negotiation import weighted
from api.http.problems import BadParameter, NotAcceptable, nearest
from datasets.releases.tables.csv import csv_parts

ENCODER = msgspec.json.Encoder()
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS = 1_048_575  # that an Excel sheet holds beside the names of the columns
DATASET_ROWS = 1_000_000  # so that what is made on disk has a limit

Write = Callable[[Export], Iterator[bytes]]


class Format(Struct, frozen=True):
    """A format: its name, which is also its suffix, its media type, what writes a download, and how much it holds.

    One `for_people` has columns in the order they are looked for, unless they are selected, and says where it is from.
    """

    name: str
    media_type: str
    write: Write | None = None
    most_rows: int | None = None
    for_people: bool = False


def write_ndjson(export: Export) -> Iterator[bytes]:
    """One JSON object a line, each ended by a line feed; the rows as JSON has them."""
    for batch in export.batches:
        yield ENCODER.encode_lines(batch.to_pylist())


def write_csv(export: Export) -> Iterator[bytes]:
    """CSV as `datasets.releases.tables.csv` has it."""
    return csv_parts(
        export.schema.names,
        export.batches,
        bom="bom" in export.options,
        escape_formulas="escape_formulas" in export.options,
    )


def write_parquet(export: Export) -> Iterator[bytes]:
    """Parquet with the schema of the table, column descriptions included."""
    sink = io.BytesIO()
    return encode_batches(pq.ParquetWriter(sink, export.schema, compression="zstd"), sink, export)


def write_arrow(export: Export) -> Iterator[bytes]:
    """An Arrow IPC stream with the schema of the table, column descriptions included."""
    sink = io.BytesIO()
    return encode_batches(pa.ipc.new_stream(sink, export.schema), sink, export)


def write_xlsx(export: Export) -> Iterator[bytes]:
    """An Excel workbook, by what is imported when one is asked for."""
    chunks: Iterator[bytes] = import_module("api.formats.xlsx").write_workbook(export)
    return chunks


def write_stata(export: Export) -> Iterator[bytes]:
    """A Stata dataset, by what is imported when one is asked for."""
    chunks: Iterator[bytes] = import_module("api.formats.stata").write_dataset(export)
    return chunks


def encode_batches(writer: Any, sink: io.BytesIO, export: Export) -> Iterator[bytes]:
    """What a writer of Arrow tables makes of batches, as soon as it is made."""
    with writer:
        for batch in export.batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(export.schema))
            yield from drain(sink)
    yield from drain(sink)


def drain(sink: io.BytesIO) -> Iterator[bytes]:
    """What has been written so far, if anything; the sink is empty afterwards."""
    if content := sink.getvalue():
        yield content
        sink.seek(0)
        sink.truncate()


JSON = Format("json", "application/json")
CSV = Format("csv", "text/csv", write_csv)
FORMATS = (
    JSON,
    Format("ndjson", "application/x-ndjson", write_ndjson),
    CSV,
    Format("parquet", "application/vnd.apache.parquet", write_parquet),
    Format("arrow", "application/vnd.apache.arrow.stream", write_arrow),
    Format("xlsx", SPREADSHEET, write_xlsx, SHEET_ROWS, for_people=True),
    Format("dta", "application/x-stata-dta", write_stata, DATASET_ROWS, for_people=True),
)
BY_NAME = {format_.name: format_ for format_ in FORMATS}


def negotiated_format(suffix: str | None, asked: str | None, accept: str) -> Format:
    """The format of an answer: by suffix, else by `?format=`, else by `Accept`, else JSON.

    Raises BadParameter for a format there is not, NotAcceptable when `Accept` leaves none.
    """
    if asked is not None and asked not in BY_NAME:
        raise BadParameter(
            f"format: {asked[:80]!r} is not one of {', '.join(BY_NAME)}",
            parameter="format",
            nearest=nearest(asked, BY_NAME),
            allowed=list(BY_NAME),
        )
    if named := suffix or asked:
        return BY_NAME[named]
    return accepted_format(accept)


@lru_cache(maxsize=256)
def accepted_format(accept: str, formats: tuple[Format, ...] = FORMATS) -> Format:
    """The format an `Accept` header prefers (RFC 9110, 12.5.1); the first of those there are among equals."""
    if not accept.strip():
        return formats[0]
    ranges = weighted(accept)
    best = max(formats, key=lambda format_: (quality(format_, ranges), -formats.index(format_)))
    if quality(best, ranges) <= 0:
        offered = [format_.media_type for format_ in formats]
        raise NotAcceptable(f"none of {accept[:200]!r} is offered here", offered=offered)
    return best


def quality(format_: Format, ranges: list[tuple[str, float]]) -> float:
    """How much a format is wanted: the weight of the most specific range that fits it."""
    media = format_.media_type
    fits = {media: 2, media.partition("/")[0] + "/*": 1, "*/*": 0}
    matching = [(fits[name], weight) for name, weight in ranges if name in fits]
    return max(matching)[1] if matching else 0.0
