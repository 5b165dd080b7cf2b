"""The noun behind a counted unit, and the predicate behind the noun."""

import re

from msgspec import Struct

from datasets.extract.names.heads import METRIC_NAME, longest
from datasets.extract.names.sides import Left, Right, tie_before
from datasets.reading.text import Span
from datasets.rules.grammar import (
    ACTOR,
    ALIKE,
    DESCRIBED,
    LATER_THING,
    LISTED_IN,
    NO_NOUN,
    NOUN,
    OTHER_THING,
    OVER,
    PREDICATE,
    QUOTED,
    STARTS_A_STATEMENT,
    STRONG_MARKS,
    TRANSITIVE,
    USE,
    ties,
)
from datasets.rules.links import COVERS, RELATIVE_NOUNS, SINGLE_NOUNS, WHOLE_NOUNS

SHARE = re.compile("占(?!比)")  # 7个园区占全省产值的比重超过50%
ACTS, SIZES = ("完成", "建成"), ("area", "length", "volume", "power", "mass")
KINDS_OF_FIRMS = ("国有", "民营", "集体", "私营", "级", "型")  # are joined to others of their noun: 国有和集体企业
TOGETHER = "集中"  # 2次集中开工 are so many of that
# What a measure right behind a count is of: 11个重点城市空气质量优良天数达2707天 counts 重点城市.
HOLDER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:城市|地市|县市|县区|园区|乡镇|企业|公司|银行)"
    r"(?=[^和与及的]{2,12}(?:天数|率|收入|产值|比例|总额|指数|浓度)\Z)"
)
SHORTEST_HALF = 3  # characters
GOES_ON = tuple("0123456789、")  # a list goes on, so that its next member is no half of this one


class Noun(Struct, frozen=True):
    """A noun, and the words of its predicate; `is_verb` when what stands there names nothing (有15项提前达到)."""

    span: Span
    predicate: str | None
    is_verb: bool


def noun_at(text: str, place: int, end: int) -> Noun | None:
    """The noun that starts at a place, if one does before `end`."""
    if over := OVER.match(text, place, end):
        return Noun(Span(*over.span("noun")), over["told"], is_verb=False)
    place = behind_description(text, place, end)
    match = NOUN.match(text, place, end)
    if match is None or match[0].isspace():
        return None
    words = match[0].rstrip()
    predicate = predicate_of(words)
    listed = text.startswith("、", match.end()) and not text[match.end() + 1 : match.end() + 2].isdigit()
    if predicate is None and listed and ALIKE.match(words):
        whole = joined(text, place, match.end() + 1, end)
        if whole:
            return whole
    runs_on = text[match.end() : match.end() + 1].isdigit()
    cut = predicate or (TRANSITIVE.search(words, 2) if runs_on else None)
    if runs_on and TRANSITIVE.fullmatch(words):
        return None  # 59个投资10亿元以上的项目
    if runs_on and (cut is None or (cut.end() == len(words) and cut[0] in ties())):
        words, cut = before_measure(words), None
    length = noun_length(words, cut, before_list=text.startswith("、", match.end()))
    is_verb = words in ties() or bool(NO_NOUN.match(words) and not LISTED_IN.match(words))
    told = words[predicate.start() :] if predicate and not runs_on else None  # a figure cuts the predicate short
    return Noun(Span(place, place + length), told, is_verb)


def behind_description(text: str, place: int, end: int) -> int:
    """Where a noun starts, behind what only describes it: 3个基础较好、带动能力强的城市, 30 万人 的饮水困难问题."""
    while text[place : place + 1] in (" ", "的"):
        place += 1
    described = DESCRIBED.match(text, place, end)
    return described.end() if described else place


def holder_of(text: str, noun: Noun, words: str) -> Noun:
    """A noun without what belongs to it, where it alone is counted: 覆盖12个泊位的岸电设施, 4个村的住房."""
    of = text.find("的", noun.span.start + 1, noun.span.end)
    is_short = of == noun.span.start + 1 and text[noun.span.start] in SINGLE_NOUNS
    if of < 0 or not (is_short or words.endswith(COVERS)):
        return noun
    return Noun(Span(noun.span.start, of), None, is_verb=False)


def ends_act(text: str, left: Left, right: Right) -> bool:
    """Whether what is measured opens its clause behind the verb of what was done: 植树7万亩,完成199公里生态工程."""
    opens = text[left.start - 1] in STRONG_MARKS and left.name_start >= left.name_end
    between = text[left.name_end : left.place]
    is_size = right.unit is not None and right.unit.rule.dimension in SIZES
    is_bound = right.comparator in ("ge", "le")  # 100亩以上的种植大户
    return opens and is_size and (between.endswith(ACTS) or not (between or is_bound))


def before_measure(words: str) -> str:
    """A noun that runs on to a figure, without what that figure measures: 8个市财政收入增幅超过20% counts 市."""
    end = len(words)
    while peeled := tie_before(words, 0, end):
        end, _ = peeled
    if end == len(words):
        return words
    measured = SHARE.search(words, 1, end) or METRIC_NAME.search(words, 1, end)
    ending = longest(RELATIVE_NOUNS, words[:end])
    if measured is None and (holder := HOLDER.match(words[:end])):
        return holder[0]
    return words[: measured.start() if measured else end - len(ending)] or words


def predicate_of(words: str) -> re.Match[str] | None:
    """Where the predicate of a noun starts; what stands in quotes is no predicate."""
    if words.endswith(WHOLE_NOUNS):
        actor = ACTOR.match(words)
        return PREDICATE.match(words, actor.end()) if actor else None  # 61个乡镇开展美丽乡镇行动
    shown = QUOTED.sub(lambda quote: "“" * len(quote[0]), words)
    near = 1 if words[0] in SINGLE_NOUNS else len(TOGETHER) + 2 if words.startswith(TOGETHER) else 2
    return PREDICATE.search(shown, near)


def joined(text: str, place: int, second: int, end: int) -> Noun | None:
    """A noun in two halves, 枢纽型、功能性重点项目, or behind examples, 石油、民航等项目."""
    rest = NOUN.match(text, second, end)
    if rest is None or text[rest.end() : rest.end() + 1] in GOES_ON or STARTS_A_STATEMENT.match(rest[0]):
        return None
    words = rest[0].rstrip()
    predicate = predicate_of(words)
    length = noun_length(words, predicate, before_list=False)
    start = second + words.index("等") + 1 if "等" in words[1 : length - 2] else place
    if length < SHORTEST_HALF or (start == place and words[:length].endswith("等")):
        return None
    return Noun(Span(start, second + length), words[predicate.start() :] if predicate else None, is_verb=False)


def noun_length(words: str, predicate: re.Match[str] | None, *, before_list: bool) -> int:
    """How much of a phrase is the noun: up to its predicate, its use, another thing, or a quote that ends it."""
    length = predicate.start() if predicate else len(words)
    length = use.start() if (use := USE.search(words, 2, length)) else length
    if other := OTHER_THING.search(words, 1 if words[0] in SINGLE_NOUNS else 2, length):
        length = other.start()
    if (other := LATER_THING.search(words, 2, length)) and words[:length].endswith(other["thing"], other.end()):
        length = other.start()
    joint = next((place for place in range(2, length) if words[place] in "和与"), None) if before_list else None
    if joint and not words[:joint].endswith(KINDS_OF_FIRMS):
        length = joint
    opens = words.find("“", 1, length)
    closes = words.find("”", opens)
    ends_it = opens > 1 and not opens < closes < length - 1
    return opens if ends_it else length
