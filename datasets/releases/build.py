"""Sources to a new release: read, check, compare with the newest, write."""

import datetime as dt
from pathlib import Path

from msgspec import Struct

from datasets.errors import ReleaseError, ReleaseExistsError, SourceError
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.home import releases_folder, sources_folder
from datasets.library.processes import Failed
from datasets.library.sources import Source, read_sources
from datasets.releases.catalogue import Reading, catalogue, read_all
from datasets.releases.changes import TableChange, compare, next_version
from datasets.releases.history import read_history
from datasets.releases.integrity import open_sound
from datasets.releases.parquet import plain_rows
from datasets.releases.publishing import UNDATED, Publication, building, write_release
from datasets.releases.release import PlainRows, Release, newest_release
from datasets.releases.tables import arrow_tables, typed
from datasets.releases.versions import FIRST, Version
from schemas.tables import TABLES


class Library(Struct, frozen=True):
    """The sources of a library that could be read, the rows of every table, and why others were left out, by report."""

    sources: list[Source]
    rows: PlainRows
    left_out: dict[str, str]


class Built(Struct, frozen=True):
    """What a build made, or that there was nothing new: `release` is then the newest there was."""

    release: Release
    is_new: bool
    changes: list[TableChange]
    left_out: dict[str, str] = {}


def build(
    home: Path, asked: Version | None = None, publication: Publication = UNDATED, bounds: Bounds = BOUNDS
) -> Built:
    """Make a release of the library at `home`.

    The version follows from the comparison with the newest release; `asked` may be larger, never smaller. Raises
    SourceError, CheckError or ReleaseError, the last also when the newest is damaged or came out later than this would,
    and has then written nothing. A report that takes more than `bounds` to read is left out, with the reason.
    """
    folder = releases_folder(home)
    library = read_library(home, bounds)
    sources, rows, out = library.sources, library.rows, library.left_out
    with building(folder):
        newest = newest_release(folder)
        if newest is None:
            return Built(write_release(folder, asked or FIRST, rows, sources, publication), True, [], out)
        open_sound(newest.folder)
        changes = list(compare(arrow_tables(newest), typed(rows)))
        due = next_version(newest, changes)
        if due is None and asked is None:
            return Built(newest, False, [], out)
        version = accepted(asked, due, newest, changes)
        refuse_backdated(publication, read_history(home).published_on(newest), newest)
        return Built(write_release(folder, version, rows, sources, publication), True, changes, out)


def refuse_backdated(publication: Publication, last: dt.date | None, newest: Release) -> None:
    """Raise ReleaseError for a day before that of the release before: what was the newest on a day stays so."""
    if last and publication.published_on and publication.published_on < last:
        raise ReleaseError(
            f"published on {publication.published_on}, but release {newest.version} came out on {last}; "
            "give that day or a later one"
        )


def accepted(asked: Version | None, due: Version | None, newest: Release, changes: list[TableChange]) -> Version:
    """The version to write. Raises ReleaseError when what was asked for is too small a step from the newest."""
    least = due or newest.version.after_metadata()
    if asked is None or asked >= least:
        return asked or least
    if asked <= newest.version:
        raise ReleaseExistsError(
            f"{asked} is not newer than {newest.version}; a release is never written twice, nor before"
        )
    raise ReleaseError(f"{asked} is too small a step from {newest.version}: {because(changes)}; needs {least}")


def read_library(home: Path, bounds: Bounds = BOUNDS) -> Library:
    """Read every source of a library. Raises SourceError when none can be read, or one is not like a report."""
    sources = read_sources(sources_folder(home))
    read: list[tuple[Source, Reading]] = []
    left_out: dict[str, str] = {}
    for source, found in zip(sources, read_all(sources, bounds), strict=True):
        if isinstance(found, Failed):
            left_out[source.report_id] = found.reason
        else:
            read.append((source, found))
    if not read:
        raise SourceError("; ".join(f"{report_id}: {reason}" for report_id, reason in left_out.items()))
    kept = [source for source, _ in read]
    rows = catalogue(kept, [reading for _, reading in read])
    return Library(kept, {table.name: plain_rows(table, rows[table.name]) for table in TABLES}, left_out)


def because(changes: list[TableChange]) -> str:
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
