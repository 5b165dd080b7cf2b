"""A function over many items, in processes of their own, each item within bounds of time and memory.

What an item makes a process do ends with that process: the kernel stops it, inside a regular expression, too, and the
other items go on in another one.
"""

import gc
import itertools
import math
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from datasets.errors import BaogaoError
from datasets.library.bounds import BOUNDS, Bounds

T = TypeVar("T")
R = TypeVar("R")
PARENT_SECONDS = 5.0  # after which an idle process looks whether the one that started it is still there
AHEAD = 32  # results for each process that may wait for an earlier one
SIZES = Path("/proc/self/statm")


class Failed(Struct, frozen=True):
    """That an item gave no result, and why."""

    reason: str


class Worker:
    """A process that applies a function to one item after another; started when it is given one, again if it ended."""

    def __init__(self, function: Callable[[Any], Any], bounds: Bounds) -> None:
        self.function, self.bounds = function, bounds
        self.number: int | None = None  # of the item it has
        self.running: tuple[Process, Connection[Any, Any]] | None = None

    def give(self, number: int, item: Any) -> None:
        """Let it work at an item."""
        _, connection = self.running = self.running or self.started()
        self.number = number
        with suppress(ConnectionError):  # it ended: that is seen when its result is taken
            connection.send(item)

    def started(self) -> tuple[Process, "Connection[Any, Any]"]:
        """A process, and the connection to it.

        It does not collect the garbage it is born with: to clear away what has threads, such as a connection to DuckDB,
        would end it, for it has no such threads.
        """
        ours, theirs = Pipe()
        process = Process(target=run_worker, args=(self.function, self.bounds, theirs, ours, os.getpid()), daemon=True)
        gc.freeze()
        try:
            process.start()
        finally:
            gc.unfreeze()  # here; the other never comes back from its start
        theirs.close()
        return process, ours

    def take(self) -> tuple[int, Any]:
        """The number of its item, with what the function gave; Failed when the process ended. Waits for it."""
        number, self.number = self.number, None
        if number is None or self.running is None:
            raise ValueError("it has no item")
        process, connection = self.running
        try:
            return number, connection.recv()
        except (EOFError, ConnectionError):
            process.join()
            reason = reason_of(process.exitcode, self.bounds)
            self.end()
            return number, Failed(reason)

    def end(self) -> None:
        """Stop it, whatever it does."""
        if self.running:
            process, connection = self.running
            connection.close()
            process.kill()
            process.join()
            process.close()
        self.running = None


def map_bounded(
    function: Callable[[T], R], items: Iterable[T], bounds: Bounds = BOUNDS, processes: int = 1
) -> Iterator[R | Failed]:
    """What a function gives for each item, in order; Failed for one that took too much, or made its process end.

    Items are taken as they are needed, and none is held that is not worked at: they may be many. Raises the BaogaoError
    that the function raises, of the first item that does. Items and results go from process to process, so they are
    what can be pickled.
    """
    waiting = enumerate(items)
    found: dict[int, Any] = {}
    workers = [Worker(function, bounds) for _ in range(processes)]
    try:
        for wanted in itertools.count():
            while wanted not in found and dispatch(workers, waiting, wanted + AHEAD * processes):
                found |= received(workers)
            if wanted not in found:
                return
            result = found.pop(wanted)
            if isinstance(result, BaogaoError):
                raise result
            yield result
    finally:
        for worker in workers:
            worker.end()


def dispatch(workers: Sequence[Worker], waiting: Iterator[tuple[int, Any]], before: int) -> bool:
    """Give each worker that has none an item, but none whose results would wait for long; whether any has one."""
    held = [worker.number for worker in workers if worker.number is not None]
    for worker in workers:
        if worker.number is None and max(held, default=0) < before and (one := next(waiting, None)):
            worker.give(*one)
            held.append(one[0])
    return bool(held)


def received(workers: Sequence[Worker]) -> dict[int, Any]:
    """The results that come first."""
    working = {worker.running[1]: worker for worker in workers if worker.running and worker.number is not None}
    ready = wait(list(working))
    return dict(worker.take() for connection, worker in working.items() if connection in ready)


def run_worker(
    function: Callable[[Any], Any],
    bounds: Bounds,
    ours: "Connection[Any, Any]",
    theirs: "Connection[Any, Any]",
    parent: int,
) -> None:
    """What a worker does: take an item, apply the function within bounds, give the result, until no more come."""
    theirs.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started it ends it
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bound_memory(bounds.memory)
    while True:
        while not ours.poll(PARENT_SECONDS):
            if os.getppid() != parent:
                return
        try:
            item = ours.recv()
            bound_time(bounds.seconds)
            ours.send(call(function, item, bounds))
        except (EOFError, ConnectionError):  # nobody is there any more to give or to take
            return


def call(function: Callable[[Any], Any], item: Any, bounds: Bounds) -> Any:
    """What the function gives or raises for an item, as something to send."""
    try:
        return function(item)
    except BaogaoError as error:
        return error
    except MemoryError:
        return Failed(f"needs more than {bounds.memory >> 20} MB of memory to read")
    except Exception as error:  # noqa: BLE001  # whatever one item does, the others go on
        return Failed(f"cannot be read: {type(error).__name__}: {error}")


def bound_time(seconds: int) -> None:
    """Let the kernel end this process when it has used so many more seconds of the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime + seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))


def bound_memory(most: int) -> None:
    """Let this process have so many more bytes of memory; where the size it has cannot be told, no bound is set."""
    with suppress(OSError, ValueError):
        now = int(SIZES.read_text().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (now + most, hard))


def reason_of(exitcode: int | None, bounds: Bounds) -> str:
    """Why a process ended in the middle of an item."""
    if exitcode == -signal.SIGXCPU:
        return f"takes more than {bounds.seconds} seconds of the processor to read (BAOGAO_READ_SECONDS)"
    name = signal.Signals(-exitcode).name if exitcode and exitcode < 0 else f"exit code {exitcode}"
    return f"the process that read it ended ({name}): for want of memory, perhaps"
