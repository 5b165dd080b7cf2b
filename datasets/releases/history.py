"""What is said of releases by hand: when old ones came out, why a new one was made, and what is wrong in one.

It stands beside the releases, in `history.toml`, because releases never change and errors are found later.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from datasets import toml
from datasets.errors import ReleaseError, SourceError
from datasets.files import read_bounded
from datasets.releases.release import Release
from datasets.releases.versions import Version
from schemas.tables import BY_NAME

HISTORY = "history.toml"
LARGEST = 1 << 20  # bytes; that of nine releases has 10,000
ErratumKind = Literal["wrong", "missing", "superfluous"]


class ReleaseNote(Struct, kw_only=True, forbid_unknown_fields=True):
    """Why a release was made. `published_on` is for releases whose manifest has no day of its own."""

    explained: str
    explained_zh: str
    published_on: dt.date | None = None


class Erratum(Struct, kw_only=True, forbid_unknown_fields=True):
    """Something wrong in published releases, from `first` to `last`; `corrected_in` is null while it still is.

    `wrong` rows differ in `columns` from what the report says, `missing` rows are in the report and not in the table,
    `superfluous` rows the other way round. Of a corrected one, `rows` follow from the comparison; they are null where
    they are not known.
    """

    id: str
    kind: ErratumKind
    table: str
    columns: list[str] = []
    first: str
    last: str
    corrected_in: str | None = None
    found_on: dt.date
    what: str
    what_zh: str
    rows: list[str] | None = None

    def affects(self, version: Version) -> bool:
        """Whether a release has it."""
        return Version.parse(self.first) <= version <= Version.parse(self.last)


class History(Struct, kw_only=True, forbid_unknown_fields=True):
    """The notes of releases by version, and the errata."""

    releases: dict[str, ReleaseNote] = {}
    errata: list[Erratum] = []

    def published_on(self, release: Release) -> dt.date | None:
        """The day a release came out, if it is known."""
        if release.manifest.published_on:
            return dt.date.fromisoformat(release.manifest.published_on)
        note = self.releases.get(str(release.version))
        return note.published_on if note else None

    def on(self, day: dt.date, releases: Iterable[Release]) -> Release | None:
        """The newest of some releases that was out on a day."""
        out = [one for one in releases if (published := self.published_on(one)) is not None and published <= day]
        return max(out, key=lambda release: release.version, default=None)


def read_history(home: Path) -> History:
    """The history of a home; an empty one where there is no file. Raises SourceError for one that cannot be meant."""
    file = home / HISTORY
    try:
        history = toml.decode(read_bounded(home, HISTORY, LARGEST), History)
    except FileNotFoundError:
        return History()
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}") from error
    except ValueError as error:
        raise SourceError(f"{file}: {error}") from error
    seen: set[str] = set()
    for erratum in history.errata:
        try:
            wrong = fault_of(erratum, seen)
        except ReleaseError as error:
            wrong = str(error)
        if wrong:
            raise SourceError(f"{file}: erratum {erratum.id}: {wrong}")
        seen.add(erratum.id)
    return history


def fault_of(erratum: Erratum, seen: set[str]) -> str | None:
    """What is wrong with an erratum, if anything. Raises ReleaseError for what is no version."""
    versions = [Version.parse(v) for v in (erratum.first, erratum.last, erratum.corrected_in) if v]
    if erratum.id in seen:
        return "its id is taken; expected one of its own"
    if versions != sorted(versions) or erratum.last == erratum.corrected_in:
        return "expected first, last and corrected_in in that order"
    if erratum.table not in BY_NAME:
        return f"there is no table {erratum.table!r}; there are {', '.join(BY_NAME)}"
    unknown = set(erratum.columns) - set(BY_NAME[erratum.table].row.__struct_fields__)
    if unknown or bool(erratum.columns) != (erratum.kind == "wrong"):
        return f"expected the columns that are wrong, and none for {'/'.join(get_args(ErratumKind)[1:])} rows"
    return None
