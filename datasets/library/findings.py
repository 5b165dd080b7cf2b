"""What of a report a person should look at: doubts, numerals and verbs no rule understands, rows that were left out."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, get_args

from msgspec import Struct

from datasets.extract.doubts import doubts_of_parts
from datasets.extract.quarantine import ALL_LAWS, LAW, kept_out
from datasets.extract.report import Extraction
from datasets.library.ingestion.doubts import doubts_of_origin
from datasets.library.likeness import why_not_a_report
from datasets.library.regions.register import doubts_of_region
from datasets.library.sources import Source
from datasets.library.suggestions import (
    Suggestion,
    of_quarantined,
    of_recognised,
    of_unknown_verb,
    of_unresolved,
    of_unreviewed,
    span_of,
)
from datasets.reading.document import Document
from datasets.reading.heads import read_head
from datasets.reading.text import Span, sentences
from datasets.rules.registry import QUARANTINES, UNKNOWN_VERB, UNRESOLVED, rule_named
from schemas.figures import Figure
from schemas.located import CURATED, Located
from schemas.projects import Project

Kind = Literal["doubt", "unresolved", "quarantined", "unknown_verb", "unreviewed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
REVIEWED = ("indicators", "targets", "projects", "glossary", "glossary_mentions", "figures")


class Sentence(Struct, frozen=True):
    """The sentence around some characters of a report, and where in it they stand; offsets in code points."""

    section: str | None
    text: str
    start: int
    end: int


class Finding(Struct, frozen=True):
    """Something to look at: what it is, why, where, and the lines of `origin.toml` that settle it."""

    kind: Kind
    because: str
    table: str | None = None
    row_id: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    sentence: Sentence | None = None
    suggestions: list[Suggestion] = []


class Read(Struct, frozen=True):
    """A report in three steps: all that the rules read, what corrections made of it, what of that is published."""

    source: Source
    document: Document
    unchecked: Extraction
    corrected: Extraction
    published: Extraction


class Place(Struct, frozen=True):
    """A row to look at, and the rule that says so; of the report as a whole there is no row, but words."""

    kind: Kind
    because: str  # the name of a rule, if there is a row
    table: str | None = None
    row: Located | None = None
    suggestion: Suggestion | None = None  # if there is no row


def places(read: Read) -> Iterator[Place]:
    """All there is to look at: doubts of the whole first, then by kind, each in the order of the text."""
    yield from (Place("doubt", one) for one in doubts(read))
    if names := read.source.origin.recognised:
        yield Place("doubt", f"nobody has stated its {', '.join(names)}: read by rules", suggestion=of_recognised())
    yield from quarantined(read)
    yield from unresolved(read)
    yield from unknown_verbs(read)
    yield from unreviewed(read)


def finding(read: Read, place: Place) -> Finding:
    """What there is to say of a place: reason, sentence, and the lines that settle it."""
    row, table = place.row, place.table
    if row is None or table is None:
        return Finding(place.kind, place.because, suggestions=[place.suggestion] if place.suggestion else [])
    span = Span(row.char_start, row.char_end) if isinstance(row, Figure) else span_of(read.document, row)
    told = rule_named(place.because)
    because = f"{told.meaning} {told.meaning_zh}" if told else place.because
    if place.kind == "quarantined" and row.rule == CURATED:
        because += f" A correction made it so ({row.because}): change that one in its origin.toml."
    sentence = sentence_of(read.document, span)
    suggestions = list(suggested(read.document, place.kind, table, row))
    return Finding(place.kind, because, table, row.id, span.start, span.end, sentence, suggestions)


def doubts(read: Read) -> Iterator[str]:
    """What is odd about a report as a whole."""
    origin, document = read.source.origin, read.document
    yield from doubts_of_parts(document, read.published)
    if reason := why_not_a_report(document):
        yield f"it does not look like a government work report: {reason}"
    if document.stated_year not in (None, origin.year):
        yield f"its text speaks of the plan of {document.stated_year}, and its origin of {origin.year}"
    yield from doubts_of_region(origin.region.code, origin.region.name, origin.year)
    yield from doubts_of_origin(origin, read_head(document.source).places, document.source)


def quarantined(read: Read) -> Iterator[Place]:
    """Rows that break a law: those that the rules read and nobody corrected, and those that corrections made."""
    open_places = {figure.char_start for figure in read.corrected.figures if figure.rule in QUARANTINES}
    year = read.source.origin.year
    for rows, laws in ((read.unchecked, LAW), (read.corrected, ALL_LAWS)):
        tables = {name: getattr(rows, name) for name in Extraction.__struct_fields__}
        out = kept_out(tables, year, laws)
        for table, row in each_row(tables):
            if row.id in out and (rows is read.corrected or span_of(read.document, row).start in open_places):
                yield Place("quarantined", out[row.id], table, row)


def each_row(tables: dict[str, list[Any]]) -> Iterator[tuple[str, Any]]:
    """Every row, with the name of its table."""
    return ((name, row) for name, rows in tables.items() if name != "paragraphs" for row in rows)


def unresolved(read: Read) -> Iterator[Place]:
    """Numerals that no rule understands."""
    for figure in read.published.figures:
        if figure.reason == UNRESOLVED and figure.rule not in QUARANTINES:
            yield Place("unresolved", UNRESOLVED, "figures", figure)


def unknown_verbs(read: Read) -> Iterator[Place]:
    """Projects that a verb tells of that no table has."""
    for project in read.published.projects:
        if project.rule == UNKNOWN_VERB:
            yield Place("unknown_verb", UNKNOWN_VERB, "projects", project)


def unreviewed(read: Read) -> Iterator[Place]:
    """The rows that no person has read through, as one finding."""
    if counts := unreviewed_rows(read):
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        lines = of_unreviewed(list(read.source.origin.reviewed), [*counts])
        yield Place("unreviewed", f"no person has read through {told}", suggestion=lines)


def unreviewed_rows(read: Read) -> dict[str, int]:
    """How many rows of each table no person has read through."""
    tables = {name: getattr(read.published, name) for name in REVIEWED}
    counts = {name: sum(row.review == "machine" for row in rows) for name, rows in tables.items()}
    return {name: count for name, count in counts.items() if count}


def counted(read: Read) -> dict[Kind, int]:
    """How much of each kind there is to look at; of what is unreviewed, rows."""
    kinds = Counter(place.kind for place in places(read))
    return {kind: kinds[kind] for kind in KINDS} | {"unreviewed": sum(unreviewed_rows(read).values())}


def suggested(document: Document, kind: Kind, table: str, row: Located) -> Iterator[Suggestion]:
    """The lines that settle a finding about a row."""
    if kind == "unresolved" and isinstance(row, Figure):
        return of_unresolved(document, row)
    if kind == "unknown_verb" and isinstance(row, Project):
        return of_unknown_verb(document, row)
    return of_quarantined(document, table, row)


def sentence_of(document: Document, span: Span) -> Sentence:
    """The sentence of some characters, or the run of sentences."""
    paragraph = document.paragraph_at(span.start)
    found = sentences_of(document, paragraph.number)
    first = bisect_right(found, span.start, key=lambda one: one.start) - 1
    last = bisect_left(found, span.end, key=lambda one: one.start) - 1
    around = [one for one in found[max(first, 0) : last + 1] if span.start < one.end]
    start = min([span.start, *(one.start for one in around)])
    end = max([span.end, *(one.end for one in around)])
    return Sentence(document.section(paragraph), document.source[start:end], span.start - start, span.end - start)


@lru_cache(maxsize=4)
def sentences_of(document: Document, number: int) -> list[Span]:
    """The sentences of a paragraph; kept, for a paragraph may have many findings."""
    paragraph = document.paragraphs[number - 1]
    return list(sentences(document.text, paragraph.start, paragraph.end))
