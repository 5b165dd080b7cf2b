"""Ranks: where a numeral is a place in an order, and what is ranked."""

from re import Match

from datasets.extract.names.earlier_clauses import heads_listed, heads_start
from datasets.extract.names.leaning import completed
from datasets.extract.names.named import Named
from datasets.extract.names.naming import Namer
from datasets.extract.names.nouns import noun_at
from datasets.extract.names.sides import Left
from datasets.reading.numerals import Numeral
from datasets.reading.text import Span
from datasets.rules.grammar import (
    FIRST,
    RANK,
    RANK_ANY,
    RANK_FIELD,
    RANK_LISTED,
    RANK_MOVED,
    RANK_NEXT,
    RANK_NOUN,
    RANK_TOP,
    RANKED_CLAUSE,
    RANKING,
    RANKS_JOINED,
    STARTS_A_STATEMENT,
)
from datasets.rules.links import RELATIVE_NOUNS

LISTING = ("、", "和", "第")  # what stands before a further rank of a list
PACES = ("降幅", "增幅", "涨幅", "减幅")
SHORTEST_RANKED = 2  # characters; what is shorter needs its 排名 (综合排名)
RANK_REACH = 14  # characters before the numeral that a rank may start at


def rank_at(text: str, boundary: int, numeral: Numeral) -> Match[str] | None:
    """The rank a numeral is the place of."""
    before = text[numeral.start - 1 : numeral.start]
    if before in LISTING:
        for match in RANK_LISTED.finditer(text, max(boundary - RANK_REACH, 0), numeral.end + 1):
            if match.start("place") == numeral.start:
                return match
    if text[numeral.start] != "首" and before not in ("第", "前", "列", "名"):
        return None  # no rank is told otherwise
    for shape in (RANK, RANK_MOVED, RANK_TOP, FIRST, RANK_ANY):
        for match in shape.finditer(text, max(boundary, numeral.start - RANK_REACH), numeral.end + 2):
            if match.start(match.lastgroup or 0) == numeral.start or match.start("place") == numeral.start:
                return match
    return None


def heads_ranked(namer: Namer, left: Left, match: Match[str]) -> list[str]:
    """What the ranks of a list are of, in order: A、B分别居全省第2位、第3位; nothing for one rank."""
    place, count = match.end("place") if "place" in match.re.groupindex else match.end(), 1
    while joined := RANK_NEXT.match(namer.text, place):
        place, count = joined.end(), count + 1
    words = namer.source[heads_start(namer.document, namer.boundary, left) : left.name_end]
    heads = heads_listed(words, count) if words else namer.distinct_names(count)
    return heads if len(heads) == count > 1 else []


def of_several(namer: Namer, left: Left, match: Match[str]) -> Named | None:
    """What a rank is the place of where several heads have theirs: each its own behind 分别, one for all behind 均."""
    if namer.pending and RANKS_JOINED.fullmatch(namer.text, namer.boundary, match.start("place")):
        return Named(namer.pending.pop(0), Span(namer.start_before(left), match.end()), "rank")
    if left.tie.distributed and (heads := heads_ranked(namer, left, match)):
        named = namer.remember(Named(heads[0], Span(namer.start_before(left), match.end()), "rank"))
        namer.pending = heads[1:]
        return named
    if left.tie.shared and (joint := namer.joint_heads(left)):
        start, words_of = joint
        first, *others = (
            completed(head, namer.subject.name if namer.subject else "", in_list=False) for head in words_of
        )
        return namer.remember(Named(first, Span(start, match.end()), "rank", tuple(others)))
    return None


def rank_named(namer: Namer, left: Left, match: Match[str], last: str | None) -> Named | None:
    """What a rank is the place of; `last` is the name of the rank right before (由第十位上升到第五位)."""
    before = namer.source[left.name_start : left.name_end]
    moved = namer.text[left.name_end : left.place].strip()
    before += moved if before and moved in PACES else ""  # 拥堵率降幅排名第二
    if named := of_several(namer, left, match):
        return named
    words = RANK_FIELD.sub("", before).strip(" (（")
    noun = noun_at(namer.text, match.end(), namer.sentence.end) if match.groupdict().get("only") else None
    if noun:
        return Named(namer.source[noun.span.start : noun.span.end], Span(left.start, noun.span.end), "rank")
    lean = RANK_NOUN.match(before) or (None if words else RANKING.match(match[0]))
    if len(words) <= SHORTEST_RANKED and match[0].startswith("排名"):
        words += "排名" if words and words not in RELATIVE_NOUNS else ""
    if words and not lean:
        return namer.remember(Named(namer.completed(left, words), Span(left.start, match.end()), "rank"))
    told = None if words else RANKED_CLAUSE.search(namer.text, namer.boundary, left.start)
    if told and not STARTS_A_STATEMENT.match(told["name"]):
        name = namer.source[slice(*told.span("name"))]
        return namer.remember(Named(name, Span(told.start(), match.end()), "rank"))
    if namer.subject is None:
        return None
    if left.tie.shared and not words and namer.group:  # A、B分别增长5%、6%,均居全省第一
        first, *others = namer.group
        return Named(first, Span(namer.start_before(left), match.end()), "rank", tuple(others))
    leaning = namer.subject.name + lean["noun"] if lean else last if match.re is RANK_MOVED else None
    return Named(leaning or namer.subject.name, Span(namer.start_before(left), match.end()), "rank")
