"""`python benchmarks/engines.py [CORPUS] [COUNT ...]`: what a build takes with processes of this machine, and with Ray on it.

CORPUS is as for `benchmarks/scale.py`. Each library is built from nothing by either engine, and the releases are compared
byte for byte. Seconds of the processor are those of all processes that came of a build, Ray's own among them.
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

from benchmarks.scale import COMMAND, replicated, write_source

COUNTS = (100, 300)
ENGINES = ("local", "ray")
MARK = "BAOGAO_BENCHMARK"  # in the environment of a build, and so of all that comes of it
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS = 0.1


def main() -> None:
    """Print a table."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpus")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}\n")
    print("| reports | engine | s | processor s | bytes |\n|---|---|---|---|---|")
    for count in [int(one) for one in sys.argv[2:]] or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            homes = {engine: Path(folder, engine) for engine in ENGINES}
            for engine, home in homes.items():
                for report in itertools.islice(replicated(corpus), count):
                    write_source(home, *report)
                seconds, processor = build(home, engine)
                same = "" if engine == "local" else "the same" if are_same(*homes.values()) else "OTHERS"
                print(f"| {count:,} | {engine} | {seconds:.0f} | {processor:.0f} | {same} |", flush=True)


def build(home: Path, engine: str) -> tuple[float, float]:
    """Seconds, and seconds of the processor, of a build."""
    mark, start = uuid4().hex, time.perf_counter()
    used: dict[int, float] = {}
    command = [*COMMAND, str(home), "--engine", engine]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, MARK: mark})
    while process.poll() is None:
        used |= processor_seconds(f"{MARK}={mark}".encode())
        time.sleep(LOOK_SECONDS)
    if not (home / "releases/1.0.0").is_dir():  # also with 1, where reports are left out
        sys.exit(f"the build with {engine} ended with {process.returncode}, and no release")
    return time.perf_counter() - start, sum(used.values())


def processor_seconds(mark: bytes) -> dict[int, float]:
    """The seconds of the processor of each process that has something in its environment, by its number."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended
            if mark in (place / "environ").read_bytes().split(b"\0"):
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                found[int(place.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def are_same(one: Path, other: Path) -> bool:
    """Whether two homes have the same release."""
    folders = [home / "releases/1.0.0" for home in (one, other)]
    names = [sorted(file.relative_to(of).as_posix() for file in of.rglob("*") if file.is_file()) for of in folders]
    return names[0] == names[1] and not any(filecmp.cmpfiles(*folders, names[0], shallow=False)[1:])


if __name__ == "__main__":
    main()
