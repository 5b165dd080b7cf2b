"""A cache of what was asked for last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class LRUCache(Generic[Key, Value]):
    """The last `most` values that were asked for, by key. Safe to use from many threads.

    One thread makes at a time, for what is made may take much memory; what is kept waits for none that is made.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()  # of the values: held for no longer than it takes to look
        self._making = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made when it is not kept. What `make` raises is raised, and nothing kept."""
        if kept := self._kept(key):
            return kept[0]
        with self._making:
            if kept := self._kept(key):  # made while this thread waited
                return kept[0]
            value = make()
            with self._lock:
                self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
            return value

    def _kept(self, key: Key) -> tuple[Value] | None:
        """The value of a key that is kept, as the last that was asked for; None when it is not."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return (self._values[key],)
