"""Heads of a list, each made whole: what the first or the last of them says for all is given to every one."""

import re
from itertools import pairwise

from datasets.extract.names.heads import ENDINGS, MEASURES, SHORTEST_NAME, longest
from datasets.extract.names.verbs import verb_of, without_verb
from datasets.reading.text import fold
from datasets.rules.links import FRAMES, FUSED, LEVELS, MEASURE_NOUNS, MODIFIERS, PARTS, POLLUTANTS, SHARED_SUFFIXES
from datasets.rules.metrics.definitions import metric_by_name

FUSED_WORD = re.compile("|".join(FUSED))
JOINED = re.compile(r"[和与及]")  # two heads, not two things in one word: 进出口总额和利用外资
SECTOR = re.compile(r"第?[一二三]产业?(?P<rest>.*)")
SECTOR_ALONE = re.compile(r"第?[一二三]")
GROWN = re.compile(r"(?:种植|播种|栽培|养殖|销售|总)\Z")  # how a thing is grown is said of its area alone
PLACE = re.compile(r"[^的]{1,12}[区县市州旗园城]")
PLACE_MEASURED = re.compile(r"[^的]{1,12}?[区县市州旗园城](?![区县市州旗园城域场民镇乡])(?=[^的]{2})")
BARE_MEASURES = (*MEASURE_NOUNS, "比例", "总产量", "单产", "数量", "收入", "续展量", "授权量", "增速", "批次", "利税")
SUPPORT, SUPPORTED = ("供养标准",), ("集中", "分散", "供养")  # 五保分散和集中供养标准
PAIR = 2  # values
PAIR_WORDS = ("存贷款", "存贷", "城乡", "内外资")  # 进出口 is a total of its own
PART_OF_WHOLE = ("占", "相当于")
HALVES = {("存", "贷款"): "款", ("进", "出口"): "口"}  # half a word before 、 that goes on with the next: 存、贷款余额
FEWEST_FRAMED = 3  # heads; with two, what they share cannot be told


def spread(heads: list[str], values: int = 0) -> list[str]:
    """The heads of `values` figures, from what a list has: 城镇、农村居民收入, 第一、二、三产业增加值, 粮肉奶产量."""
    if not heads:
        return []
    if len(heads) == 1:
        return fused(heads[0], values)
    heads = whole_words(heads)
    if values > len(heads):  # 生产总值、城乡居民收入分别完成A、B、C
        heads = [part for head in heads for part in fused(head, 2 if FUSED_WORD.match(head) else 1)]
    for way in (sectors, levelled, modified, shared_measure, framed, with_suffix):
        if whole := way(heads):
            return whole
    *others, last = heads
    if measured := with_thing(heads):
        return measured
    return [*(other + shared_end(other, last) for other in others), last]


def whole_words(heads: list[str]) -> list[str]:
    """Heads without half a word: 存、贷款余额."""
    return [*(whole_word(head, following) for head, following in pairwise(heads)), heads[-1]]


def whole_word(head: str, following: str) -> str:
    """A head that ends in the first half of a word goes on as the next one does: 存款余额 before 贷款余额."""
    for (half, word), end in HALVES.items():
        if head.endswith(half) and following.startswith(word):
            return head + end + following.removeprefix(word)
    return head


def fused(head: str, values: int) -> list[str]:
    """Things in one word: 城乡居民收入, 存贷款余额; or one character each, when there are as many figures."""
    word = FUSED_WORD.search(head)
    if word and values != 1 and (values or not word.start()) and not JOINED.search(head):
        return [head[: word.start()] + thing + head[word.end() :] for thing in FUSED[word[0]]]
    measure = longest(MEASURES, head)
    things = head.removesuffix(measure)
    if measure and values >= FEWEST_FRAMED and len(things) == values:
        return [thing + measure for thing in things]
    return [head]


def in_two(name: str) -> list[str]:
    """The two things of a name that has both in one word (存贷款余额); nothing for others, or for a total of two."""
    word = FUSED_WORD.search(name)
    return fused(name, PAIR) if word and word[0] in PAIR_WORDS else []


def sectors(heads: list[str]) -> list[str]:
    """一、二、三产业增加值."""
    *others, last = heads
    sector = SECTOR.match(last)
    if sector is None or not all(SECTOR_ALONE.fullmatch(other) for other in others):
        return []
    whole = "产业" in last
    names = [f"第{other[-1]}产业{sector['rest']}" if whole else f"{other}产{sector['rest']}" for other in others]
    return [*names, last if last[0] == "第" or not whole else "第" + last]


def levelled(heads: list[str]) -> list[str]:
    """新增国家级、省级专精特新企业: the last level says what all of them count, the first what was done."""
    *others, last = heads
    level = next((level for level in LEVELS if last.startswith(level)), "")
    verb = verb_of(others[0])
    if not level or last == level or not all(without_verb(other) in LEVELS for other in others):
        return []
    return [*(verb + without_verb(other) + last[len(level) :] for other in others), verb + last]


def modified(heads: list[str]) -> list[str]:
    """城镇、农村居民人均可支配收入."""
    *others, last = heads
    rest = next((last[len(m) :] for m in sorted(MODIFIERS, key=len, reverse=True) if last.startswith(m)), None)
    return [*(other + rest for other in others), last] if rest and all(o in MODIFIERS for o in others) else []


def shared_measure(heads: list[str]) -> list[str]:
    """甲园区、乙园区工业总产值: what is measured of the last place is of all of them."""
    *others, last = heads
    place = PLACE_MEASURED.match(last)
    rest = last[place.end() :] if place else ""
    measured = rest.endswith(ENDINGS) or fold(rest) in metric_by_name()
    return [*(other + rest for other in others), last] if measured and all(map(PLACE.fullmatch, others)) else []


def framed(heads: list[str]) -> list[str]:
    """中央财政用于科技、教育、卫生和文化事业的支出: words of one length, framed by the first and the last."""
    first, *middle, last = heads
    length = len(middle[0]) if middle else 0
    alike = len(heads) >= FEWEST_FRAMED and all(len(word) == length for word in middle)
    before, after = first[:-length] if length else "", last[length:]
    if not alike or not before.endswith(FRAMES) or not after.endswith(MEASURES) or first.endswith(ENDINGS):
        return []
    return [before + word + after for word in (first[-length:], *middle, last[:length])]


def with_suffix(heads: list[str]) -> list[str]:
    """化学需氧量、二氧化硫排放量."""
    *others, last = heads
    if part := next((word for word in PART_OF_WHOLE if word in last), ""):  # A、B产值占规上工业比重
        measured, share = last[: last.index(part)], last[last.index(part) :]
        measure = longest(MEASURES, measured)
        own = (*ENDINGS, *MEASURES)
        return [
            *(other if part in other else other + ("" if other.endswith(own) else measure) + share for other in others),
            last,
        ]
    suffix = longest((one for one in SHARED_SUFFIXES if one != last), last)
    if not suffix:
        return []
    return [*(other if is_whole(other, suffix) else other.removesuffix(suffix[:2]) + suffix for other in others), last]


def with_thing(heads: list[str]) -> list[str]:
    """粮食种植面积和产量, 游客人数和收入: bare measures take the thing of the first head."""
    first, *others = heads
    thing = GROWN.sub("", first.removesuffix(longest((*MEASURES, *BARE_MEASURES), first)))
    bare = len(thing) > 1 and thing != first and all(other in BARE_MEASURES for other in others)
    return [first, *(thing + other for other in others)] if bare else []


def is_whole(head: str, suffix: str) -> bool:
    """Whether a head of a list does without the end that the last one has."""
    if suffix in SUPPORT:
        return not head.endswith(SUPPORTED)
    if suffix in PARTS:
        return head.endswith(suffix)
    measured = head.endswith(ENDINGS) or (suffix == "投资" and fold(head) in metric_by_name())  # 外贸出口和外商投资
    return measured and head not in POLLUTANTS


def shared_end(other: str, last: str) -> str:
    """What a head leaves to the last to say: 收入 in 城镇居民和农村居民收入."""
    place = last.find(other[-SHORTEST_NAME:], 1) if len(other) > SHORTEST_NAME else -1
    end = last[place + SHORTEST_NAME :] if place > 0 else ""
    return end if end.endswith(MEASURES) else ""
