"""Figures named by what stands behind them: percentages by what they are of, sums by what they are spent on."""

import re
from decimal import Decimal

from msgspec import Struct

from datasets.extract.names.heads import bare
from datasets.extract.names.measures import is_fraction
from datasets.extract.names.named import Named
from datasets.extract.names.sides import Left, Right
from datasets.reading.document import Document
from datasets.reading.marks import strong_start
from datasets.reading.numerals import Numeral
from datasets.reading.text import Span
from datasets.rules.grammar import (
    OF_NAME,
    OF_WHOLE,
    PACE,
    PAID,
    PART_NOUN,
    PART_OF,
    PART_OPENS,
    PREDICATE,
    PROGRAMME,
    SIZED,
    SPENT_ON,
    STARTS_A_CLAUSE,
    STRUCTURE,
    TAKES,
    TASK,
    TOOK,
    TWO_PARTS,
    Tie,
)
from datasets.rules.links import JOINERS, SIZES_TOLD, SUMS_NAMED, SUMS_SPENT

TAKES_REACH = 6  # characters
WHOLE = 100  # per cent
LONGEST_PART = 8  # characters of the first part of a structure with its colon: 100.00 :
PROGRAMME_CLAUSES = 2  # clauses before a payment that may tell what it is for
SHORT_VERB = 4  # characters; a head up to this long may be only the verb of the figure


class NameBehind(Struct, frozen=True):
    """A name that stands behind its figure, and what it says of it."""

    span: Span
    tie: Tie
    ending: str = ""  # what the figure adds to it: 投资 of 投资170万元改造路灯

    def named(self, source: str) -> str:
        """The name in the words of the report."""
        words = source[self.span.start : self.span.end]
        return bare(words) + self.ending if self.ending else words


def structure_at(text: str, place: int) -> re.Match[str] | None:
    """The parts of a whole that are told without a unit: 12.4:65.8:21.8, and two that make one hundred (56:44)."""
    if text.find(":", place, place + LONGEST_PART) < 0:
        return None  # told at once, and most numerals stand in none
    if structure := STRUCTURE.match(text, place):
        return structure
    parts = TWO_PARTS.match(text, place)
    return parts if parts and Decimal(parts["one"]) + Decimal(parts["other"]) == WHOLE else None


def duration_subject(document: Document, numeral: Numeral, right: Right) -> Named | None:
    """What took as long as a numeral says, where nothing else names it: 仅用36天实现全部企业复工."""
    text = document.text
    is_time = right.unit is not None and right.unit.rule.dimension == "duration"
    opens = is_time and TAKES.search(text, max(0, numeral.start - TAKES_REACH), numeral.start)
    done = TOOK.match(text, right.end) if opens else None
    return (
        Named(document.words[slice(*done.span("what"))], Span(numeral.start, done.end()), "name_behind")
        if done
        else None
    )


def name_behind(text: str, left: Left, right: Right, words: str) -> NameBehind | None:
    """The name behind 的 (8%左右的国内生产总值增长目标), when only a verb stands before the figure."""
    if right.unit and right.unit.rule.dimension == "money" and words in SUMS_SPENT:
        spent = SPENT_ON.match(text, right.end)
        return NameBehind(Span(*spent.span("what")), Tie(), SUMS_NAMED.get(words, words)) if spent else None
    if right.unit and words in SIZES_TOLD and (sized := SIZED.match(text, right.end)):
        return NameBehind(Span(*sized.span("what")), Tie(), words)
    if right.unit and right.unit.rule.dimension != "ratio":
        return None
    match = OF_NAME.match(text, right.end) if right.unit and len(words) <= SHORT_VERB else None
    if match and (PREDICATE.search(match["name"], 1) or (words and PACE.match(text, right.end))):
        match = None  # 81%的村完成了任务 is a part of the villages, 16%的发展速度 one of what stands before
    match = match or (None if words and not words.endswith(JOINERS) else PART_OF.match(text, right.end))
    match = match or part_of_noun(text, left, right)
    if match is None:
        return None
    place, end = match.span("name")
    if predicate := PREDICATE.search(text, place + 1, end):
        end = predicate.start()
    grows = match.groupdict().get("growth") is not None
    return NameBehind(Span(place, end), Tie(sign=1) if grows else Tie(is_part=match.re is not OF_NAME))


def part_of_noun(text: str, left: Left, right: Right) -> re.Match[str] | None:
    """The noun right behind a percentage that opens a clause (推动90%以上职业学校办学条件达标)."""
    opens = PART_OPENS.fullmatch(text, left.start, left.place) is not None
    says = right.unit is not None or is_fraction(text[left.place : right.end])
    return PART_NOUN.match(text, right.end) if opens and says else None


def part_of_whole(words: str, tie: Tie) -> str:
    """What a head says of its part of a whole, as other heads say it: 超过全省总量的1/5 is 占全省总量."""
    whole = OF_WHOLE.match(words) if tie.is_part else None
    return "占" + words[whole.end() :] if whole else words


def paid(document: Document, boundary: int, left: Left, right: Right) -> Named | None:
    """A sum that nothing names but that it is paid (安排6亿元,完成危房改造), and the programme told before it."""
    verb = PAID.search(document.text, left.name_end, left.place)
    if verb is None or right.unit is None or right.unit.rule.dimension != "money":
        return None
    told = programme_before(document.text, boundary, left.start)
    name = document.words[slice(*told.span("name"))] if told else ""
    return Named(f"{name}{verb[0]}资金", Span(told.start() if told else left.start, right.end), "named_value")


def programme_before(text: str, boundary: int, end: int) -> re.Match[str] | None:
    """The programme that one of the clauses between the last figure and a place tells, and nothing more."""
    for _ in range(PROGRAMME_CLAUSES):
        start = strong_start(text, boundary, end - 1)
        told = PROGRAMME.fullmatch(text, start, end)
        if told and not STARTS_A_CLAUSE.match(told["name"]):
            return told
        end = start
    return None


def part_of_task(text: str, left: Left, right: Right) -> str:
    """How much of a budget or a plan was done (支出10亿元,完成预算的96.7%): no head for what follows."""
    is_share = right.unit is not None and right.unit.rule.dimension == "ratio"
    task = TASK.fullmatch(text, left.name_start, left.place) if is_share else None
    return "完成" + task["task"] if task else ""
