"""The years a paragraph is about when its figures do not say: carried from its lead, its headings, its part."""

from collections.abc import Iterator, Sequence
from re import Match

from datasets.reading.numerals import year_of
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.reading.times import ANY_TIME, Frame, Time, count_of, times
from datasets.rules.calendar import (
    AUTUMN,
    DELIVERED,
    HEADED_YEARS,
    LEAD_COUNT,
    LEAD_OPENS,
    LEAD_YEAR,
    LEADS_OVER,
    PLAN_ENDS,
    PLAN_LENGTH,
    RESTART,
    SPRING,
)
from datasets.rules.parts import OPENING, STATED_PLANS, STATED_YEARS
from datasets.rules.sections import HEADING_LENGTH, NUMBERING
from schemas.vocabulary import Part

PROMISING: frozenset[Part] = frozenset({"outlook", "plan", "closing"})
LOOKS_BACK: frozenset[Part] = frozenset({"front", "review"})
CARRIES: frozenset[Part] = frozenset({"front", "review", "outlook"})
UNKNOWN = 0  # no year
FRONT = 800  # characters that hold the day of delivery
SECTION = NUMBERING[1][1]
LONGEST_NUMBER = 6  # characters
SHORT_LEAD = 200  # characters of a paragraph whose last sentence may lead to what follows
SENTENCE = 120  # characters of a first sentence that may lead over to the next
Years = tuple[int, int]


def frames(text: str, paragraphs: Sequence[Paragraph], year: int | None) -> list[Frame]:
    """What times are relative to in each paragraph, and the years it is about by itself.

    Where the year of a report is not known, only the years it names are.
    """
    if year is None:
        return [Frame(UNKNOWN, UNKNOWN, one.part in PROMISING, (UNKNOWN, UNKNOWN)) for one in paragraphs]
    this = delivery_year(text, year)
    carried = Carried(text, year, this)
    return [carried.frame(paragraph) for paragraph in paragraphs]


def delivery_year(text: str, year: int) -> int:
    """The year a report was delivered in, which it calls 今年: its own, or the one before."""
    found = (year_of(match["year"]) for match in DELIVERED.finditer(text, 0, FRONT))
    return next((one for one in found if one in (year - 1, year)), year)


def year_meant(text: str, year: int | None) -> int | None:
    """The year a report plans for: as given, but where the day of its delivery says a year earlier or later."""
    match = DELIVERED.search(text, 0, FRONT)
    if match is None or year is None or SPRING < int(match["month"]) < AUTUMN:
        return year
    meant = year_of(match["year"]) + (int(match["month"]) >= AUTUMN)
    return meant if abs(meant - year) == 1 else year


class Carried:
    """The years that headings and leads have set, while a report is read from start to end."""

    def __init__(self, text: str, year: int, this: int) -> None:
        self.text, self.year, self.this = text, year, this
        self.by_heading: dict[int, Years] = {}
        self.by_lead: dict[int, Years] = {}
        self.nameless: set[tuple[int, Part]] = set()  # headings that name no years, in a part
        self.before: tuple[Span, ...] = ()
        self.part: Part | None = None

    def frame(self, paragraph: Paragraph) -> Frame:
        """The frame of the next paragraph."""
        path = paragraph.headings
        if paragraph.part != self.part and not {paragraph.part, self.part} <= LOOKS_BACK | {"problems"}:
            self.by_lead.pop(-1, None)
        self.part = paragraph.part
        self.restart(path)
        self.before = path
        frame = self.framed(paragraph.part, self.base(paragraph.part))
        for heading in path:
            key = (heading.start, paragraph.part)
            if heading.start not in self.by_heading and key not in self.nameless:
                if named := self.named(heading, frame):
                    self.by_heading[heading.start] = named
                else:
                    self.nameless.add(key)
        frame = self.framed(paragraph.part, self.years(paragraph, path))
        is_said = paragraph.kind == "body" or self.text.startswith("。", paragraph.end - 1)
        if is_said and paragraph.part in CARRIES and (lead := self.lead(paragraph, frame)):
            self.by_lead[next((one.start for one in reversed(path) if one.start < paragraph.start), -1)] = lead
            frame = self.framed(paragraph.part, lead)
        return frame

    def framed(self, part: Part, years: Years) -> Frame:
        """A frame for a part."""
        return Frame(self.year, self.this, part in PROMISING, years)

    def base(self, part: Part) -> Years:
        """The years of a part whose headings name none."""
        if part == "outlook":
            return self.year, self.year + PLAN_LENGTH - 1
        return (self.year, self.year) if part in PROMISING else (self.year - 1, self.year - 1)

    def years(self, paragraph: Paragraph, path: Sequence[Span]) -> Years:
        """The years of the innermost lead or heading above a paragraph that sets some."""
        if paragraph.part in ("plan", "closing", "problems"):
            return self.base(paragraph.part)
        for key in (*(heading.start for heading in reversed(path)), -1):
            if years := self.by_lead.get(key) or self.by_heading.get(key):
                return years
        return self.base(paragraph.part)

    def restart(self, path: tuple[Span, ...]) -> None:
        """A lead at the end of a section is that of the list which starts anew behind it: ——过去五年,…: (一)."""
        if not path[1:] or path[:-1] != self.before[: len(path) - 1] or path == self.before:
            return
        sibling = self.before[len(path) - 1] if len(self.before) >= len(path) else None
        is_first = RESTART.match(self.text, path[-1].start) is not None
        if sibling and is_first and (lead := self.by_lead.get(sibling.start)):
            self.by_lead[path[-2].start] = lead

    def named(self, heading: Span, frame: Frame) -> Years | None:
        """The years a heading names: those of a plan that lies ahead in an outlook, those named first in a review."""
        found = sorted(self.named_in(heading, frame))
        if frame.promises:
            return next(((a, b) for _, a, b in found if a < b and b >= self.year), None)
        return next(((a, b) for _, a, b in found if a < self.year), None)

    def named_in(self, heading: Span, frame: Frame) -> Iterator[tuple[int, int, int]]:
        """Each time a heading names: place, first and last year."""
        for time in times(self.text, heading.start, heading.end, frame):
            if time.kind in ("year", "span"):
                yield time.start, time.first, time.last
        counted = None if frame.promises else HEADED_YEARS.search(self.text[heading.start : heading.end])
        if counted:
            count = count_of(counted["count"]) or 1
            yield heading.start + counted.start(), frame.last - count + 1, frame.last
        has_plan = self.text.find("五", heading.start, heading.end) >= 0
        for match in STATED_PLANS.finditer(self.text, heading.start, heading.end) if has_plan else ():
            if end := PLAN_ENDS.get(match["plan"]):
                yield match.start(), end - PLAN_LENGTH + 1, end if frame.promises else min(end, self.year - 1)
        for match in STATED_YEARS.finditer(self.text, heading.start, heading.end):
            if match["year"]:
                yield match.start(), year_of(match["year"]), year_of(match["year"])

    def lead(self, paragraph: Paragraph, frame: Frame) -> Years | None:
        """The years the opening of a paragraph sets for what follows: 五年来,… or 2020年是…

        A year that leads over to all of a plan, or to 五年来 in the next sentence, gives way to it.
        """
        if ANY_TIME.search(self.text, paragraph.start, paragraph.start + SENTENCE) is None:
            return None
        number = self.text[paragraph.start : paragraph.start + LONGEST_NUMBER]
        if not paragraph.headings and SECTION.match(number):  # a heading run into its paragraph
            return self.named(Span(paragraph.start, min(paragraph.end, paragraph.start + HEADING_LENGTH)), frame)
        over = None if frame.promises else LEADS_OVER.match(self.text, paragraph.start, paragraph.end)
        if over:
            return self.led_over(over)
        first = self.opening(paragraph.start, paragraph.end, frame)
        if first and first[0] == first[1] and not frame.promises:
            stop = self.text.find("。", paragraph.start, min(paragraph.end, paragraph.start + SENTENCE))
            then = self.opening(stop + 1, paragraph.end, frame) if stop > 0 else None
            return then if then and then[0] < then[1] else first
        return first or self.closing(paragraph, frame)

    def closing(self, paragraph: Paragraph, frame: Frame) -> Years | None:
        """The years that the last sentence of a short paragraph leads to: …取得的。五年来,各个方面都取得了进步。"""
        if frame.promises or paragraph.end - paragraph.start > SHORT_LEAD:
            return None
        stop = self.text.rfind("。", paragraph.start, paragraph.end - 1)
        years = self.opening(stop + 1, paragraph.end, frame) if stop > 0 else None
        return years if years and years[0] < years[1] else None

    def led_over(self, over: Match[str]) -> Years:
        """The years of the plan or the term that is over."""
        end = PLAN_ENDS.get(over["plan"] or "", self.year - 1)
        return end - PLAN_LENGTH + 1, min(end, self.year - 1)

    def opening(self, start: int, end: int, frame: Frame) -> Years | None:
        """The years the first words of a sentence set."""
        opens = LEAD_OPENS.match(self.text, start, end)
        start = opens.end() if opens else start
        if match := LEAD_COUNT.match(self.text, start, end):
            count = count_of(match["count"]) or 1
            last = frame.last
            return (frame.year, frame.year + count - 1) if frame.promises else (last - count + 1, last)
        first: Time | None = next(times(self.text, start, min(end, start + OPENING), frame), None)
        if first is None or first.start > start or first.kind not in ("year", "span"):
            return None
        is_set = first.first < first.last or LEAD_YEAR.match(self.text, first.end)
        return (first.first, first.last) if is_set else None
