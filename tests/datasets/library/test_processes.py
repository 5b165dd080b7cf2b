"""One item takes no more than its bounds, whatever it does; the others go on, in their order, with the same results."""

import gc
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from datasets.errors import SourceError
from datasets.library import processes
from datasets.library.bounds import Bounds
from datasets.library.processes import Failed, map_bounded
from tests.conftest import ROOT

MEGABYTE = 1 << 20
ONE_SECOND = Bounds(seconds=1)
CATASTROPHE = re.compile(r"(?:a+)+b")


def squared(number: int) -> int:
    return number * number


def squared_or_worse(number: int) -> int:
    """A square, but for the numbers that stand for what a text may make a reader do."""
    if number == 2:
        CATASTROPHE.match("a" * 64)  # would take longer than the universe is old
    if number == 3:
        bytearray(8 << 30)
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        raise RecursionError("too deep")
    return number * number


def collected(number: int) -> int:
    gc.collect()
    return number


@pytest.mark.slow
def test_a_process_does_not_clear_away_what_the_one_that_started_it_left() -> None:
    """Garbage that has threads, which are not born with a process, ends it: once in many runs, tests failed by it."""
    gc.disable()
    try:
        for _ in range(3):
            connection = duckdb.connect(config={"threads": 4})
            assert connection.execute("select sum(range) from range(2_000_000)").fetchall()
            circle: list[object] = [connection]
            circle.append(circle)
            del connection, circle
            assert list(map_bounded(collected, [1, 2], processes=2)) == [1, 2]
        assert not gc.get_freeze_count()  # here it is cleared away
    finally:
        gc.enable()
    gc.collect()


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 3, 20])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    assert list(map_bounded(squared, range(12), processes=processes)) == [n * n for n in range(12)]
    assert list(map_bounded(squared, [], processes=processes)) == []


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_what_takes_too_much_fails_with_the_reason_and_stops_no_other(processes: int) -> None:
    found = list(map_bounded(squared_or_worse, range(8), Bounds(1, 256 * MEGABYTE), processes))
    assert found == [
        0,
        1,
        Failed("takes more than 1 seconds of the processor to read (BAOGAO_READ_SECONDS)"),
        Failed("needs more than 256 MB of memory to read"),
        Failed("the process that read it ended (SIGKILL): for want of memory, perhaps"),
        Failed("cannot be read: RecursionError: too deep"),
        36,
        49,
    ]


def burned(number: int) -> int:
    """Use four tenths of a second of the processor."""
    start = time.process_time()
    while time.process_time() - start < 0.4:
        pass
    return number


@pytest.mark.slow
def test_the_bound_is_for_each_item_not_for_all_of_a_process() -> None:
    assert list(map_bounded(burned, range(4), ONE_SECOND)) == [0, 1, 2, 3]


def refused(number: int) -> int:
    if number:
        raise SourceError(f"{number}: is none")
    return number


def test_what_a_user_can_put_right_is_raised_as_it_is() -> None:
    found = map_bounded(refused, [0, 1, 2])
    assert next(found) == 0
    with pytest.raises(SourceError, match="1: is none"):
        next(found)


def process_of(_: int) -> int:
    return os.getpid()


def test_no_process_is_left_behind_not_even_when_results_are_not_taken() -> None:
    found = map_bounded(process_of, range(4), processes=2)
    processes = {next(found), next(found)}
    assert os.getpid() not in processes
    found.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_program_ends_though_not_all_results_were_taken() -> None:
    program = f"from {__name__} import *\nfound = map_bounded(process_of, range(4))\nprint(next(found) > 0)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


def test_a_process_waits_for_items_that_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PARENT_SECONDS", 0.01)

    def late() -> Iterator[int]:
        for n in range(3):
            time.sleep(0.1)
            yield n

    assert len(set(map_bounded(process_of, late()))) == 1


def cores_and_interrupts(_: int) -> tuple[int, object]:
    return resource.getrlimit(resource.RLIMIT_CORE)[0], signal.getsignal(signal.SIGINT)


def test_a_process_leaves_no_core_and_is_ended_by_the_one_that_started_it_alone() -> None:
    assert list(map_bounded(cores_and_interrupts, [0])) == [(0, signal.SIG_IGN)]


def ends_of_time(_: int) -> object:
    return signal.getsignal(signal.SIGXCPU)


def test_the_time_of_a_process_ends_though_the_one_that_started_it_hears_of_no_end() -> None:
    """What a process ignores, those that it starts ignore, too (POSIX, `exec` and `fork`)."""
    before = signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    try:
        assert list(map_bounded(ends_of_time, [0])) == [signal.SIG_DFL]
    finally:
        signal.signal(signal.SIGXCPU, before)


ORPHANS = """
import os, signal, sys, time
from datasets.library import processes
processes.PARENT_SECONDS = 0.1
found = processes.map_bounded(lambda _: os.getpid(), range(4), processes=2)
print(next(found), next(found), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )  # it ends when no process holds its output any more
    assert ran.returncode == -signal.SIGKILL
    assert all(not Path(f"/proc/{process}").exists() for process in ran.stdout.split())


KILLED_WHILE_ONE_WORKS = """
import os, signal
from datasets.library.processes import map_bounded
list(map_bounded(lambda _: os.kill(os.getppid(), signal.SIGKILL) or bytes(1 << 24), [0]))
"""


def test_a_process_whose_result_nobody_takes_ends_without_a_word() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_ONE_WORKS],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGKILL, b"", b"")
