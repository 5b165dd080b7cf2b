"""`python benchmarks/outcomes.py RELEASE`: what outcomes, series, panel and coverage take alone, without the reading.

RELEASE is the folder of a built release. The rows of its reports are read once; then each table is made from them, region
after region as a build does. Seconds are of the processor. Regions are grouped by how many reports they have: work that
grows faster than their number shows as more milliseconds a report in the last groups.
"""

import os
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from datasets.outcomes.coverage import coverage
from datasets.outcomes.governments import ReportRows
from datasets.outcomes.library import REGION, government_of, of_region, reports_of
from datasets.outcomes.mentions import Line, mentions
from datasets.outcomes.pairing import outcomes_of
from datasets.outcomes.panel import panel
from datasets.outcomes.series import series
from datasets.releases.shards.regions import COUNTED_ONLY, WHOLE, Counted
from schemas.tables import BY_NAME

GROUPS = (1, 2, 5, 10, 20, 40)  # reports of a region, at least
MEGABYTE = 1 << 20
LINES = "paragraphs"
Rows = dict[str, list[Any]]
Statements = Mapping[str, list[ReportRows]]


def main() -> None:
    """Print two tables."""
    release = Path(sys.argv[1])
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}\n")
    regions = rows_by_region(release)
    by_table(release, regions)
    by_size(regions)


def rows_by_region(release: Path) -> dict[str, Rows]:
    """The rows of each region, by its code: those that tables are made from, and what is counted of the others."""
    found: defaultdict[str, Rows] = defaultdict(lambda: {name: [] for name in (*WHOLE, *COUNTED_ONLY, LINES)})
    for name in (*WHOLE, *COUNTED_ONLY):
        row = BY_NAME[name].row if name in WHOLE else Counted
        columns = [one for one in pq.read_schema(release / f"{name}.parquet").names if one in row.__struct_fields__]
        for one in rows_of(release / f"{name}.parquet", row, columns):
            found[(one.id if name == "reports" else one.report_id)[:REGION]][name].append(one)
    for line in rows_of(release / "paragraphs.parquet", Line, list(Line.__struct_fields__)):
        found[line.report_id[:REGION]][LINES].append(line)
    return dict(sorted(found.items()))


def rows_of(file: Path, row: Any, columns: list[str]) -> Iterator[Any]:
    """The rows of a table, some at a time."""
    for batch in pq.ParquetFile(file).iter_batches(columns=columns):
        yield from msgspec.convert(batch.to_pylist(), list[row])


def statements_of(regions: Mapping[str, Rows]) -> Statements:
    """The reports of each government, of which nothing is prepared yet."""
    return reports_of(all_of(regions, "targets"), all_of(regions, "indicators"))


def all_of(regions: Mapping[str, Rows], name: str) -> Iterable[Any]:
    """The rows of a table, region after region."""
    return (row for rows in regions.values() for row in rows[name])


def by_table(release: Path, regions: Mapping[str, Rows]) -> None:
    """Print what each table takes of the processor, and in the release."""
    statements = statements_of(regions)
    seconds: defaultdict[str, float] = defaultdict(float)
    made: defaultdict[str, int] = defaultdict(int)
    for code, rows in regions.items():
        got: Rows = {}
        steps: dict[str, Callable[[Rows, Rows], Iterable[Any]]] = {
            "outcomes": lambda _, __, code=code: outcomes_of(government_of(code, statements)),
            "series": lambda rows, _: series(rows["targets"], rows["indicators"]),
            "panel": lambda rows, got: panel(
                rows["reports"], rows["targets"], got["outcomes"], got["series"], mentions(rows[LINES])
            ),
            "coverage": lambda rows, got: coverage(rows["reports"], {**rows, "outcomes": got["outcomes"]}),
        }
        for name, step in steps.items():
            start = time.process_time()
            got[name] = list(step(rows, got))
            seconds[name] += time.process_time() - start
            made[name] += len(got[name])
    print("| table | rows | processor s | ms a report | in the release, MB |\n|---|---|---|---|---|")
    reports = sum(len(rows["reports"]) for rows in regions.values())
    for name, taken in seconds.items():
        size = (release / f"{name}.parquet").stat().st_size / MEGABYTE
        print(f"| {name} | {made[name]:,} | {taken:.1f} | {1000 * taken / reports:.1f} | {size:.2f} |", flush=True)


def by_size(regions: Mapping[str, Rows]) -> None:
    """Print what all tables take of regions with few and with many reports."""
    statements, unprepared = statements_of(regions), statements_of(regions)
    print("\n| reports of a region | regions | reports | ms a report | µs a row | most memory of one, MB |")
    print("|---|---|---|---|---|---|")
    for least, more in zip(GROUPS, (*GROUPS[1:], sys.maxsize), strict=True):
        group = {code: rows for code, rows in regions.items() if least <= len(rows["reports"]) < more}
        if group:
            print(
                f"| {least} and more | {len(group)} | {' | '.join(costs(group, statements))} | {memory_of(*largest(group), unprepared):.1f} |",
                flush=True,
            )


def costs(group: Mapping[str, Rows], statements: Statements) -> list[str]:
    """Reports, milliseconds a report and microseconds a row of some regions."""
    start = time.process_time()
    for code, rows in group.items():
        of_region(rows["reports"], rows, government_of(code, statements), mentions(rows[LINES]))
    taken = time.process_time() - start
    reports = sum(len(rows["reports"]) for rows in group.values())
    read = sum(len(rows["targets"]) + len(rows["indicators"]) for rows in group.values())
    return [f"{reports:,}", f"{1000 * taken / reports:.1f}", f"{1_000_000 * taken / read:.0f}"]


def largest(group: Mapping[str, Rows]) -> tuple[str, Rows]:
    """The region with the most rows, by its code."""
    return max(group.items(), key=lambda one: len(one[1]["targets"]) + len(one[1]["indicators"]))


def memory_of(code: str, rows: Rows, statements: Statements) -> float:
    """The most that the tables of a region hold beyond the rows they are made from, in MB."""
    tracemalloc.start()
    of_region(rows["reports"], rows, government_of(code, statements), mentions(rows[LINES]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEGABYTE


if __name__ == "__main__":
    main()
