"""Read every report of a folder: laws kept, ledger by level, and speed.

    python benchmarks/corpus.py ../shared/corpus

Speed is characters a second on one core, the median of five readings of all texts; memory the most one process used.
"""

import csv
import resource
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from datasets.extract.report import Extraction, extract
from datasets.reading.document import Document
from datasets.releases.checks import CHECKS, references_lead_somewhere
from datasets.releases.parquet import plain_rows
from schemas.tables import TABLES

LAWS = [check for check in CHECKS if check is not references_lead_somewhere]  # there are no registries here
TIMES = 5


def main(folder: Path) -> int:
    """Print the tables; the exit code counts reports that break a law."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        entries = [row for row in csv.DictReader(index) if row["file"].endswith(".txt")]
    texts = {row["report_id"]: (row["level"], (folder / row["file"]).read_bytes().decode()) for row in entries}
    ledger: dict[str, Counter[str]] = {}
    others: dict[str, Counter[str]] = {}
    broken = 0
    for report_id, (level, text) in texts.items():
        extraction = read(report_id, text)
        problems = laws_broken(report_id, text, extraction)
        broken += bool(problems)
        for problem in problems:
            print(f"{report_id}: {problem}")
        ledger.setdefault(level, Counter()).update(figure.table or figure.reason or "" for figure in extraction.figures)
        others.setdefault(level, Counter()).update(rows_of(extraction))
    print_ledger(ledger)
    print_others(others)
    print(f"\n{len(texts)} reports, {broken} break a law")
    print_speed([(report_id, text) for report_id, (_, text) in texts.items()])
    return broken


def read(report_id: str, text: str) -> Extraction:
    """One report."""
    return extract(Document(text, report_id, year=int(report_id[-4:])))


def laws_broken(report_id: str, text: str, extraction: Extraction) -> list[str]:
    """What breaks the laws of a release."""
    rows = {t.name: plain_rows(t, getattr(extraction, t.name, [])) for t in TABLES}
    return [problem for law in LAWS for problem in law(rows, {report_id: text})]


def print_ledger(ledger: dict[str, Counter[str]]) -> None:
    """Where numerals went, by level of government, as a Markdown table."""
    names = sorted({name for counts in ledger.values() for name in counts})
    print("| level | numerals | " + " | ".join(names) + " | unresolved share |")
    print("| --- " * (len(names) + 3) + "|")
    for level, counts in sorted(ledger.items()):
        total = counts.total()
        cells = " | ".join(str(counts[name]) for name in names)
        print(f"| {level} | {total} | {cells} | {counts['unresolved'] / total:.1%} |")


def rows_of(extraction: Extraction) -> Counter[str]:
    """How many projects there are by rule, and how many notes and mentions."""
    counts = Counter(f"projects: {project.rule}" for project in extraction.projects)
    counts.update({"notes": len(extraction.glossary), "mentions": len(extraction.glossary_mentions)})
    return counts


def print_others(others: dict[str, Counter[str]]) -> None:
    """Projects, notes and mentions by level of government, as a Markdown table."""
    names = sorted({name for counts in others.values() for name in counts})
    print("\n| level | " + " | ".join(names) + " |")
    print("| --- " * (len(names) + 1) + "|")
    for level, counts in sorted(others.items()):
        print(f"| {level} | " + " | ".join(str(counts[name]) for name in names) + " |")


def print_speed(texts: list[tuple[str, str]]) -> None:
    """Characters a second on one core, and the most memory used."""
    characters = sum(len(text) for _, text in texts)
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        for report_id, text in texts:
            read(report_id, text)
        seconds.append(time.perf_counter() - start)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{characters / statistics.median(seconds):,.0f} characters a second (median of {TIMES}), {megabytes:.0f} MB")


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
