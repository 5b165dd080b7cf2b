"""Read every report of a corpus: parts and alarms, laws kept, ledger, metrics, and speed, by level and decade.

    python benchmarks/corpus.py ../shared/corpus [EVERY]

Reads the reports that `index.csv` and `index-md.csv` name, or every n-th of them. Speed is characters a second on one
core, the median of five readings of a sample; memory the most one process used.
"""

import csv
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from datasets.extract.doubts import doubts_of
from datasets.extract.projects.ends import end_of_works
from datasets.extract.quarantine import ALL_LAWS, sound
from datasets.extract.report import Extraction, extract
from datasets.reading.confidence import confidence
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.releases.checks import CHECKS, references_lead_somewhere
from datasets.releases.tables.parquet import plain_rows
from datasets.rules.registry import QUARANTINES
from schemas.tables import TABLES

INDEXES = ("index.csv", "index-md.csv")
LAWS = [check for check in CHECKS if check is not references_lead_somewhere]  # there are no registries here
TIMES, SAMPLE = 5, 1_000_000  # readings; characters
SURE = 0.8
MOST_UNKNOWN = 40


def main(folder: Path, every: int = 1) -> int:
    """Print the tables; the exit code says whether a report breaks a law."""
    entries = list(reports(folder))[::every]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    alarms: Counter[str] = Counter()
    unknown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    broken = 0
    for report_id, level, text in entries:
        document = Document(text, report_id, year=int(report_id[-4:]))
        extraction = Extraction(**sound(extract(document), document.year, ALL_LAWS))  # as a build reads it
        problems = laws_broken(report_id, text, extraction)
        broken += bool(problems)
        for problem in problems:
            print(f"{report_id}: {problem}")
        for question, words in unknown_words(extraction):
            unknown[question][words] += 1
        odd = doubts_of(document, extraction)
        alarms.update(kind_of(doubt) for doubt in odd)
        for group in ("all", level, f"{report_id[-4:-1]}0s"):
            counts[group].update(measured(document, extraction, odd, bool(problems)))
            reasons[group].update(figure.table or figure.reason or "" for figure in extraction.figures)
    print_table(("group", *COLUMNS), (summary(group, counts[group]) for group in ordered(counts)))
    names = sorted({name for found in reasons.values() for name in found})
    print_table(
        ("group", *names), ((group, *(str(reasons[group][name]) for name in names)) for group in ordered(reasons))
    )
    print_table(("alarm", "reports"), ((alarm, str(count)) for alarm, count in alarms.most_common()))
    print_unknown(unknown)
    print(f"\n{len(entries)} reports, {broken} break a law")
    print_speed(entries)
    return int(broken > 0)


def reports(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The id, level and text of each report of a corpus."""
    for name in INDEXES:
        with (folder / name).open(encoding="utf-8", newline="") as index:
            for row in csv.DictReader(index):
                if row["file"].endswith((".txt", ".md")):
                    yield row["report_id"], row["level"], (folder / row["file"]).read_bytes().decode()


def laws_broken(report_id: str, text: str, extraction: Extraction) -> list[str]:
    """What breaks the laws of a release."""
    rows = {t.name: plain_rows(t, getattr(extraction, t.name, [])) for t in TABLES}
    return [problem for law in LAWS for problem in law(rows, {report_id: text})]


def kind_of(doubt: str) -> str:
    """A doubt without its numbers."""
    return " ".join(word for word in doubt.split() if not word[:1].isdigit())


COLUMNS = (
    "reports", "sure of parts", "alarms", "GDP growth target", "laws broken", "quarantined", "numerals", "unresolved",
    "rows", "with a metric",
)  # fmt: skip


def measured(document: Document, extraction: Extraction, odd: list[str], is_broken: bool) -> Counter[str]:
    """What is counted of one report."""
    rows = [*extraction.indicators, *extraction.targets]
    sure = confidence(document.paragraphs)["parts"]
    aims = any(row.metric_id == "gdp" and row.measure == "growth" for row in extraction.targets)
    rules = Counter(figure.rule for figure in extraction.figures)
    found = Counter(reports=1, rows=len(rows), numerals=len(extraction.figures), alarms=int(bool(odd)))
    found["sure of parts"] = int(sure is not None and sure >= SURE)
    found["GDP growth target"] = int(aims)
    found["laws broken"] = int(is_broken)
    found["quarantined"] = sum(rules[rule] for rule in QUARANTINES)
    found["unresolved"] = sum(figure.reason == "unresolved" for figure in extraction.figures)
    found["with a metric"] = sum(row.metric_id is not None for row in rows)
    return found


def summary(group: str, found: Counter[str]) -> tuple[str, ...]:
    """A line of the table: shares of reports, of numerals, of rows; counts of what should be none."""
    of = {"sure of parts": "reports", "alarms": "reports", "GDP growth target": "reports", "unresolved": "numerals",
          "with a metric": "rows"}  # fmt: skip
    return group, *(f"{found[c] / max(1, found[of[c]]):.1%}" if c in of else str(found[c]) for c in COLUMNS)


def ordered(groups: Iterable[str]) -> list[str]:
    """All first, then levels, then decades."""
    return sorted(groups, key=lambda group: (group != "all", group[0].isdigit(), group))


def print_table(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> None:
    """A Markdown table."""
    print("\n| " + " | ".join(head) + " |\n" + "| --- " * len(head) + "|")
    for line in lines:
        print("| " + " | ".join(line) + " |")


def unknown_words(extraction: Extraction) -> Iterator[tuple[str, str]]:
    """What the tables about works do not know: verbs of lists, ends of names, and fields."""
    for project in extraction.projects:
        name = fold(project.name)
        if project.rule == "unknown_verb":
            before, _, behind = fold(project.quote).partition(name)
            yield "verbs of lists of works", f"{before[:6]}…{behind[-8:]}"
        if not end_of_works(name):
            yield "ends of names", name[-2:]
        if project.category == "other":
            yield "ends of names without a field", name[-3:]


def print_unknown(unknown: dict[str, Counter[str]]) -> None:
    """The most frequent words no table has, to be added where they are words of the language."""
    for question, words in sorted(unknown.items()):
        told = ", ".join(f"{word} {times}" for word, times in words.most_common(MOST_UNKNOWN))
        print(f"\nUnknown {question} ({words.total()}): {told}")


def print_speed(entries: list[tuple[str, str, str]]) -> None:
    """Characters a second of the processor, and the most memory used."""
    step = max(1, sum(len(text) for *_, text in entries) // SAMPLE)
    texts = [(report_id, text) for report_id, _, text in entries[::step]]
    seconds = []
    for _ in range(TIMES):
        start = time.process_time()
        for report_id, text in texts:
            extract(Document(text, report_id, year=int(report_id[-4:])))
        seconds.append(time.process_time() - start)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = sum(len(text) for _, text in texts) / statistics.median(seconds)
    print(f"{speed:,.0f} characters a second of the processor (median of {TIMES}), {megabytes:.0f} MB")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *map(int, sys.argv[2:3])))
