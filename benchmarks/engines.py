"""`python benchmarks/engines.py [CORPUS] [COUNT ...]`: what a build takes with processes of this machine, and with Ray on it.

CORPUS is as for `benchmarks/scale.py`. Each library is built from nothing by either engine, and the releases are compared
byte for byte. Seconds of the processor, and the most memory (Pss), are those of all processes that came of a build, Ray's
own among them.
"""

import filecmp
import itertools
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from benchmarks.ingest import pss
from benchmarks.scale import COMMAND, replicated, write_source

COUNTS = (100, 300)
ENGINES = ("local", "ray")
MARK = "BAOGAO_BENCHMARK"  # in the environment of a build, and so of all that comes of it
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS = 0.2


def main() -> None:
    """Print a table."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpus")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}\n")
    print("| reports | engine | s | processor s | memory, MB | bytes |\n|---|---|---|---|---|---|")
    for count in [int(one) for one in sys.argv[2:]] or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            homes = {engine: Path(folder, engine) for engine in ENGINES}
            for engine, home in homes.items():
                for report in itertools.islice(replicated(corpus), count):
                    write_source(home, *report)
                seconds, processor, memory = build(home, engine)
                same = "" if engine == "local" else "the same" if are_same(*homes.values()) else "OTHERS"
                print(f"| {count:,} | {engine} | {seconds:.0f} | {processor:.0f} | {memory:.0f} | {same} |", flush=True)


def build(home: Path, engine: str) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the most megabytes that all processes of a build have together."""
    mark, start = f"{MARK}={uuid4().hex}", time.perf_counter()
    used: dict[int, float] = {}
    most = 0.0
    command = [*COMMAND, str(home), "--engine", engine]
    name, _, value = mark.partition("=")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, name: value})
    while process.poll() is None:
        pids = marked(mark.encode())
        used |= {pid: processor_seconds(pid) or used.get(pid, 0.0) for pid in pids}
        most = max(most, sum(map(pss, pids)) / 1024)
        time.sleep(LOOK_SECONDS)
    if not (home / "releases/1.0.0").is_dir():  # also with 1, where reports are left out
        sys.exit(f"the build with {engine} ended with {process.returncode}, and no release")
    return time.perf_counter() - start, sum(used.values()), most


def marked(mark: bytes) -> list[int]:
    """The processes that have something in their environment, by number."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended
            if mark in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
    return found


def processor_seconds(pid: int) -> float:
    """The seconds of the processor that a process has had; 0 where it ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def are_same(one: Path, other: Path) -> bool:
    """Whether two homes have the same release."""
    folders = [home / "releases/1.0.0" for home in (one, other)]
    names = [sorted(file.relative_to(of).as_posix() for file in of.rglob("*") if file.is_file()) for of in folders]
    return names[0] == names[1] and not any(filecmp.cmpfiles(*folders, names[0], shallow=False)[1:])


if __name__ == "__main__":
    main()
