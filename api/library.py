"""The releases that are served: the newest that is sound, and any other by its version or its day."""

import datetime as dt
import logging
from pathlib import Path
from threading import Lock
from time import monotonic

import duckdb
import pyarrow as pa
from msgspec import Struct

from api.kept import Kept
from api.problems import NotComparable, NotReady, ReleaseDamaged, ReleaseNotFound
from api.store import Store
from datasets.diff import Difference, difference
from datasets.errors import BaogaoError, ReleaseError
from datasets.history import History, read_history
from datasets.home import releases_folder
from datasets.integrity import Stamp, damaged_files, stamp
from datasets.metadata.description import Description, describe
from datasets.reasons import Circumstances, circumstances
from datasets.release import LATEST, open_release, versions
from datasets.signing import Keys
from datasets.versions import Version, prefix_of

LOG = logging.getLogger("baogao")
EVERY = 1.0  # seconds between two looks at the folder
MOST_DIFFERENCES = 8  # comparisons kept
MOST_DESCRIPTIONS = 16
MOST_CIRCUMSTANCES = 1000  # of pairs of releases; they are small
SHOWN = 3  # problems of a damaged release that are told

Pair = tuple[Version, Version]


class Refused(Struct, frozen=True):
    """A release that is not served, what is wrong with it, and its files when that was found."""

    reason: str
    stamp: Stamp


class Library:
    """The releases of a home.

    The folder is looked at again every second at most, by one request while the others go on: a release is opened and
    checked before it is the newest that is served, and one whose files changed is checked again. A release that fails
    is not served, and the newest that does not is. Safe to use from many threads.
    """

    def __init__(
        self, home: Path, memory_limit: str = "512MB", threads: int = 1, keys: Keys = (), site: str = ""
    ) -> None:
        self.home = home
        self.site = site.rstrip("/")
        self.folder = releases_folder(home)
        self.history = History()
        self.generation = 0  # counts what an answer may follow from: the releases that are served, and the history
        self.refused: dict[Version, Refused] = {}
        self._options = (memory_limit, threads)
        self._keys = keys
        self._known: tuple[Version, ...] = ()
        self._stores: dict[Version, tuple[Store, Stamp]] = {}
        self._differences: Kept[Pair, Difference] = Kept(MOST_DIFFERENCES)
        self._descriptions: Kept[tuple[Version, dt.date | None], Description] = Kept(MOST_DESCRIPTIONS)
        self._circumstances: Kept[Pair, Circumstances] = Kept(MOST_CIRCUMSTANCES)
        self._looking = Lock()
        self._opening = Lock()
        self._next_look = 0.0

    @property
    def is_due(self) -> bool:
        """Whether the folder is to be looked at again."""
        return monotonic() >= self._next_look

    def versions(self) -> list[Version]:
        """The versions that are served, as far as is known, newest first."""
        self.look()
        return [version for version in self._known if version not in self.refused]

    def stores(self) -> list[Store]:
        """Every release that is served, newest first."""
        found = (self._opened(version) for version in self.versions())
        return [store for store in found if store is not None]

    def store(self, asked: str = LATEST) -> Store:
        """The newest sound release that a version, a prefix of one (`1.2`) or `latest` names.

        Raises ReleaseNotFound when there is none, ReleaseDamaged when there is only one that fails its checks, NotReady
        when there are no releases at all.
        """
        self.look()
        meant = self._meant(asked)
        if not meant:
            self.look(at_once=True)  # it may have come in this second
            meant = self._meant(asked)
        return self._first_sound(asked, meant)

    def store_on(self, day: dt.date) -> Store:
        """The newest sound release that was out on a day. Raises ReleaseNotFound when there was none."""
        out = []
        for store in self.stores():
            published = self.history.published_on(store.release)
            if published is not None and published <= day:
                return store
            if published is not None:
                out.append(f"{store.version} on {published}")
        first = f"; the first came out as {out[-1]}" if out else "; no release says when it came out"
        raise ReleaseNotFound(
            f"no release was out on {day}{first}", known=[str(version) for version in self.versions()]
        )

    def difference(self, old: Store, new: Store) -> Difference:
        """The comparison of two releases; the last few are kept. Raises NotComparable when their columns are not."""
        try:
            return self._differences.get(pair(old, new), lambda: difference(old.release, new.release))
        except ReleaseError as error:
            raise NotComparable(str(error)) from error

    def circumstances(self, old: Store, new: Store) -> Circumstances:
        """What explains the differences of two releases."""
        return self._circumstances.get(pair(old, new), lambda: circumstances(old.release, new.release))

    def description(self, store: Store) -> Description:
        """What metadata and citations say of a release."""
        day = self.history.published_on(store.release)
        return self._descriptions.get((store.release.version, day), lambda: describe(store.release, day, self.site))

    def look(self, at_once: bool = False) -> None:
        """See what has come, changed or gone since the last look, unless that was just now or another thread looks."""
        if not self.is_due and not at_once:
            return
        if not self._looking.acquire(blocking=not self._known or at_once):
            return
        try:
            self._drop_changed()
            known = tuple(versions(self.folder)[::-1])
            next((version for version in known if self._opened(version)), None)  # before it is the newest for others
            self._note(known, self.history)
            self._note(known, read_history(self.home))
        except BaogaoError as error:  # what was read before is still right
            LOG.error("%s", error)
        finally:
            self._next_look = monotonic() + EVERY
            self._looking.release()

    def _note(self, known: tuple[Version, ...], history: History) -> None:
        """Go on with these releases, and what is said of them."""
        if (known, history) != (self._known, self.history):
            self._known, self.history = known, history
            self.generation += 1

    def _drop_changed(self) -> None:
        """Forget what was found of releases whose files are no longer those it was found of."""
        for version, (_, seen) in [*self._stores.items()]:
            if seen != stamp(self.folder / str(version)):
                del self._stores[version]
                self.generation += 1
        for version, refused in [*self.refused.items()]:
            if refused.stamp != stamp(self.folder / str(version)):
                del self.refused[version]
                self.generation += 1

    def _meant(self, asked: str) -> list[Version]:
        """The versions that may be meant, the best first."""
        prefix = () if asked == LATEST else prefix_of(asked)
        return [version for version in self._known if prefix is not None and version[: len(prefix)] == prefix]

    def _first_sound(self, asked: str, meant: list[Version]) -> Store:
        """The first of some versions that can be served."""
        for version in meant:
            if store := self._opened(version):
                return store
        for version in meant:
            if version in self.refused:
                raise ReleaseDamaged(f"release {version} is not served: {self.refused[version].reason}")
        if not self._known:
            raise NotReady("there is no release to serve")
        raise ReleaseNotFound(f"there is no release {asked[:40]!r}", known=[str(version) for version in self._known])

    def _opened(self, version: Version) -> Store | None:
        """A release, opened after its files were checked; None when it is refused."""
        if found := self._stores.get(version):
            return found[0]
        with self._opening:
            if version in self.refused:
                return None
            if version not in self._stores:
                self._open(version)
        found = self._stores.get(version)
        return found[0] if found else None

    def _open(self, version: Version) -> None:
        """Check and open a release, or note why it is refused."""
        folder = self.folder / str(version)
        seen = stamp(folder)
        try:
            release = open_release(folder)
            problems = [*damaged_files(release, self._keys)]
            if not problems:
                self._stores[version] = (Store(release, *self._options), seen)
                return
        except (BaogaoError, OSError, pa.ArrowException, duckdb.Error) as error:
            problems = [str(error)]
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        reason = "; ".join(problem.replace(str(self.folder), "").lstrip("/") for problem in problems[:SHOWN]) + more
        LOG.error("release %s is not served: %s", version, reason)
        self.refused[version] = Refused(reason, seen)
        self.generation += 1


def pair(old: Store, new: Store) -> Pair:
    """Two releases by their versions."""
    return old.release.version, new.release.version
