"""Pairs of characters as numbers in the same order: forty million of them are moved as such, not as texts."""

import pyarrow as pa

from datasets.releases.tables.writer import TableWriter

WIDTH = 21  # bits of a character
LAST = (1 << WIDTH) - 1
CODED = pa.schema([pa.field("gram", pa.int64()), pa.field("text", pa.int32())])


class GramWriter(TableWriter):
    """Writes rows of `search_grams`, whose pairs come as codes."""

    def encoded(self, column: pa.ChunkedArray) -> pa.Array:
        """Codes as pairs of characters, each in the dictionary once."""
        codes = column.combine_chunks().dictionary_encode()
        pairs = [chr(code >> WIDTH) + chr(code & LAST) for code in codes.dictionary.to_pylist()]
        return pa.DictionaryArray.from_arrays(codes.indices, pa.array(pairs, pa.string()))


def codes_of(grams: pa.Array) -> pa.Array:
    """The codes of pairs of characters, which have a dictionary."""
    pairs = grams.dictionary.to_pylist()
    return pa.array([ord(one[0]) << WIDTH | ord(one[1]) for one in pairs], pa.int64()).take(grams.indices)


def coded(rows: pa.Table) -> pa.Table:
    """Rows of `search_grams` with codes in place of pairs."""
    grams, texts = (rows[name].combine_chunks() for name in CODED.names)
    with_dictionary = grams if isinstance(grams, pa.DictionaryArray) else grams.dictionary_encode()
    return pa.Table.from_arrays([codes_of(with_dictionary), texts.cast(pa.int32())], schema=CODED)
