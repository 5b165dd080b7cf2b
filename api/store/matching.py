"""Which rows of a table in memory are meant."""

from bisect import bisect_left
from itertools import accumulate
from typing import Any

import pyarrow as pa

from api.store.columns import Column, Found, Repeated
from datasets import arrow_compute as pc

FEW = 8_192  # rows that are looked at one by one


class Matching:
    """The rows that are meant: of some rows of a table, in its order, all or those with a mark."""

    def __init__(self, rows: range | pa.Array, marks: pa.BooleanArray | None = None) -> None:
        self._rows = rows
        self._marks = marks

    def __len__(self) -> int:
        return len(self._rows) if self._marks is None else int(self._marks.true_count)

    def first(self, most: int, start: int = 0) -> range | list[int]:
        """The first of them from a place on, so many at most."""
        at = bisect_left(range(len(self._rows)), start, key=self._place) if start else 0
        if self._marks is None:
            some = self._rows[at : at + most]
            return some if isinstance(some, range) else some.to_pylist()
        found: list[int] = []
        step = FEW
        while len(found) < most and at < len(self._rows):
            marked = pc.indices_nonzero(self._marks.slice(at, step)).slice(0, most - len(found))
            found += self._places(pc.add(marked, pa.scalar(at, marked.type)))
            at, step = at + step, step * 2
        return found

    def few(self, marks: pa.BooleanArray | None) -> list[int] | None:
        """Those of them that have another mark, unless they are many."""
        kept = marks if marks is None else pc.fill_null(marks, False)
        if (len(self) if kept is None else kept.true_count) > FEW:
            return None
        if kept is None:
            return [*self.first(FEW)]
        numbers = pc.indices_nonzero(kept)
        return self._places(numbers if self._marks is None else pc.indices_nonzero(self._marks).take(numbers))

    def part(self, column: Column) -> pa.Array:
        """What a column has stored for them."""
        part = column.part(self._rows)
        return part if self._marks is None else part.filter(self._marks)

    def _place(self, number: int) -> int:
        """The place of one of the rows, by its number among them."""
        return number + self._rows.start if isinstance(self._rows, range) else int(self._rows[number].as_py())

    def _places(self, numbers: pa.Array) -> list[int]:
        """The places of some of the rows, by their numbers among them."""
        if isinstance(self._rows, range):
            return [self._rows[number] for number in numbers.to_pylist()]
        places: list[int] = self._rows.take(numbers).to_pylist()
        return places


class Index:
    """The rows of a table by the value they have in a column."""

    def __init__(self, column: Repeated) -> None:
        self._column = column
        self._rows = pc.sort_indices(column.array).cast(pa.uint32())  # in the order of the table where values are equal
        counted = sorted(
            (one["values"], one["counts"]) for one in pc.value_counts(column.array.drop_null()).to_pylist()
        )
        starts = accumulate((count for _, count in counted), initial=0)
        self._runs = {number: (start, count) for (number, count), start in zip(counted, starts, strict=False)}

    def rows(self, value: Any) -> pa.Array:
        """The rows with a value, in the order of the table."""
        return self._rows.slice(*self._runs.get(self._column.stored(value), (0, 0)))


def both(one: Found, other: Found) -> Found:
    """Where both hold."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return pc.and_(one, other)


def either(one: Found, other: Found) -> Found:
    """Where one of them holds."""
    if isinstance(one, bool):
        return one or other
    if isinstance(other, bool):
        return other or one
    return pc.or_(one, other)
