"""Sources to a new release: read, check, compare with the newest, write."""

import datetime as dt
from pathlib import Path

from msgspec import Struct

from datasets.errors import ReleaseError, ReleaseExistsError, SourceError
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.collection import Refusal, read_sources
from datasets.library.home import releases_folder, sources_folder
from datasets.library.sources import Source
from datasets.releases.catalogue import catalogue
from datasets.releases.changes import TableChange, compare, next_version
from datasets.releases.history import read_history
from datasets.releases.integrity import open_sound
from datasets.releases.parquet import plain_rows
from datasets.releases.publishing import UNDATED, Publication, building, write_release
from datasets.releases.release import PlainRows, Release, newest_release
from datasets.releases.tables import arrow_tables, typed
from datasets.releases.versions import FIRST, Version
from schemas.tables import TABLES


class Read(Struct, frozen=True):
    """What was read of a library: the checked rows of every table, and the reports that were left out."""

    sources: list[Source]
    rows: PlainRows
    refused: list[Refusal]


class Built(Struct, frozen=True):
    """What a build made, or that there was nothing new: `release` is then the newest there was.

    `refused` are the reports that were left out, `told` what else a person should look at.
    """

    release: Release
    is_new: bool
    changes: list[TableChange]
    refused: list[Refusal] = []
    told: list[str] = []


def build(
    home: Path, asked: Version | None = None, publication: Publication = UNDATED, bounds: Bounds = BOUNDS
) -> Built:
    """Make a release of the library at `home`, without the reports that cannot be read within `bounds`.

    The version follows from the comparison with the newest release; `asked` may be larger, never smaller. Raises
    SourceError when no report can be read, CheckError or ReleaseError, the last also when the newest is damaged or came
    out later than this would, and has then written nothing.
    """
    folder = releases_folder(home)
    read = read_library(home, bounds)
    with building(folder) as told:
        newest = newest_release(folder)
        if newest is None:
            release = write_release(folder, asked or FIRST, read.rows, read.sources, publication)
            return Built(release, True, [], read.refused, told)
        open_sound(newest.folder)
        changes = list(compare(arrow_tables(newest), typed(read.rows)))
        due = next_version(newest, changes)
        if due is None and asked is None:
            return Built(newest, False, [], read.refused, told)
        version = accepted(asked, due, newest, changes)
        refuse_backdated(publication, read_history(home).published_on(newest), newest)
        release = write_release(folder, version, read.rows, read.sources, publication)
        return Built(release, True, changes, read.refused, told)


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


def read_library(home: Path, bounds: Bounds = BOUNDS) -> Read:
    """What a library gives. Raises SourceError when none of its reports can be read, CheckError for impossible rows."""
    sources = read_sources(sources_folder(home))
    made = catalogue(sources.readable, bounds)
    refused = [*sources.refused, *made.refused]
    if not made.sources:
        more = f"; and {len(refused) - 1} more reports cannot be read" if len(refused) > 1 else ""
        raise SourceError(str(refused[0]) + more)
    return Read(made.sources, {table.name: plain_rows(table, made.rows[table.name]) for table in TABLES}, refused)


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
