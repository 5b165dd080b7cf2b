"""`python benchmarks/scale.py [CORPUS] [COUNT ...]`: what a build of so many reports takes, one more, and one resumed.

CORPUS is a folder with `index.csv` and `index-md.csv`. Its reports come in whole series, a region with all its years,
and then again as those of counties that have none, until there are COUNT (100, 1,000 and 5,000). Each library is built
until half of its reports are read, and killed (SIGKILL); built again, which is to go on; and built with one report more.
Memory is the most that all processes have together (Pss: what is shared counts once).
"""

import csv
import hashlib
import itertools
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from benchmarks.ingest import watched
from datasets.library.ingestion.origin_file import as_toml
from datasets.library.regions.register import VINTAGE, register
from datasets.library.sources import Origin, OriginRegion
from datasets.releases.index.search_index import FILES
from schemas.region_codes import level_of

COUNTS = (100, 1_000, 5_000)
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "build", "--home"]
INDEXES = ("index.csv", "index-md.csv")
MEGABYTE = 1 << 20
HEAD = (
    "reports", "s", "processor s", "memory, MB", "killed after", "resumed with", "one more, s", "processor s",
    "memory, MB", "texts, MB", "release, MB", "index / texts", "shards, MB",
)  # fmt: skip

Series = list[tuple[int, str, Path]]  # year, title, text


def main() -> None:
    """Print a table."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpus")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}\n")
    print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
    for count in [int(one) for one in sys.argv[2:]] or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            print(f"| {count:,} | {' | '.join(measured(corpus, Path(folder), count))} |", flush=True)


def measured(corpus: Path, home: Path, count: int) -> list[str]:
    """The columns of a row of the table."""
    reports = replicated(corpus)
    for report in itertools.islice(reports, count):
        write_source(home, *report)
    shards = home / ".shards"
    first = run(home, shards, count // 2)
    there = shards_in(shards)
    rest = run(home)
    if not list((home / "releases").glob("[0-9]*")):
        sys.exit(f"{count:,}: the build that was killed did not go on")
    write_source(home, *next(reports))
    more = run(home)
    folder = max((home / "releases").glob("[0-9]*"), key=lambda one: one.stat().st_mtime)
    texts = size(folder / "texts")
    index = sum((folder / file).stat().st_size for file in FILES.values())
    seconds, processor = first[0] + rest[0], first[1] + rest[1]
    return [
        f"{seconds:.0f}", f"{processor:.0f}", f"{max(first[2], rest[2]):.0f}", f"{first[0]:.0f} s", f"{there:,} shards",
        f"{more[0]:.0f}", f"{more[1]:.0f}", f"{more[2]:.0f}", f"{texts / MEGABYTE:.0f}",
        f"{size(folder) / MEGABYTE:.0f}", f"{index / texts:.2f}", f"{size(shards) / MEGABYTE:.0f}",
    ]  # fmt: skip


def replicated(corpus: Path) -> Iterator[tuple[str, int, str, Path]]:
    """Region, year, title and text of each report: those of the corpus, and then again those of other regions."""
    series: dict[str, Series] = {}
    for name in INDEXES:
        with (corpus / name).open(encoding="utf-8", newline="") as index:
            for row in csv.DictReader(index):
                if row["file"].endswith((".txt", ".md")) and row["region_code"] in register():
                    series.setdefault(row["region_code"], []).append(
                        (int(row["year"]), row["title"], corpus / row["file"])
                    )
    others = (
        code
        for code in sorted(register())
        if level_of(code) == "county" and register()[code][-1].valid_to is None and code not in series
    )
    codes = itertools.chain(series, others)
    for of in itertools.cycle(series.values()):
        code = next(codes)
        years = {year: (title, text) for year, title, text in of}
        yield from ((code, year, title, text) for year, (title, text) in sorted(years.items()))


def write_source(home: Path, code: str, year: int, title: str, text: Path) -> None:
    """Put a report into a library."""
    named, content = register()[code][-1], text.read_bytes()
    region = OriginRegion(
        code=code, name=named.name, name_en=named.name_en, level=named.level, scheme=named.scheme, vintage=VINTAGE
    )
    sha256 = hashlib.sha256(content).hexdigest()
    origin = Origin(file="report.txt", sha256=sha256, year=year, title=title, licence="a test", region=region)
    folder = home / "sources" / f"{code}-{year}"
    folder.mkdir(parents=True)
    (folder / "report.txt").write_bytes(content)
    (folder / "origin.toml").write_text(as_toml(origin), "utf-8")


def run(home: Path, shards: Path | None = None, most: int = 0) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and megabytes of a build; killed when there are so many shards, if given."""
    used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen([*COMMAND, str(home)], stdout=subprocess.DEVNULL)
    if shards:
        Thread(target=kill_at, args=(process, shards, most), daemon=True).start()
    peak = watched(process)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1, -signal.SIGKILL):
        sys.exit(f"the build ended with {process.returncode}")
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, peak


def kill_at(process: "subprocess.Popen[bytes]", shards: Path, most: int) -> None:
    """Kill a build when there are so many shards."""
    while process.poll() is None:
        if shards_in(shards) >= most:
            process.kill()
            return
        time.sleep(0.2)


def shards_in(folder: Path) -> int:
    """How many shards there are."""
    return len(list(folder.glob("[0-9a-f]*"))) if folder.is_dir() else 0


def size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
