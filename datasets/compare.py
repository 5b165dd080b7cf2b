"""Two catalogues, row by row: what was added, removed and changed."""

from collections.abc import Iterator

import pyarrow as pa
from msgspec import Struct

from datasets.parquet import read_parquet
from datasets.release import PlainRows, Release
from datasets.versions import Version
from schemas.arrow import arrow_schema
from schemas.tables import TABLES


class TableChange(Struct, frozen=True):
    """The keys of the rows of one table that differ between two catalogues."""

    table: str
    added: list[str]
    removed: list[str]
    changed: list[str]


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
        change = TableChange(
            table=table.name,
            added=sorted(after.keys() - before.keys()),
            removed=sorted(before.keys() - after.keys()),
            changed=sorted(key for key in before.keys() & after.keys() if before[key] != after[key]),
        )
        if change.added or change.removed or change.changed:
            yield change


def next_version(release: Release, changes: list[TableChange]) -> Version | None:
    """The version that follows from a comparison; None when rows and schemas are the same."""
    if any(change.removed or change.changed for change in changes):
        return release.version.after_change()
    if changes:
        return release.version.after_addition()
    return None if release.has_current_schemas else release.version.after_metadata()


def typed(rows: PlainRows) -> PlainRows:
    """Rows as they come back from Parquet, so that both sides of a comparison went the same way."""
    return {t.name: pa.Table.from_pylist(rows[t.name], schema=arrow_schema(t.row)).to_pylist() for t in TABLES}
