"""Hand labels: passages with the figures, projects and notes a person read in them.

A label file has one passage a line: `{"id", "year", "text", "records": [...]}`, each record with `num_start`,
`num_end`, `name`, `measure`, `value`, `unit`, `comparator`, and optionally `kind`, `period`, `also`. A passage may
also have `projects` (`name`, `status`, `investment_value`, and `name_start` or the `start` and `end` of the quote),
`glossary` (`number`, `term`, `definition`) and `excluded` (`num_start`, `reason`: numerals that are no figures).
Instead of its `text`, it may name a `source` with `sha256`, `start` and `end`, so that labels can be kept without
the texts.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from datasets import json
from datasets.errors import SourceError
from datasets.evaluation.corpus import FileName, labelled_text


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


class ProjectRecord(Struct, kw_only=True):
    """An undertaking a person read: where its name starts, and what is said of it."""

    name: str
    status: str
    name_start: int | None = None  # without it, the name is looked for between `start` and `end`
    start: int = 0
    end: int | None = None
    phase: str | None = None
    investment: float | None = msgspec.field(name="investment_value", default=None)
    quantity: float | None = None
    optional: bool = False  # arguable: reading it is right, leaving it out too


class NoteRecord(Struct, kw_only=True):
    """A note a person read."""

    number: int
    term: str
    definition: str


class ExcludedRecord(Struct, kw_only=True):
    """A numeral that is no figure, and why."""

    num_start: int
    reason: str


class Passage(Struct, kw_only=True):
    """A labelled passage."""

    id: str
    records: list[Record] | None = None
    projects: list[ProjectRecord] | None = None
    glossary: list[NoteRecord] | None = None
    excluded: list[ExcludedRecord] | None = None
    year: int | None = None
    kind: str | None = None
    text: str | None = None
    source: FileName | None = None
    sha256: str | None = None
    start: int = 0
    end: int | None = None


def read_labels(file: Path, corpus: Path | None) -> list[tuple[Passage, str]]:
    """The passages of a label file with their texts. Raises SourceError for a line or a text that does not fit."""
    passages = []
    for number, passage in json.decoded_lines(file, Passage):
        if all(part is None for part in (passage.records, passage.projects, passage.glossary)):
            raise SourceError(f"{file}, line {number}: has none of records, projects, glossary")
        passages.append((passage, text_of(passage, corpus)))
    return passages


def text_of(passage: Passage, corpus: Path | None) -> str:
    """The text of a passage: its own, or the stretch of a source of the corpus."""
    if passage.text is not None:
        return passage.text
    if corpus is None or passage.source is None:
        raise SourceError(f"{passage.id}: has no text; say where its source is with --corpus")
    text = labelled_text(corpus, f"{passage.source}.txt", passage.sha256 or "")
    return text[passage.start : passage.end]
