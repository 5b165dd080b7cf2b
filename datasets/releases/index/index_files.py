"""The files of the search index, from parts that come one after another: more than memory holds is sorted on disk."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.releases.index.gram_codes import CODED, GramWriter, coded, codes_in_runs
from datasets.releases.index.insertion import RowBuffer, merged
from datasets.releases.index.numbers import NewNumbers, OldNumbers
from datasets.releases.index.search_index import (
    ENTRIES,
    FILES,
    GRAMS,
    SCHEMAS,
    TEXTS,
    Part,
    texts_in,
)
from datasets.releases.tables.parquet import ROW_GROUP, open_parquet, read_parquet
from datasets.releases.tables.sorting import RangeFiles, bounds_of, in_order, sorted_rows
from datasets.releases.tables.writer import TableWriter

FEW = 131_072  # new texts that are put between those there are; more are sorted with them
NUMBER = pa.field("entry", pa.int32(), False)
NOTHING: Mapping[bytes, bytes] = MappingProxyType({})
OPTIONS: dict[str, Any] = {  # small numbers next to each other take a byte or two
    "grows": True,
    "use_dictionary": ["gram", "table", "key", "name"],
    "column_encoding": {"text": "DELTA_BINARY_PACKED"},
}


class OldIndex(Struct, frozen=True):
    """The index of a release before: its file of pairs, and its entries in order."""

    grams: Path
    entries: Path


class IndexFiles:
    """The index of parts that come in any order; `scratch` is a folder for what is sorted.

    What an index before has, and is not removed, stays: its texts get other numbers, and keep their order.
    """

    def __init__(self, scratch: Path, before: OldIndex | None = None) -> None:
        self._scratch, self._before = scratch, before
        self._removed: list[pa.Table] = []
        self._first = pq.read_metadata(before.entries).num_rows if before else 0
        self._count = self._first  # of the numbers that texts come with, those of the index before first
        self._parts = array("i")  # the first number of each part
        self._old, self._new = OldNumbers(self._first), NewNumbers(scratch / "numbers.parquet")
        self._entries_file, self._postings_file = scratch / "entries.parquet", scratch / "postings.parquet"
        self._entries = TableWriter(self._entries_file, ENTRIES.append(NUMBER), grows=True)
        self._postings = TableWriter(self._postings_file, CODED, grows=True, use_dictionary=["gram"])

    def add(self, part: Part) -> None:
        """Have one part more: its texts are numbered behind those before."""
        self._entries.add(numbered(part.entries, self._count))
        self._parts.append(self._count)
        numbers = pc.add(part.postings["entry"].combine_chunks(), pa.scalar(self._count, pa.int32()))
        codes = codes_in_runs(part.postings["gram"].combine_chunks())
        self._postings.add(pa.Table.from_arrays([codes, numbers], schema=CODED))
        self._count += len(part.entries)

    def remove(self, entries: pa.Table) -> None:
        """Have entries no more that the index before has."""
        self._removed.append(entries)

    def write(self, folder: Path, ordered: Path | None = None, metadata: Mapping[bytes, bytes] = NOTHING) -> None:
        """Write the files of the index; and to `ordered` its entries, from which another may be made."""
        is_few = self._before is not None and self._count - self._first <= FEW
        if not is_few:
            for entries in self._kept_entries():
                self._entries.add(entries)
        self._entries.close()
        self._postings.close()
        with ExitStack() as stack:
            writers = [stack.enter_context(TableWriter(folder / FILES[TEXTS], SCHEMAS[TEXTS], **OPTIONS))]
            if ordered:
                of_all = TableWriter(ordered, ENTRIES.with_metadata(dict(metadata)), grows=True)
                writers.append(stack.enter_context(of_all))
            found = self._inserted() if is_few else stack.enter_context(self._sorted())
            self._write_texts(found, *writers)
        self._entries_file.unlink()
        self._write_grams(folder / FILES[GRAMS])

    def _kept_entries(self) -> Iterator[pa.Table]:
        """The entries of the index before that stay, in order, with the numbers of their texts in it."""
        if self._before is None:
            return
        removed, first = pa.concat_tables([ENTRIES.empty_table(), *self._removed]), 0
        with open_parquet(self._before.entries) as stored:
            for batch in stored.iter_batches(ROW_GROUP):
                entries = numbered(pa.Table.from_batches([batch.replace_schema_metadata()]), first)
                first += len(batch)
                yield without(entries, removed)

    def _sorted(self) -> AbstractContextManager[Iterator[pa.Table]]:
        """All entries in order, sorted on disk."""
        return sorted_rows(self._entries_file, [*ENTRIES.names, NUMBER.name], ENTRIES.names, self._scratch)

    def _inserted(self) -> Iterator[pa.Table]:
        """All entries in order: those of the index before, with those that are new between them."""
        new = read_parquet(self._entries_file).sort_by([(name, "ascending") for name in ENTRIES.names])
        few = RowBuffer(new, [*EntryKeys(new)])
        for entries in self._kept_entries():
            yield few.into(entries, EntryKeys(entries))
        yield few.rest()

    def _write_texts(self, found: Iterable[pa.Table], texts: TableWriter, ordered: TableWriter | None = None) -> None:
        """Write all texts in order, and note which number each has then."""
        first = 0
        for batch in found:
            texts.add(texts_in(batch, first))
            if ordered:
                ordered.add(batch.select(ENTRIES.names).cast(ENTRIES))
            self._note(batch[NUMBER.name].combine_chunks(), first)
            first += len(batch)

    def _note(self, had: pa.Array, first: int) -> None:
        """Note the numbers of texts that come in a row, from those that they came with."""
        has = numbers_from(first, len(had))
        is_new = pc.greater_equal(had, self._first)
        self._new.add(had.filter(is_new), has.filter(is_new))
        is_old = pc.invert(is_new)
        self._old.add(had.filter(is_old), has.filter(is_old))

    def _write_grams(self, file: Path) -> None:
        """Write the texts of each pair of characters, in order."""
        bounds = bounds_of(self._postings_file, CODED.names[0])
        with (
            RangeFiles(self._scratch, "grams", CODED, CODED.names[0], bounds) as ranges,
            open_parquet(self._postings_file) as postings,
            self._new.read(self._parts) as numbers,
        ):
            for batch in postings.iter_batches(ROW_GROUP):
                ranges.add(pa.Table.from_arrays([batch["gram"], numbers.now(batch["text"])], schema=CODED))
        self._postings_file.unlink()
        with (
            GramWriter(file, SCHEMAS[GRAMS], **OPTIONS) as grams,
            in_order(ranges.taken(), CODED.names, CODED.names, self._scratch) as found,
        ):
            for batch in merged(self._kept_grams(), found):
                grams.add(batch)

    def _kept_grams(self) -> Iterator[pa.Table]:
        """The pairs of the texts that stay, in order."""
        if self._before is None:
            return
        with open_parquet(self._before.grams) as stored:
            for group in range(stored.num_row_groups):
                rows = coded(stored.read_row_group(group))
                texts = self._old.now(rows["text"].combine_chunks())
                kept = pa.Table.from_arrays([rows["gram"], texts], schema=CODED)
                if pc.any(pc.less(texts, 0)).as_py():
                    kept = kept.filter(pc.greater_equal(texts, 0)).combine_chunks()
                if len(kept):
                    yield kept


class EntryKeys(Sequence[Any]):
    """What entries are ordered by, of each when it is asked for: most are not."""

    def __init__(self, entries: pa.Table) -> None:
        self._columns = [entries[name].combine_chunks() for name in ENTRIES.names]
        self._length = len(entries)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: Any) -> Any:
        at = place + self._length if place < 0 else place
        if at >= self._length:
            raise IndexError(place)
        return tuple(column[at].as_py() for column in self._columns)


def numbered(entries: pa.Table, first: int) -> pa.Table:
    """Entries with numbers from one on."""
    return entries.append_column(NUMBER, numbers_from(first, len(entries)))


def numbers_from(first: int, count: int) -> pa.Array:
    """So many numbers from one on."""
    return pa.arange(first, first + count).cast(NUMBER.type)


def without(entries: pa.Table, removed: pa.Table) -> pa.Table:
    """Entries without those of some rows, which are told by table and key."""
    for place in removed["place"].unique().to_pylist():
        keys = removed.filter(pc.equal(removed["place"], place))["key"]
        is_removed = pc.and_(pc.equal(entries["place"], place), pc.is_in(entries["key"], keys.combine_chunks()))
        entries = entries.filter(pc.invert(is_removed))
    return entries
