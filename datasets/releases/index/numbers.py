"""The numbers that texts have in an index, by those they came with, of which none is in memory for each text.

Texts of an index before came with the numbers they had in it, from 0 on. They keep their order, so that all of them
between two new or removed ones are moved by as much. The numbers of new ones are sorted on disk, and read by part.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from datasets import arrow_compute as pc
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter

GONE = -(1 << 31)  # what the number of a removed text is moved by: it is below zero then, whatever it was
NEW = pa.schema([pa.field("entry", pa.int32(), False), pa.field("text", pa.int32(), False)])


class OldNumbers:
    """The texts of an index before, which had so many: from which on (`starts`) each is moved by how much."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._next = 0  # the first that was not met
        self._starts, self._moves = array("i"), array("i")

    def add(self, had: pa.Array, has: pa.Array) -> None:
        """Have the numbers of some more texts, which are in order; those that are passed over are removed."""
        moves = pc.subtract(has, had)
        passed = pc.not_equal(pc.subtract(had, pc.add(before(had, self._next - 1), 1)), 0)
        moved = pc.not_equal(moves, before(moves, self._moves[-1] if self._moves else GONE))
        for place in pc.indices_nonzero(pc.or_(passed, moved)).to_pylist():
            if passed[place].as_py():
                self._move(had[place - 1].as_py() + 1 if place else self._next, GONE)
            self._move(had[place].as_py(), moves[place].as_py())
        if len(had):
            self._next = had[-1].as_py() + 1

    def _move(self, start: int, move: int) -> None:
        """Have all from a number on moved by so much."""
        self._starts.append(start)
        self._moves.append(move)

    def now(self, had: pa.Array) -> pa.Array:
        """The numbers that texts have; below zero for those that are removed."""
        if self._next < self._count:
            self._move(self._next, GONE)
            self._next = self._count
        runs = pc.search_sorted(as_arrow(self._starts), had, side="right")
        return pc.add(had, as_arrow(array("i", (GONE,)) + self._moves).take(runs))  # none is before the first start


class NewNumbers:
    """The new texts, which came with numbers behind those of the index before. `file` is gone when all is read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer = TableWriter(file, NEW, grows=True)

    def add(self, had: pa.Array, has: pa.Array) -> None:
        """Have the numbers of some more texts, in any order."""
        self._writer.add(pa.Table.from_arrays([had, has], schema=NEW))

    @contextmanager
    def read(self, parts: Sequence[int]) -> Iterator["Window"]:
        """The numbers from the first to the last; each part begins with a number of `parts`, which ascend."""
        self._writer.close()
        with sorted_rows(self._file, NEW.names, NEW.names[:1], self._file.parent) as rows:
            yield Window(rows, parts)
        self._file.unlink()


class Window:
    """The numbers of new texts, of which those are in memory that are asked for together, and those of their parts."""

    def __init__(self, rows: Iterator[pa.Table], parts: Sequence[int]) -> None:
        self._rows, self._parts = rows, parts
        self._start = parts[0] if parts else 0
        self._numbers = pa.array([], pa.int32())

    def now(self, had: pa.Array) -> pa.Array:
        """The numbers that texts have. None is of a part before the first of those that were asked for last."""
        if not len(had):
            return had
        least, most = pc.min_max(had).as_py().values()
        read = [self._numbers]
        end = self._start + len(self._numbers)
        while end <= most:
            read.append(next(self._rows)["text"].combine_chunks())
            end += len(read[-1])
        start = self._parts[bisect_right(self._parts, least) - 1]
        self._numbers = pa.concat_arrays(read).slice(start - self._start)
        self._start = start
        return self._numbers.take(pc.subtract(had, pa.scalar(start, pa.int32())))


def before(values: pa.Array, first: int) -> pa.Array:
    """The value before each; that before the first is given."""
    return pa.concat_arrays([pa.array([first], values.type), values[:-1]]) if len(values) else values


def as_arrow(values: "array[int]") -> pa.Array:
    """Numbers of four bytes, as they are in memory."""
    return pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values)])
