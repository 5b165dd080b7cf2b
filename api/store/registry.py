"""The releases of a folder: which are there, and which of them are what their builder wrote."""

import datetime as dt
import logging
from collections.abc import Sequence
from pathlib import Path
from threading import RLock

from msgspec import Struct

from api.http.problems import NotReady, ReleaseDamaged
from datasets.objects.replica import BRINGING, Replica
from datasets.releases.integrity.inspection import FileStates, file_states, problems_of
from datasets.releases.release import Keys, Release, open_release, versions
from datasets.releases.versions import Version

LOG = logging.getLogger("baogao")
AGAIN = {"Retry-After": "1"}  # seconds in which a release may have been brought from its store
SHOWN = 3  # problems of a damaged release that are told


class RejectedRelease(Struct, frozen=True):
    """A release that is not served, what is wrong with it, and its files when that was found.

    `release` is there when its manifest can still be read.
    """

    reason: str
    files: FileStates
    release: Release | None = None


class ReleaseRegistry:
    """The releases of a folder. Each is checked when it is first asked for, and again when its files changed.

    `generation` counts what an answer may follow from: releases that came, went, changed or were refused. With a
    replica, the folder is its, and some of its releases may not be there yet.
    """

    def __init__(self, folder: Path, keys: Keys, replica: Replica | None = None) -> None:
        self.folder, self.replica = folder, replica
        self.known: tuple[Version, ...] = ()
        self.rejected: dict[Version, RejectedRelease] = {}
        self.generation = 0
        self._keys = keys
        self._verified: dict[Version, tuple[Release, FileStates]] = {}
        self._checking = RLock()

    def scan(self) -> tuple[Version, ...]:
        """The versions that are there now, newest first; what was found of others, or of other files, is forgotten."""
        there = tuple(self.replica.versions() if self.replica else versions(self.folder)[::-1])
        seen = {version: found for version, (_, found) in [*self._verified.items()]}
        seen |= {version: refused.files for version, refused in [*self.rejected.items()]}
        for version, was in seen.items():
            if version not in there or was != file_states(self.folder / str(version)):
                self._verified.pop(version, None)
                self.rejected.pop(version, None)
                self.generation += 1
        return there

    def update(self, there: tuple[Version, ...]) -> None:
        """Go on with these versions."""
        if there != self.known:
            self.known = there
            self.generation += 1

    def verified(self, version: Version) -> Release | None:
        """A release whose files are those its builder wrote; None when it is refused."""
        if found := self._verified.get(version):
            return found[0]
        with self._checking:
            if version not in self._verified and version not in self.rejected:
                self._check(version)
        found = self._verified.get(version)
        return found[0] if found else None

    def raise_if_rejected(self, version: Version) -> None:
        """Raise ReleaseDamaged when a release is refused."""
        if refused := self.rejected.get(version):
            raise ReleaseDamaged(f"release {version} is not served: {refused.reason}")

    def raise_if_coming(self, asked: Sequence[Version]) -> None:
        """Raise NotReady when one of these releases, or the first of all, is still to be brought from its store."""
        if self.replica and not self.known and not self.replica.is_empty:
            raise NotReady(self.replica.waits or BRINGING, headers=AGAIN)
        if self.replica and (why := self.replica.waits):
            coming = self.replica.coming()
            if version := next((one for one in asked if one in coming), None):
                raise NotReady(f"release {version} is not here yet: {why}", headers=AGAIN)

    def raise_if_empty(self) -> None:
        """Raise NotReady when no release is known."""
        if not self.known:
            why = self.replica.waits if self.replica else None
            raise NotReady(why or "there is no release to serve", headers=AGAIN if why else None)

    def _check(self, version: Version) -> None:
        """Check the files of a release, and note what was found."""
        folder = self.folder / str(version)
        if self.replica and not folder.exists():
            if reason := self.replica.refusal(version):
                self._note(version, RejectedRelease(self._reason(version, [reason]), frozenset()))
            return
        seen = file_states(folder)
        release = None
        try:
            release = open_release(folder, self._keys)
            problems = [*problems_of(release, self._keys)]
        except Exception as error:  # noqa: BLE001  # whatever the files of one do, the others are served
            problems = [str(error) or type(error).__name__]
        if release is not None and not problems:
            self._verified[version] = (release, seen)
        else:
            self._note(version, RejectedRelease(self._reason(version, problems), seen, release))
            if self.replica:
                self.replica.doubt(version)

    def reject(self, release: Release, problem: str) -> None:
        """Refuse a release whose files are valid, and yet cannot be read, until they are others."""
        with self._checking:
            _, seen = self._verified.pop(release.version, (release, frozenset()))
            self._note(release.version, RejectedRelease(self._reason(release.version, [problem]), seen, release))

    def _note(self, version: Version, refused: RejectedRelease) -> None:
        """Note that a release is not served."""
        self.rejected[version] = refused
        self.generation += 1

    def _reason(self, version: Version, problems: list[str]) -> str:
        """What is wrong with a release, in a line, which is logged; without the folders of this machine."""
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        reason = "; ".join(problem.replace(str(self.folder), "").lstrip("/") for problem in problems[:SHOWN]) + more
        LOG.error("release %s is not served: %s", version, reason)
        return reason

    def published_on(self, version: Version, noted: dt.date | None) -> dt.date | None:
        """The day a release came out by its manifest, also of one that is refused; else the day that is noted."""
        found = self._verified.get(version)
        release = found[0] if found else self.rejected[version].release if version in self.rejected else None
        day = release.manifest.published_on if release else None
        return dt.date.fromisoformat(day) if day else noted
