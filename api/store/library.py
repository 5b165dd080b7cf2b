"""The releases that are served: the newest that is sound, and any other by its version or its day."""

import datetime as dt
import logging
from pathlib import Path
from threading import Lock
from time import monotonic

import pyarrow as pa
from anyio import CapacityLimiter

from api.http.problems import NotReady, ReleaseNotFound
from api.settings import DEFAULTS, Settings
from api.store.lru_cache import Kept
from api.store.registry import Refused, Shelf
from api.store.store import Store
from datasets.comparison.history import History, read_history
from datasets.comparison.reasons import Circumstances, circumstances
from datasets.comparison.releases import Difference, difference
from datasets.errors import BaogaoError
from datasets.library.home import releases_folder
from datasets.metadata.description import Description, describe
from datasets.releases.integrity import Keys
from datasets.releases.release import LATEST, Release
from datasets.releases.versions import Version, prefix_of

LOG = logging.getLogger("baogao")
LOOKING = CapacityLimiter(2)  # threads that look at releases, of their own, for when all others are busy
EVERY = 1.0  # seconds between two looks at the folder
MOST_DIFFERENCES = 8  # comparisons kept
MOST_DESCRIPTIONS = 16
MOST_CIRCUMSTANCES = 1000  # of pairs of releases; they are small

Pair = tuple[Version, Version]


class Library:
    """The releases of a home.

    The folder is looked at again every second at most, by one request while the others go on: a release is checked and
    opened before it is the newest that is served, and one whose files changed is checked again. A release that fails
    is not served, and the newest that does not is. Safe to use from many threads.
    """

    def __init__(self, home: Path, settings: Settings = DEFAULTS, keys: Keys = ()) -> None:
        self.home = home
        self.site = settings.public_url.rstrip("/")
        self.shelf = Shelf(releases_folder(home), keys)
        self._history = History()
        self._settings = settings
        self._stores: dict[Version, Store] = {}
        self._differences: Kept[Pair, Difference] = Kept(MOST_DIFFERENCES)
        self._descriptions: Kept[tuple[Version, dt.date | None], Description] = Kept(MOST_DESCRIPTIONS)
        self._circumstances: Kept[Pair, Circumstances] = Kept(MOST_CIRCUMSTANCES)
        self._looking = Lock()
        self._opening = Lock()
        self.next_look = 0.0  # when the folder is to be looked at again

    @property
    def is_due(self) -> bool:
        """Whether the folder is to be looked at again."""
        return monotonic() >= self.next_look

    @property
    def history(self) -> History:
        """What is said of the releases by hand."""
        self.look()
        return self._history

    def releases(self) -> list[Release]:
        """Every release that is sound, newest first. Each is checked now, if it was not."""
        self.look()
        return [release for version in self.shelf.known if (release := self.shelf.sound(version))]

    def refused(self) -> dict[Version, Refused]:
        """The releases that were found not to be sound."""
        return dict(sorted(self.shelf.refused.items()))

    def every_store(self) -> list[Store]:
        """Every release, newest first. Raises ReleaseDamaged when one is refused: a gap would tell another story."""
        self.releases()
        for version in self.shelf.known:
            self.shelf.refuse(version)
        return [self._first_sound(str(version), [version]) for version in self.shelf.known]

    def is_open(self, asked: str) -> bool:
        """Whether a release can be asked at once: nothing is to be looked at, checked or opened first."""
        meant = self._meant(asked)
        return not self.is_due and bool(meant) and meant[0] in self._stores

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
        """The newest release that was out on a day.

        Raises ReleaseNotFound when there was none, ReleaseDamaged when it is refused, or may be one that is.
        """
        sound = self.releases()
        first = "; no release says when it came out"
        for version in self.shelf.known:
            note = self._history.releases.get(str(version))
            out = self.shelf.published_on(version, note.published_on if note else None)
            if out is None or out <= day:
                self.shelf.refuse(version)
            if out is not None and out <= day:
                return self.store(str(version))
            first = f"; the first came out as {version} on {out}" if out else first
        raise ReleaseNotFound(f"no release was out on {day}{first}", known=[str(one.version) for one in sound])

    def difference(self, old: Release, new: Release) -> Difference:
        """The comparison of two releases; the last few are kept."""
        return self._differences.get((old.version, new.version), lambda: difference(old, new))

    def circumstances(self, old: Release, new: Release) -> Circumstances:
        """What explains the differences of two releases."""
        return self._circumstances.get((old.version, new.version), lambda: circumstances(old, new))

    def description(self, store: Store) -> Description:
        """What metadata and citations say of a release."""
        day = self.history.published_on(store.release)
        return self._descriptions.get((store.release.version, day), lambda: describe(store.release, day, self.site))

    def look(self, at_once: bool = False) -> None:
        """See what has come, changed or gone since the last look, unless that was just now or another thread looks."""
        if not self.is_due and not at_once:
            return
        if not self._looking.acquire(blocking=not self.shelf.known or at_once):
            return
        try:
            there = self.shelf.found()
            for version in [*self._stores]:
                if version not in there or self._stores[version].release is not self.shelf.sound(version):
                    self._stores.pop(version).dematerialize()
            newest = next((version for version in there if self._opened(version)), None)  # before it is so for others
            for version, store in [*self._stores.items()]:
                if version == newest:
                    store.materialize()
                else:
                    store.dematerialize()
            self.shelf.note(there)
            self._note(read_history(self.home))
        except BaogaoError as error:  # what was read before is still right
            LOG.error("%s", error)
        finally:
            pa.default_memory_pool().release_unused()  # also what Python freed, where the pool is the system's
            self.next_look = monotonic() + EVERY
            self._looking.release()

    def _note(self, history: History) -> None:
        """Go on with what is said of the releases."""
        if history != self._history:
            self._history = history
            self.shelf.generation += 1

    def _meant(self, asked: str) -> list[Version]:
        """The versions that may be meant, the best first."""
        prefix = () if asked == LATEST else prefix_of(asked)
        return [version for version in self.shelf.known if prefix is not None and version[: len(prefix)] == prefix]

    def _first_sound(self, asked: str, meant: list[Version]) -> Store:
        """The first of some versions that can be served."""
        for version in meant:
            if store := self._opened(version):
                return store
        for version in meant:
            self.shelf.refuse(version)
        known = self.shelf.known
        if not known:
            raise NotReady("there is no release to serve")
        raise ReleaseNotFound(f"there is no release {asked[:40]!r}", known=[str(version) for version in known])

    def _opened(self, version: Version) -> Store | None:
        """A release that can be asked; None when it is refused."""
        if store := self._stores.get(version):
            return store
        with self._opening:
            release = self.shelf.sound(version)
            if release is not None and version not in self._stores:
                try:
                    self._stores[version] = Store(release, self._settings)
                except (OSError, pa.ArrowException) as error:
                    self.shelf.turn_down(release, str(error))
        return self._stores.get(version)
