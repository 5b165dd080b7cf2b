"""The files of the search index, from parts that come one after another: more than memory holds is sorted on disk."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from datasets.releases.search_index import (
    ENTRIES,
    FILES,
    GRAMS,
    SCHEMAS,
    TEXTS,
    Part,
    PlainRow,
    grams_in,
    part_of,
    texts_in,
)
from datasets.releases.sorting import sorted_rows
from datasets.releases.table_writer import TableWriter

UNSORTED = pa.schema([pa.field("gram", pa.string()), pa.field("text", pa.int32())])
OPTIONS = {  # small numbers next to each other take a byte or two
    "use_dictionary": ["gram", "table", "key", "name"],
    "column_encoding": {"text": "DELTA_BINARY_PACKED"},
}


class Entries:
    """The texts of all parts, in the order they come; then the number of each in the index."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer = TableWriter(file, ENTRIES.append(pa.field("entry", pa.int64())))
        self.count = 0

    def add(self, entries: pa.Table) -> None:
        """Have the texts of one part more."""
        numbers = pa.array(range(self.count, self.count + len(entries)), pa.int64())
        self._writer.add(entries.append_column("entry", numbers))
        self.count += len(entries)

    def write_texts(self, file: Path) -> pa.Array:
        """Write all texts in order; what they are called by, in the order they came."""
        self._writer.close()
        numbers, number = array("i", bytes(4 * self.count)), 0
        columns = [*ENTRIES.names, "entry"]
        with (
            TableWriter(file, SCHEMAS[TEXTS], **OPTIONS) as texts,
            sorted_rows(self._file, columns, ENTRIES.names, self._file.parent) as found,
        ):
            for batch in found:
                texts.add(texts_in(batch, number))
                for entry in batch["entry"].to_pylist():
                    numbers[entry] = number
                    number += 1
        self._file.unlink()
        return pa.Array.from_buffers(pa.int32(), self.count, [None, pa.py_buffer(numbers)])


def write_grams(file: Path, postings: Iterable[pa.Table], scratch: Path) -> None:
    """Write the texts of each pair of characters, in order, from rows in any."""
    with TableWriter(scratch, UNSORTED, use_dictionary=["gram"]) as unsorted:
        for table in postings:
            unsorted.add(table)
    with (
        TableWriter(file, SCHEMAS[GRAMS], **OPTIONS) as grams,
        sorted_rows(scratch, UNSORTED.names, UNSORTED.names, scratch.parent) as found,
    ):
        for batch in found:
            grams.add(batch)
    scratch.unlink()


def numbered(parts: Iterable[pa.Table], sizes: Iterable[int], numbers: pa.Array) -> Iterator[pa.Table]:
    """The postings of parts of so many texts each, with the numbers that these have in the index."""
    done = 0
    for postings, size in zip(parts, sizes, strict=True):
        yield grams_in(postings, numbers.slice(done, size))
        done += size


def write_index(folder: Path, tables: Mapping[str, Iterable[PlainRow]], scratch: Path) -> None:
    """Write the index of rows that are in memory."""
    part: Part = part_of(tables)
    entries = Entries(scratch / "entries.parquet")
    entries.add(part.entries)
    numbers = entries.write_texts(folder / FILES[TEXTS])
    write_grams(folder / FILES[GRAMS], [grams_in(part.postings, numbers)], scratch / "grams.parquet")
