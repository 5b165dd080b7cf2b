"""Checks that take long go on beside, the newest first, each with more time than before, until there is none left."""

from threading import Event

from api.store.late_checks import LateChecks
from datasets.releases.versions import Version

OLD, NEW = Version(1, 2, 0), Version(1, 10, 0)


def checks_of(needs: dict[Version, int], tried: list[tuple[Version, int]], both: Event) -> LateChecks:
    """Checks of releases each of which needs so many times its seconds; they begin when both are there."""

    def check(version: Version, times: int) -> bool:
        both.wait()
        tried.append((version, times))
        return times >= needs[version]

    return LateChecks(check)


def test_those_that_had_least_time_are_first_then_the_newest() -> None:
    tried: list[tuple[Version, int]] = []
    both = Event()
    late = checks_of({OLD: 1, NEW: 16}, tried, both)
    late.add(NEW)
    late.add(OLD)
    late.add(NEW)
    assert (sorted(late.versions()), OLD in late) == ([OLD, NEW], True)
    both.set()
    while late.versions():
        pass
    assert tried == [(NEW, 1), (OLD, 1), (NEW, 4), (NEW, 16)]
    late.add(OLD)
    while OLD in late:
        pass
    assert tried[4:] == [(OLD, 1)]
    late.close()


def test_what_is_given_up_or_stopped_is_tried_no_more() -> None:
    tried: list[tuple[Version, int]] = []
    both = Event()
    late = checks_of({OLD: 1 << 62, NEW: 1 << 62}, tried, both)
    late.add(NEW)
    late.add(OLD)
    late.discard(OLD)
    both.set()
    while len(tried) < 5:
        pass
    assert {version for version, _ in tried} == {NEW}
    late.close()
    done = len(tried)
    late.add(OLD)
    assert (len(tried), late.stopped.is_set()) == (done, True)
