"""Scores of projects against statements labelled in whole reports: one a line, with the place of its name in a file.

A line is `{"file", "start", "end", "name", "alt_names", "status", "alt_status", "category", "clear", ...}`; every
statement of a paragraph that has one is labelled. A statement that is not `clear` may be read or left out.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from datasets import json
from datasets.evaluation.corpus import ReportFile, labelled_text
from datasets.evaluation.scores import LabelledTable, Score, Verdict
from datasets.evaluation.whole import Fold, is_of
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.reading.text import fold
from schemas.projects import Project

FIELDS = ("name", "status", "category", "phase")
WHERE_PRINTED = ("owner", "investment", "investment_unit", "quantity", "examples")
TABLE: LabelledTable = "projects"
YEAR = slice(-4, None)  # of a file's name


class Statement(Struct, kw_only=True, frozen=True):
    """What a person read about one undertaking at one place."""

    file: ReportFile
    start: int
    end: int
    name: str
    status: str
    category: str
    alt_names: list[str] = []
    alt_status: list[str] = []
    phase: str | None = None
    owner: str | None = None
    investment: float | None = None
    investment_unit: str | None = None
    quantity: float | None = None
    examples: list[str] = []
    clear: bool = True


def has_statements(file: Path) -> bool:
    """Whether a label file has statements about projects, by its first line."""
    return b'"alt_status"' in next((line for _, line in json.lines(file)), b"")


def read_statements(file: Path, fold_asked: Fold = "all") -> dict[str, list[Statement]]:
    """The labelled statements of one fold of the reports, by file. Raises SourceError for a line that is none."""
    by_file: dict[str, list[Statement]] = {}
    for _, statement in json.decoded_lines(file, Statement):
        if is_of(fold_asked, statement.file):
            by_file.setdefault(statement.file, []).append(statement)
    return by_file


def judge_statements(file: Path, corpus: Path, fold_asked: Fold = "all") -> Iterator[Verdict]:
    """Compare the statements of a label file with what the rules read in the same paragraphs."""
    for name, statements in read_statements(file, fold_asked).items():
        yield from judge(labelled_text(corpus, name, None), Path(name).stem, statements)


def judge(text: str, report_id: str, statements: list[Statement]) -> Iterator[Verdict]:
    """Compare what a person and the rules read in the labelled paragraphs of one report."""
    document = Document(text, report_id, year=int(report_id[YEAR]))
    labelled = {document.paragraph_at(statement.start).number for statement in statements}
    rows = {place_of(row): row for row in extract(document).projects if row.paragraph in labelled}
    for statement, place in sorted(pairs(statements, rows), key=lambda pair: pair[0].start):
        row = rows.pop(place) if place is not None else None
        yield verdict(report_id, text, statement.start, statement, row)
    for place, row in rows.items():
        yield verdict(report_id, text, place, None, row)


def place_of(row: Project) -> int:
    """Where the name of a project starts."""
    return int(row.id.rpartition("p")[2].partition("-")[0])


def pairs(statements: list[Statement], rows: dict[int, Project]) -> Iterator[tuple[Statement, int | None]]:
    """Each statement with the place of the row whose name overlaps it most; a row goes with one statement."""
    shared = sorted(
        (
            (min(s.end, place + len(row.name)) - max(s.start, place), -abs(s.start - place), number, place)
            for number, s in enumerate(statements)
            for place, row in rows.items()
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for overlap, _, number, place in shared:
        if overlap > 0 and number not in taken and place not in taken.values():
            taken[number] = place
    return ((statement, taken.get(number)) for number, statement in enumerate(statements))


def verdict(report_id: str, text: str, place: int, statement: Statement | None, row: Project | None) -> Verdict:
    """One statement, as a person and as the rules read it, with the fields that differ."""
    around = text[max(0, place - 24) : place + 24].replace("\n", " ")
    label = None if statement is None else asdict(statement)
    read = None if row is None else asdict(row)
    wrong = [f for f in (*FIELDS, *WHERE_PRINTED) if label and read and not same(f, label, read[f])]
    return Verdict(report_id, place, around, label, read, tuple(wrong), TABLE)


def same(field: str, label: dict[str, Any], read: Any) -> bool:
    """Whether a field agrees with its label or one of its alternatives."""
    if field == "name":
        return fold(read) in {fold(name) for name in (label["name"], *label["alt_names"])}
    if field == "status":
        return read in (label["status"], *label["alt_status"])
    if field == "examples":
        return {fold(one) for one in read} == {fold(one) for one in label["examples"]}
    return bool(read == label[field])


def scores_of_statements(verdicts: Iterable[Verdict]) -> Iterator[Score]:
    """Clear statements found, rows that are statements, and each field among the clear ones found."""
    found = list(verdicts)
    clear = [v for v in found if v.label and v.label["clear"]]
    both = [v for v in clear if v.row]
    arguable = sum(v.row is not None for v in found if v.label and not v.label["clear"])
    read = sum(v.row is not None for v in found)
    yield Score("clear statements", len(clear), len(both), len(both))
    yield Score("rows", read, read, len(both) + arguable)
    for field in FIELDS:
        yield Score(field, len(both), len(both), sum(field not in v.wrong for v in both))
    for field in WHERE_PRINTED:
        labelled = sum(bool(v.label and v.label[field]) for v in both)
        given = [v for v in both if v.row and v.row[field]]
        yield Score(field, labelled, len(given), sum(field not in v.wrong for v in given))
