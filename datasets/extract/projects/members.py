"""Lists of works: their members, the heads and tails members share, and the noun that closes a list."""

import re
from collections.abc import Iterator

from msgspec import Struct

from datasets.extract.projects.ends import end_of_works
from datasets.extract.projects.owners import owner_of
from datasets.extract.projects.proper import is_proper
from datasets.reading.text import Span
from datasets.rules.grammar import any_of
from datasets.rules.projects.shapes import (
    AND,
    CAPACITY,
    CAPACITY_BEHIND,
    COMMON_TAIL,
    LENGTH,
    LINES,
    LONGEST_LINE,
    MORE,
    NUMBERED,
    NUMBERED_END,
    ROUTE,
    SIZED_MAKE,
    TAIL_CHARACTERS,
    UNSPLIT,
)
from datasets.rules.projects.works import DEEDS, WORKS_ENDS

DEED = re.compile(rf"(?:{any_of(set(DEEDS) - {'建设'})})(?:项目|工程|建设)*$")
END_OF_NAME = re.compile(rf"(?:{any_of(WORKS_ENDS)})$")
# A member with what it quotes; what neither is a 、 nor opens a quote is taken in one run.
LISTED = re.compile(
    r"(?:[^、“(《]++|(?<![A-Z]{2})(?<=[A-Z])、(?=[A-Z](?![A-Z]))|(?<=\d号)、(?=\d+号(?!线))|(?<=[一二三四五])、(?=[一二三四五六]期)"
    r"|(?<=[家省市县区州])、(?=(?:[省市县区州]、)*[省市县区州]级?(?:重[点大]|项目))|(?<=个)、(?=(?:年度|计划|预计)*(?:总?投资|投资总额))"
    r"|“[^”]{0,40}”|\([^)]{0,24}\)|《[^》]{0,60}》|[“(《])+"
)
JOINED = re.compile(rf"{AND}|[及与]|以及")
SPLITS = re.compile("[、和及与]")  # without one of them a list has one member
SAYS_NOTHING = ("项目", "工程", "产业化", "工业化")
CLOSED = "”)期段号线"  # what a name that is whole ends with
WHOLE = (")", "项目", "工程")  # what no name goes on behind
LONG_FIRM = 4  # characters of a firm's name with its end; 华能、华电新能源发电 share theirs
SHORTEST_PART, LONGEST_BARE = 2, 10  # characters of a member that leaves its tail to the last one


class Member(Struct, frozen=True, gc=False):
    """A member of a list as it stands, with the head and the tail that it shares with others."""

    span: Span
    head: str = ""
    tail: str = ""


class Closed(Struct, frozen=True, gc=False):
    """A member that ends with words of works, and these words."""

    span: Span
    tail: str


def members(text: str, span: Span) -> list[Member]:
    """The members of a list, split at 、 and where 和 及 与 join two names, with what they share."""
    if span.start < span.end and SPLITS.search(text, span.start, span.end) is None:
        return [Member(span)]
    listed = LISTED.finditer(text, span.start, span.end)
    spans = [part for one in listed for part in joined(text, Span(*one.span()))]
    if len(spans) == 1:
        return [Member(spans[0])]
    found: list[Member] = []
    for part, tail in zip(spans, shared_tails(text, spans), strict=True):
        found.append(Member(part, head_for(text, part, found), tail))
    return found


def shared_tails(text: str, spans: list[Span]) -> list[str]:
    """The tail each member takes from a later one, or nothing."""
    if not any(may_take(text, part) for part in spans[:-1]) or is_described(text, spans[-1]):
        return [""] * len(spans)
    tails: list[str] = []
    closed: Closed | None = None  # the nearest member behind that ends with words of works
    for part in reversed(spans):
        tail = closing_words(text, part)
        takes = closed is not None and takes_tail(text, part, closed.span, is_closed=tail is not None)
        tails.append(without_shared(text, part, tail_of(closed.tail)) if closed and takes else "")
        closed = closed if tail is None else Closed(part, tail)
    return tails[::-1]


def without_shared(text: str, part: Span, tail: str) -> str:
    """A tail without what the member already ends with: 海利化工 of 海利化工、东山化工搬迁 takes 搬迁."""
    if CAPACITY_BEHIND.search(text, part.start, part.end) and (sized := CAPACITY.search(tail)):
        return tail[sized.end() :]  # 东山石化800万吨、西河石化600万吨炼油扩建
    shared = range(min(len(tail), part.end - part.start), 0, -1)
    return tail[next((length for length in shared if text.endswith(tail[:length], part.start, part.end)), 0) :]


def closing_words(text: str, span: Span) -> str | None:
    """The words of works that a member ends with, if it does."""
    if text[span.end - 1] not in TAIL_CHARACTERS:
        return None
    shortest = 1 if text[span.start].isdigit() else SHORTEST_PART  # 6号线 of 4、5、6号线
    found = COMMON_TAIL.search(text, span.start + shortest, span.end)
    return found["tail"] if found else None


def joined(text: str, span: Span) -> Iterator[Span]:
    """The parts of a stretch that 和 及 与 join, unless one name has both (东环与北环互通工程, 4号线及支线)."""
    start = span.start
    for joint in JOINED.finditer(text, span.start + SHORTEST_PART, span.end - SHORTEST_PART):
        left, right = Span(start, joint.start()), Span(joint.end(), span.end)
        if left.end - left.start >= SHORTEST_PART and parts(text, left, right, joint[0]):
            yield left
            start = joint.end()
    yield Span(start, span.end)


def parts(text: str, left: Span, right: Span, joint: str) -> bool:
    """Whether what stands on both sides of a joint are two names."""
    if text.count("“", left.start, left.end) != text.count("”", left.start, left.end) or text.count(
        "(", left.start, left.end
    ) != text.count(")", left.start, left.end):
        return False
    if UNSPLIT.match(text, right.start, right.end):
        return False
    if text.endswith(WHOLE, left.start, left.end):
        return True
    is_whole = end_of_works(text, left.start, left.end) is not None
    if joint == "与" and not is_whole:
        return False
    words = text[right.start : right.end]
    if joint == "和" or (joint == "以及" and is_whole):
        return True
    return words[0] == "第" or words.startswith(MORE) or is_proper(END_OF_NAME.sub("", words))


def is_described(text: str, last: Span) -> bool:
    """Whether the last member has what describes it before a 的: the members before it describe it, too."""
    place = text.find("的", last.start + SHORTEST_PART, last.end - SHORTEST_PART)
    return place > 0


def tail_of(words: str) -> str:
    """What a member shares of the words of works it ends with: 500千伏送出工程 of 叶巴滩500千伏送出工程."""
    tail = LENGTH.sub("", words)
    return "" if tail in SAYS_NOTHING else tail


def may_take(text: str, part: Span) -> bool:
    """Whether a member is short enough to lack an end, and has none of works."""
    words = text[part.start : part.end]
    if not (SHORTEST_PART <= len(words) <= LONGEST_BARE * 2 or words.isdigit()):
        return False
    if end_of_works(words) or (len(words) > LONGEST_BARE and ROUTE.search(words) is None):
        return False
    return owner_of(words) in (None, words) or CAPACITY_BEHIND.search(words) is not None  # 沃晟数控机床 is whole


def takes_tail(text: str, part: Span, last: Span, *, is_closed: bool) -> bool:
    """Whether a member leaves its end to a later one: bare names, numbers, and routes before a route."""
    if not may_take(text, part):
        return False
    if SIZED_MAKE.match(text, part.start, part.end) and not CAPACITY_BEHIND.search(text, part.start, part.end):
        return False
    words = text[part.start : part.end]
    if len(words) >= LONG_FIRM and owner_of(words) == words and DEED.search(text, last.start, last.end) is None:
        return False  # 红旗电缆 before 东山光伏发电
    is_route = ROUTE.search(words) is not None
    if is_closed or words[-1] in CLOSED:
        return NUMBERED_END.search(words) is not None or (is_closed and shares_end(text, part, last))
    if not is_route and len(words) <= LONGEST_LINE and LINES.search(text, last.start, last.end):
        return True  # 新渝贵、大村至遵义铁路
    return is_route == (ROUTE.search(text, last.start, last.end) is not None)


def shares_end(text: str, part: Span, last: Span) -> bool:
    """Whether a member ends with a size, or like the last one before what is done to both: 海利化工、东山化工搬迁."""
    if CAPACITY_BEHIND.search(text, part.start, part.end):
        return True
    deed = DEED.search(text, last.start, last.end)
    if deed and are_firms(text[part.start : part.end], text[last.start : deed.start()]):
        return True  # 沃晟电子、海利药业搬迁
    closing = text[last.start : deed.start()][-SHORTEST_PART:] if deed else ""
    return len(closing) == SHORTEST_PART and text.endswith(closing, part.start, part.end)


def are_firms(*names: str) -> bool:
    """Whether each name is a firm's, and nothing more."""
    return all(owner_of(name) == name for name in names)


def head_for(text: str, part: Span, before: list[Member]) -> str:
    """The head a bare number takes from the member before it: 国道341、342改建."""
    if not before or not NUMBERED.match(text, part.start, part.end):
        return ""
    earlier = before[-1]
    opening = NUMBERED.search(text, earlier.span.start, earlier.span.end)
    return (earlier.head or text[earlier.span.start : opening.start()]) if opening else ""
