"""Checks that take longer than an answer may wait: each goes on beside, in a thread that ends with the last of them."""

from collections.abc import Callable
from threading import Event, Lock, Thread

from datasets.releases.versions import Version

LONGER = 4  # times that each next try of a check may take


class LateChecks:
    """Releases that are still being checked, one after another: those that had the least time first, then the newest.

    `check` checks one within so many times its seconds, and says whether that was enough.
    """

    def __init__(self, check: Callable[[Version, int], bool]) -> None:
        self.stopped = Event()  # for a check to end by
        self._check = check
        self._times: dict[Version, int] = {}
        self._lock = Lock()
        self._thread: Thread | None = None

    def __contains__(self, version: Version) -> bool:
        return version in self._times

    def versions(self) -> list[Version]:
        """Those that are still being checked."""
        return [*self._times]

    def add(self, version: Version) -> None:
        """Have one more checked."""
        with self._lock:
            self._times.setdefault(version, 1)
            if self._thread is None and not self.stopped.is_set():
                self._thread = Thread(target=self._run, name="release checks", daemon=True)
                self._thread.start()

    def discard(self, version: Version) -> None:
        """Have one checked no more."""
        self._times.pop(version, None)

    def close(self) -> None:
        """Check nothing any more."""
        self.stopped.set()
        if thread := self._thread:
            thread.join()

    def _run(self) -> None:
        """Check those there are until there are none."""
        while (one := self._next()) is not None:
            version, times = one
            if self._check(version, times):
                self._times.pop(version, None)
            elif version in self._times:
                self._times[version] = times * LONGER

    def _next(self) -> tuple[Version, int] | None:
        """The one that is checked next, and how many times its seconds it may take; then none comes after it."""
        with self._lock:
            waiting = [*self._times.items()]
            if waiting and not self.stopped.is_set():
                return min(waiting, key=lambda one: (one[1], *(-part for part in one[0])))
            self._thread = None
            return None
