"""Sources to a new release: read into shards, merge them, compare with the newest, publish."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from datasets.errors import ReleaseError, ReleaseExistsError
from datasets.library.collection import Refusal, entries_of
from datasets.library.home import releases_folder, shards_folder, sources_folder
from datasets.releases.changes import TableChange, next_version
from datasets.releases.file_changes import compare_files, table_files, written_files
from datasets.releases.history import read_history
from datasets.releases.integrity.inspection import open_sound
from datasets.releases.merging import Merged, merge
from datasets.releases.publishing import SCRATCH, UNDATED, WRITTEN, Publication, building, has_files, publish, staged
from datasets.releases.release import Release, newest_release
from datasets.releases.shards.collecting import DEFAULT, Collected, Work, collected, opened_cache
from datasets.releases.shards.merged import Before, merged_before, remember
from datasets.releases.versions import FIRST, Version


class Built(Struct, frozen=True):
    """What a build made, or that there was nothing new: `release` is then the newest there was.

    `refused` are the reports that were left out, `doubts` what is odd about others, `told` what else a person should
    look at.
    """

    release: Release
    is_new: bool
    changes: list[TableChange]
    refused: list[Refusal] = []
    doubts: list[str] = []
    told: list[str] = []


def build(home: Path, asked: Version | None = None, publication: Publication = UNDATED, work: Work = DEFAULT) -> Built:
    """Make a release of the library at `home`, without the reports that cannot be read.

    The version follows from the comparison with the newest release; `asked` may be larger, never smaller. What was read
    is kept in shards, so that a build that was interrupted goes on. Raises SourceError when no report can be read,
    CheckError or ReleaseError, the last also when the newest is damaged or came out later than this would, and has
    then written nothing that is published.
    """
    folder, sources = releases_folder(home), sources_folder(home)
    entries_of(sources)
    with building(folder) as told, opened_cache(shards_folder(home), work) as shards, staged(folder) as staging:
        newest = newest_release(folder)
        before = merged_before(newest, shards)
        if newest:
            open_sound(newest.folder, is_ours=before is not None)
        read = collected(sources, shards, work)
        merged = merge(read, staging / WRITTEN, staging / SCRATCH, before)
        built = publish_changes(home, newest, staging, read, merged, BuildRequest(asked, publication))
        known = known_of(built, before, read, staging / WRITTEN)
        shards.keep_only([*read.keys, *known], {one.source.report_id for one in read.reports})
    told += shards.told
    doubts = [f"{one.source.report_id}: {doubt}" for one in read.reports for doubt in one.about.doubts]
    return structs.replace(built, refused=read.refused, doubts=doubts, told=told)


def known_of(built: Built, before: Before | None, read: Collected, written: Path) -> Sequence[str]:
    """The keys of what is kept of the newest release, so that the next may be merged from it.

    Also where nothing is new: of a release that is there, and was written again from other shards than were known, or
    from all. Where there is no room for it, that is told: the release is there, and the next build merges all.
    """
    runs = read.runs
    if not built.is_new and ((before and before.runs == runs) or not has_files(built.release, written)):
        return before.keys if before else ()
    try:
        return remember(built.release, runs, read.shards)
    except ReleaseError as error:
        read.shards.told.append(str(error))
        return ()


class BuildRequest(Struct, frozen=True):
    """What a release is to be called, if that was said, and what its builder gives it."""

    version: Version | None
    publication: Publication


def publish_changes(
    home: Path, newest: Release | None, staging: Path, read: Collected, merged: Merged | None, asked: BuildRequest
) -> Built:
    """Publish what was written, unless nothing is new, by the version that is due."""
    sources = [one.source for one in read.reports]
    if newest is None:
        release = publish(staging, asked.version or FIRST, sources, None, asked.publication)
        return Built(release, True, [])
    written = staging / WRITTEN
    changes = (
        merged.changes(newest, written) if merged else [*compare_files(table_files(newest), written_files(written))]
    )
    due = next_version(newest, changes)
    if due is None and asked.version is None:
        return Built(newest, False, [])
    version = version_to_publish(asked.version, due, newest, changes)
    refuse_backdated(asked.publication, read_history(home).published_on(newest), newest)
    kept = merged.kept if merged else frozenset[str]()
    return Built(publish(staging, version, sources, newest, asked.publication, kept), True, changes)


def refuse_backdated(publication: Publication, last: dt.date | None, newest: Release) -> None:
    """Raise ReleaseError for a day before that of the release before: what was the newest on a day stays so."""
    if last and publication.published_on and publication.published_on < last:
        raise ReleaseError(
            f"published on {publication.published_on}, but release {newest.version} came out on {last}; "
            "give that day or a later one"
        )


def version_to_publish(
    asked: Version | None, due: Version | None, newest: Release, changes: list[TableChange]
) -> Version:
    """The version to write. Raises ReleaseError when what was asked for is too small a step from the newest."""
    least = due or newest.version.after_metadata()
    if asked is None or asked >= least:
        return asked or least
    if asked <= newest.version:
        raise ReleaseExistsError(
            f"{asked} is not newer than {newest.version}; a release is never written twice, nor before"
        )
    raise ReleaseError(f"{asked} is too small a step from {newest.version}: {change_summary(changes)}; needs {least}")


def change_summary(changes: list[TableChange]) -> str:
    """Why a version is due, in words."""
    parts = [
        f"{change.table} {len(keys)} {verb} ({', '.join(keys[:3])}{', ...' if len(keys) > 3 else ''})"  # noqa: PLR2004
        for change in changes
        for verb, keys in (
            ("changed", change.changed),
            ("removed", change.removed),
            ("added", change.added),
            ("columns removed", change.columns_removed),
            ("columns changed", change.columns_changed),
            ("columns added", change.columns_added),
        )
        if keys
    ]
    return "; ".join(parts) or "metadata changed"
