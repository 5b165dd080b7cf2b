"""A copy of the releases of a store that goes on as they do: what a server serves, from its own disk.

The newest is brought first, those before it behind it. While the store cannot be asked, what is here stays.
"""

import logging
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from msgspec import Struct

from datasets.errors import BaogaoError, ObjectMissingError, StoreError
from datasets.library.home import Address, releases_folder
from datasets.objects.cache import Cache, CacheFullError, unkept
from datasets.objects.releases import ReleaseDownloader, download_history, manifest_key, published
from datasets.objects.store import Objects, Stat
from datasets.releases.history import HISTORY
from datasets.releases.release import Keys, versions
from datasets.releases.versions import Version

LOG = logging.getLogger("baogao")
SIGNING = "datasets.releases.integrity.signing"  # loaded where keys are given
BRINGING = "releases are being brought from their store"
LOOK_SECONDS = 2.0  # seconds between two looks at the store
MOST_SECONDS = 60.0  # seconds until a release that was refused is looked at again, at most


class Failure(Struct, frozen=True):
    """A release that was not brought, why, and when it is tried again; one that is refused is not what it should be."""

    reason: str
    is_refused: bool
    waits: float
    until: float


class Replica:
    """The releases of an address, in a home of the cache. `look` once, or `start` a thread that goes on looking.

    `trouble` says why the store cannot be asked, if it cannot. Safe to read from many threads.
    """

    def __init__(self, address: Address, cache: Cache, keys: Keys = ()) -> None:
        self.address, self.cache = address, cache
        self.home, self._lock = cache.use(address, "serve")
        releases_folder(self.home).mkdir(exist_ok=True)
        self._objects = Objects(address)
        self._bringer = ReleaseDownloader(self._objects, cache, releases_folder(self.home), keys)
        self._listed: dict[Version, Stat] = {}
        self._brought: dict[Version, Stat | None] = dict.fromkeys(self._bringer.here())
        self._failed: dict[Version, Failure] = {}
        self._doubted: set[Version] = set()
        self._history: Stat | None = None
        self._looked = False  # whether the store has answered since this began
        self.trouble: str | None = None
        self._looking = Lock()
        self._ended = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Go on looking, in a thread."""
        self._thread = Thread(target=self._look_on, name="replica", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more, and let the home go."""
        self._ended.set()
        if self._thread:
            self._thread.join(timeout=5)
        with suppress(OSError):
            os.close(self._lock)

    def _look_on(self) -> None:
        while not self._ended.is_set():
            try:
                more = self.poll()
            except Exception:  # a thread that ended would never look again
                LOG.exception("the store of releases cannot be followed")
                more = False
            self._ended.wait(0 if more else LOOK_SECONDS)

    # What there is

    def versions(self) -> list[Version]:
        """The releases that are to be known of, newest first: those here, those refused, and older ones that come.

        One that is newer than all that are here is not, until it is here.
        """
        here = {*self._bringer.here()}
        newest = max(here, default=None)
        older = {version for version in self.coming() if newest and version < newest}
        refused = {version for version in [*self._failed] if self.refusal(version)}
        return sorted(here | older | refused, reverse=True)

    def coming(self) -> list[Version]:
        """Releases of the store that are neither here nor refused."""
        here = {*self._bringer.here()}
        return [version for version in [*self._listed] if version not in here and not self.refusal(version)]

    def refusal(self, version: Version) -> str | None:
        """Why a release is not to come, if it is refused."""
        failure = self._failed.get(version)
        return failure.reason if failure and failure.is_refused else None

    @property
    def is_empty(self) -> bool:
        """Whether the store has answered, and lists no release."""
        return self._looked and not self._listed

    @property
    def waits(self) -> str | None:
        """Why there may be releases that are not here, if so."""
        if self.trouble:
            return f"the store of releases cannot be asked: {self.trouble}"
        return None if self._looked and not self.coming() else BRINGING

    def doubt(self, version: Version) -> None:
        """Have the files of a release that is here looked at again: they were found to be others."""
        self._doubted.add(version)

    # What is done

    def poll(self) -> bool:
        """Look at the store once, and bring one release at most; whether there is more to bring at once."""
        with self._looking:
            try:
                self._follow()
                self._note_trouble(None)
                self._looked = True
                more = self._bring_next()
            except StoreError as error:
                self._note_trouble(str(error))
                return False
            except OSError as error:
                self._note_trouble(f"{self.address}: {unkept(error)}")
                return False
            return more

    def _note_trouble(self, trouble: str | None) -> None:
        """Log what changed, once."""
        if trouble and not self.trouble:
            LOG.error("the store of releases cannot be asked, and what is here is served: %s", trouble)
        elif self.trouble and not trouble:
            LOG.info("the store of releases can be asked again")
        self.trouble = trouble

    def _follow(self) -> None:
        """See which releases there are, which went, and what is said of them."""
        listed = published(self._objects)
        if not listed and (self._listed or self._brought):
            raise StoreError(f"{self.address}: lists no release any more; a store that is emptied is not followed")
        for version in {*self._brought, *self._failed} - {*listed}:
            if stat := self._objects.stat(manifest_key(version)):
                listed[version] = stat  # the list was not the newest
            else:
                self._bringer.remove(version)
                self._brought.pop(version, None)
                self._failed.pop(version, None)
        self._listed = {version: listed[version] for version in sorted(listed, reverse=True)}
        self._follow_history()

    def _follow_history(self) -> None:
        """Have what is said of the releases by hand."""
        stat = self._objects.stat(HISTORY)
        if stat != self._history:
            download_history(self._objects, self.home)
            self._history = stat

    def _bring_next(self) -> bool:
        """Bring the newest of those that are not here; whether there are more."""
        here = {*self._bringer.here()}
        due = [
            version for version, stat in self._listed.items() if self._is_due(version, stat, is_here=version in here)
        ]
        if due:
            with self.cache.locked(self._bringer.folder):  # one process brings, others then see that it is here
                self._bringer.remove_unfinished()
                self._bring(due[0])
        return len(due) > 1

    def _bring(self, version: Version) -> None:
        """Bring a release, or note why not."""
        try:
            self._bringer.bring(version, again=version in self._doubted)
        except ObjectMissingError:  # it was listed, and is not there yet, or no more
            self._fail(version, "is listed, and is not there", is_refused=False)
        except StoreError as error:
            self._fail(version, str(error), is_refused=False)
            self._note_trouble(str(error))
        except CacheFullError as error:
            self._give_up_oldest(version, error)
        except OSError as error:
            self._fail(version, unkept(error), is_refused=True)
        except BaogaoError as error:
            self._fail(version, str(error), is_refused=True)
        else:
            self._brought[version] = self._listed[version]
            self._doubted.discard(version)
            self._failed.pop(version, None)
            LOG.info("release %s is here", version)

    def _is_due(self, version: Version, stat: Stat, *, is_here: bool) -> bool:
        """Whether a release is to be brought now."""
        if failure := self._failed.get(version):
            return monotonic() >= failure.until
        return not is_here or version in self._doubted or self._brought.get(version) != stat

    def _fail(self, version: Version, reason: str, *, is_refused: bool) -> None:
        """Note that a release was not brought, and try again later, each time later."""
        before = self._failed.get(version)
        waits = min(before.waits * 2, MOST_SECONDS) if before else LOOK_SECONDS
        self._failed[version] = Failure(reason, is_refused, waits, monotonic() + waits)

    def _give_up_oldest(self, version: Version, error: CacheFullError) -> None:
        """Give up the oldest release for a newer one that does not fit; else that one."""
        oldest = min(self._bringer.here(), default=version)
        self._fail(min(oldest, version), str(error), is_refused=True)
        if oldest < version:
            self._bringer.remove(oldest)
            self._brought.pop(oldest, None)


def bring_newest(address: Address, cache: Cache, public_key: str = "") -> bool:
    """Bring the newest release of a store, unless one is here; whether there is any. Keys come from a file, if named.

    Where it cannot be brought, whoever serves it tries again, and says why. Raises StoreError when the store cannot
    be asked which releases it has.
    """
    home, lock = cache.use(address, "serve")
    try:
        folder = releases_folder(home)
        folder.mkdir(exist_ok=True)
        if versions(folder):
            return True
        objects = Objects(address)
        if not (listed := published(objects)):
            return False
        keys = import_module(SIGNING).read_public_keys(Path(public_key)) if public_key else ()
        with suppress(BaogaoError, OSError), cache.locked(folder):
            ReleaseDownloader(objects, cache, folder, keys).bring(max(listed))
        return True
    finally:
        os.close(lock)
