"""`python benchmarks/cold_start.py [TIMES] [RELEASES]`: seconds until a server that starts with an empty cache answers.

The store is moto's S3 server, with the newest of the built-in releases, so many of them. The first right answer counts,
200 by the newest release. Seconds of the processor are those of all processes of the server until then. Where other
programs want the processors, `chrt --fifo 5` before the command has them wait.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx

from benchmarks.engines import TICKS
from datasets.library.home import BUILT_IN, Address, releases_folder
from datasets.objects.releases import publish
from datasets.objects.store import Objects
from datasets.releases.release import open_release, versions
from tests.asking import Server, free_port
from tests.object_servers import object_server

PATH = "/v1/indicators?metric_id=gdp"
POLL_SECONDS, MOST_SECONDS = 0.01, 120


def main(times: int = 5, releases: int = 1) -> None:
    """Print the seconds of each start."""
    folder = releases_folder(BUILT_IN)
    with object_server("s3") as store:
        os.environ |= store.environment()
        address, before = store.bucket("cold"), None
        for version in versions(folder)[-releases:]:
            publish(Objects(address), open_release(folder / str(version)), before)
            before = version
        took = [started(address, str(before)) for _ in range(times)]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}; {releases} releases; first {PATH}")
    for name, seconds in zip(("s", "processor s"), zip(*took, strict=True), strict=True):
        print(f"{name}: {statistics.median(seconds):.2f} ({', '.join(f'{one:.2f}' for one in seconds)})")


def started(address: Address, newest: str) -> tuple[float, float]:
    """Seconds, and seconds of the processor, from the start of a server to its first right answer."""
    with tempfile.TemporaryDirectory(prefix="baogao-cold-") as cache:
        began = time.perf_counter()
        server = Server(str(address), free_port(), {"BAOGAO_CACHE": cache})
        try:
            while not answers(server, newest):
                if time.perf_counter() - began > MOST_SECONDS or server.poll() is not None:
                    raise SystemExit(f"the server does not answer: {server.printed()[-2000:]}")
                time.sleep(POLL_SECONDS)
            seconds = time.perf_counter() - began
            return seconds, processor_seconds(server.pid)
        finally:
            server.end()


def answers(server: Server, newest: str) -> bool:
    """Whether a server answers by a release."""
    with suppress(httpx.HTTPError):
        answer = httpx.get(server.address + PATH, timeout=30)
        return answer.status_code == 200 and answer.json()["release"] == newest
    return False


def processor_seconds(pid: int) -> float:
    """Seconds of the processor of a process and of all that came of it, also of what ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        begun = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return sum(map(int, fields[11:15])) / TICKS + sum(processor_seconds(int(child)) for child in begun)
    return 0.0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
