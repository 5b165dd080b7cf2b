"""The years a figure is about: those it states, those of the span it averages over, else those of its part."""

import re
from re import Match

from msgspec import Struct

from datasets.reading.document import Document
from datasets.reading.numerals import chinese_value, year_of
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.rules.calendar import PLAN_ENDS, PLAN_LENGTH, SPAN_YEARS, STATED_YEAR, WITHIN_YEAR
from datasets.rules.grammar import Tie
from schemas.vocabulary import Basis, Measure

STRONG_END = re.compile(r"[;。]")
LEAD_REACH = 40  # characters of a paragraph that may set the span for all of it (五年来,)


class Period(Struct, frozen=True):
    """The year a figure is for, and its span as published: `2023`, `2006-2010`, `2009-01`."""

    year: int | None
    text: str | None
    basis: Basis | None = None


def within(year: int, match: Match[str]) -> str:
    """A part of a year: `2023H1`, `2023Q3`, `2023Q1/2023Q3`, `2023-01/2023-11`."""
    if match["half"]:
        return f"{year}H{1 if match['half'] == '上' else 2}"
    if match["quarter"]:
        return f"{year}Q{quarter_of(match['quarter'])}"
    if match["first"]:
        return f"{year}Q1/{year}Q{quarter_of(match['first'])}"
    return f"{year}-{int(match['from']):02}/{year}-{int(match['to']):02}"


def quarter_of(written: str) -> int:
    """The number of a quarter, in either kind of numerals."""
    return int(written) if written.isdigit() else int(chinese_value(written) or 0)


class Calendar:
    """The years a sentence states, by place."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span) -> None:
        self.part_year = document.year_of(paragraph.part)
        text = document.text
        self.years = [(m.start(), year_of(m["year"])) for m in STATED_YEAR.finditer(text, sentence.start, sentence.end)]
        lead = Span(paragraph.start, min(paragraph.start + LEAD_REACH, sentence.start))
        self.spans = [
            (match.start(), match["count"] or match["past"], match["plan"])
            for stretch in (lead, sentence)
            for match in SPAN_YEARS.finditer(text, stretch.start, stretch.end)
        ]
        self.since: int | None = None
        self.within = [(match.start(), match) for match in WITHIN_YEAR.finditer(text, sentence.start, sentence.end)]
        self.text = text

    def year(self, place: int) -> int | None:
        """The last year stated before a place, else that of the part."""
        stated = [year for start, year in self.years if start < place]
        return stated[-1] if stated else self.part_year

    def span(self, place: int) -> tuple[int, int] | None:
        """The years a sentence spans (五年来, “十一五”期间), first and last."""
        last = self.year(place)
        if self.since is not None and last is not None:
            return self.since + 1, last
        before = [(count, plan) for start, count, plan in self.spans if start < place]
        if not before or last is None:
            return None
        count, plan = before[-1]
        if plan:
            end = PLAN_ENDS.get(plan)
            return (end - PLAN_LENGTH + 1, end) if end else None
        length = int(count) if count.isdigit() else chinese_value(count)
        return (last - int(length) + 1, last) if length else None

    def period(self, place: int, tie: Tie, measure: Measure) -> Period:
        """The period of a figure."""
        year = tie.at_year or self.year(place)
        if tie.month and year:
            return Period(year, f"{year}-{tie.month:02}", tie.basis)
        if tie.since_year and year and measure in ("growth", "change"):
            return self.since_period(tie, year)
        if tie.basis in ("annual_average", "cumulative") and (span := self.span(place)):
            return Period(span[1], f"{span[0]}-{span[1]}", tie.basis)
        if tie.is_origin and tie.at_year is None and year:
            year = span[0] - 1 if (span := self.span(place)) else year - 1
        return Period(year, self.part_of_year(year, place), tie.basis)

    def part_of_year(self, year: int | None, place: int) -> str | None:
        """A year, or the part of it that stands before the figure between the same strong marks (上半年, 1-11月)."""
        before = [match for start, match in self.within if start < place]
        stated = [start for start, _ in self.years if start < place]
        if year is None or not before or before[-1]["whole"] or (stated and stated[-1] > before[-1].start()):
            return None if year is None else str(year)
        ended = STRONG_END.search(self.text, before[-1].start(), place)
        return str(year) if ended else within(year, before[-1])

    def since_period(self, tie: Tie, year: int) -> Period:
        """A change since a stated year; it also sets the span for averages behind it."""
        self.since = tie.since_year
        if tie.since_year is None or tie.since_year >= year - 1:
            return Period(year, str(year), tie.basis or "year_on_year")
        return Period(year, f"{tie.since_year + 1}-{year}", tie.basis or "cumulative")
