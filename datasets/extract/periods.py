"""The years a figure is about: those it states, those of the span it averages over, else those of its part."""

from msgspec import Struct

from datasets.document import Document
from datasets.numerals import chinese_value
from datasets.rules.grammar import SPAN_YEARS, STATED_YEAR, Tie
from datasets.structure import Paragraph
from datasets.text import Span
from schemas.vocabulary import Basis, Measure

LEAD_REACH = 40  # characters of a paragraph that may set the span for all of it (五年来,)
PLAN_ENDS = {
    "五": 1980, "六五": 1985, "七五": 1990, "八五": 1995, "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015,
    "十三五": 2020, "十四五": 2025, "十五五": 2030,
}  # fmt: skip
PLAN_LENGTH = 5


class Period(Struct, frozen=True):
    """The year a figure is for, and its span as published: `2023`, `2006-2010`, `2009-01`."""

    year: int | None
    text: str | None
    basis: Basis | None = None


class Calendar:
    """The years a sentence states, by place."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span) -> None:
        self.part_year = document.year_of(paragraph.part)
        text = document.text
        self.years = [
            (m.start(), int(m["year"].replace(" ", "")))
            for m in STATED_YEAR.finditer(text, sentence.start, sentence.end)
        ]
        lead = Span(paragraph.start, min(paragraph.start + LEAD_REACH, sentence.start))
        self.spans = [
            (match.start(), match["count"] or match["past"], match["plan"])
            for stretch in (lead, sentence)
            for match in SPAN_YEARS.finditer(text, stretch.start, stretch.end)
        ]
        self.since: int | None = None

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
        return Period(year, None if year is None else str(year), tie.basis)

    def since_period(self, tie: Tie, year: int) -> Period:
        """A change since a stated year; it also sets the span for averages behind it."""
        self.since = tie.since_year
        if tie.since_year is None or tie.since_year >= year - 1:
            return Period(year, str(year), tie.basis or "year_on_year")
        return Period(year, f"{tie.since_year + 1}-{year}", tie.basis or "cumulative")
