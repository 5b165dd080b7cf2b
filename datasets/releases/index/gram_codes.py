"""Pairs of characters as numbers in the same order: forty million of them are moved as such, not as texts."""

import pyarrow as pa

from datasets import arrow_compute as pc
from datasets.releases.tables.writer import TableWriter

WIDTH = 21  # bits of a character
LAST = (1 << WIDTH) - 1
CODED = pa.schema([pa.field("gram", pa.int64()), pa.field("text", pa.int32())])


class GramWriter(TableWriter):
    """Writes rows of `search_grams`, whose pairs come as codes."""

    def encoded(self, column: pa.ChunkedArray) -> pa.Array:
        """Codes, which are in order, as pairs of characters, each in the dictionary once."""
        runs = pc.run_end_encode(column.combine_chunks())
        places = pa.arange(0, len(runs.values)).cast(pa.int32())
        indices = pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(runs.run_ends, places))
        pairs = [chr(code >> WIDTH) + chr(code & LAST) for code in runs.values.to_pylist()]
        return pa.DictionaryArray.from_arrays(indices, pa.array(pairs, pa.string()))


def codes_of(pairs: pa.Array) -> pa.Array:
    """The codes of pairs of characters: the two numbers of each stand side by side in UTF-32."""
    text = "".join(pairs.to_pylist()).encode("utf-32-le")
    both = pa.Array.from_buffers(pa.int64(), len(pairs), [None, pa.py_buffer(text)])
    first = pc.bit_wise_and(both, (1 << 32) - 1)
    return pc.bit_wise_or(pc.shift_left(first, WIDTH), pc.shift_right(both, 32))


def codes_in_runs(grams: pa.Array) -> pa.Array:
    """The codes of pairs that stand in runs."""
    runs = pc.run_end_encode(grams)
    return pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(runs.run_ends, codes_of(runs.values)))


def coded(rows: pa.Table) -> pa.Table:
    """Rows of `search_grams` with codes in place of pairs."""
    grams, texts = (rows[name].combine_chunks() for name in CODED.names)
    codes = codes_of(grams.dictionary).take(grams.indices)
    return pa.Table.from_arrays([codes, texts], schema=CODED)
