"""`python benchmarks/ingest.py [CORPUS] [COUNT ...]`: how long reports take to come into a library, and in how much memory.

CORPUS is a folder of reports; its texts are given again under the ids of other regions and years until there are COUNT
(100, 1,000 and 5,000). Each library is made by one command; then the command is given again, and one report more.
"""

import csv
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from datasets.library.regions.register import register

COUNTS = (100, 1_000, 5_000)
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "ingest"]
YEARS = range(2000, 2026)


def main() -> None:
    """Print a table of times and memory."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpus/md")
    counts = [int(one) for one in sys.argv[2:]] or COUNTS
    texts = [file.read_text("utf-8") for file in sorted(corpus.glob("*.[mt][dx]*"))]
    print(f"{len(texts)} texts, {os.cpu_count()} processors\n")
    print("| reports | s | processor s | ms of it a report | memory, MB | again, s | one more, s |")
    print("|---|---|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"| {count:,} | {' | '.join(measured(Path(folder), texts, count))} |", flush=True)


def measured(folder: Path, texts: list[str], count: int) -> list[str]:
    """The columns of a row of the table."""
    given, home = folder / "given", folder / "home"
    index = replicate(given, texts, count + 1)
    last = given / f"{count}.md"
    last.rename(folder / last.name)
    every = run("--home", str(home), "--index", str(index), str(given))
    again = run("--home", str(home), "--index", str(index), str(given))
    more = run("--home", str(home), "--index", str(index), str(folder / last.name))
    wall, processor, memory = every
    if (there := len(list((home / "sources").glob("[!.]*")))) != count + 1:
        sys.exit(f"{there} reports are in the library, not {count + 1}")
    return [
        f"{wall:.1f}",
        f"{processor:.1f}",
        f"{1000 * processor / count:.0f}",
        f"{memory:.0f}",
        f"{again[0]:.1f}",
        f"{more[0]:.1f}",
    ]


def replicate(given: Path, texts: list[str], count: int) -> Path:
    """So many reports, each with a line of its own, and an index that says what they are."""
    given.mkdir()
    codes = sorted(
        code for code, names in register().items() if names[-1].valid_to is None and names[-1].level == "county"
    )
    ids = itertools.islice(((code, year) for year in YEARS for code in codes if is_there(code, year)), count)
    with (given.parent / "index.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "region_code", "year", "confirmed"))
        for number, ((code, year), text) in enumerate(zip(ids, itertools.cycle(texts), strict=False)):
            (given / f"{number}.md").write_text(f"{text}\n{number}\n", "utf-8")
            rows.writerow((f"{number}.md", code, year, "yes"))
    return given.parent / "index.csv"


def is_there(code: str, year: int) -> bool:
    """Whether the register has a region in a year."""
    return any(one.is_valid_in(year) for one in register()[code])


def run(*arguments: str) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and megabytes of the largest process that a command takes."""
    used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    peak = watched(subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, peak


def watched(process: subprocess.Popen[bytes]) -> float:
    """Wait for a command; the most memory that it and its processes had together, in megabytes (`Pss`: shared once)."""
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(pss, family(process.pid))) / 1024)
        time.sleep(0.5)
    return peak


def family(pid: int) -> list[int]:
    """A process and those that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def pss(pid: int) -> float:
    """The memory of a process in kilobytes, its share of what is shared."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
