"""Groups of works: some of their members by name, how many there are, and the noun that closes them."""

from decimal import Decimal

from msgspec import Struct

from datasets.reading.numerals import chinese_value
from datasets.reading.text import Span
from datasets.rules.projects.shapes import COUNT_BEHIND, COUNT_CUE, COUNTED, DESCRIBED_NOUN, KIND, NO_OTHERS, TAIL

JOINTS = ("、", "和", "及", "与")
COUNT_REACH = 60  # characters: a count stands behind 40 of examples at most, and a list grows while it is read
SHORTEST_NOUN = 2  # characters


class Group(Struct, frozen=True, gc=False):
    """Works told by some of their members: where the members and the noun stand, and how many there are."""

    members: Span
    noun: Span
    count: int | None
    described: Span | None = None  # 总装机804万千瓦的: of all of them


def group_in(text: str, span: Span) -> Group | None:
    """The group a stretch tells: 团结等7个老旧小区改造, 街道育红社区3个社区便民食堂, 苯二酚加氢等中试项目6个."""
    place = others_in(text, span)
    if place > 0:
        tail = TAIL.match(text, place + 1, span.end)
        members = Span(span.start, place)
    else:
        is_counted = COUNT_CUE.search(text, span.start, min(span.end, span.start + COUNT_REACH))
        tail = COUNTED.match(text, span.start, span.end) if is_counted else None
        members = Span(*tail.span("examples")) if tail else span
        if tail and text.endswith(JOINTS, members.start, members.end):
            return Group(Span(members.start, members.end - 1), Span(members.end, members.end), None)
    if tail is None or tail.end("noun") - tail.start("noun") < SHORTEST_NOUN:
        return Group(members, Span(span.end, span.end), None) if place + 1 == span.end else None
    noun = Span(
        tail.start("noun") + text.startswith("、", tail.start("noun")), tail.end("noun")
    )  # 等9个、总投资…的项目
    behind = COUNT_BEHIND.search(text, noun.start, noun.end)
    written = tail["count"] or (behind["count"] if behind else None)
    if behind and behind.start() > noun.start:
        noun = Span(noun.start, behind.start())
    noun, described = plain_noun(text, noun)
    return Group(members, noun, number_of(written), described)


def others_in(text: str, span: Span) -> int:
    """Where the last 等 stands that closes a list, or -1."""
    place = text.rfind("等", span.start + 2, span.end)
    while place > 0 and NO_OTHERS.search(text, place - 1, place + 2):
        place = text.rfind("等", span.start + 2, place)
    return place


def number_of(written: str | None) -> int | None:
    """The value of a count in digits or Chinese characters."""
    value = (Decimal(written) if written.isascii() else chinese_value(written)) if written else None
    return None if value is None else int(value)


def plain_noun(text: str, noun: Span) -> tuple[Span, Span | None]:
    """The noun of a group without what describes the works, and where that stands: 总装机804万千瓦的水电站建设."""
    described = DESCRIBED_NOUN.match(text, noun.start, noun.end)
    start = described.end() if described else noun.start
    kind = KIND.match(text, start, noun.end)
    end = kind.end() if kind else noun.end
    return Span(start, end), Span(*described.span()) if described else None
