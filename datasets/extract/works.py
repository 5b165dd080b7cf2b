"""Statements about works: a clause cut into statements, each with its verbs, its names and what describes them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from datasets.reading.numerals import chinese_value
from datasets.reading.text import Span
from datasets.rules.grammar import any_of
from datasets.rules.projects import ATTRIBUTES, COUNT_BEHIND, COUNTED, INVESTED, INVESTED_BEHIND, SEVERAL, TAIL
from datasets.rules.stages import (
    BEFORE,
    BEFORE_PLANNED,
    BEHIND,
    BEHIND_PLANNED,
    JOINTLY,
    LOOSE,
    OPENING,
    SAME_YEAR,
    SPEEDED,
)
from datasets.rules.works import WORKS_ENDS
from schemas.vocabulary import ProjectStatus

QUOTED = r"(?<=[A-Z\d])、(?=[A-Z\d])|“[^”]{0,40}”|\([^)]{0,24}\)|《[^》]{0,60}》"
CLAUSE = re.compile(rf"(?:{QUOTED}|[^,;:。!?\n])+")
SEGMENT = re.compile(rf"(?:{QUOTED}|[^、])+")
MEMBER = re.compile(rf"(?:{QUOTED}|(?![和及与]|以及)[^、])+")
BY_PART = {False: (BEFORE, BEHIND), True: (BEFORE_PLANNED, BEHIND_PLANNED)}
OPENS = {part: re.compile(any_of([*OPENING, *before])) for part, (before, _) in BY_PART.items()}
CLOSES = {part: re.compile(rf"(?:{any_of(behind)})$") for part, (_, behind) in BY_PART.items()}
ENDS = re.compile(rf"(?:{any_of(WORKS_ENDS)})$")
ANY_END = re.compile(any_of(WORKS_ENDS))

Amount = tuple[Decimal, str]  # a sum and its unit, as printed


class Group(Struct, frozen=True):
    """Works told by some of their members: where the members and the noun stand, and how many there are."""

    members: Span
    noun: Span
    count: int | None


class Statement(Struct, frozen=True):
    """What is said of some works: the stage, the words about them, and what only describes them."""

    quote: Span
    works: Span
    status: ProjectStatus
    group: Group | None = None
    investment: Amount | None = None
    is_definite: bool = False  # 钢铁基地顺利推进: what something is said of exists, so that a plain name tells it
    described: Span | None = None  # 装机600万千瓦、总投资近700亿元的: its numerals belong to the project


def statements(text: str, sentence: Span, planned: bool) -> Iterator[Statement]:
    """The statements about works of a sentence."""
    for clause in CLAUSE.finditer(text, sentence.start, sentence.end):
        if not ANY_END.search(text, clause.start(), clause.end()):
            continue
        carried: ProjectStatus | None = None
        last: Statement | None = None
        for span in spans(text, clause.start(), clause.end(), planned):
            if again := SAME_YEAR.fullmatch(text, span.start, span.end):
                last = later_stage(last, span, BEHIND.get(again["verb"]))
                continue
            statement = read(text, span, planned, carried)
            if last:
                yield last
            last = statement
            carried = statement.status if statement else carried
        if last:
            yield last


def later_stage(last: Statement | None, span: Span, status: ProjectStatus | None) -> Statement | None:
    """The statement before with the stage that follows it: 实现当年签约、当年建设、当年投产."""
    return replace(last, quote=Span(last.quote.start, span.end), status=status or last.status) if last else None


def spans(text: str, start: int, end: int, planned: bool) -> Iterator[Span]:
    """A clause cut at each 、 behind a whole statement: one that ends with its verb, or a group with its noun."""
    opened: int | None = None
    for segment in SEGMENT.finditer(text, start, end):
        opened = segment.start() if opened is None else opened
        grouped = group_in(text, Span(opened, segment.end()))
        whole = CLOSES[planned].search(text, segment.start(), segment.end()) or (
            grouped and ENDS.search(text, grouped.noun.start, grouped.noun.end)
        )
        if whole or segment.end() == end:
            yield Span(opened, segment.end())
            opened = None


def read(text: str, span: Span, planned: bool, carried: ProjectStatus | None) -> Statement | None:
    """One statement: its verbs peeled off both ends, what only describes the works, and the works."""
    behind_amount, summed = amount_behind(text, span)
    end = summed.start if summed else span.end
    if summed and not behind_amount:
        span = Span(span.start, end)
    closing = CLOSES[planned].search(text, span.start, end)
    status = BY_PART[planned][1][closing[0]] if closing else None
    end = loose_end(text, span.start, closing.start() if closing else end)
    start, opened, described = opening(text, Span(span.start, end), planned)
    found = status or opened or (carried if start < end else None) or ("advancing" if behind_amount else None)
    if found is None:
        return None
    described = summed if summed and behind_amount else described
    return Statement(
        span,
        Span(start, end),
        found,
        group_in(text, Span(start, end)),
        invested_in(text, described) if described else None,
        is_definite=not planned and status is not None,
        described=described,
    )


def opening(text: str, span: Span, planned: bool) -> tuple[int, ProjectStatus | None, Span | None]:
    """Where the works start, the stage that the verbs before them state, and what only describes them."""
    start = span.start
    described: Span | None = None
    opened: ProjectStatus | None = None
    while True:
        if attributes := ATTRIBUTES.match(text, start, span.end):
            described, start = Span(start, attributes.end()), attributes.end()
        elif (verb := OPENS[planned].match(text, start, span.end)) and verb.end() > start:
            said = BY_PART[planned][0].get(verb[0])
            if verb[0] in SPEEDED and text.endswith("建设", start, span.end):
                said = "under_construction"
            opened = said if said and (opened in (None, "advancing") or said != "advancing") else opened
            start = verb.end()
        else:
            break
    if joint := JOINTLY.search(text, start, span.end):
        start, opened = joint.end(), "completed"
    return start, opened, described


def amount_behind(text: str, span: Span) -> tuple[bool, Span | None]:
    """Whether a statement ends with its total investment, and where that stands; the sum of several is of none."""
    found = INVESTED_BEHIND.search(text, span.start, span.end)
    if found is None or found.end() != span.end or found.start() == span.start:
        return False, None
    return SEVERAL.search(text, span.start, found.start()) is None, Span(*found.span())


def invested_in(text: str, described: Span) -> Amount | None:
    """The total investment among what describes some works."""
    found = INVESTED.search(text, described.start, described.end)
    return (Decimal(found["amount"]), found["unit"]) if found else None


def loose_end(text: str, start: int, end: int) -> int:
    """Where a name ends before the adverbs of its verb."""
    loose = LOOSE.search(text, start, end)
    return loose.start() if loose else end


def group_in(text: str, span: Span) -> Group | None:
    """The group a stretch tells: 团结等7个老旧小区改造, 街道育红社区3个社区便民食堂, 苯二酚加氢等中试项目6个."""
    place = text.rfind("等", span.start + 2, span.end)
    if place > 0:
        tail = TAIL.match(text, place + 1, span.end)
        members = Span(span.start, place)
    else:
        tail = COUNTED.match(text, span.start, span.end)
        members = Span(*tail.span("examples")) if tail else span
    if tail is None or tail.end("noun") - tail.start("noun") < 2:  # noqa: PLR2004 - a noun has two characters
        return None
    noun = Span(*tail.span("noun"))
    behind = COUNT_BEHIND.search(text, noun.start, noun.end)
    written = tail["count"] or (behind["count"] if behind else None)
    if behind and behind.start() > noun.start:
        noun = Span(noun.start, behind.start())
    value = (Decimal(written) if written.isascii() else chinese_value(written)) if written else None
    return Group(members, noun, None if value is None else int(value))


def members(text: str, span: Span) -> Iterator[Span]:
    """The members of a list, split at 、 和 及 outside quotes."""
    for member in MEMBER.finditer(text, span.start, span.end):
        if member.end() > member.start():
            yield Span(*member.span())
