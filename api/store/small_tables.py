"""Which tables of a release are small: DuckDB copies them into memory, and a question about one takes no time."""

from datasets.releases.release import Release
from schemas.tables import TABLES

SMALL = 5_000  # rows


def small_tables(release: Release) -> frozenset[str]:
    """The names of the small tables of a release, those that came after it among them: they are empty."""
    rows = {file.table: file.rows or 0 for file in release.manifest.files if file.table}
    return frozenset(table.name for table in TABLES if rows.get(table.name, 0) <= SMALL)
