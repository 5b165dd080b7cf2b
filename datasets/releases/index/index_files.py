"""The files of the search index, from parts that come one after another: more than memory holds is sorted on disk."""

from array import array
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datasets import arrow_compute as pc
from datasets.releases.index.search_index import (
    ENTRIES,
    FILES,
    GRAMS,
    POSTINGS,
    SCHEMAS,
    TEXTS,
    Part,
    grams_in,
    texts_in,
)
from datasets.releases.tables.parquet import ROW_GROUP
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter

NUMBER = pa.field("entry", pa.int64(), False)
UNSORTED = pa.schema([pa.field("gram", pa.string()), pa.field("text", pa.int32())])
OPTIONS = {  # small numbers next to each other take a byte or two
    "use_dictionary": ["gram", "table", "key", "name"],
    "column_encoding": {"text": "DELTA_BINARY_PACKED"},
}


class IndexFiles:
    """The index of parts that come in any order; `scratch` is a folder for what is sorted."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._entries_file, self._postings_file = scratch / "entries.parquet", scratch / "postings.parquet"
        self._entries = TableWriter(self._entries_file, ENTRIES.append(NUMBER))
        self._postings = TableWriter(self._postings_file, POSTINGS, use_dictionary=["gram"])

    def add(self, part: Part) -> None:
        """Have one part more: its texts are numbered behind those before."""
        first, count = self._entries.rows, len(part.entries)
        self._entries.add(part.entries.append_column(NUMBER, pa.array(range(first, first + count), pa.int64())))
        numbers = pc.add(part.postings["entry"], pa.scalar(first, pa.int32()))
        self._postings.add(pa.Table.from_arrays([part.postings["gram"], numbers], schema=POSTINGS))

    def write(self, folder: Path) -> None:
        """Write the files of the index."""
        self._entries.close()
        self._postings.close()
        numbers = self._write_texts(folder / FILES[TEXTS])
        self._write_grams(folder / FILES[GRAMS], numbers)

    def _write_texts(self, file: Path) -> pa.Array:
        """Write all texts in order; their numbers in it, in the order they came."""
        numbers, number = array("i", bytes(4 * self._entries.rows)), 0
        columns = [*ENTRIES.names, NUMBER.name]
        with (
            TableWriter(file, SCHEMAS[TEXTS], **OPTIONS) as texts,
            sorted_rows(self._entries_file, columns, ENTRIES.names, self._scratch) as found,
        ):
            for batch in found:
                texts.add(texts_in(batch, number))
                for entry in batch[NUMBER.name].to_pylist():
                    numbers[entry] = number
                    number += 1
        self._entries_file.unlink()
        return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])

    def _write_grams(self, file: Path, numbers: pa.Array) -> None:
        """Write the texts of each pair of characters, in order."""
        unsorted_file = self._scratch / "grams.parquet"
        with (
            TableWriter(unsorted_file, UNSORTED, use_dictionary=["gram"]) as unsorted,
            pq.ParquetFile(self._postings_file) as postings,
        ):
            for batch in postings.iter_batches(ROW_GROUP):
                unsorted.add(grams_in(pa.Table.from_batches([batch]), numbers).cast(UNSORTED))
        self._postings_file.unlink()
        with (
            TableWriter(file, SCHEMAS[GRAMS], **OPTIONS) as grams,
            sorted_rows(unsorted_file, UNSORTED.names, UNSORTED.names, self._scratch) as found,
        ):
            for batch in found:
                grams.add(batch)
        unsorted_file.unlink()
