"""Ray as the engine of a build: reports are read on the machines of a cluster, and their shards come back.

Ray Data schedules, ships and retries. It has blocks of a few reports, and gives a shard, or a reason why there is none,
for each: a report that cannot be read stops neither its block nor the others.
"""

import itertools
import logging
import os
import pickle
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyarrow as pa
from msgspec import Struct

from datasets.errors import ReleaseError
from datasets.extract.report import prepare
from datasets.library.bounds import Bounds
from datasets.library.processes import Failed, Worker
from datasets.releases.shards.cache import reserve_memory
from datasets.releases.shards.dependencies import reader_sha256

SCHEME = "ray://"
INSTALL = 'python -m pip install "ray[data]>=2.60"'
TOGETHER = 4  # items of a block: a second of work, beside which Ray's own for a task is little
OBJECT_STORE = 256 << 20  # bytes of memory for what is on its way, of Ray on this machine; more goes to disk
KNOCK_SECONDS = 10.0
ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_raylet_start_wait_time_s": "120",  # to start: its own 30 seconds are few on a busy machine
    "RAY_agent_register_timeout_ms": "120000",
}
ITEMS = pa.schema([("number", pa.int64()), ("item", pa.large_binary())])
RESULTS = pa.schema(
    [("number", pa.int64()), ("made", pa.large_binary()), ("reason", pa.string()), ("other", pa.string())]
)


class RayEngine(Struct, frozen=True):
    """A Ray cluster that a function is applied in: the address of its head (`HOST:PORT`), or Ray on this machine.

    `processes` are how many items are worked at beside each other; 0 as many as the cluster has processors.
    """

    address: str | None = None
    processes: int = 0

    def __call__(
        self, function: Callable[[Any], Any], items: Iterable[Any], bounds: Bounds
    ) -> Iterator[tuple[int, Any]]:
        """The number of each item with what the function gives for it, bytes or a reason, in the order they are done.

        Raises ReleaseError when Ray is not installed, no cluster answers, or a node of it has other code than this.
        """
        blocks = blocks_of(items)
        first = next(blocks, None)
        if first is None:
            return  # nothing is to be read, so nobody is asked
        with connected(self) as ray:
            stored = [ray.put(block) for block in itertools.chain([first], blocks)]
            read = ray.data.from_arrow_refs(stored).map_batches(
                read_block,
                fn_kwargs={"function": function, "bounds": bounds, "reader": reader_sha256()},
                batch_format="pyarrow",
                batch_size=None,
                concurrency=self.processes or None,
            )
            for batch in read.iter_batches(batch_format="pyarrow", batch_size=None):
                yield from results_in(batch)


def engine_of(name: str, processes: int) -> RayEngine:
    """The cluster that `ray`, or `ray://HOST:PORT`, names."""
    return RayEngine(name.removeprefix(SCHEME) if name.startswith(SCHEME) else os.environ.get("RAY_ADDRESS"), processes)


@contextmanager
def connected(engine: RayEngine) -> Iterator[Any]:
    """Ray, connected to a cluster, or started on this machine; it is let go, or stopped, afterwards."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        import ray.data  # noqa: PLC0415  # a group of its own, and it takes seconds
    except ImportError:
        raise ReleaseError(f"Ray is not installed; {INSTALL} adds it") from None
    try:
        if engine.address:
            check_reachable(engine.address)
        ray.init(logging_level=logging.ERROR, log_to_driver=False, **options_of(engine))
    except Exception as error:  # Ray raises plain ones, such as that a node did not start in time
        where = SCHEME + engine.address if engine.address else "this machine"
        raise ReleaseError(
            f"{where}: no Ray cluster can be used: {first_line(error)}; expected HOST:PORT of its head, as "
            "`ray start --head` prints it, on a machine that is a node of it"
        ) from error
    quiet_logs(ray)
    try:
        yield ray
    except ray.exceptions.RayError as error:
        raise ReleaseError(
            f"a Ray node cannot read reports: {last_line(error)}; install this version of Baogao on each, with what "
            "is in its lock"
        ) from error
    finally:
        ray.shutdown()


def check_reachable(address: str) -> None:
    """Raise OSError when nobody answers at an address; Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if port.isdecimal():  # `auto` has none
        socket.create_connection((host, int(port)), KNOCK_SECONDS).close()


def options_of(engine: RayEngine) -> dict[str, Any]:
    """How Ray is connected to; one that is started listens on this machine alone."""
    if engine.address:
        return {"address": engine.address}
    return {
        "address": "local",
        "num_cpus": engine.processes or os.cpu_count(),
        "object_store_memory": OBJECT_STORE,
        "include_dashboard": False,
        "_node_ip_address": "127.0.0.1",
    }


def quiet_logs(ray: Any) -> None:
    """Leave it to the build to tell how far it is, and what went wrong; Ray's own log has the tracebacks."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    for handler in logging.getLogger("ray.data").handlers:
        if handler.name == "console":
            handler.setLevel(logging.CRITICAL)


def first_line(error: BaseException) -> str:
    """What is wrong, without how it came to be."""
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def last_line(error: BaseException) -> str:
    """What was raised on a node, without the places it was raised through."""
    return (str(error).strip() or type(error).__name__).splitlines()[-1].rstrip(".")


def blocks_of(items: Iterable[Any]) -> Iterator[pa.Table]:
    """Items with their numbers, a few together."""
    numbered = enumerate(items)
    while some := list(itertools.islice(numbered, TOGETHER)):
        rows = [{"number": number, "item": pickle.dumps(item)} for number, item in some]
        yield pa.Table.from_pylist(rows, ITEMS)


def read_block(block: pa.Table, function: Callable[[Any], Any], bounds: Bounds, reader: str) -> pa.Table:
    """What a function gives for the items of a block, on a node; nothing when the node has other code than `reader`."""
    numbers, items = (block[name].to_pylist() for name in ITEMS.names)
    if (own := reader_sha256()) != reader:
        other = f"node {socket.gethostname()} reads by {own[:12]}, this machine by {reader[:12]}"
        return pa.Table.from_pylist([{"number": number, "other": other} for number in numbers], RESULTS)
    worker = worker_of(function, bounds)
    rows = []
    for number, item in zip(numbers, items, strict=True):
        worker.give(number, pickle.loads(item))  # noqa: S301  # of the build that sent the function, too
        made = worker.take()[1]
        rows.append({"number": number, **({"made": made} if isinstance(made, bytes) else {"reason": made.reason})})
    return pa.Table.from_pylist(rows, RESULTS)


@cache
def worker_of(function: Callable[[Any], Any], bounds: Bounds) -> Worker:
    """The process beside a worker of Ray that what one item takes is bounded in; one for all blocks."""
    prepare()
    reserve_memory()
    return Worker(function, bounds)


def results_in(batch: pa.Table) -> Iterator[tuple[int, Any]]:
    """What came back of a block. Raises ReleaseError for one from a node with other code."""
    for row in batch.to_pylist():
        if row["other"] is not None:
            raise ReleaseError(
                f"{row['other']}: install the same version of Baogao, Python and libraries (requirements.txt) on each "
                "node; shards of other code are not used"
            )
        yield row["number"], row["made"] if row["made"] is not None else Failed(row["reason"])
