"""Which tables of a release are small: DuckDB copies them into memory, and a question about one takes no time."""

from datasets.releases.release import Release

SMALL = 5_000  # rows


def small_tables(release: Release) -> frozenset[str]:
    """The names of the small tables of a release."""
    return frozenset(file.table for file in release.manifest.files if file.table and (file.rows or 0) <= SMALL)
