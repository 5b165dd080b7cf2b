"""Whether a release is what its manifest says, keeps its laws, and can be made again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pyarrow as pa
from pyarrow.types import is_dictionary

from datasets.errors import BaogaoError
from datasets.library.home import sources_folder
from datasets.releases.checks import CHECKS, CHECKS_BY_TODAYS_RULES, Check, broken
from datasets.releases.collecting import DEFAULT, Work, collected
from datasets.releases.file_changes import compare_files, table_files, written_files
from datasets.releases.integrity import problems_of
from datasets.releases.merging import merge
from datasets.releases.parquet import read_parquet
from datasets.releases.release import Keys, PlainRows, Release
from datasets.releases.search_index import FILES, indexed
from datasets.releases.tables import plain_tables
from schemas.tables import BY_NAME


def impossible_rows(rows: PlainRows) -> Iterator[str]:
    """The first row of each table that has a value that its column cannot have."""
    for name, of_table in rows.items():
        for row in of_table:
            try:
                msgspec.convert(row, BY_NAME[name].row)
            except msgspec.ValidationError as error:
                yield f"{name}: {row[BY_NAME[name].key]!r}: {error}"
                break


def broken_laws(release: Release, rows: PlainRows, checks: Iterable[Check]) -> Iterator[str]:
    """Rows that break a fact every release keeps."""
    texts = {source.report_id: release.text(source.report_id) for source in release.manifest.sources}
    yield from broken(rows, texts, checks)


def rebuild_differences(release: Release, home: Path, work: Work) -> Iterator[str]:
    """How the rows made from the sources today, without what was read before, differ from those of a release."""
    with TemporaryDirectory(prefix="baogao-") as folder:
        shards, written, scratch = (Path(folder, name) for name in ("shards", "written", "scratch"))
        written.mkdir()
        scratch.mkdir()
        try:
            read = collected(sources_folder(home), shards, work)
            merge(read, written, scratch)
        except BaogaoError as error:
            yield f"cannot be made again: {error}"
            return
        yield from (f"cannot be made again: {refused.reason}" for refused in read.refused)
        for change in compare_files(table_files(release), written_files(written)):
            yield (
                f"{change.table}: made again, {len(change.added)} rows more, {len(change.removed)} fewer, "
                f"{len(change.changed)} different: "
                f"{', '.join([*change.changed[:3], *change.removed[:3], *change.added[:3]][:3])}"
            )


def stale_index(release: Release, rows: PlainRows) -> Iterator[str]:
    """Files of the search index that are not what the rows make. Releases from before there was one have none."""
    listed = {file.name for file in release.manifest.files} & set(FILES.values())
    made = indexed(rows) if listed else {}
    for name, file in FILES.items():
        if file in listed and plain_texts(read_parquet(release.folder / file)) != plain_texts(made[name]):
            yield f"{file}: is not the index of these rows"


def plain_texts(table: pa.Table) -> pa.Table:
    """A table without the dictionaries of its texts, which may be any."""
    return table.cast(pa.schema([f.with_type(f.type.value_type) if is_dictionary(f.type) else f for f in table.schema]))


def verify(release: Release, home: Path | None, keys: Keys = (), work: Work = DEFAULT) -> Iterator[str]:
    """All that is wrong with a release, a line each.

    `home` is the library to make it again from; without it, that is not tried (older rules made older releases).
    With `keys`, one of them must have signed it.
    """
    wrong = list(problems_of(release, keys))
    yield from wrong
    if wrong or not release.has_current_schemas:  # the laws are about the columns of today
        return
    rows = plain_tables(release)
    if impossible := list(impossible_rows(rows)):
        yield from impossible
        return
    yield from stale_index(release, rows)
    yield from broken_laws(release, rows, [check for check in CHECKS if home or check not in CHECKS_BY_TODAYS_RULES])
    if home is not None:
        yield from rebuild_differences(release, home, work)
