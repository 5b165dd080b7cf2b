"""What was asked for last is kept, and what is being made holds up only those who need it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from api.store.lru_cache import LRUCache

SECONDS = 30  # until a thread that is held up is told


def never() -> int:
    """What is kept is not made again."""
    raise AssertionError


def test_what_is_kept_is_given_while_something_else_is_made() -> None:
    cache: LRUCache[str, int] = LRUCache(2)
    cache.get("kept", lambda: 1)
    begun, may_end = Event(), Event()

    def slow() -> int:
        begun.set()
        assert may_end.wait(SECONDS)
        return 2

    with ThreadPoolExecutor(3) as pool:
        made = pool.submit(cache.get, "slow", slow)
        try:
            assert begun.wait(SECONDS)
            assert pool.submit(cache.get, "kept", never).result(SECONDS) == 1
            waiting = pool.submit(cache.get, "slow", never)
        finally:
            may_end.set()
        assert (made.result(SECONDS), waiting.result(SECONDS)) == (2, 2)


def test_what_was_not_asked_for_longest_goes_first() -> None:
    cache: LRUCache[str, str] = LRUCache(2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda key=key: key)  # type: ignore[misc]
    assert cache.get("a", lambda: "again") == "a"
    assert cache.get("c", lambda: "again") == "c"
    assert cache.get("b", lambda: "again") == "again"


def test_what_could_not_be_made_is_tried_again() -> None:
    cache: LRUCache[str, int] = LRUCache(2)
    with pytest.raises(AssertionError):
        cache.get("a", never)
    assert cache.get("a", lambda: 3) == 3
