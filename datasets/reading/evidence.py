"""What a line of a report says of the part it is in: facts, the signals they make, and points for each part."""

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from datasets.reading.numerals import year_of
from datasets.rules import parts as rules
from datasets.rules.calendar import PLAN_ENDS, PLAN_LENGTH
from datasets.rules.sections import PART_CUES, PLAN_YEAR
from schemas.vocabulary import Part

STATES = rules.STATES
FIRST_YEAR, LAST_YEAR = 1949, 2100
Points = tuple[float, ...]


class Line(Struct, frozen=True, gc=False):
    """A line to be placed: its words, and its heading with the order of it (0 for none)."""

    words: str
    heading: str | None = None
    order: int = 0
    is_numbered: bool = False
    is_whole: bool = False


class Evidence(Struct, frozen=True, gc=False):
    """What a line says of its part: points for each, and the signals that gave them.

    `grade` is how easily a part opens here, `opened` the part that a heading opens by itself.
    """

    points: Points
    signals: tuple[rules.Signal, ...]
    grade: int
    opened: int | None = None


def evidence_of(line: Line, year: int | None) -> Evidence:
    """What the words of a line say, whatever its place."""
    head: Points = (0.0,) * len(STATES)
    signals: tuple[rules.Signal, ...] = ()
    is_item = rules.ITEM_MARK.match(line.words) is not None
    grade, opened = rules.ITEM if is_item else rules.LINE, None
    if line.heading is not None:
        facts = heading_facts(line.heading, year)
        points, signals = weighed("heading", facts)
        share, graded = weight_of(line, facts, points)
        grade = rules.ITEM if is_item and graded == rules.SUBHEADING else graded
        head = tuple(share * one for one in points)
        opened = head.index(max(head)) if max(head) >= rules.OPENED_BY else None
        if line.is_whole:
            return Evidence(head, signals, grade_of(grade, ()), opened)
    points, more = weighed("line", line_facts(line.words, year))
    share = rules.SHORT_SHARE if len(line.words) < rules.SHORT_LINE else rules.ITEM_SHARE if is_item else 1.0
    cue = cue_points(line.words)
    worth = PLAN_CUE if cue > 0 else REVIEW_CUE
    body = tuple(a + share * (b + abs(cue) * c) for a, b, c in zip(head, points, worth, strict=True))
    return Evidence(body, signals + more, grade_of(grade, more), opened)


def grade_of(grade: int, signals: tuple[rules.Signal, ...]) -> int:
    """How easily a part opens at a line: no plan begins where nothing but a subheading speaks for one."""
    says = any(one.points.get(part, 0.0) > rules.SAID for one in signals for part in ("plan", "outlook"))
    return rules.BARE if grade in (rules.LINE, rules.SUBHEADING) and not says else grade


def weight_of(line: Line, facts: frozenset[str], points: Points) -> tuple[float, int]:
    """The share of its points a heading is worth, and how easily a part opens at it."""
    if line.is_numbered and line.order == 1:
        return rules.HEADING_SHARE, rules.HEADING
    is_named = any(fact.startswith(("year_", "plan_", "span_")) for fact in facts)
    if is_named or (not line.is_numbered and max(points) >= OPENING_WEIGHT):
        return rules.NAMED_SHARE, rules.HEADING
    return rules.SUBHEADING_SHARE, rules.SUBHEADING


PLAN_CUE = tuple(rules.PLAN_CUE.get(state, 0.0) for state in STATES)
REVIEW_CUE = tuple(rules.REVIEW_CUE.get(state, 0.0) for state in STATES)


def cue_points(words: str) -> float:
    """How much the wording is that of a plan (positive) or of a review (negative)."""
    seen = words[: rules.CUE_REACH]
    found = cues_in(seen)
    dense = found * rules.CUE_DENSITY / max(rules.CUE_DENSITY, len(seen))
    return max(-rules.MOST_CUE, min(rules.MOST_CUE, dense)) * min(1.0, len(words) / rules.CUE_LINE)


def cues_in(words: str) -> int:
    """What the words of promise and of achievement in a line come to."""
    line = "\n" + words
    return sum(weight * len(cue.findall(line)) for weight, cue in PART_CUES)


OPENING_WEIGHT = 4.0  # points for a part from which on a heading opens it


def opening_signals(heading: str) -> bool:
    """Whether a heading by itself speaks for a part: with words for it, or a year or a plan."""
    points, _ = weighed("heading", heading_facts(heading, None))
    named = rules.STATED_YEARS.search(heading) or rules.STATED_PLANS.search(heading)
    return bool(named) or max(points) >= OPENING_WEIGHT


def stated_year(heading: str) -> int | None:
    """The year a heading says work is planned for: 2024年工作安排."""
    match = PLAN_YEAR.search(heading)
    return year_of(match["year"]) if match else None


SIGNALS = {"heading": rules.HEADING_SIGNALS, "line": rules.LINE_SIGNALS}


@cache
def weighed(kind: str, facts: frozenset[str]) -> tuple[Points, tuple[rules.Signal, ...]]:
    """The points of the signals whose facts are there."""
    signals = tuple(one for one in SIGNALS[kind] if one.needs <= facts and not one.unless & facts)
    return tuple(sum(one.points.get(state, 0.0) for one in signals) for state in STATES), signals


def heading_facts(heading: str, year: int | None) -> frozenset[str]:
    """What a heading says."""
    found = {fact.name for fact in rules.HEADING_FACTS if fact.shape.search(heading, 0, fact.reach)}
    return frozenset(found | years_named(heading, year) | plans_named(heading, year))


def years_named(heading: str, year: int | None) -> set[str]:
    """Which years a heading names, relative to that of the report."""
    if year is None:
        return set()
    named = [stated(match, year) for match in rules.STATED_YEARS.finditer(heading)]
    told = {
        "now" if one == year else "past" if one < year else "later" for one in named if FIRST_YEAR <= one <= LAST_YEAR
    }
    return {f"year_{one}" for one in told}


def stated(match: re.Match[str], year: int) -> int:
    """The year a match states; 05年 is of the century the report is in."""
    return year_of(match["year"]) if match["year"] else year - year % 100 + int(match["short"])


def plans_named(words: str, year: int | None) -> set[str]:
    """Which five-year plans words name: one over, running, or ahead of the year of the report."""
    if year is None or "五" not in words:
        return set()
    ends = [PLAN_ENDS[match["plan"]] for match in rules.STATED_PLANS.finditer(words) if match["plan"] in PLAN_ENDS]
    return {
        "plan_past" if end < year else "plan_ahead" if end - PLAN_LENGTH >= year - 1 else "plan_running" for end in ends
    }


def line_facts(words: str, year: int | None) -> frozenset[str]:
    """What a line says in its opening and in its last words."""
    found = {fact.name for fact in rules.LINE_FACTS if fact.shape.search(words, 0, fact.reach)}
    end = len(words)
    found |= {fact.name for fact in rules.LINE_END_FACTS if fact.shape.search(words, max(0, end - fact.reach))}
    opening = words[: rules.OPENING]
    found |= {f"{plan}_opens" for plan in plans_named(opening, year)}
    return frozenset(found if year is None else found | years_of_line(words, year))


def years_of_line(words: str, year: int) -> set[str]:
    """Which years a line opens with, or looks ahead to, relative to that of the report."""
    found = set()
    if match := rules.OPENING_YEAR.match(words[: rules.OPENING]):
        one = year_of(match["year"])
        found |= {"year_opens_now"} if one == year else {"year_opens_past"} if one == year - 1 else set()
    if any(year_of(match["year"]) > year for match in rules.YEAR_AHEAD.finditer(words, 0, rules.CUE_REACH)):
        found.add("years_ahead")
    return found


def with_position(evidence: Evidence, line: Line, number: int, count: int) -> Evidence:
    """The evidence of a line with what its place in the report says."""
    share = number / count
    extra: dict[Part, float] = {}
    for start, end, part, points, _ in rules.PLACES:
        if start <= share < end:
            extra[part] = extra.get(part, 0.0) + points
    extra["front"] = rules.FRONT_FIRST if number < rules.FRONT_LINES else front_points(line)
    return replace(evidence, points=added(evidence.points, extra))


def front_points(line: Line) -> float:
    """What speaks for a line to be still in the front."""
    if rules.FRONT_WORDS.search(line.words[: rules.OPENING]):
        return rules.FRONT_FIRST
    return rules.FRONT_LINE if line.heading is None else rules.FRONT_HEADING


def added(points: Points, extra: Mapping[Part, float]) -> Points:
    """Points with some more for some parts."""
    return tuple(one + extra.get(state, 0.0) for state, one in zip(STATES, points, strict=True))
