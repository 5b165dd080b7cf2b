"""A large table in memory, column by column.

DuckDB answers the same (a test asks both). What takes more than looking at columns, such as reading all sentences, is
left to it: then the answer here is None.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import pyarrow as pa

from api.query.filters import filters_of
from api.query.listing import Order, Query
from api.query.where import Condition, Where
from api.store.columns import Column, Found, Places, Repeated
from api.store.encoded_rows import STEPS, in_order, is_behind
from api.store.matching import FEW, Index, Matching, both, either
from datasets import arrow_compute as pc
from schemas.tables import REFERENCES, Table

QUICK = 65_536  # rows whose columns take no time to look at
ENCODE = msgspec.json.Encoder().encode


class Columns:
    """The columns of a table that have plain values, and what can be asked of them."""

    def __init__(self, table: Table, columns: dict[str, Column]) -> None:
        self._table = table
        self._columns = columns
        self._size = len(columns[table.key].array)
        self._indexes = {
            name: Index(column)
            for name in REFERENCES
            if name != table.sort[0] and isinstance(column := columns.get(name), Repeated) and column.is_sortable
        }

    def has(self, names: Iterable[str]) -> bool:
        """Whether all these columns are here."""
        return self._columns.keys() >= set(names)

    def is_quick(self, query: Query) -> bool:
        """Whether a query takes no time: few rows are looked at, or none but those of the page."""
        rows, groups = self._rows(query.where)
        if len(rows) <= QUICK:  # some may be looked at one by one
            return min(len(rows), FEW) * query.where.compared <= STEPS
        return query.is_in_stored_order and all(isinstance(self._any(group, range(0)), bool) for group in groups)

    def matching(self, where: Where) -> Matching | None:
        """The rows that are meant."""
        rows, groups = self._rows(where)
        marks: Found = True
        unsettled = []
        for group in groups:
            found = self._any(group, rows)
            if found is None:
                unsettled.append(group)
            elif (marks := both(marks, found)) is False:
                return Matching(range(0))
        matching = Matching(rows, None if marks is True else marks)
        if not unsettled:
            return matching
        return self._looked_at(matching, unsettled) if len(matching) <= FEW else None

    def _rows(self, where: Where) -> tuple[range | pa.Array, list[Sequence[Condition]]]:
        """Rows among which all are that are meant, and the groups of conditions that are still to be looked at.

        The rows are those that follow one another by the order of the table, else those an index has.
        """
        rows = range(self._size)
        others: list[Sequence[Condition]] = [*where.groups]
        indexed: list[Sequence[Condition]] = []
        for condition in where.filters:
            asked, value = condition
            name = asked.column.name if asked.operator.is_equality else ""
            if name == self._table.sort[0]:
                rows = common(rows, self._columns[name].run(value))
                continue
            if name == self._table.key and self._table.is_located:
                rows = common(rows, self._columns["report_id"].run(report_of(value)))
            (indexed if name in self._indexes else others).append([condition])
        if not indexed or len(rows) < self._size:
            return rows, [*others, *indexed]
        ((asked, value),), *more = indexed
        return self._indexes[asked.column.name].rows(value), [*others, *more]

    def _any(self, group: Sequence[Condition], rows: Places) -> Found:
        """Which of some rows meet one condition of a group."""
        found: Found = False
        for asked, value in group:
            column = self.get(asked.column.name)
            one = column.holds(asked.operator, value, rows) if column else None
            if one is None:
                return None
            found = either(found, one)
        return found

    def _looked_at(self, matching: Matching, groups: Sequence[Sequence[Condition]]) -> Matching | None:
        """Of some rows those whose values meet one condition of each group."""
        if not self.has(asked.column.name for group in groups for asked, _ in group):
            return None
        places = matching.first(len(matching))
        for group in groups:
            tests = [(self._values(asked.column.name, places), asked.operator.holds, value) for asked, value in group]
            places = [place for place in places if any(holds(own[place], value) for own, holds, value in tests)]
        return Matching(pa.array(places, pa.int64()))

    def _values(self, name: str, places: range | list[int]) -> dict[int, Any]:
        """The values of a column by place."""
        return dict(zip(places, self._columns[name].values(rows_at(places)), strict=True))

    def ordered(self, query: Query, matching: Matching, most: int) -> range | list[int] | None:
        """The first rows in the order of a query, from behind its cursor."""
        if query.is_in_stored_order:
            start = 0 if query.after is None else self._behind(query.order, query.after)
            return None if start is None else matching.first(most, start)
        if not self.has(one.column.name for one in query.order):
            return None
        places = matching.first(FEW + 1) if len(matching) <= FEW else self._best(query, matching, most)
        if places is None:
            return None
        values = {one.column.name: self._values(one.column.name, places) for one in query.order}
        places = in_order(query.order, places, values.__getitem__)
        if query.after is not None:
            rows = ({name: own[place] for name, own in values.items()} for place in places)
            places = [
                place for place, row in zip(places, rows, strict=True) if is_behind(query.order, row, query.after)
            ]
        return places[:most]

    def _behind(self, order: Sequence[Order], after: Sequence[Any]) -> int | None:
        """The first row behind that of a cursor, in the order of the table; None when the table has nothing like it."""
        rows = self._columns[order[0].column.name].run(after[0])
        for place in rows:
            if is_behind(order, self.row(place, [one.column.name for one in order]), after):
                return place
        return rows.stop if rows else None

    def _best(self, query: Query, matching: Matching, most: int) -> list[int] | None:
        """Few rows among which are the first of many in an order.

        Those by its first column, and all that are equal to the last of them, for the other columns to tell apart.
        """
        order, column = query.order[0], self._columns[query.order[0].column.name]
        if not column.is_sortable:
            return None
        stored, kept = matching.part(column), None
        if query.after is not None:
            last = None if query.after[0] is None else column.stored(query.after[0])
            if last is None:
                return None
            most += pc.sum(pc.equal(stored, last)).as_py() or 0
            further = pc.less_equal if order.descending else pc.greater_equal
            kept = pc.fill_null(further(stored, pa.scalar(last, stored.type)), True)
        far = stored if kept is None else stored.filter(kept)
        chosen = pc.SelectKOptions(most, [("", "descending" if order.descending else "ascending")])
        best = pc.select_k_unstable(far, options=chosen)
        if len(best) == most:
            if not (last := far[best[-1].as_py()]).is_valid:
                return None
            reaches = (pc.greater_equal if order.descending else pc.less_equal)(stored, last)
            kept = reaches if kept is None else pc.and_(reaches, kept)
        return matching.few(kept)

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def get(self, name: str) -> Column | None:
        """A column, if it is here."""
        return self._columns.get(name)

    def row(self, place: int, names: Iterable[str]) -> dict[str, Any]:
        """Some values of a row."""
        return {name: self._columns[name].values(range(place, place + 1))[0] for name in names}

    def with_key(self, key: str, names: Iterable[str]) -> dict[str, Any] | None:
        """The row with a key, if there is one."""
        matching = self.matching(Where(((filters_of(self._table)[self._table.key], key),)))
        return self.row(matching.first(1)[0], names) if matching else None

    def as_json(self, places: range | list[int], columns: tuple[str, ...]) -> list[bytes]:
        """Rows as JSON objects, with these columns."""
        rows = rows_at(places)
        parts = [self._columns[name].json(rows) for name in columns]
        return [*map(form_of(columns).__mod__, zip(*parts, strict=True))]


@lru_cache(maxsize=256)
def form_of(columns: tuple[str, ...]) -> bytes:
    """A JSON object with places for the values."""
    return b"{" + b",".join(ENCODE(name) + b":%b" for name in columns) + b"}"


def rows_at(places: range | list[int]) -> Places:
    """Places as columns are asked for them."""
    return places if isinstance(places, range) else pa.array(places, pa.int64())


def common(one: range, other: range) -> range:
    """What two ranges have in common."""
    start = max(one.start, other.start)
    return range(start, max(start, min(one.stop, other.stop)))


def report_of(row_id: str) -> str:
    """The report that a row was read from: row ids begin with its id."""
    return row_id.rpartition(".")[0]
