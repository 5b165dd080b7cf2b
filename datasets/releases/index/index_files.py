"""The files of the search index, from parts that come one after another: more than memory holds is sorted on disk."""

from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.releases.index.insertion import merged
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
from datasets.releases.tables.parquet import ROW_GROUP, open_parquet
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter

NUMBER = pa.field("entry", pa.int64(), False)
UNSORTED = pa.schema([pa.field("gram", pa.string()), pa.field("text", pa.int32())])
NOTHING: Mapping[bytes, bytes] = MappingProxyType({})
OPTIONS = {  # small numbers next to each other take a byte or two
    "use_dictionary": ["gram", "table", "key", "name"],
    "column_encoding": {"text": "DELTA_BINARY_PACKED"},
}


class OldIndex(Struct, frozen=True):
    """The index of a release before: its file of pairs, its entries in order, and those that are there no more."""

    grams: Path
    entries: Path
    removed: pa.Table


class IndexFiles:
    """The index of parts that come in any order; `scratch` is a folder for what is sorted.

    What an index before has, and is not removed from it, stays: its texts get other numbers, and keep their order.
    """

    def __init__(self, scratch: Path, before: OldIndex | None = None) -> None:
        self._scratch, self._before, self._count = scratch, before, 0
        self._entries_file, self._postings_file = scratch / "entries.parquet", scratch / "postings.parquet"
        self._entries = TableWriter(self._entries_file, ENTRIES.append(NUMBER))
        self._postings = TableWriter(self._postings_file, POSTINGS, use_dictionary=["gram"])
        if before:
            self._keep(before)

    def _keep(self, before: OldIndex) -> None:
        """Have the entries of an index before, by the numbers of their texts in it."""
        with open_parquet(before.entries) as stored:
            for batch in stored.iter_batches(ROW_GROUP):
                entries = numbered(pa.Table.from_batches([batch.replace_schema_metadata()]), self._count)
                self._count += len(batch)
                self._entries.add(without(entries, before.removed))

    def add(self, part: Part) -> None:
        """Have one part more: its texts are numbered behind those before."""
        self._entries.add(numbered(part.entries, self._count))
        numbers = pc.add(part.postings["entry"], pa.scalar(self._count, pa.int32()))
        self._postings.add(pa.Table.from_arrays([part.postings["gram"], numbers], schema=POSTINGS))
        self._count += len(part.entries)

    def write(self, folder: Path, ordered: Path | None = None, metadata: Mapping[bytes, bytes] = NOTHING) -> None:
        """Write the files of the index; and to `ordered` its entries, from which another may be made."""
        self._entries.close()
        self._postings.close()
        with ExitStack() as stack:
            writers = [stack.enter_context(TableWriter(folder / FILES[TEXTS], SCHEMAS[TEXTS], **OPTIONS))]
            if ordered:
                writers.append(stack.enter_context(TableWriter(ordered, ENTRIES.with_metadata(dict(metadata)))))
            numbers = self._write_texts(*writers)
        self._write_grams(folder / FILES[GRAMS], numbers)

    def _write_texts(self, texts: TableWriter, ordered: TableWriter | None = None) -> pa.Array:
        """Write all texts in order; by the numbers they came with, those they have in it."""
        numbers, number = array("i", [-1]) * self._count, 0
        columns = [*ENTRIES.names, NUMBER.name]
        with sorted_rows(self._entries_file, columns, ENTRIES.names, self._scratch) as found:
            for batch in found:
                texts.add(texts_in(batch, number))
                if ordered:
                    ordered.add(batch.select(ENTRIES.names).cast(ENTRIES))
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
            open_parquet(self._postings_file) as postings,
        ):
            for batch in postings.iter_batches(ROW_GROUP):
                unsorted.add(grams_in(pa.Table.from_batches([batch]), numbers).cast(UNSORTED))
        self._postings_file.unlink()
        with (
            TableWriter(file, SCHEMAS[GRAMS], **OPTIONS) as grams,
            sorted_rows(unsorted_file, UNSORTED.names, UNSORTED.names, self._scratch) as found,
        ):
            for batch in merged(self._kept_grams(numbers), (some.cast(UNSORTED) for some in found)):
                grams.add(batch)
        unsorted_file.unlink()

    def _kept_grams(self, numbers: pa.Array) -> Iterator[pa.Table]:
        """The pairs of the texts that stay, in order."""
        if self._before is None:
            return
        with open_parquet(self._before.grams) as stored:
            for group in range(stored.num_row_groups):
                kept = renumbered(stored.read_row_group(group), numbers)
                if len(kept):
                    yield kept


def numbered(entries: pa.Table, first: int) -> pa.Table:
    """Entries with numbers from one on."""
    return entries.append_column(NUMBER, pa.array(range(first, first + len(entries)), pa.int64()))


def without(entries: pa.Table, removed: pa.Table) -> pa.Table:
    """Entries without those of some rows, which are told by table and key."""
    for place in removed["place"].unique().to_pylist():
        keys = removed.filter(pc.equal(removed["place"], place))["key"]
        is_removed = pc.and_(pc.equal(entries["place"], place), pc.is_in(entries["key"], keys.combine_chunks()))
        entries = entries.filter(pc.invert(is_removed))
    return entries


def renumbered(grams: pa.Table, numbers: pa.Array) -> pa.Table:
    """Rows of `search_grams` whose texts have other numbers, without those whose texts have none."""
    texts = numbers.take(grams["text"].combine_chunks())
    plain = grams["gram"].combine_chunks().cast(pa.string())
    return pa.Table.from_arrays([plain, texts], schema=UNSORTED).filter(pc.greater_equal(texts, 0)).combine_chunks()
