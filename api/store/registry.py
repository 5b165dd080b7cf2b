"""The releases of a folder: which are there, and which of them are what their builder wrote."""

import datetime as dt
import logging
from collections.abc import Sequence
from pathlib import Path
from threading import RLock

from msgspec import Struct

from api.http.problems import NotReady, ReleaseDamaged
from api.store.late_checks import LONGER, LateChecks
from datasets.objects.replica import BRINGING, Replica
from datasets.releases.integrity.inspection import FileStates, file_states, problems_of
from datasets.releases.integrity.time_limit import OutOfTimeError, TimeLimit
from datasets.releases.release import Keys, Release, open_release, versions
from datasets.releases.versions import Version

LOG = logging.getLogger("baogao")
AGAIN = {"Retry-After": "1"}  # seconds in which a release may have been brought from its store
CHECK_SECONDS, BYTES_PER_SECOND = 1.0, 10 << 20  # of the processor; a check reads 70 MB of our tables in one
MOST_TIMES = LONGER  # so many times these seconds a check may take in the end
CHECKING = "its files are being checked, which takes long"
SHOWN = 3  # problems of a damaged release that are told


def check_seconds(release: Release) -> float:
    """The seconds of the processor in which a release of its size is checked, and if they are slow."""
    return CHECK_SECONDS + sum(file.bytes for file in release.manifest.files) / BYTES_PER_SECOND


class RejectedRelease(Struct, frozen=True):
    """A release that is not served, what is wrong with it, and its files when that was found.

    `release` is there when its manifest can still be read.
    """

    reason: str
    files: FileStates
    release: Release | None = None


class ReleaseRegistry:
    """The releases of a folder. Each is checked when it is first asked for, and again when its files changed.

    A check that takes longer than who asks will wait goes on beside (`late`); until it ends, the release is not served.
    `generation` counts what an answer may follow from: releases that came, went, changed or were refused. With a
    replica, the folder is its, and some of its releases may not be there yet.
    """

    def __init__(self, folder: Path, keys: Keys, replica: Replica | None = None) -> None:
        self.folder, self.replica = folder, replica
        self.known: tuple[Version, ...] = ()
        self.rejected: dict[Version, RejectedRelease] = {}
        self.generation = 0
        self.late = LateChecks(self._check)
        self._keys = keys
        self._verified: dict[Version, tuple[Release, FileStates]] = {}
        self._checking = RLock()

    def scan(self) -> tuple[Version, ...]:
        """The versions that are there now, newest first; what was found of others, or of other files, is forgotten."""
        there = tuple(self.replica.versions() if self.replica else versions(self.folder)[::-1])
        for version in self.late.versions():
            if version not in there:
                self.late.discard(version)
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

    def verified(self, version: Version, limit: TimeLimit | None = None) -> Release | None:
        """A release whose files are those its builder wrote; None when it is refused, or not checked within a limit.

        Without one, it may take the time that a release of its size takes.
        """
        if found := self._verified.get(version):
            return found[0]
        with self._checking:
            is_open = version not in self._verified and version not in self.rejected and version not in self.late
            if is_open and not self._check(version, limit=limit):
                self.late.add(version)
        found = self._verified.get(version)
        return found[0] if found else None

    def raise_if_rejected(self, version: Version) -> None:
        """Raise ReleaseDamaged when a release is refused, and NotReady while it is still being checked."""
        if version in self.late:
            raise NotReady(f"release {version} is not served yet: {CHECKING}", headers=AGAIN)
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

    def _check(self, version: Version, times: int = 1, limit: TimeLimit | None = None) -> bool:
        """Check the files of a release, and note what was found; whether there was time for it.

        Within a limit, or else so many times the seconds that its size takes; what takes more than most is refused.
        """
        folder = self.folder / str(version)
        if self.replica and not folder.exists():
            if reason := self.replica.refusal(version):
                self._note(version, RejectedRelease(self._reason(version, [reason]), frozenset()))
            return True
        seen = file_states(folder)
        release, seconds = None, 0.0
        try:
            release = open_release(folder, self._keys)
            seconds = times * check_seconds(release)
            problems = [*problems_of(release, self._keys, limit or TimeLimit(seconds, self.late.stopped))]
        except OutOfTimeError:
            if limit or times < MOST_TIMES or self.late.stopped.is_set():
                return False
            problems = [f"takes more than {seconds:.0f} seconds of the processor to check"]
        except Exception as error:  # noqa: BLE001  # whatever the files of one do, the others are served
            problems = [str(error) or type(error).__name__]
        self._note_checked(version, release, seen, problems)
        return True

    def _note_checked(
        self, version: Version, release: Release | None, seen: FileStates, problems: Sequence[str]
    ) -> None:
        """Note what a check found."""
        if release is not None and not problems:
            self._verified[version] = (release, seen)
            self.generation += version in self.late
            return
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

    def _reason(self, version: Version, problems: Sequence[str]) -> str:
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
