"""Two catalogues, row by row: what was added, removed and changed."""

from collections.abc import Iterator

import pyarrow as pa
from msgspec import Struct

from datasets.parquet import read_parquet
from datasets.release import PlainRow, PlainRows, Release
from datasets.versions import Version
from schemas.arrow import arrow_schema
from schemas.tables import TABLES


class TableChange(Struct, frozen=True):
    """The keys of the rows of one table that differ between two catalogues, and the columns only one of them has.

    A row is changed when a column that both have differs.
    """

    table: str
    added: list[str]
    removed: list[str]
    changed: list[str]
    columns_added: list[str] = []
    columns_removed: list[str] = []


def plain_tables(release: Release) -> PlainRows:
    """The rows of every table of a release that today's schemas know."""
    return {
        table.name: read_parquet(release.table_file(table.name)).to_pylist()
        for table in TABLES
        if release.table_file(table.name).is_file()
    }


def compare(old: PlainRows, new: PlainRows) -> Iterator[TableChange]:
    """The differences of each table that has any."""
    for table in TABLES:
        before = {row[table.key]: row for row in old.get(table.name, [])}
        after = {row[table.key]: row for row in new.get(table.name, [])}
        had, has = (set(next(iter(found.values()), {})) for found in (before, after))
        common = had & has
        change = TableChange(
            table=table.name,
            added=sorted(after.keys() - before.keys()),
            removed=sorted(before.keys() - after.keys()),
            changed=sorted(
                k for k in before.keys() & after.keys() if part(before[k], common) != part(after[k], common)
            ),
            columns_added=sorted(has - had) if before and after else [],
            columns_removed=sorted(had - has) if before and after else [],
        )
        if any((change.added, change.removed, change.changed, change.columns_added, change.columns_removed)):
            yield change


def part(row: PlainRow, columns: set[str]) -> PlainRow:
    """A row in these columns."""
    return {name: row[name] for name in columns}


def next_version(release: Release, changes: list[TableChange]) -> Version | None:
    """The version that follows from a comparison; None when rows and schemas are the same."""
    if any(change.removed or change.changed or change.columns_removed for change in changes):
        return release.version.after_change()
    if changes:
        return release.version.after_addition()
    return None if release.has_current_schemas else release.version.after_metadata()


def typed(rows: PlainRows) -> PlainRows:
    """Rows as they come back from Parquet, so that both sides of a comparison went the same way."""
    return {t.name: pa.Table.from_pylist(rows[t.name], schema=arrow_schema(t.row)).to_pylist() for t in TABLES}
