"""The rows of a small table in memory, each ready as it is answered: a query of them needs no engine.

DuckDB answers the same (a test asks both); it takes a millisecond to begin, which is longer than all of this.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from api.query.filters import Filter, equal
from api.query.listing import Order, Query
from api.query.measures import UNITS, Measure
from api.query.where import Where
from datasets.releases.csv import csv_lines, csv_parts

MOST = 5_000  # rows of a small table
STEPS = 50_000  # over rows, one by one, that take no time: five milliseconds
SORTED, MEASURED = 2, 10  # steps that it takes to sort a row by a column, and to take a measure of it
ENCODER = msgspec.json.Encoder()


class Rows:
    """The rows of a table in its order: as values (of all columns), as JSON and as CSV (of those that are stored)."""

    def __init__(self, key: str, stored: tuple[str, ...], whole: pa.Table) -> None:
        self.stored = stored
        self.values: list[dict[str, Any]] = whole.to_pylist()
        self._places = {row[key]: place for place, row in enumerate(self.values)}
        self._columns: dict[str, list[Any]] = {}
        self._bounds: dict[str, tuple[Any, Any]] = {}
        own = [{name: row[name] for name in stored} for row in self.values]
        self.json = [ENCODER.encode(row) for row in own]
        self.csv_head = b"".join(csv_parts(stored, []))
        self.csv = [csv_lines([row.values()]) for row in own]

    def is_quick(self, steps: int) -> bool:
        """Whether so many steps for each row take no time."""
        return len(self.json) * steps <= STEPS

    def matching(self, where: Where) -> list[int]:
        """The places of the rows that are meant. `where` has no words."""
        places = [*range(len(self.json))]
        for asked, value in sorted(where.filters, key=leaves_many):
            own, holds = self._column(asked.column.name), asked.operator.holds
            if asked.operator.is_monotone and all(holds(bound, value) for bound in self._ends(asked.column.name)):
                continue
            if holds is equal:  # by far the most frequent, and half the time without a call
                places = [n for n in places if own[n] == value]
            else:
                places = [n for n in places if holds(own[n], value)]
        for group in where.groups:
            tests = [(self._column(asked.column.name), asked.operator.holds, value) for asked, value in group]
            places = [n for n in places if any(holds(own[n], value) for own, holds, value in tests)]
        return places

    def _column(self, name: str) -> list[Any]:
        """The values of a column."""
        if name not in self._columns:
            self._columns[name] = [row[name] for row in self.values]
        return self._columns[name]

    def _ends(self, name: str) -> tuple[Any, Any]:
        """The least and the largest value of a column, which settle a condition for all; none where some are empty."""
        if name not in self._bounds:
            own = self._column(name)
            self._bounds[name] = (None, None) if None in own or not own else (min(own), max(own))
        return self._bounds[name]

    def ordered(self, query: Query, places: list[int], most: int | None) -> list[int]:
        """The first of some rows in the order of a query, from behind its cursor."""
        if not query.is_in_stored_order:
            places = in_order(query.order, places, self._column)
        if query.after is not None:
            places = [n for n in places if is_behind(query.order, self.values[n], query.after)]
        return places[:most]

    def has(self, names: Iterable[str]) -> bool:
        """Whether all these columns are here."""
        return not self.values or self.values[0].keys() >= set(names)

    @property
    def keys(self) -> Iterable[str]:
        """The keys of all rows."""
        return self._places.keys()

    def with_key(self, key: str, names: Iterable[str]) -> dict[str, Any] | None:
        """The row with a key, if there is one."""
        place = self._places.get(key)
        return None if place is None else self.row(place, names)

    def row(self, place: int, names: Iterable[str]) -> dict[str, Any]:
        """Some values of a row."""
        return {name: self.values[place][name] for name in names}

    def aggregate(self, where: Where, groups: Sequence[str], measures: Sequence[Measure]) -> list[dict[str, Any]]:
        """One row for each group, with its measures and their units, in the order of the groups, as DuckDB gives it."""
        grouped: dict[tuple[Any, ...], list[int]] = {} if groups else {(): []}
        keys = [self._column(name) for name in groups]
        for n in self.matching(where):
            grouped.setdefault(tuple([own[n] for own in keys]), []).append(n)
        ordered = sorted(grouped.items(), key=lambda one: [(value is None, value) for value in one[0]])
        return [dict(zip(groups, key, strict=True)) | self._measured(places, measures) for key, places in ordered]

    def _measured(self, places: list[int], measures: Sequence[Measure]) -> dict[str, Any]:
        """The measures of some rows, and the units of the values they are taken of."""
        found: dict[str, Any] = {}
        for one in measures:
            name = one.column.rpartition(".")[2]
            has = [n for n in places if self._column(name)[n] is not None] if name else places
            found[one.name] = one.of([self._column(name)[n] for n in has] if name else has)
            if one.unit:
                units = self._column(one.unit.rpartition(".")[2])
                found[UNITS + one.name] = sorted({units[n] or "" for n in has})
        return found

    def as_json(self, places: Sequence[int], columns: tuple[str, ...]) -> list[bytes]:
        """Rows as JSON objects, with these columns."""
        if columns == self.stored:
            return [self.json[n] for n in places]
        return [ENCODER.encode({name: self.values[n][name] for name in columns}) for n in places]

    def has_as_csv(self, query: Query) -> bool:
        """Whether rows are ready as a query wants them."""
        return query.columns == self.stored and not query.options

    def as_csv(self, places: list[int]) -> bytes:
        """Rows as CSV, with the columns that are stored."""
        return b"".join([self.csv_head, *(self.csv[n] for n in places)])


def leaves_many(one: tuple[Filter, Any]) -> bool:
    """Whether a filter leaves more rows than the others do, which are looked at first."""
    return not one[0].operator.is_equality


def in_order(order: Sequence[Order], places: Sequence[int], column: Callable[[str], Any]) -> list[int]:
    """Places by the values of columns, by place; those without a value last; equal ones stay as they are."""
    places = [*places]
    for one in reversed(order):
        own = column(one.column.name)
        some = [n for n in places if own[n] is not None]
        places = sorted(some, key=own.__getitem__, reverse=one.descending) + [n for n in places if own[n] is None]
    return places


def is_behind(order: Iterable[Order], row: dict[str, Any], after: Sequence[Any]) -> bool:
    """Whether a row comes behind the one of a cursor."""
    for one, last in zip(order, after, strict=True):
        value = row[one.column.name]
        if value == last:
            continue
        if value is None or last is None:  # empty values come last
            return value is None
        return bool(value < last if one.descending else value > last)
    return False
