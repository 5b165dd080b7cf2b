"""Statements about works: a clause cut into statements, each with its verbs, its names and what describes them."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from datasets.extract.projects.attributes import Amount, amount_behind, invested_in
from datasets.extract.projects.ends import end_of_works
from datasets.extract.projects.groups import Group, group_in
from datasets.extract.projects.members import LISTED
from datasets.extract.projects.openings import BY_PART, opened_at, within
from datasets.extract.projects.predicates import Closing, closing_at, end_of_words, is_no_works
from datasets.extract.projects.proper import is_proper
from datasets.reading.text import Span
from datasets.rules.grammar import any_of
from datasets.rules.projects.shapes import NAME_LIKE
from datasets.rules.projects.stages import (
    ADVERB,
    BEFORE,
    BEFORE_PLANNED,
    BEHIND,
    FURTHER,
    LOOSE,
    OPENING,
    SAME_YEAR,
)
from datasets.rules.projects.works import DEEDS, WORKS_ENDS
from datasets.rules.words import finder
from schemas.vocabulary import ProjectStatus

LONGEST_STATEMENT = 600  # characters; the longest list of works in 1,429 reports has 329
LONGEST_VERBS = 40  # characters
AND_THEN = "并"  # between two predicates
VERBS = re.compile(rf"(?:{any_of([*OPENING, *BEFORE, *BEFORE_PLANNED, *BEHIND])}|{ADVERB}|和|并)+$")
STARTS = re.compile(rf"(?:{any_of(FURTHER)})(?=[^、]{{3}})(?!{NAME_LIKE})")
MEETS = re.compile(rf"[和并](?=(?:{any_of(set(FURTHER) - set(DEEDS) - {'建设'})})[^、]{{4}})")
NEXT_GROUP = re.compile(rf"、(?:[^、]{{2,30}}(?:等|\d(?:个|座|处|条|所))|{STARTS.pattern})")
NEXT_MEMBER = re.compile(r"、([^、和及]{4,30})")
NEXT_MARK = re.compile(r"[,;。!?\n]")
# What is said of works whose sum is told first: 投资5亿元的东山基地项目在竞争中胜出.
TOPIC = re.compile(r"项目(?=(?:在|已|将|被|由|是|成为|得到|实现|于|正).{2})")
# A noun of works, then a verb, then more: 宜居里汽车城建成运营以来….
TOLD = {
    part: re.compile(
        rf"(?:项目|工程|{any_of(WORKS_ENDS)}){LOOSE.pattern[:-2]}*(?P<verb>{any_of(behind)})(?!里程|总里程|(?<=获批)(?:国家|全国|省)级?“?[^、]*(?:示范|园|区|基地|试点)”?$|企业|商|能力|面积|规模)(?=.)"
    )
    for part, (_, behind) in BY_PART.items()
}

# A clause with what it quotes; what is neither a mark nor opens a quote is taken in one run.
CLAUSE = re.compile(r"(?:[^,;:。!?\n“(《]++|“[^”]{0,40}”|\([^)]{0,24}\)|《[^》]{0,60}》|[“(《])+")
SHORTEST_ENDS = [word for word in WORKS_ENDS if not any(other in word for other in WORKS_ENDS if other != word)]
ANY_END = finder([*SHORTEST_ENDS, "总投资", "元的", *(f"{number}期" for number in "一二三四五六")])


class Statement(Struct, frozen=True, gc=False):
    """What is said of some works: the stage, the words about them, and what only describes them."""

    quote: Span
    works: Span
    status: ProjectStatus
    group: Group | None = None
    investment: Amount | None = None
    is_definite: bool = False  # 钢铁基地顺利推进: what something is said of exists, so that a plain name tells it
    is_built: bool = False  # 加快建设市民公园: what is built is a thing, so that a plain name of one tells it
    is_unsure: bool = False  # no verb is known: only a list that is clearly one of works is read
    is_closed: bool = False  # a predicate stands behind the works, which is of no others
    owner: str | None = None  # who is told to pay for the works, before their verb
    described: Span | None = None  # 装机600万千瓦、总投资近700亿元的: its numerals belong to the project


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence that have a word works end with."""
    end = ANY_END.search(text, sentence.start, sentence.end)
    for clause in CLAUSE.finditer(text, sentence.start, sentence.end) if end else ():
        if end and end.start() < clause.start():
            end = ANY_END.search(text, clause.start(), sentence.end)
        if end is None:
            return
        if end.start() < clause.end():
            yield Span(*clause.span())


def statements(text: str, sentence: Span, planned: bool) -> Iterator[Statement]:
    """The statements about works of a sentence."""
    for clause in clauses(text, sentence):
        carried: Statement | None = None
        last: Statement | None = None
        for span in spans(text, clause.start, clause.end, planned):
            if span.end - span.start > LONGEST_STATEMENT:
                continue
            if again := SAME_YEAR.fullmatch(text, span.start, span.end):
                last = later_stage(last, span, BEHIND.get(again["verb"]))
                continue
            statement = read(text, span, planned, carried)
            if last:
                yield last
            last = statement
            carried = statement if statement and not statement.is_closed else carried
        if last:
            yield continued(text, last, planned)


def continued(text: str, last: Statement, planned: bool) -> Statement:
    """A statement without a verb with the predicate that the next clause is: 总投资5亿元的东山大桥项目,顺利通车."""
    is_told = last.is_unsure and text.startswith(",", last.quote.end)
    if not is_told or not end_of_works(text, last.works.start, last.works.end):
        return last
    place = last.quote.end + 1
    mark = NEXT_MARK.search(text, place)
    following = Span(place, mark.start() if mark else len(text))
    again = SAME_YEAR.fullmatch(text, following.start, following.end)
    closing = closing_at(text, Span(place - 1, following.end), planned)  # a phrase has something before it
    status = BEHIND.get(again["verb"]) if again else closing.status if closing else None
    start = loose_end(text, place, closing.start) if closing else place
    if status is None or not (again or start <= place or (last.investment and not ANY_END.search(text, place, start))):
        return last
    return replace(last, quote=Span(last.quote.start, following.end), status=status, is_unsure=False, is_closed=True)


def later_stage(last: Statement | None, span: Span, status: ProjectStatus | None) -> Statement | None:
    """The statement before with the stage that follows it: 实现当年签约、当年建设、当年投产."""
    return replace(last, quote=Span(last.quote.start, span.end), status=status or last.status) if last else None


def spans(text: str, start: int, end: int, planned: bool) -> Iterator[Span]:
    """A clause cut at each 、 behind a whole statement or before a verb that begins the next one."""
    opened: int | None = None
    for segment in LISTED.finditer(text, start, end):
        first = segment.start()
        if opened is not None and STARTS.match(text, first, segment.end()) and not only_verbs(text, opened, first - 1):
            yield Span(opened, first - 1)
            opened = None
        opened = first if opened is None else opened
        for meeting in MEETS.finditer(text, first + 2, segment.end()):
            if not only_verbs(text, opened, meeting.start()):
                yield Span(opened, meeting.start())
                opened = meeting.end()
        if segment.end() == end or is_whole(text, Span(opened, segment.end()), planned, end):
            yield Span(opened, segment.end())
            opened = None


def only_verbs(text: str, start: int, end: int) -> bool:
    """Whether a stretch has verbs and adverbs only: 新建 of 新建、续建某路."""
    return end - start <= LONGEST_VERBS and VERBS.fullmatch(text, start, end) is not None


def is_whole(text: str, span: Span, planned: bool, end: int) -> bool:
    """Whether a stretch of a clause is a statement of its own: it ends with its verb, or a group with its noun."""
    if closing_at(text, span, planned):
        return not only_verbs(text, span.start, span.end)
    grouped = group_in(text, span)
    if grouped is None or end_of_works(text, grouped.noun.start, grouped.noun.end) is None:
        return False
    is_batch = text.endswith(("项目", "工程"), grouped.noun.start, grouped.noun.end)
    return is_batch or NEXT_GROUP.match(text, span.end, end) is not None or is_named_next(text, span.end, end)


def is_named_next(text: str, start: int, end: int) -> bool:
    """Whether the next member is works of their own name, which a noun of a group does not hold."""
    following = NEXT_MEMBER.match(text, start, end)
    closing = end_of_works(text, following.start(1), following.end(1)) if following else None
    return (
        following is not None
        and closing is not None
        and is_proper(text[following.start(1) : following.end(1) - len(closing)])
    )


def read(text: str, span: Span, planned: bool, carried: Statement | None) -> Statement | None:
    """One statement: its verbs peeled off both ends, what only describes the works, and the works."""
    span = Span(span.start, end_of_words(text, span.start, span.end))
    is_summed, summed = amount_behind(text, span)
    if summed and not is_summed:
        span = Span(span.start, summed.start)
    end = summed.start if summed else span.end
    closing = closing_at(text, Span(span.start, end), planned)
    end = end_before(text, span.start, closing, planned) if closing else end
    is_object = closing is not None and text.startswith("进行", closing.start) and text.startswith("对", span.start)
    opening = opened_at(text, Span(span.start + is_object, end), planned)
    if opening.status is None and closing is None:
        opening = within(text, Span(opening.start, end), planned) or opening
        if opening.status is None and (told := TOLD[planned].search(text, opening.start, end)):
            closing = Closing(told.start("verb"), BY_PART[planned][1][told["verb"]])
            end = loose_end(text, span.start, closing.start)
        elif opening.status is None and opening.described and (topic := TOPIC.search(text, opening.start, end)):
            end = topic.end()
    if opening.start >= end or (closing is None and is_no_works(text, Span(opening.start, end), span.start)):
        return None
    status = closing.status if closing else opening.status
    status = status or (carried.status if carried else None) or ("advancing" if is_summed else None)
    described = summed if summed and is_summed else opening.described
    works = Span(opening.start, end)
    return Statement(
        span,
        works,
        status or "advancing",
        group_in(text, works),
        invested_in(text, described) if described else None,
        is_definite=not planned and closing is not None,
        is_built=opening.is_built
        or closing is not None
        or (status is not None and carried is not None and carried.is_built),
        is_unsure=status is None,
        is_closed=closing is not None,
        owner=opening.owner,
        described=described,
    )


def end_before(text: str, start: int, closing: Closing, planned: bool) -> int:
    """Where the works end before their predicates, of which there may be two: 完成批复并开工."""
    end = loose_end(text, start, closing.start)
    joined = text.startswith(AND_THEN, end)
    earlier = closing_at(text, Span(start, end), planned) if joined else None
    return loose_end(text, start, earlier.start) if earlier else end


def loose_end(text: str, start: int, end: int) -> int:
    """Where a name ends before the adverbs of its verb."""
    loose = LOOSE.search(text, max(start, end - LONGEST_VERBS), end)
    return end_of_words(text, start, loose.start() if loose else end)
