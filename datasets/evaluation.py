"""Precision and recall against hand labels, per field.

A label file has one passage a line: `{"id", "year", "text", "records": [...]}`, each record with `num_start`,
`num_end`, `name`, `measure`, `value`, `unit`, `comparator`, and optionally `kind`, `period`. Instead of its `text`, a
passage may name a `source` with `sha256`, `start` and `end`, so that labels can be kept without the texts.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from datasets.document import Document
from datasets.errors import SourceError
from datasets.extraction import extract
from datasets.text import fold
from schemas.quantities import Quantity
from schemas.targets import Target

T = TypeVar("T")
MEASURES = {"change_abs": "change", "count_event": "level"}
COMPARATORS = {"=": "eq", ">=": "ge", "<=": "le", ">": "gt", "<": "lt", "~": "approx"}
RELATION = "relative"
RIGHT_FIELDS = ("name", "measure", "value", "unit", "comparator")
FIELDS = ("kind", *RIGHT_FIELDS, "period")
TOLERANCE = 5e-4


class Record(Struct, kw_only=True):
    """A figure a person read."""

    num_start: int
    num_end: int
    measure: str
    name: str | None = None
    value: float | None = None
    unit: str | None = None
    comparator: str = "eq"
    kind: str | None = None
    period: str | None = None
    also: list[str] = []  # further names the same figure is for


class Passage(Struct, kw_only=True):
    """A labelled passage."""

    id: str
    records: list[Record]
    year: int | None = None
    kind: str | None = None
    text: str | None = None
    source: str | None = None
    sha256: str | None = None
    start: int = 0
    end: int | None = None


class Verdict(Struct, frozen=True):
    """One figure, as a person and as the rules read it; either may be missing. `wrong` names the fields that differ."""

    passage: str
    place: int
    text: str
    label: dict[str, Any] | None
    row: dict[str, Any] | None
    wrong: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """`miss`, `extra`, `wrong` or `right`."""
        if self.row is None:
            return "miss"
        if self.label is None:
            return "extra"
        return "wrong" if set(self.wrong) & set(RIGHT_FIELDS) else "right"


class Score(Struct, frozen=True):
    """Precision, recall and F1 of one question."""

    question: str
    labelled: int
    read: int
    agreed: int

    @property
    def precision(self) -> float:
        return self.agreed / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.agreed / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_labels(file: Path, corpus: Path | None) -> list[tuple[Passage, str]]:
    """The passages of a label file with their texts. Raises SourceError for a line or a text that does not fit."""
    passages = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            passage = msgspec.json.decode(line, type=Passage)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceError(f"{file}, line {number}: {error}") from error
        passages.append((passage, text_of(passage, corpus)))
    return passages


def text_of(passage: Passage, corpus: Path | None) -> str:
    """The text of a passage: its own, or the stretch of a source of the corpus."""
    if passage.text is not None:
        return passage.text
    if corpus is None or passage.source is None:
        raise SourceError(f"{passage.id}: has no text; say where its source is with --corpus")
    path = corpus / f"{passage.source}.txt"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{passage.id}: {path}: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != passage.sha256:
        raise SourceError(f"{passage.id}: {path} is not the text that was labelled (its sha256 differs)")
    return content.decode()[passage.start : passage.end]


def judge(passage: Passage, text: str) -> Iterator[Verdict]:
    """Compare what a person read in a passage with what the rules read."""
    extraction = extract(Document(text, "evaluation", year=passage.year))
    rows = [*extraction.indicators, *extraction.targets]
    read = dict(numbered((row.figure_start, row) for row in rows if row.value is not None))
    labelled = dict(numbered((record.num_start, record) for record in all_names(passage)))
    for key in sorted(read.keys() | labelled.keys()):
        yield verdict(passage, text, key[0], labelled.get(key), read.get(key))


def all_names(passage: Passage) -> Iterator[Record]:
    """The records that have a figure; one for each name it is for."""
    for record in passage.records:
        if record.measure != RELATION:
            yield record
            yield from (replace(record, name=name) for name in record.also)


def numbered(found: Iterable[tuple[int, T]]) -> Iterator[tuple[tuple[int, int], T]]:
    """What was found at places, each with its number among those of the same place."""
    seen: Counter[int] = Counter()
    for place, thing in found:
        yield (place, seen[place]), thing
        seen[place] += 1


def verdict(passage: Passage, text: str, place: int, record: Record | None, row: Quantity | None) -> Verdict:
    """What a person and the rules say of the figure at one place."""
    label = label_fields(passage, record) if record else None
    fields = row_fields(row) if row else None
    wrong = tuple(f for f in FIELDS if label and fields and not same(f, label[f], fields[f]))
    around = text[max(0, place - 24) : place + 16].replace("\n", " ")
    return Verdict(passage.id, place, around, label, fields, wrong)


def label_fields(passage: Passage, record: Record) -> dict[str, Any]:
    """A label in the words of our tables."""
    return {
        "kind": record.kind or passage.kind,
        "name": fold(record.name or ""),
        "measure": MEASURES.get(record.measure, record.measure),
        "value": record.value,
        "unit": fold(record.unit or "") or None,
        "comparator": COMPARATORS.get(record.comparator, record.comparator),
        "period": record.period,
    }


def row_fields(row: Quantity) -> dict[str, Any]:
    """A row in the fields of a label."""
    return {
        "kind": "target" if isinstance(row, Target) else "indicator",
        "name": fold(row.name),
        "measure": row.measure,
        "value": row.value,
        "unit": row.unit,
        "comparator": row.comparator,
        "period": row.period,
    }


def same(field: str, label: Any, read: Any) -> bool:
    """Whether two readings agree; a label that says nothing agrees with all."""
    if field in ("kind", "period") and label is None:
        return True
    if field == "value" and label is not None and read is not None:
        return bool(abs(label - read) <= TOLERANCE * max(1.0, abs(label)))
    return bool(label == read)


def scores(verdicts: Iterable[Verdict]) -> list[Score]:
    """How well figures are found, how many are fully right, and each field among those found."""
    verdicts = list(verdicts)
    count = Counter(verdict.outcome for verdict in verdicts)
    both = count["right"] + count["wrong"]
    labelled, read = both + count["miss"], both + count["extra"]
    wrong = Counter(field for verdict in verdicts for field in verdict.wrong)
    return [
        Score("found", labelled, read, both),
        Score("fully right", labelled, read, count["right"]),
        *(Score(field, both, both, both - wrong[field]) for field in FIELDS),
    ]
