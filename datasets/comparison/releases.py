"""The difference of two releases, cell by cell, with the reason of each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import pyarrow as pa
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.comparison.reasons import ChangeReason, Circumstances, Row, circumstances
from datasets.errors import ReleaseError
from datasets.releases.changes import TableChange, compare
from datasets.releases.release import Release
from datasets.releases.tables.rows import ArrowTables, arrow_tables
from schemas.tables import BY_NAME, Table

ChangeKind = Literal["added", "removed", "changed"]
RowKey = tuple[str, ChangeKind, str]  # table, kind, key
Rows = Mapping[str, Mapping[str, Row]]
CHANGES: tuple[ChangeKind, ...] = ("added", "removed", "changed")


class Cell(Struct, frozen=True):
    """A cell that differs: its column, what it was and what it is, and why."""

    column: str
    old: Any
    new: Any
    reason: ChangeReason


class RowChange(Struct, frozen=True):
    """A row that differs: added or removed as a whole (`row`), or changed in `cells`."""

    table: str
    id: str
    change: ChangeKind
    reason: ChangeReason
    cells: list[Cell] = []
    row: dict[str, Any] | None = None


class TableDifference(Struct, frozen=True):
    """How many rows of a table differ, and which columns do: `columns_changed` have another type, or may be empty."""

    table: str
    added: int
    removed: int
    changed: int
    columns_added: list[str]
    columns_removed: list[str]
    columns_changed: list[str]


class Difference(Struct, frozen=True):
    """Which rows differ between two releases, and what explains it. Cells are looked up when they are shown.

    `incompatible` says of tables why their rows cannot be compared.
    """

    old: Release
    new: Release
    tables: tuple[TableChange, ...]
    incompatible: Mapping[str, str]
    circumstances: Circumstances

    @property
    def summary(self) -> list["TableDifference"]:
        """How much of each table differs."""
        return [
            TableDifference(
                one.table,
                len(one.added),
                len(one.removed),
                len(one.changed),
                one.columns_added,
                one.columns_removed,
                one.columns_changed,
            )
            for one in self.tables
        ]

    def refuse_incompatible(self, table: str | None = None) -> None:
        """Raise ReleaseError when the rows of a table, or without one of any, cannot be compared."""
        for name, why in self.incompatible.items():
            if table in (None, name):
                versions = f"{self.old.version} and {self.new.version}"
                raise ReleaseError(f"releases {versions} cannot be compared cell by cell: {why}")

    def differing(self, table: str | None = None, change: ChangeKind | None = None) -> list[RowKey]:
        """Table, kind and key of every row that differs, in order, of one table or one kind if asked so."""
        return [
            (one.table, kind, key)
            for one in self.tables
            if one.table in BY_NAME and table in (None, one.table)
            for kind in CHANGES
            if change in (None, kind)
            for key in getattr(one, kind)
        ]


def difference(old: Release, new: Release) -> Difference:
    """Compare two releases, but for tables of which a column has another type."""
    before, after = arrow_tables(old), arrow_tables(new)
    wrong = {
        name: why
        for name in sorted(before.keys() & after.keys())
        if (why := incompatible(name, before[name].schema, after[name].schema))
    }
    both = [{name: table for name, table in tables.items() if name not in wrong} for tables in (before, after)]
    return Difference(old, new, tuple(compare(*both)), wrong, circumstances(old, new))


def incompatible(name: str, old: pa.Schema, new: pa.Schema) -> str | None:
    """Why the rows of a table cannot be compared, if they cannot."""
    key = BY_NAME[name].key if name in BY_NAME else "id"
    if key not in old.names or key not in new.names:
        return f"{name} is not told apart by {key} in both"
    for column in old.names:
        if column in new.names and kind_of(old.field(column).type) != kind_of(new.field(column).type):
            return f"{name}.{column} is {old.field(column).type} in one and {new.field(column).type} in the other"
    return None


def kind_of(of: pa.DataType) -> str:
    """What values of a type can be compared with: numbers with numbers of any width, else only the same type."""
    return "number" if pa.types.is_integer(of) or pa.types.is_floating(of) else str(of)


def row_changes(difference: Difference, keys: Iterable[RowKey], old: Rows, new: Rows) -> Iterator[RowChange]:
    """Rows that differ, with their cells. `old` and `new` have the rows of these keys, by table and key."""
    for name, _, key in keys:
        before, after = old.get(name, {}).get(key), new.get(name, {}).get(key)
        if found := row_change(difference.circumstances, BY_NAME[name], before, after):
            yield found


def row_change(circumstances: Circumstances, table: Table, old: Row | None, new: Row | None) -> RowChange | None:
    """How a row differs, if it does: as a whole, or in cells of columns that both sides have."""
    row = new or old
    if row is None:
        return None
    key = row[table.key]
    if old is None or new is None:
        why = circumstances.why(table, None, old, new)
        return RowChange(table.name, key, "removed" if new is None else "added", why, row=dict(row))
    cells = [
        Cell(column, old[column], new[column], circumstances.why(table, column, old, new))
        for column in new
        if column in old and old[column] != new[column]
    ]
    return RowChange(table.name, key, "changed", main_reason(cells), cells) if cells else None


def main_reason(cells: list[Cell]) -> ChangeReason:
    """Why a row changed: that of its cells which is not merely that someone read it through."""
    return next((cell.reason for cell in cells if cell.reason.kind != "reviewed"), cells[0].reason)


def changes(difference: Difference, keys: Iterable[RowKey]) -> Iterator[RowChange]:
    """Rows that differ, with their cells, read from the files of both releases."""
    keys = list(keys)
    wanted: dict[str, list[str]] = {}
    for table, _, key in keys:
        wanted.setdefault(table, []).append(key)
    before, after = arrow_tables(difference.old), arrow_tables(difference.new)
    return row_changes(difference, keys, picked(before, wanted), picked(after, wanted))


def picked(tables: ArrowTables, wanted: Mapping[str, list[str]]) -> Rows:
    """The wanted rows of some tables, by table and key."""
    found = {}
    for name, keys in wanted.items():
        key = BY_NAME[name].key
        table = tables.get(name)
        rows = table.filter(pc.is_in(table[key], pa.array(keys))).to_pylist() if table is not None else []
        found[name] = {row[key]: row for row in rows}
    return found
