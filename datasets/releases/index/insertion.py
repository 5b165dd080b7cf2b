"""Rows in order, put between others that are: those are few, these many, and not sorted again."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from datasets import arrow_compute as pc

Key = tuple[Any, int]  # a pair of characters, or its code, and the number of a text


class RowBuffer:
    """Rows that are in memory, in the order of their keys."""

    def __init__(self, rows: pa.Table, keys: Sequence[Any]) -> None:
        self._rows, self._keys = rows, keys

    def into(self, batch: pa.Table, keys: Sequence[Any]) -> pa.Table:
        """A batch, whose rows have these keys, with those of the rows that belong before its last."""
        if not len(batch):
            return batch
        end = bisect_right(self._keys, keys[-1])
        taken, self._rows = self._rows.slice(0, end), self._rows.slice(end)
        places = [bisect_left(keys, key) for key in self._keys[:end]]
        self._keys = self._keys[end:]
        return pa.concat_tables(inserted(batch, taken, places))

    def rest(self) -> pa.Table:
        """The rows that were not taken."""
        return self._rows


def merged(many: Iterator[pa.Table], few: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The rows of `search_grams` of both in order, some at a time. Neither has a row of the other."""
    source = Source(few)
    for batch in many:
        tables, keys = source.until(last_of(batch))
        rows = pa.concat_tables(tables) if keys else batch.slice(0, 0)
        yield from inserted(batch, rows, places_in(batch, keys) if keys else ())
    yield from source.rest()


class Source:
    """Rows that come some at a time, and are taken up to one."""

    def __init__(self, batches: Iterator[pa.Table]) -> None:
        self._batches = batches
        self._rows: list[pa.Table] = []  # one table, or none
        self._keys: list[Key] = []
        self._at = 0

    def until(self, last: Key) -> tuple[list[pa.Table], list[Key]]:
        """The rows up to one, in tables, and their keys."""
        taken: list[pa.Table] = []
        keys: list[Key] = []
        while self._fill():
            end = bisect_right(self._keys, last, self._at)
            keys += self._keys[self._at : end]
            taken += self._take(end)
            if end < len(self._keys):
                break
        return taken, keys

    def rest(self) -> Iterator[pa.Table]:
        """The rows that were not taken."""
        yield from self._take(len(self._keys))
        yield from self._batches

    def _take(self, end: int) -> list[pa.Table]:
        """The rows that were read, up to one."""
        start, self._at = self._at, end
        return [rows.slice(start, end - start) for rows in self._rows]

    def _fill(self) -> bool:
        """Whether there are rows; some are read if none are left."""
        while self._at == len(self._keys):
            self._rows = [*islice(self._batches, 1)]
            if not self._rows:
                self._keys, self._at = [], 0
                return False
            self._keys, self._at = keys_of(self._rows[0]), 0
        return True


def keys_of(rows: pa.Table) -> list[Key]:
    """The keys of rows."""
    return list(zip(rows["gram"].to_pylist(), rows["text"].to_pylist(), strict=True))


def last_of(rows: pa.Table) -> Key:
    """The key of the last row."""
    return rows["gram"][-1].as_py(), rows["text"][-1].as_py()


def inserted(batch: pa.Table, rows: pa.Table, places: Iterable[int]) -> Iterator[pa.Table]:
    """The rows of a batch with others between them, each before the row of its place."""
    start = 0
    for place, first, end in gaps(places):
        yield batch.slice(start, place - start)
        yield rows.slice(first, end - first)
        start = place
    yield batch.slice(start)


def places_in(batch: pa.Table, keys: list[Key]) -> Iterator[int]:
    """Before which row of a batch each key belongs."""
    runs = pc.run_end_encode(batch["gram"].combine_chunks())
    grams, ends = runs.values.to_pylist(), runs.run_ends.to_pylist()
    column = batch["text"].combine_chunks()
    texts = memoryview(column.buffers()[1]).cast("i")[column.offset : column.offset + len(column)]
    for gram, text in keys:
        run = bisect_left(grams, gram)
        start = ends[run - 1] if run else 0
        is_there = run < len(grams) and grams[run] == gram
        yield bisect_left(texts, text, start, ends[run]) if is_there else start


def gaps(places: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Places, each once, with the first and the end of what belongs there."""
    first, number, last = 0, 0, None
    for place in places:
        if last is not None and place != last:
            yield last, first, number
            first = number
        last, number = place, number + 1
    if last is not None:
        yield last, first, number
