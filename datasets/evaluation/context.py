"""How well figures are read in the context of their whole report: also their period, basis and metric."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from datasets.evaluation.scores import Fields, Score, same
from datasets.evaluation.whole import FigureLabel, grouped, text_of_report
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.reading.text import fold
from schemas.quantities import Quantity
from schemas.targets import Target

RIGHT_FIELDS = ("name", "measure", "value", "unit", "comparator")
FIELDS = ("kind", *RIGHT_FIELDS, "period", "basis", "metric_id")
REACH = 24, 16  # characters shown before a figure and behind its start


class ContextVerdict(Struct, frozen=True):
    """A figure in its report, as a person and as the rules read it; either may be missing."""

    report: str
    groups: tuple[str, ...]
    place: int
    text: str
    label: Fields | None
    row: Fields | None
    wrong: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        return self.label is not None and self.row is not None

    @property
    def outcome(self) -> str:
        """`miss`, `extra`, `wrong` or `right`."""
        if self.row is None:
            return "miss"
        return "extra" if self.label is None else "right" if self.is_right() else "wrong"

    def is_right(self, *more: str) -> bool:
        """Whether the figure is fully right, in these further fields as well."""
        return self.is_found and not set(self.wrong) & {*RIGHT_FIELDS, *more}


def judge_context(labels: list[FigureLabel], corpus: Path) -> Iterator[ContextVerdict]:
    """Compare the figures of the labelled paragraphs of one report."""
    text = text_of_report(labels[0], corpus)
    document = Document(text, labels[0].report_id, year=labels[0].year)
    labelled_lines = {document.paragraph_at(label.start).number for label in labels}
    extraction = extract(document)
    rows: defaultdict[int, list[Quantity]] = defaultdict(list)
    for row in (*extraction.indicators, *extraction.targets):
        if row.value is not None and document.paragraph_at(row.figure_start).number in labelled_lines:
            rows[row.figure_start].append(row)
    told: defaultdict[int, list[FigureLabel]] = defaultdict(list)
    for label in labels:
        told[label.start] += [label] * (1 + len(label.also)) if label.kind != "none" else []
    for place in sorted(rows.keys() | told.keys()):
        around = text[max(0, place - REACH[0]) : place + REACH[1]].replace("\n", " ")
        for known, read in pairs(told[place], rows[place]):
            fields = row_fields(read) if read else None
            wrong = tuple(f for f in FIELDS if known and fields and not agrees(f, known, fields[f]))
            shown = label_fields(known) if known else None
            yield ContextVerdict(labels[0].report_id, labels[0].groups, place, around, shown, fields, wrong)


def pairs(labels: list[FigureLabel], rows: list[Quantity]) -> Iterator[tuple[FigureLabel | None, Quantity | None]]:
    """Labels and rows of one place: those with the same name first, the others in order."""
    left = list(rows)
    for label in sorted(labels, key=lambda label: not any(agrees("name", label, fold(row.name)) for row in rows)):
        row = next((row for row in left if agrees("name", label, fold(row.name))), left[0] if left else None)
        if row is not None:
            left.remove(row)
        yield label, row
    yield from ((None, row) for row in left)


def agrees(field: str, label: FigureLabel, read: Any) -> bool:
    """Whether a field is read as a careful reader accepts it."""
    if field == "name":
        return read in {fold(name) for name in (label.name or "", *label.alt_names, *label.also)}
    if field == "period":
        return read in {label.period, *label.alt_periods}
    if field == "basis":  # plain 增长 may be called year_on_year or nothing
        return (label.basis or "year_on_year") == (read or "year_on_year")
    return same(field, label_fields(label)[field], read)


def label_fields(label: FigureLabel) -> Fields:
    """A label in the words of our tables."""
    fields = {field: getattr(label, field) for field in FIELDS}
    return fields | {"name": fold(label.name or ""), "unit": fold(label.unit or "") or None}


def row_fields(row: Quantity) -> Fields:
    """A row in the fields of a label."""
    fields = {field: getattr(row, field) for field in FIELDS if field != "kind"}
    kind = "target" if isinstance(row, Target) else "indicator"
    return fields | {"kind": kind, "name": fold(row.name), "unit": fold(row.unit or "") or None}


def context_scores(verdicts: Iterable[ContextVerdict]) -> Iterator[tuple[str, list[Score]]]:
    """Scores of all figures, and by level and decade."""
    verdicts = list(verdicts)
    known = frozenset(v.label["metric_id"] for v in verdicts if v.label and v.label["metric_id"])
    for group, found in grouped(verdicts, lambda verdict: verdict.groups):
        yield group, list(scores_of(found, known))


def scores_of(verdicts: list[ContextVerdict], known_metrics: frozenset[str]) -> Iterator[Score]:
    """How well figures are found, fully right, right with their period, and each field among those found."""
    labelled = sum(verdict.label is not None for verdict in verdicts)
    read = sum(verdict.row is not None for verdict in verdicts)
    both = [verdict for verdict in verdicts if verdict.is_found]
    yield Score("found", labelled, read, len(both))
    yield Score("fully right", labelled, read, sum(verdict.is_right() for verdict in both))
    yield Score("fully right, with period", labelled, read, sum(verdict.is_right("period") for verdict in both))
    wrong = Counter(field for verdict in both for field in verdict.wrong)
    for field in FIELDS:
        if field != "metric_id":
            yield Score(field, len(both), len(both), len(both) - wrong[field])
    yield metric_score(both, known_metrics)


def metric_score(found: list[ContextVerdict], known: frozenset[str]) -> Score:
    """Precision and recall of the metric among the figures that are found.

    A label without a metric judges only the metrics that other labels have: one the registry got later, which nobody
    could give a figure, is neither right nor wrong there.
    """
    metrics = [(v.label["metric_id"], v.row["metric_id"]) for v in found if v.label and v.row]
    labelled = sum(label is not None for label, _ in metrics)
    read = sum(row is not None and (label is not None or row in known) for label, row in metrics)
    return Score("metric", labelled, read, sum(label is not None and label == row for label, row in metrics))
