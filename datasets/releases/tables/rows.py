"""All tables of a release, as Arrow and as plain rows."""

from collections.abc import Mapping

import pyarrow as pa

from datasets.releases.release import PlainRows, Release
from datasets.releases.tables.parquet import known_columns, read_parquet
from schemas.tables import BY_NAME, Table

ArrowTables = Mapping[str, pa.Table]


def arrow_tables(release: Release) -> ArrowTables:
    """Every table a release lists."""
    names = [file.table for file in release.manifest.files if file.table]
    return {name: read_parquet(release.table_file(name)) for name in names}


def plain_tables(release: Release) -> PlainRows:
    """The rows of every table of a release that today's schemas know."""
    return {name: table.to_pylist() for name, table in arrow_tables(release).items() if name in BY_NAME}


def columns_in(release: Release, table: Table) -> tuple[str, ...]:
    """The columns a release answers with: those its file has, or all of a table that came after it, which is empty."""
    if not release.has_table(table.name):
        return table.row.__struct_fields__
    return known_columns(release.table_file(table.name), table)
