"""The years a figure is about: stated beside it, else carried from its sentence, paragraph, heading or part."""

import bisect
import re

from msgspec import Struct

from datasets.extract.parts_of_year import parts_of_years, within
from datasets.reading.document import Document
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.reading.times import Time, count_of, last_before, listed_years, nearest, times
from datasets.rules.calendar import (
    ARRIVED,
    AVERAGE,
    AVERAGE_OF_SPAN,
    FLOW,
    MULTIPLES,
    ONE_YEAR,
    STOCK,
    TALLY_UNITS,
    TOTAL,
    YEARLY_NAMES,
    YEARS_AGO,
)
from datasets.rules.grammar import STRONG_CLAUSE, Tie
from schemas.vocabulary import Basis, Measure

STRONG_END = re.compile(r"[;。]")
WEAK_END = re.compile(r"[,;:、。]")
NEAR, ABOUT = 30, 24  # characters before a figure that say whether it is a stock or a flow; an average
AT_FIGURE = 8
TOLD_BESIDE = ("项目总投资", "工程总投资", "项目计划总投资")  # what works cost is of the years of the works
PART = "其中"  # what follows is a part of the figure before, of the same years
AVERAGE_SIGN = "均"  # in every word for an average
AMOUNT = "量"  # a name that ends so is of a year, whatever it is counted in: 旅客吞吐量1430万人次
FIRST_YEAR, LAST_YEAR = 1900, 2100  # years that a figure of a report may be about
Years = tuple[int, int]


class Period(Struct, frozen=True, gc=False):
    """The year a figure is for, and its span as published: `2023`, `2006-2010`, `2009-01`."""

    year: int | None
    text: str | None
    basis: Basis | None = None


class Counted(Struct, frozen=True, gc=False):
    """What is known of a figure beside its ties: kind, name, and the unit it is counted in."""

    measure: Measure
    name: str = ""
    unit: str = ""
    turn: tuple[int, int] = (0, 1)  # which of how many values of a list it is

    def is_change(self, tie: Tie) -> bool:
        """Whether a figure may say how much something changed since a year: also 是2015年的2倍."""
        return self.measure in ("growth", "change") or (tie.since_year is not None and self.unit in MULTIPLES)


class Calendar:
    """The years a sentence is about, by place; `carried` is the time an earlier one of its paragraph opens with."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span, carried: Time | None = None) -> None:
        self.text = document.text
        self.sentence = sentence
        self.frame = document.frame_of(paragraph)
        self.found = list(times(self.text, sentence.start, sentence.end, self.frame))
        self.closed = carried is not None and carried.kind == "closing"  # the last of several years was told before
        self.carried = None if self.closed else carried
        self.within = list(parts_of_years(self.text, sentence))
        self.since: int | None = None
        self.reached: int | None = None  # the last year of 由2020年的A增至2024年的B
        self.last_place, self.was_of_all = sentence.start, False  # of the figure before

    def years(self, place: int) -> Years:
        """The years named last before a place, else those carried to the sentence."""
        time = last_before(self.found, place) or self.carried
        return (time.first, time.last) if time else self.frame.span

    def year(self, place: int) -> int | None:
        """The last of the years a place is about."""
        return self.years(place)[1] or None

    def span(self, place: int) -> Years | None:
        """The years a place is about, if they are several."""
        first, last = self.years(place)
        if self.since is not None and self.since < last:
            return self.since + 1, last
        return (first, last) if first < last else None

    def period(self, place: int, tie: Tie, counted: Counted) -> Period:
        """The period of a figure."""
        last = self.years(place)[1]
        if tie.at_year and FIRST_YEAR <= tie.at_year <= LAST_YEAR:
            return self.at(tie, place)
        if not last:
            return Period(None, None, tie.basis)
        if year := listed_years(self.text, self.sentence, place, counted.turn):
            return Period(year, str(year), tie.basis)
        if tie.month:
            return Period(last, f"{last}-{tie.month:02}", tie.basis)
        if counted.is_change(tie) and (since := self.since_year(place, tie, last) or self.doubled_since(tie, counted)):
            return self.since_period(since, last, tie)
        if self.is_average(place, tie, counted):
            self.last_place, self.was_of_all = place, True
            return self.average(place, tie)
        if tie.is_origin:
            return self.origin(place, tie)
        return self.of_all_or_last(place, tie, counted)

    def doubled_since(self, tie: Tie, counted: Counted) -> int | None:
        """The year from which a multiple counts that names none: 由2002年的2亿元增加到5亿元,翻了一番."""
        return self.since if counted.unit in MULTIPLES and tie.basis is None else None

    def of_all_or_last(self, place: int, tie: Tie, counted: Counted) -> Period:
        """The period of a figure that is of all years its place is about, or of the last."""
        first, last = self.years(place)
        goes_on = self.text.find(PART, self.last_place, place) >= 0 or counted.name.endswith(TOLD_BESIDE)
        inherits = self.was_of_all and counted.measure == "level" and goes_on
        self.was_of_all = first < last and (inherits or self.is_of_all(place, tie, counted))
        self.last_place = place
        if self.was_of_all:
            return Period(last, f"{first}-{last}", tie.basis or self.total(place, counted))
        return Period(last, self.part_of_year(last, place), tie.basis)

    def origin(self, place: int, tie: Tie) -> Period:
        """The period of the figure that others start from: the year before, or a part of the year (由一季度的5%)."""
        first, last = self.years(place)
        part = self.part_of_year(last, place)
        before = self.since if self.since and self.since < last else first - 1
        year = last if part != str(last) else before
        return Period(year, part if year == last else str(year), tie.basis)

    def at(self, tie: Tie, place: int) -> Period:
        """The period of a figure right behind its year; one that others start from sets the span for averages."""
        year = tie.at_year or 0
        if tie.is_origin:
            self.since = year
        elif self.since is not None:
            self.reached = year
        month = f"-{tie.month:02}" if tie.month else ""
        return Period(year, f"{year}{month}" if month else self.part_of_year(year, place), tie.basis)

    def about(self, place: int) -> int:
        """Where the words right before a place start."""
        return max(self.sentence.start, place - ABOUT)

    def since_year(self, place: int, tie: Tie, last: int) -> int | None:
        """The year a change is counted from: 比2015年, 比五年前, or said before: 与2015年相比,…翻一番."""
        if tie.since_year and FIRST_YEAR <= tie.since_year <= LAST_YEAR:
            return tie.since_year
        ago = YEARS_AGO.search(self.text, self.about(place), place)
        if ago and (count := count_of(ago["count"])):
            return last - count
        if tie.basis == "year_on_year":
            return None  # 比2015年增长50%,比上年增长8%
        for time in nearest(self.found, place):
            if time.kind == "since":
                return None if STRONG_END.search(self.text, time.end, place) else time.last
        return None

    def since_period(self, since: int, last: int, tie: Tie) -> Period:
        """A change since a year; it also sets the span for averages behind it."""
        self.since = since
        if since >= last - 1:
            return Period(last, str(last), tie.basis or "year_on_year")
        return Period(last, f"{since + 1}-{last}", tie.basis or "cumulative")

    def is_average(self, place: int, tie: Tie, counted: Counted) -> bool:
        """Whether a figure is of an average year: 年均增长8%、9%; a count a year (每年减少10亿元) is of its year."""
        if tie.basis == "annual_average":
            return True
        if self.text.find(AVERAGE_SIGN, self.about(place), place) < 0:
            return False
        clause = STRONG_CLAUSE.split(self.text[self.about(place) : place])[-1]
        is_said = AVERAGE.search(clause) or (AVERAGE_OF_SPAN.search(clause) and self.span(place))
        return bool(is_said) and counted.measure in ("growth", "change", "level")

    def average(self, place: int, tie: Tie) -> Period:
        """An average a year: over the years named, those since a year that was named, or those of the section."""
        first, last = self.years(place)
        last = self.reached or last
        frame = self.frame
        if self.since is not None and self.since < last:
            first = self.since + 1
        elif first == last and frame.promises and last > frame.year:
            first = frame.span[0] if frame.span[0] < last else frame.year
        elif first == last and frame.span[0] < frame.span[1] and not last_before(self.found, place):
            first, last = frame.span
        text = f"{first}-{last}" if first < last else str(last)
        return Period(last, text, tie.basis or ("annual_average" if first < last else None))

    def is_of_all(self, place: int, tie: Tie, counted: Counted) -> bool:
        """Whether a figure in several years is of all of them: what was done is, what there is belongs to the last."""
        near = self.near(place)
        if counted.measure in ("rate", "share", "rank") or (counted.measure == "level" and ARRIVED.search(near)):
            return False
        if tie.is_gap and self.last_place > self.sentence.start:
            return self.was_of_all
        if counted.measure in ("growth", "change"):
            return tie.basis != "year_on_year" and not ONE_YEAR.search(near) and not self.closed
        if tie.basis == "cumulative" or TOTAL.search(near):
            return True
        time = last_before(self.found, place)
        is_stock = STOCK.search(near) is not None or counted.name.startswith(YEARLY_NAMES)
        if self.frame.promises:
            return not (time and time.kind == "towards") and (not is_stock or FLOW.search(counted.name) is not None)
        does = FLOW.search(near) or FLOW.search(counted.name)
        if FLOW.search(near, max(0, len(near) - AT_FIGURE)) or (does and not is_stock):
            return True
        tallies = counted.unit[-1:] in TALLY_UNITS and not counted.name.endswith(AMOUNT)
        return not is_stock and (tallies or self.goes_on(place, counted))

    def goes_on(self, place: int, counted: Counted) -> bool:
        """Whether a count goes on with the list of one that is of all years: 完成营造林374万亩、面山绿化3.2万亩."""
        same = self.was_of_all and counted.measure == "level" and self.last_place > self.sentence.start
        return (
            same
            and "、" in self.text[self.last_place : place]
            and not STRONG_CLAUSE.search(self.text, self.last_place, place)
        )

    def near(self, place: int) -> str:
        """The words of a figure's own clause before it."""
        return WEAK_END.split(self.text[max(self.sentence.start, place - NEAR) : place])[-1]

    def total(self, place: int, counted: Counted) -> Basis | None:
        """Whether a figure of all years is called a total, or its years stand beside it."""
        is_said = last_before(self.found, place) is not None or TOTAL.search(self.near(place))
        return "cumulative" if is_said and counted.measure in ("level", "growth", "change") else None

    def part_of_year(self, year: int, place: int) -> str:
        """A year, or the part of it that stands before the figure between the same strong marks (上半年, 1-11月)."""
        number = bisect.bisect_left(self.within, place, key=lambda one: one[0])
        if number == 0:
            return str(year)
        start, match = self.within[number - 1]
        stated = next(nearest(self.found, place), None)
        if match["whole"] or (stated and stated.start > start) or STRONG_END.search(self.text, start, place):
            return str(year)
        return within(year, match)
