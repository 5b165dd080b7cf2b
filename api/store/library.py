"""The releases that are served: the newest that is valid, and any other by its version or its day."""

import datetime as dt
import logging
from collections.abc import Sequence
from importlib import import_module
from threading import Lock
from time import monotonic

import pyarrow as pa
from anyio import CapacityLimiter

from api.http.problems import ReleaseNotFound
from api.settings import DEFAULTS, Settings
from api.store.lru_cache import LRUCache
from api.store.registry import CHECKING, ReleaseRegistry
from api.store.store import Store
from datasets.comparison.reasons import Circumstances, circumstances
from datasets.comparison.releases import Difference, difference
from datasets.errors import BaogaoError
from datasets.library.home import Address, Home, releases_folder
from datasets.metadata.description import Description, Edition, describe, edition
from datasets.objects.replica import Replica
from datasets.releases.history import History, read_history
from datasets.releases.integrity.time_limit import TimeLimit
from datasets.releases.release import LATEST, Keys, Release
from datasets.releases.versions import Version, prefix_of

LOG = logging.getLogger("baogao")
REFRESHING = CapacityLimiter(2)  # threads that look at releases, of their own, for when all others are busy
REFRESH_SECONDS = 1.0  # seconds between two looks at the folder
NEWER_SECONDS, ASKED_SECONDS = 1.0, 10.0  # of the processor, for checks: of newer releases, of those asked for
MOST_DIFFERENCES = 8  # comparisons kept
MOST_DESCRIPTIONS = 16
MOST_CATALOGS = 2  # of 1.5 MB with ten releases
MOST_CIRCUMSTANCES = 1000  # of pairs of releases; they are small

Pair = tuple[Version, Version]


def matching_versions(asked: str, among: Sequence[Version]) -> list[Version]:
    """Those of some versions that a version, a prefix of one or `latest` may mean."""
    if asked == LATEST:
        return [*among]
    prefix = prefix_of(asked)
    return [version for version in among if prefix is not None and version[: len(prefix)] == prefix]


class Library:
    """The releases of a home.

    The folder is looked at again every second at most, by one request while the others go on: a release is checked and
    opened before it is the newest that is served, and one whose files changed is checked again. A release that fails
    is not served, and the newest that does not is. Once one is, a check that takes longer than an answer may wait goes
    on beside. Of an object store, the folder is a replica of it that follows it in a thread of its own. Safe to use
    from many threads.
    """

    def __init__(self, home: Home, settings: Settings = DEFAULTS, keys: Keys = ()) -> None:
        self.replica: Replica | None = None
        if isinstance(home, Address):
            self.replica = Replica(home, settings.cache_of(), keys)
            home = self.replica.home
        self.home = home
        self.site = settings.public_url.rstrip("/")
        self.registry = ReleaseRegistry(releases_folder(self.home), keys, self.replica)
        self._history = History()
        self._settings = settings
        self._stores: dict[Version, Store] = {}
        self._differences: LRUCache[Pair, Difference] = LRUCache(MOST_DIFFERENCES)
        self._descriptions: LRUCache[tuple[Version, dt.date | None], Description] = LRUCache(MOST_DESCRIPTIONS)
        self._circumstances: LRUCache[Pair, Circumstances] = LRUCache(MOST_CIRCUMSTANCES)
        self._catalogs: LRUCache[tuple[int, Version], bytes] = LRUCache(MOST_CATALOGS)
        self._refreshing = Lock()
        self._opening = Lock()
        self.next_refresh = 0.0  # when the folder is to be looked at again
        if self.replica:
            self.replica.start()

    def close(self) -> None:
        """Follow no object store any more, and check nothing."""
        self.registry.late.close()
        if self.replica:
            self.replica.close()

    @property
    def is_stale(self) -> bool:
        """Whether the folder is to be looked at again."""
        return monotonic() >= self.next_refresh

    @property
    def history(self) -> History:
        """What is said of the releases by hand. Raises NotReady when none was brought yet from its store."""
        self.refresh()
        self.registry.raise_if_coming(())
        return self._history

    def releases(self) -> list[Release]:
        """Every release that is valid, newest first. Each is checked now, if it was not and that takes no long time.

        Raises NotReady when one is still to be brought from its store.
        """
        checked = self.checked()
        self.registry.raise_if_coming(self.registry.known)
        return checked

    def checked(self) -> list[Release]:
        """Every release that is here and valid, newest first. Each is checked now, if it was not, within a limit."""
        self.refresh()
        limit = TimeLimit(ASKED_SECONDS)
        return [release for version in self.registry.known if (release := self.registry.verified(version, limit))]

    def rejected(self) -> dict[Version, str]:
        """The releases that were found not to be valid, or that are still being checked, each with why."""
        reasons = {version: refused.reason for version, refused in self.registry.rejected.items()}
        return dict(sorted((reasons | dict.fromkeys(self.registry.late.versions(), CHECKING)).items()))

    def every_store(self) -> list[Store]:
        """Every release, newest first. Raises ReleaseDamaged when one is refused: a gap would tell another story."""
        self.releases()
        for version in self.registry.known:
            self.registry.raise_if_rejected(version)
        return [self._first_valid(str(version), [version]) for version in self.registry.known]

    def is_open(self, asked: str) -> bool:
        """Whether a release can be asked at once: nothing is to be looked at, checked or opened first."""
        candidates = self._candidates(asked)
        return not self.is_stale and bool(candidates) and candidates[0] in self._stores

    def store(self, asked: str = LATEST) -> Store:
        """The newest valid release that a version, a prefix of one (`1.2`) or `latest` names.

        Raises ReleaseNotFound when there is none, ReleaseDamaged when there is only one that fails its checks, NotReady
        when there are no releases at all.
        """
        self.refresh()
        candidates = self._candidates(asked)
        if not candidates:
            self.refresh(force=True)  # it may have come in this second
            candidates = self._candidates(asked)
        return self._first_valid(asked, candidates)

    def store_on(self, day: dt.date) -> Store:
        """The newest release that was out on a day.

        Raises ReleaseNotFound when there was none, ReleaseDamaged when it is refused, or may be one that is.
        """
        valid = self.releases()
        first = "; no release says when it came out"
        for version in self.registry.known:
            note = self._history.releases.get(str(version))
            out = self.registry.published_on(version, note.published_on if note else None)
            if out is None or out <= day:
                self.registry.raise_if_rejected(version)
            if out is not None and out <= day:
                return self.store(str(version))
            first = f"; the first came out as {version} on {out}" if out else first
        raise ReleaseNotFound(f"no release was out on {day}{first}", known=[str(one.version) for one in valid])

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

    def edition(self, store: Store) -> Edition:
        """What a citation says of a release."""
        return edition(store.release, self.history.published_on(store.release), self.site)

    def ducklake(self, store: Store) -> bytes:
        """The catalogue by which DuckDB attaches a release, and all before it that are served."""
        version, files = store.release.version, f"{self._settings.address}/v1/releases/"
        releases = [release for release in self.releases() if release.version <= version]
        day = self.history.published_on(store.release) or dt.date.fromisoformat(store.release.manifest.created_on)
        made = import_module("api.store.duckdb.ducklake.catalog").ducklake  # loaded when it is asked for
        return self._catalogs.get((self.registry.generation, version), lambda: made(releases, files, day))

    def refresh(self, force: bool = False) -> None:
        """See what has come, changed or gone since the last look, unless that was just now or another thread looks."""
        if not self.is_stale and not force:
            return
        if not self._refreshing.acquire(blocking=not self.registry.known or force):
            return
        try:
            there = self.registry.scan()
            for version in [*self._stores]:
                if version not in there or self._stores[version].release is not self.registry.verified(version):
                    self._stores.pop(version).dematerialize()
            limit = TimeLimit(NEWER_SECONDS) if self._stores else None
            newest = next((version for version in there if self._open(version, limit)), None)  # before it is for others
            for version, store in [*self._stores.items()]:
                if version == newest:
                    store.materialize()
                else:
                    store.dematerialize()
            self.registry.update(there)
            self._note(read_history(self.home))
        except BaogaoError as error:  # what was read before is still right
            LOG.error("%s", error)
        finally:
            pa.default_memory_pool().release_unused()  # also what Python freed, where the pool is the system's
            self.next_refresh = monotonic() + REFRESH_SECONDS
            self._refreshing.release()

    def _note(self, history: History) -> None:
        """Go on with what is said of the releases."""
        if history != self._history:
            self._history = history
            self.registry.generation += 1

    def _candidates(self, asked: str) -> list[Version]:
        """The versions that a version, a prefix of one or `latest` may mean, the best first."""
        return matching_versions(asked, self.registry.known)

    def _first_valid(self, asked: str, candidates: list[Version]) -> Store:
        """The first of some versions that can be served."""
        limit = TimeLimit(ASKED_SECONDS)
        for version in candidates:
            if store := self._open(version, limit):
                return store
        for version in candidates:
            self.registry.raise_if_rejected(version)
        self.registry.raise_if_empty()
        self.registry.raise_if_coming(matching_versions(asked, self.replica.coming() if self.replica else ()))
        known = self.registry.known
        raise ReleaseNotFound(f"there is no release {asked[:40]!r}", known=[str(version) for version in known])

    def _open(self, version: Version, limit: TimeLimit | None) -> Store | None:
        """A release that can be asked; None when it is refused, or not checked within a limit."""
        if store := self._stores.get(version):
            return store
        release = self.registry.verified(version, limit)
        with self._opening:
            if release is not None and version not in self._stores:
                try:
                    self._stores[version] = Store(release, self._settings, self.registry.reject)
                except (OSError, pa.ArrowException) as error:
                    self.registry.reject(release, str(error))
        return self._stores.get(version)
