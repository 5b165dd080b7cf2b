"""Whether a release is what its manifest says, keeps its laws, and can be made again."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from datasets.errors import BaogaoError
from datasets.library.home import sources_folder
from datasets.releases.checks import CHECKS, CHECKS_BY_TODAYS_RULES
from datasets.releases.file_changes import compare_files, table_files, written_files
from datasets.releases.integrity.inspection import problems_of
from datasets.releases.laws import broken_laws, stale_index
from datasets.releases.merging import merge
from datasets.releases.release import Keys, Release
from datasets.releases.shards.collecting import DEFAULT, Work, collected, opened_cache


def rebuild_differences(release: Release, home: Path, work: Work) -> Iterator[str]:
    """How the rows made from the sources today, without what was read before, differ from those of a release."""
    with TemporaryDirectory(prefix="baogao-") as folder:
        kept, written, scratch = (Path(folder, name) for name in ("shards", "written", "scratch"))
        written.mkdir()
        scratch.mkdir()
        try:
            with opened_cache(kept, work) as shards:
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


def verify(release: Release, home: Path | None, keys: Keys = (), work: Work = DEFAULT) -> Iterator[str]:
    """All that is wrong with a release, a line each.

    `home` is the library to make it again from; without it, that is not tried (older rules made older releases).
    With `keys`, one of them must have signed it.
    """
    wrong = list(problems_of(release, keys))
    yield from wrong
    if wrong or not release.has_current_schemas:  # the laws are about the columns of today
        return
    yield from stale_index(release)
    yield from broken_laws(release, [check for check in CHECKS if home or check not in CHECKS_BY_TODAYS_RULES])
    if home is not None:
        yield from rebuild_differences(release, home, work)
