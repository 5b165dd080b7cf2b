"""A query that takes too long is interrupted, so that one question cannot keep the others waiting."""

import atexit
from math import inf
from threading import Condition, Thread
from time import monotonic
from typing import Protocol

import duckdb

from api.http.problems import QueryTooSlow


class Interruptible(Protocol):
    """What runs a query: a cursor, or a connection of the C API."""

    def interrupt(self) -> None:
        """End what runs."""


class DeadlineWatcher:
    """Interrupts cursors at their deadlines. One thread watches all of a process."""

    def __init__(self) -> None:
        self._deadlines: dict[Interruptible, float] = {}
        self._interrupted: set[Interruptible] = set()
        self._changed = Condition()
        self._wakes = inf  # when the thread looks again, unless it is told to
        self._thread: Thread | None = None
        self._stopped = False

    def add(self, cursor: Interruptible, deadline: float) -> None:
        """Interrupt a cursor at its deadline, unless it is removed before."""
        with self._changed:
            self._deadlines[cursor] = deadline
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
                atexit.register(self.stop)  # before DuckDB is taken down
            if deadline < self._wakes:  # waking a thread takes as long as a small query
                self._changed.notify()

    def timed_out(self, cursor: Interruptible) -> bool:
        """Whether a cursor was interrupted."""
        with self._changed:
            return cursor in self._interrupted

    def remove(self, cursor: Interruptible) -> None:
        """Watch a cursor no more."""
        with self._changed:
            self._deadlines.pop(cursor, None)
            self._interrupted.discard(cursor)

    def stop(self) -> None:
        """End the thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        """Interrupt what has passed its deadline; wait for the next."""
        with self._changed:
            while not self._stopped:
                now = monotonic()
                for cursor, deadline in self._deadlines.items():
                    if deadline <= now and cursor not in self._interrupted:
                        self._interrupted.add(cursor)
                        cursor.interrupt()
                running = [deadline for cursor, deadline in self._deadlines.items() if cursor not in self._interrupted]
                self._wakes = min(running, default=inf)
                self._changed.wait(max(0.0, self._wakes - now) if running else None)


WATCHER = DeadlineWatcher()
INTERRUPTED = (duckdb.InterruptException, OSError)  # Arrow tells of an interrupt as of a failed read


class Watchdog:
    """Lets a query take so many seconds."""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def limit_time(self, cursor: Interruptible) -> "TimeLimit":
        """Limit the time of what a cursor does."""
        return TimeLimit(cursor, self.limit)


class TimeLimit:
    """A context in which a cursor is watched. Raises QueryTooSlow when it was interrupted.

    No generator, which would take longer than all else here: it stands around each of the smallest queries.
    """

    __slots__ = ("_cursor", "_seconds")

    def __init__(self, cursor: Interruptible, seconds: float) -> None:
        self._cursor = cursor
        self._seconds = seconds

    def __enter__(self) -> None:
        WATCHER.add(self._cursor, monotonic() + self._seconds)

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        was_interrupted = error is not None and WATCHER.timed_out(self._cursor)
        WATCHER.remove(self._cursor)
        if was_interrupted and isinstance(error, INTERRUPTED):
            raise QueryTooSlow(f"the query took longer than {self._seconds:g} seconds") from error
