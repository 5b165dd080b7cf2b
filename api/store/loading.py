"""From the Parquet file of a table to its columns in memory, one after another, so that little is in memory twice."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from api.store.columns import Column, Numbers, Repeated
from datasets import arrow_compute as pc

WHOLE_NUMBERS = ((pa.int8(), 7), (pa.int16(), 15), (pa.int32(), 31), (pa.int64(), 63))  # and their bits
REPEATS = 2  # how many rows on average have a text that is kept once
MOST_VALUES = 200_000  # texts of a column that are kept once; more would take more room than they save
LONGEST = 2**31  # bytes of text for which places of 32 bits are too short


def load_columns(file: Path, names: Sequence[str]) -> Iterator[tuple[str, Column]]:
    """Columns of a file, those that have plain values."""
    schema = pq.read_schema(file)
    for field in map(schema.field, names):
        if pa.types.is_string(field.type):
            yield field.name, texts(file, field.name)
        elif not pa.types.is_nested(field.type):
            yield field.name, numbers(pq.ParquetFile(file).read([field.name], use_threads=False)[field.name])


def numbers(stored: pa.ChunkedArray) -> Column:
    """A column of numbers, days or flags."""
    bounds = pc.min_max(stored)
    least, most = bounds["min"].as_py(), bounds["max"].as_py()
    if least is None or (least == most and not stored.null_count):
        return Repeated([], pa.nulls(len(stored)), least)
    if pa.types.is_integer(stored.type):
        stored = stored.cast(narrowest(least, most))
    return Numbers(stored.combine_chunks(), least, most)


def texts(file: Path, name: str) -> Column:
    """A column of texts: each kept once if many rows have it, by what the first rows have."""
    with_numbers = pq.ParquetFile(file, read_dictionary=[name])
    first = with_numbers.read_row_group(0, [name], use_threads=False)[name]
    if pc.count_distinct(first.cast(pa.string())).as_py() * REPEATS <= len(first) - first.null_count or not len(first):
        stored = with_numbers.read([name], use_threads=False)[name]
        if len(values := distinct(stored)) <= MOST_VALUES:
            return repeated(stored, values)
    stored = pq.ParquetFile(file).read([name], use_threads=False)[name]
    return Column((stored.cast(pa.large_string()) if stored.nbytes >= LONGEST else stored).combine_chunks())


def distinct(stored: pa.ChunkedArray) -> pa.Array:
    """The values of a column of numbered texts, in order."""
    values = pc.unique(pa.concat_arrays([chunk.dictionary for chunk in stored.chunks]))
    return values.take(pc.sort_indices(values))


def repeated(stored: pa.ChunkedArray, values: pa.Array) -> Repeated:
    """A column of texts that are kept once each."""
    if not len(values) or (len(values) == 1 and not stored.null_count):
        return Repeated([], pa.nulls(len(stored)), values[0].as_py() if len(values) else None)
    kind = narrowest(0, len(values))
    numbered = [
        pc.index_in(chunk.dictionary, value_set=values).cast(kind).take(chunk.indices) for chunk in stored.chunks
    ]
    return Repeated(values.to_pylist(), pa.concat_arrays(numbered))


def narrowest(least: int, most: int) -> pa.DataType:
    """The narrowest type of whole numbers that has these."""
    return next(kind for kind, bits in WHOLE_NUMBERS if -(1 << bits) <= least and most < 1 << bits)
