"""Labels of whole reports: their parts, and figures in context. One line of a file is one report, or one numeral.

A file name is `{region}-{year}.md`, so it says level and decade; offsets are code points into that file as it is.
A third of the reports, told by the hash of their names, is held back: rules are never made from it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct, field

from datasets import json
from datasets.evaluation.corpus import ReportFile, labelled_text
from schemas.region_codes import level_of

Fold = Literal["all", "given", "held-back"]
THIRD = 3


class Segment(Struct, frozen=True):
    """Where a part starts; it goes on to the next."""

    start: int
    part: str
    arguable: bool = False


class Labelled(Struct, kw_only=True, dict=True):
    """What a label of a whole report has: the file it is of."""

    file: ReportFile
    sha256: str | None = None

    @property
    def report_id(self) -> str:
        return self.file.rpartition(".")[0]

    @property
    def year(self) -> int:
        return int(self.report_id[-4:])

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What its scores count for: all, its level, its decade."""
        return "all", level_of(self.report_id[:6]), f"{self.year // 10}0s"


class PartsLabel(Labelled, kw_only=True):
    """The parts of a report as a person read them."""

    segments: list[Segment]


class FigureLabel(Labelled, kw_only=True):
    """A numeral in its report: what it states, and what else a careful reader accepts."""

    start: int
    end: int
    kind: str
    reason: str | None = None
    name: str | None = None
    measure: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    comparator: str | None = None
    period: str | None = None
    basis: str | None = None
    metric_id: str | None = None
    alt_names: list[str] = []
    alt_periods: list[str] = []
    also: list[str] = []


class LabelledTarget(Struct, frozen=True):
    """The figure of a target in the report for a year."""

    start: int
    name: str
    headline: bool = False


class LabelledFigure(Struct, frozen=True):
    """A figure of the report after it: the outcome, or one that must not be taken for it."""

    start: int
    text: str
    value: float | None = None


class OutcomeLabel(Labelled, kw_only=True):
    """A target of the report for a year (`t`), and what a person found the review of the next (`t1`) to say of it."""

    file: ReportFile = field(name="t")

    t1: ReportFile
    target: LabelledTarget
    outcome: LabelledFigure | None = None
    verdict: str
    arguable: bool = False
    decoys: list[LabelledFigure] = []

    @cached_property
    def later(self) -> Labelled:
        """The report after it."""
        return Labelled(file=self.t1)


class MetaLabel(Labelled, kw_only=True):
    """What the head of a report prints, as a person read it; None where it prints nothing."""

    salutation_line: int | None
    region_name: str | None = None
    plan_year: int | None = msgspec.field(name="year", default=None)  # of the text; `year` is that of the file's name
    title: str | None = None
    speaker: str | None = None
    speaker_title: str | None = None
    delivered_on: str | None = None
    term: int | None = None
    session: int | None = None


L = TypeVar("L", bound=Labelled)
KINDS: dict[str, type[Labelled]] = {
    "segments": PartsLabel,
    "alt_names": FigureLabel,
    "salutation_line": MetaLabel,
    "verdict": OutcomeLabel,
}


def kind_of_labels(file: Path) -> type[Labelled] | None:
    """What a label file of whole reports labels; None for a file of passages."""
    try:
        first = next((json.decode(line, dict) for _, line in json.lines(file)), {})
    except ValueError:  # which line is wrong is told when all are read
        return None
    return next((kind for key, kind in KINDS.items() if key in first), None)


def read_whole(file: Path, kind: type[L], fold: Fold = "all") -> list[L]:
    """The labels of a file, of one fold of its reports. Raises SourceError for a line that is none."""
    return [label for _, label in json.decoded_lines(file, kind) if is_of(fold, label.file)]


def is_of(fold: Fold, file: str) -> bool:
    """Whether the labels of a report are of a fold."""
    return fold in ("all", fold_of(file))


def fold_of(file: str) -> Fold:
    """Whether a report is held back, by the hash of its name."""
    return "held-back" if int(hashlib.sha256(file.encode()).hexdigest(), 16) % THIRD == 0 else "given"


def by_report(labels: Iterable[L]) -> dict[str, list[L]]:
    """The labels of each file."""
    found: dict[str, list[L]] = {}
    for label in labels:
        found.setdefault(label.file, []).append(label)
    return found


def text_of_report(label: Labelled, corpus: Path) -> str:
    """The text of a labelled report. Raises SourceError when it is not there, or not the one that was labelled."""
    return labelled_text(corpus, label.file, label.sha256)


T = TypeVar("T")


def grouped(things: Sequence[T], groups: Callable[[T], Iterable[str]]) -> Iterator[tuple[str, list[T]]]:
    """The things of each group: all of them first, then by level, then by decade."""
    names = {name for thing in things for name in groups(thing)}
    for name in sorted(names, key=lambda name: (name != "all", name[0].isdigit(), name)):
        yield name, [thing for thing in things if name in groups(thing)]
