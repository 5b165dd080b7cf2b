"""Precision and recall against hand labels, per table and per field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from datasets.evaluation.labels import Passage, ProjectRecord, Record
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.reading.text import fold
from schemas.projects import Project
from schemas.quantities import Quantity
from schemas.targets import Target

T = TypeVar("T")
Fields = dict[str, Any]
Keyed = dict[tuple[int, int], Fields]
MEASURES = {"change_abs": "change", "count_event": "level"}
SAID_OR_NOT = ("kind", "period", "phase", "quantity")
STATUSES = {"advance": "advancing"}
COMPARATORS = {"=": "eq", ">=": "ge", "<=": "le", ">": "gt", "<": "lt", "~": "approx"}
RELATION = "relative"
LabelledTable = Literal["figures", "projects", "glossary", "excluded"]
RIGHT_FIELDS: dict[LabelledTable, tuple[str, ...]] = {
    "figures": ("name", "measure", "value", "unit", "comparator"),
    "projects": ("name", "status", "investment"),
    "glossary": ("term", "definition"),
    "excluded": ("reason",),
}
FIELDS: dict[LabelledTable, tuple[str, ...]] = {
    "figures": ("kind", *RIGHT_FIELDS["figures"], "period"),
    "projects": (*RIGHT_FIELDS["projects"], "phase", "quantity"),
    "glossary": RIGHT_FIELDS["glossary"],
    "excluded": RIGHT_FIELDS["excluded"],
}
TOLERANCE = 5e-4


class Verdict(Struct, frozen=True):
    """One figure, project or note, as a person and as the rules read it; either may be missing.

    `wrong` names the fields that differ.
    """

    passage: str
    place: int
    text: str
    label: dict[str, Any] | None
    row: dict[str, Any] | None
    wrong: tuple[str, ...]
    table: LabelledTable = "figures"

    @property
    def outcome(self) -> str:
        """`miss`, `extra`, `wrong` or `right`."""
        if self.row is None:
            return "miss"
        if self.label is None:
            return "extra"
        return "wrong" if set(self.wrong) & set(RIGHT_FIELDS[self.table]) else "right"


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


def judge(passage: Passage, text: str) -> Iterator[Verdict]:
    """Compare what a person read in a passage with what the rules read; tables that were not labelled are left out."""
    extraction = extract(Document(text, passage.source or "evaluation", year=passage.year))
    if passage.records is not None:
        rows = [*extraction.indicators, *extraction.targets]
        read = dict(numbered((row.figure_start, row_fields(row)) for row in rows if row.value is not None))
        labelled = dict(numbered((r.num_start, label_fields(passage, r)) for r in all_names(passage)))
        yield from verdicts(passage, text, "figures", labelled, read)
    if passage.projects is not None:
        told = {name_place(record, text): record for record in passage.projects}
        found = dict(by_place(extraction.projects, told))
        clear = {(k, 0): project_fields(r) for k, r in told.items() if (k, 0) in found or not r.optional}
        yield from verdicts(passage, text, "projects", clear, found)
    if passage.excluded is not None:
        reasons = {(figure.char_start, 0): {"reason": figure.reason} for figure in extraction.figures}
        given = {(record.num_start, 0): {"reason": record.reason} for record in passage.excluded}
        yield from verdicts(passage, text, "excluded", given, {k: reasons[k] for k in given.keys() & reasons.keys()})
    if passage.glossary is not None:
        notes = {(record.number, 0): msgspec.structs.asdict(record) for record in passage.glossary}
        read = {(row.number or 0, 0): msgspec.structs.asdict(row) for row in extraction.glossary}
        yield from verdicts(passage, text, "glossary", notes, read)


def name_place(record: ProjectRecord, text: str) -> int:
    """Where the name of a labelled project starts."""
    return text.find(record.name, record.start, record.end) if record.name_start is None else record.name_start


def project_fields(record: ProjectRecord) -> Fields:
    """A label in the words of our table."""
    return msgspec.structs.asdict(record) | {"status": STATUSES.get(record.status, record.status)}


def by_place(rows: Iterable[Project], told: Mapping[int, ProjectRecord]) -> Iterator[tuple[tuple[int, int], Fields]]:
    """The projects by the place of the label their name overlaps, else by their own."""
    free = {place: place + len(record.name) for place, record in told.items()}
    for row in rows:
        start = int(row.id.rpartition("p")[2])
        label = next((a for a, b in free.items() if a < start + len(row.name) and start < b), start)
        free.pop(label, None)
        yield (label, 0), msgspec.structs.asdict(row)


def all_names(passage: Passage) -> Iterator[Record]:
    """The records that have a figure; one for each name it is for."""
    for record in passage.records or ():
        if record.measure != RELATION:
            yield record
            yield from (replace(record, name=name) for name in record.also)


def numbered(found: Iterable[tuple[int, T]]) -> Iterator[tuple[tuple[int, int], T]]:
    """What was found at places, each with its number among those of the same place."""
    seen: Counter[int] = Counter()
    for place, thing in found:
        yield (place, seen[place]), thing
        seen[place] += 1


def verdicts(passage: Passage, text: str, table: LabelledTable, labelled: Keyed, read: Keyed) -> Iterator[Verdict]:
    """What a person and the rules say at each place."""
    for key in sorted(read.keys() | labelled.keys()):
        label, row = labelled.get(key), read.get(key)
        wrong = tuple(f for f in FIELDS[table] if label and row and not same(f, label[f], row[f]))
        around = text[max(0, key[0] - 24) : key[0] + 16].replace("\n", " ")
        yield Verdict(passage.id, key[0], around, label, row, wrong, table)


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
    if field in SAID_OR_NOT and label is None:
        return True
    if field == "value" and label is not None and read is not None:
        return bool(abs(label - read) <= TOLERANCE * max(1.0, abs(label)))
    return bool(label == read)


def scores(verdicts: Iterable[Verdict]) -> list[Score]:
    """For each labelled table: how well rows are found, how many are fully right, and each field among those found."""
    by_table: dict[LabelledTable, list[Verdict]] = {"figures": []}
    for verdict in verdicts:
        by_table.setdefault(verdict.table, []).append(verdict)
    return [score for table, found in by_table.items() if found for score in scores_of(table, found)]


def scores_of(table: LabelledTable, verdicts: list[Verdict]) -> Iterator[Score]:
    """The scores of one table; those of figures, the first table, go without its name."""
    prefix = "" if table == "figures" else f"{table}: "
    count = Counter(verdict.outcome for verdict in verdicts)
    both = count["right"] + count["wrong"]
    labelled, read = both + count["miss"], both + count["extra"]
    wrong = Counter(field for verdict in verdicts for field in verdict.wrong)
    yield Score(prefix + "found", labelled, read, both)
    yield Score(prefix + "fully right", labelled, read, count["right"])
    yield from (Score(prefix + field, both, both, both - wrong[field]) for field in FIELDS[table])
