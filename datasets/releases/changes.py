"""What differs between two catalogues, table by table, and the version that follows from it."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.releases.release import PlainRow, Release
from datasets.releases.tables.rows import ArrowTables
from datasets.releases.versions import Version
from schemas.tables import BY_NAME

REPORT = "report_id"
Parts = dict[str, pa.Table]  # of a table, by what they have in common


class TableChange(Struct, frozen=True):
    """The keys of the rows of one table that differ between two catalogues, and the columns that do.

    A row is changed when a column that both have differs. `columns_changed` have another type, or may now be empty.
    """

    table: str
    added: Sequence[str] = []
    removed: Sequence[str] = []
    changed: Sequence[str] = []
    columns_added: list[str] = []
    columns_removed: list[str] = []
    columns_changed: list[str] = []

    @property
    def breaks(self) -> bool:
        """Whether something that was published is no longer so."""
        return any((self.removed, self.changed, self.columns_removed, self.columns_changed))

    @property
    def differs(self) -> bool:
        return self.breaks or bool(self.added or self.columns_added)


def compare(old: ArrowTables, new: ArrowTables) -> Iterator[TableChange]:
    """The differences of each table that has any, in the order of the registry; tables it lacks come last."""
    known = [name for name in BY_NAME if name in old or name in new]
    for name in [*known, *sorted((old.keys() | new.keys()) - set(known))]:
        either = new[name] if name in new else old[name]
        empty = either.slice(0, 0)
        change = table_change(name, old.get(name, empty), new.get(name, empty))
        if change.differs:
            yield change


def table_change(name: str, old: pa.Table, new: pa.Table) -> TableChange:
    """How one table differs. Without a common key no row can be told from another, so only its columns are."""
    columns = column_changes(old.schema, new.schema)
    common = [column for column in new.column_names if column in old.column_names]
    if key_of(name) not in common:
        return TableChange(name, **columns)
    added, removed, changed = row_changes(name, old.select(common), new.select(common))
    return TableChange(name, sorted(added), sorted(removed), sorted(changed), **columns)


def key_of(name: str) -> str:
    """The column that tells the rows of a table apart."""
    return BY_NAME[name].key if name in BY_NAME else "id"


def column_changes(old: pa.Schema, new: pa.Schema) -> dict[str, list[str]]:
    """How the columns of a table differ."""
    had, has = set(old.names), set(new.names)
    return {
        "columns_added": sorted(has - had),
        "columns_removed": sorted(had - has),
        "columns_changed": sorted(c for c in had & has if became_wider(old.field(c), new.field(c))),
    }


def row_changes(name: str, old: pa.Table, new: pa.Table) -> tuple[list[str], list[str], list[str]]:
    """The keys of the rows of a table that were added, removed and changed; both have the same columns."""
    parts = by_report if name in BY_NAME and BY_NAME[name].sort[0] == REPORT else whole
    return row_keys(key_of(name), parts(old), parts(new))


def became_wider(old: pa.Field, new: pa.Field) -> bool:
    """Whether readers of a column must expect what they had not to: another type, or null."""
    return not old.type.equals(new.type) or (new.nullable and not old.nullable)


def row_keys(key: str, before: Parts, after: Parts) -> tuple[list[str], list[str], list[str]]:
    """The keys of the rows that were added, removed and changed.

    Most reports are the same in both, and are told so as a whole; only the others are read row by row.
    """
    added: list[str] = []
    removed: list[str] = []
    changed: list[str] = []
    for report in before.keys() | after.keys():
        one, other = before.get(report), after.get(report)
        if one is not None and other is not None and one.equals(other):
            continue
        had, has = by_key(key, one), by_key(key, other)
        added += has.keys() - had.keys()
        removed += had.keys() - has.keys()
        changed += (name for name in had.keys() & has.keys() if had[name] != has[name])
    return added, removed, changed


def whole(table: pa.Table) -> Parts:
    """A table in one part."""
    return {"": table}


def by_report(table: pa.Table) -> Parts:
    """The rows of each report, which stand together; all rows of a table without any."""
    if REPORT not in table.column_names or not table.num_rows:
        return whole(table)
    runs = pc.run_end_encode(table.column(REPORT).combine_chunks())
    ends = runs.run_ends.to_pylist()
    starts = [0, *ends[:-1]]
    return {
        report: table.slice(start, end - start)
        for report, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)
    }


def by_key(key: str, table: pa.Table | None) -> dict[str, PlainRow]:
    """Rows by their key."""
    return {row[key]: row for row in table.to_pylist()} if table is not None else {}


def next_version(release: Release, changes: list[TableChange]) -> Version | None:
    """The version that follows from a comparison (Croissant 1.1); None when rows and schemas are the same."""
    if any(change.breaks for change in changes):
        return release.version.after_change()
    if changes:
        return release.version.after_addition()
    return None if release.has_current_schemas else release.version.after_metadata()
