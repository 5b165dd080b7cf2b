"""Whether a release is what its manifest says, keeps its laws, and can be made again."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datasets.errors import BaogaoError
from datasets.releases.build import read_library
from datasets.releases.changes import compare
from datasets.releases.checks import CHECKS, CHECKS_BY_TODAYS_RULES, Check, broken
from datasets.releases.integrity import Keys, damaged_files
from datasets.releases.parquet import read_parquet
from datasets.releases.release import PlainRows, Release
from datasets.releases.search_index import FILES, indexed
from datasets.releases.tables import arrow_tables, plain_tables, typed
from schemas.arrow import arrow_schema
from schemas.tables import TABLES


def wrong_schemas(release: Release) -> Iterator[str]:
    """Tables whose Parquet schema or number of rows is not what was promised."""
    rows = {file.table: file.rows for file in release.manifest.files if file.table}
    for table in TABLES:
        try:
            file = pq.ParquetFile(release.table_file(table.name))
        except (pa.ArrowException, OSError) as error:
            yield f"{table.name}.parquet: is not Parquet: {error}"
            continue
        if not file.schema_arrow.equals(arrow_schema(table.row), check_metadata=False):
            yield f"{table.name}.parquet: its columns are not those of the schema"
        if file.metadata.num_rows != rows[table.name]:
            yield f"{table.name}.parquet: has {file.metadata.num_rows} rows, the manifest says {rows[table.name]}"


def broken_laws(release: Release, rows: PlainRows, checks: Iterable[Check]) -> Iterator[str]:
    """Rows that break a fact every release keeps."""
    texts = {
        source.report_id: release.text_file(source.report_id).read_bytes().decode()
        for source in release.manifest.sources
    }
    yield from broken(rows, texts, checks)


def rebuild_differences(release: Release, home: Path) -> Iterator[str]:
    """How the rows made from the sources today differ from those of a release."""
    try:
        made_again = read_library(home).rows
    except BaogaoError as error:
        yield f"cannot be made again: {error}"
        return
    for change in compare(arrow_tables(release), typed(made_again)):
        yield (
            f"{change.table}: made again, {len(change.added)} rows more, {len(change.removed)} fewer, "
            f"{len(change.changed)} different: {', '.join([*change.changed, *change.removed, *change.added][:3])}"
        )


def stale_index(release: Release, rows: PlainRows) -> Iterator[str]:
    """Files of the search index that are not what the rows make. Releases from before there was one have none."""
    listed = {file.name for file in release.manifest.files} & set(FILES.values())
    made = indexed(rows) if listed else {}
    for name, file in FILES.items():
        if file in listed and not read_parquet(release.folder / file).equals(made[name]):
            yield f"{file}: is not the index of these rows"


def verify(release: Release, home: Path | None, keys: Keys = ()) -> Iterator[str]:
    """All that is wrong with a release, a line each.

    `home` is the library to make it again from; without it, that is not tried (older rules made older releases).
    With `keys`, one of them must have signed it.
    """
    damaged = list(damaged_files(release, keys))
    yield from damaged
    if damaged or not release.has_current_schemas:  # a damaged file, or one of other columns, says nothing
        return
    wrong = list(wrong_schemas(release))
    yield from wrong
    if wrong:
        return
    rows = plain_tables(release)
    yield from stale_index(release, rows)
    yield from broken_laws(release, rows, [check for check in CHECKS if home or check not in CHECKS_BY_TODAYS_RULES])
    if home is not None:
        yield from rebuild_differences(release, home)
