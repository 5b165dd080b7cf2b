"""The years a text names, each with the years it means: 2023年, 2016-2020年, “十三五”时期, 过去五年, 去年."""

import bisect
import re
from collections.abc import Iterator, Sequence
from re import Match
from typing import Literal

from msgspec import Struct

from datasets.reading.numerals import chinese_value, year_of
from datasets.reading.text import Span
from datasets.rules.calendar import (
    BEGUN_THEN,
    COMPARED,
    COMPARED_BEHIND,
    EFFORT,
    EXTREME,
    LASTS,
    LEAD_OPENS,
    LOOKED_BACK,
    PLAN_ENDS,
    PLAN_LENGTH,
    SINCE,
    TIME,
    TIME_WORDS,
    TITLE_MARKS,
    TOWARDS,
    WITHIN_PLAN,
    YEAR,
    YEARS_LISTED,
)

FIRST_YEAR, LAST_YEAR = 1949, 2100
REACH = 6  # characters before a time that say how it is meant
STATEMENT_END = re.compile(r"[;。\n]")
STATEMENT = 200  # characters; no statement about a part is longer
BRACKET = 40  # characters; a longer bracket is text
OPENS_WITHIN = 30  # characters
MOST_TIMES = 12  # times before a figure that may be about it
MOST_YEARS = 30  # a longer span is history
ANY_TIME = re.compile("|".join(TIME_WORDS))
ANY_YEAR = re.compile(YEAR)
FIRST_SINCE = ("首次", "来首次", "最", "来最")  # 近20年来首次停产 is of no 20 years
FEWEST_LISTED, LISTED_REACH = 2, 80  # years; characters between them and a value
Kind = Literal["year", "towards", "span", "since", "closing"]


class Frame(Struct, frozen=True, gc=False):
    """What times are relative to: the year of the report, that of its review, of 今年, and whether a part promises."""

    year: int
    this: int
    promises: bool
    span: tuple[int, int]  # of the section

    @property
    def last(self) -> int:
        return self.year - 1


class Time(Struct, frozen=True, gc=False):
    """A time a text names: where, which years, how it is meant, and up to where it holds (the end of its bracket)."""

    start: int
    end: int
    kind: Kind
    first: int
    last: int
    until: int | None = None


def times(text: str, start: int, end: int, frame: Frame) -> Iterator[Time]:
    """The times a stretch of a text names, in order; none of those in titles of documents."""
    if ANY_TIME.search(text, start, end) is None:
        return  # most sentences name no time, and looking for words is fast
    titles = [match.span() for match in TITLE_MARKS.finditer(text, start, end)]
    for match in TIME.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in titles):
            continue
        if time := resolved(text, match, frame):
            yield time


def resolved(text: str, match: Match[str], frame: Frame) -> Time | None:
    """What a time means; None when it is only compared with."""
    before = text[max(0, match.start() - REACH) : match.start()]
    groups = {name for name, value in match.groupdict().items() if value}
    if "from" in groups:
        return with_bracket(text, match, "span", year_of(match["from"]), year_of(match["until"]))
    if "year" in groups:
        return of_year(text, match, before, frame)
    if "plan" in groups:
        return of_plan(text, match, before, frame)
    if groups & {"ahead", "past", "count"}:
        return of_count(text, match, frame)
    if "term" in groups:
        first, last = frame.span if frame.span[0] < frame.span[1] else (frame.last - PLAN_LENGTH + 1, frame.last)
        return with_bracket(text, match, "span", first, last)
    if COMPARED.search(before) or ("last" in groups and frame.promises and BEGUN_THEN.match(text, match.end())):
        return None
    year = {"last": frame.this - 1, "this": frame.this, "next": frame.this + 1}[next(iter(groups))]
    return with_bracket(text, match, "year", year, year)


def with_bracket(text: str, match: Match[str], kind: Kind, first: int, last: int) -> Time | None:
    """A time with the end of the bracket it stands in; None for years no report is about."""
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first > MOST_YEARS:
        return None
    if text.startswith("其中", match.start() - len("其中")):  # of what is told as a part, up to the next statement
        return Time(match.start(), match.end(), kind, first, last, stop_behind(text, match.end()))
    near = max(0, match.start() - BRACKET)
    opened = text.rfind("(", near, match.start())
    inside = opened >= 0 and text.rfind(")", near, match.start()) < opened
    closed = text.find(")", match.end(), match.end() + BRACKET) if inside else -1
    return Time(match.start(), match.end(), kind, first, last, closed if closed >= 0 else None)


def stop_behind(text: str, place: int) -> int:
    """Where the statement that a place is in ends."""
    stop = STATEMENT_END.search(text, place, place + STATEMENT)
    return stop.start() if stop else place + STATEMENT


def of_year(text: str, match: Match[str], before: str, frame: Frame) -> Time | None:
    """A year: 2023年, 到2025年, 自2016年以来; 比2015年 is where a change starts."""
    year = year_of(match["year"])
    if EXTREME.match(text, match.end()):
        return None
    if COMPARED_BEHIND.match(text, match.end()):
        return with_bracket(text, match, "since", year, year)
    if LASTS.match(text, match.end()) and year < frame.last:
        return with_bracket(text, match, "span", year, frame.last)
    if TOWARDS.search(before):
        return with_bracket(text, match, "towards", year, year)
    if COMPARED.search(before):
        return with_bracket(text, match, "since", year, year) if SINCE.search(before) else None
    return with_bracket(text, match, "year", year, year)


def of_plan(text: str, match: Match[str], before: str, frame: Frame) -> Time | None:
    """A five-year plan: 末 is its last year, and 以来 goes up to the year of the review."""
    if match["plan"] not in PLAN_ENDS:
        return None
    end = PLAN_ENDS[match["plan"]]
    if COMPARED.search(before) and not (before.endswith("在") and WITHIN_PLAN.search(match[0])):
        return with_bracket(text, match, "since", end, end) if SINCE.search(before) else None
    if match["said"] == "末":
        return with_bracket(text, match, "towards" if TOWARDS.search(before) else "year", end, end)
    first = end - PLAN_LENGTH + 1
    if not frame.promises and first <= frame.last:
        end = min(end, frame.last)  # what was done in a plan that still runs
    return with_bracket(text, match, "span", first, end)


def of_count(text: str, match: Match[str], frame: Frame) -> Time | None:
    """A number of years: 今后五年 start with the year of the report, 过去五年 end with that of the review."""
    count = count_of(match["ahead"] or match["past"] or match["count"])
    if count is None or text.startswith(FIRST_SINCE, match.end()):
        return None
    looks_ahead = match["ahead"] or (match["count"] and frame.promises and match["way"] not in ("来", "以来"))
    if looks_ahead:
        return with_bracket(text, match, "span", frame.year, frame.year + count - 1) if count > 1 else None
    if match["way"] in ("内", "中"):
        return None
    first, last = frame.span
    if last - first + 1 == count and not frame.promises:
        return with_bracket(text, match, "span", first, last)
    return with_bracket(text, match, "span" if count > 1 else "year", frame.last - count + 1, frame.last)


def count_of(written: str) -> int | None:
    """A number of years, in either kind of numerals; None for one that no report counts (百, 五六)."""
    value = int(written) if written.isdecimal() else chinese_value(written.replace("两", "二"))
    return int(value) if value is not None and 1 <= value <= MOST_YEARS else None


def opening_time(text: str, start: int, end: int, frame: Frame) -> Time | None:
    """The time a sentence opens with."""
    if ANY_TIME.search(text, start, start + OPENS_WITHIN) is None:
        return None
    opens = LEAD_OPENS.match(text, start, end)
    looks_back = LOOKED_BACK.search(text, start, end) if frame.promises else None
    match = TIME.match(text, looks_back.start() if looks_back else opens.end() if opens else start, end)
    time = resolved(text, match, frame) if match else None
    if match and match["way"] and EFFORT.search(match["way"]):
        return None  # 6年接续努力 is of its own sentence
    if time is None or time.kind == "since" or time.until is not None or returns(text, time, end, frame):
        return None
    return time


def returns(text: str, time: Time, end: int, frame: Frame) -> bool:
    """Whether a sentence of a plan that opens with a past year comes back to its own: 去年已完成,今年要巩固."""
    is_past = frame.promises and time.last < frame.year
    return is_past and any(later.last >= frame.year for later in times(text, time.end, end, frame))


def listed_years(text: str, sentence: Span, place: int, turn: tuple[int, int]) -> int | None:
    """The year of one of several values, where as many years stand before them: 1995年和2000年,分别达到3亿元和5亿元."""
    index, count = turn
    if count < FEWEST_LISTED:
        return None
    *_, listed = (None, *YEARS_LISTED.finditer(text, max(sentence.start, place - LISTED_REACH), place))
    years = [year_of(year) for year in ANY_YEAR.findall(listed[0])] if listed else []
    return years[index] if len(years) == count else None


def last_before(found: Sequence[Time], place: int) -> Time | None:
    """The last time that is named before a place and still holds there."""
    for time in nearest(found, place):
        if time.kind != "since" and (time.until is None or place < time.until):
            return time
    return None


def nearest(found: Sequence[Time], place: int) -> Iterator[Time]:
    """The times named before a place, the nearest first; not so many that a long sentence is slow."""
    count = bisect.bisect_right(found, place, key=lambda time: time.end)
    for n in range(count - 1, max(-1, count - 1 - MOST_TIMES), -1):
        yield found[n]
