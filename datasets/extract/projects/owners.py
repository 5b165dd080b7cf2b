"""Owners: the firm or the body whose works they are, by the name of the works."""

import re
from functools import lru_cache

from datasets.extract.projects.characters import (
    LIKED,
    NO_WORDS,
    SHORT_NAMES,
    SHORTEST_COINED,
    city_before,
    is_coined,
    is_common,
    is_like_a_firm,
    is_unknown,
)
from datasets.rules.grammar import any_of
from datasets.rules.projects.categories import CATEGORIES
from datasets.rules.projects.firms import (
    BARE_FIRM,
    BODY,
    CITIES,
    COINED,
    COINED_FIRM,
    COMMON_PAIRS,
    COUNTIES,
    ENDED_FIRM,
    ENERGY_FIRM,
    FIRM_ENDS,
    FIRM_ONLY,
    FIRM_STARTS,
    FIRM_WORKS,
    KNOWN_FIRM,
    LINE_LIKE,
    NO_FIRM_BEFORE,
    OF_THINGS,
    PAIRS_OF_FIRMS,
    PLACE_END,
    PLACE_WORKS,
    PLACED_MAKERS,
    PLANT,
    PRODUCTS,
    SHARED_ENDS,
    SHARED_NO_FIRM_BEFORE,
    SIZED_FIRM,
    UNIVERSITY,
    UNNAMED,
    WHOLE_FIRM,
    WIDE,
)
from datasets.rules.projects.shapes import COMMON_WORDS, LONG_COMMON

FARTHEST_FIRM = 5  # characters of a place before one that is known
COUNTIES_ALONE = COUNTIES - CITIES
WORDS_OR_PLACES = COMMON_PAIRS | COUNTIES | WIDE
SURE_ENDS = ("集团", "公司", "股份")
WHOLE_ENDS = (*SURE_ENDS, "科技", "药业", "制药", "食品", "医疗", "数码", "通讯")  # 泽石科技
NO_FIRM_ENDS = ("节能化", "智能化", "中医药")
LINE_ENDS = ("路", "高速", "大桥", "铁", "道", "隧道", "水库", "客专", "机场", "号线", "段", "灌区", "城际", "枢纽")
WATERS = frozenset("河湖江湾泉源岭山谷港峡溪")
RINGS = ("内环", "中环", "外环")  # 杭州中环
UTILITIES = ("热力", "煤气")  # what is named after the county it serves: 双台子热力
# What ends a coined name: an ordinary word of works and trades, a size, or a phase.
ORDINARY_WORDS = {*COMMON_WORDS, *PRODUCTS, *FIRM_ENDS, *(word for _, listed in CATEGORIES for word in listed)}
LONG_ORDINARY = any_of(word for word in ORDINARY_WORDS if len(word) > 1)
ORDINARY = re.compile(rf"[\d“(A-Z]|[一二三四五六]期|[一二三四五六七八九十]+[代厂号]|{LONG_ORDINARY}")
PHASE_END = ("一期", "二期", "三期", "四期")
LONGEST_END = max(map(len, FIRM_ENDS))


@lru_cache(maxsize=1024)  # a name is asked about where it is cut, judged and written
def owner_of(name: str) -> str | None:
    """The firm or body a name opens with, perhaps behind its place; a city before a coined name is part of it."""
    if known := known_firm(name):
        whole = None if known.endswith(SURE_ENDS) else WHOLE_FIRM.match(name)
        return whole["firm"] if whole and without_end(whole["firm"]) == known else known
    if name.endswith(LINE_ENDS):
        return None  # what is named after places
    if body := UNIVERSITY.match(name) or BODY.match(name) or PLANT.match(name):
        return body[0] if is_proper_body(body[0]) else None
    place = behind_place(name)
    if firm := told_firm(name, place):
        return firm
    return ended_firm(name, 0, of_place=True) if place else None  # 凤城老窖, whose name begins like that of a county


def is_proper_body(body: str) -> bool:
    """Whether a body has a name of its own: 东山同济医院, not 市人民医院."""
    return len(LONG_COMMON.sub("", body)) >= SHORTEST_COINED


def is_firm(words: str) -> bool:
    """Whether words are the name of a firm, and nothing more."""
    if (words[:SHORTEST_COINED] in FIRM_STARTS and KNOWN_FIRM.fullmatch(words)) or words.endswith(SURE_ENDS):
        return not is_common(words[: -len(SURE_ENDS[0])])
    whole = WHOLE_FIRM.match(words, behind_place(words))
    return whole is not None and is_coined(without_end(whole["firm"]))


def known_firm(name: str) -> str | None:
    """The firm known by a short name that a name opens with, or has behind a place: 阳逻武钢江北码头."""
    starts = (place for place in range(FARTHEST_FIRM + 1) if name[place : place + SHORTEST_COINED] in FIRM_STARTS)
    known = next(filter(None, (KNOWN_FIRM.match(name, start) for start in starts)), None)
    if known is None or (known.start() > 0 and not may_stand(name, known)):
        return None
    if known["behind"] and known["behind"].startswith(SURE_ENDS):
        return name[known.start() : known.start("behind") + len(SURE_ENDS[0])]  # 神华集团 of 神华集团发电
    if known["behind"] and (known[0].endswith(NO_FIRM_ENDS) or is_common(without_end(known["behind"]))):
        return name[known.start() : known.start("behind")]  # 汇源 of 汇源新生态乳业
    return longer_than(name, known) or known[0]


def longer_than(name: str, known: re.Match[str]) -> str | None:
    """The coined name that a known one only begins, by a character firms like before a word: 沃尔康 of 沃尔康医药."""
    end = known.end()
    if name[end : end + SHORTEST_COINED] in PAIRS_OF_FIRMS:
        return name[known.start() : end + SHORTEST_COINED]
    is_short = end - known.start() == SHORTEST_COINED and name[end : end + 1] in LIKED
    if not is_short or name[end : end + SHORTEST_COINED] in WORDS_OR_PLACES:
        return None
    return name[known.start() : end + 1] if ORDINARY.match(name, end + 1) else None


def may_stand(name: str, known: re.Match[str]) -> bool:
    """Whether a firm behind the beginning of a name is one: not 平高 of 海平高速, 国电 of 中国电子."""
    before = name[: known.start()]
    if before.endswith(("中", "新")) or name.endswith(RINGS):
        return False
    if before in CITIES or behind_place(name) == known.start():
        return True
    is_long = known.end() - known.start() > SHORTEST_COINED or len(before) == SHORTEST_COINED
    return is_long and LINE_LIKE.search(name) is None and LONG_COMMON.search(before) is None


def behind_place(name: str) -> int:
    """Where the name of a firm may begin: behind a county and its like, else at the beginning."""
    place = 0
    if end := PLACE_END.match(name):
        place = end.end()
    elif short := next((length for length in SHORT_NAMES if name[:length] in COUNTIES_ALONE), 0):
        is_longer = city_before(name) > short or name[short : short + 1] in WATERS  # 连云 of 连云港, 三江 of 三江源
        place = 0 if is_longer else short
    is_all = place >= len(name) or name.endswith(PHASE_END, place, place + SHORTEST_COINED)  # 浒璃工业园三期
    return 0 if is_all or name.startswith(FIRM_ENDS, place) else place  # 越秀集团


def told_firm(name: str, start: int) -> str | None:
    """The firm that a name tells from a place on, by its end, by what it makes, or by how much of it."""
    whole = WHOLE_FIRM.match(name, start)
    if whole and is_whole_firm(whole["firm"]):
        return whole["firm"]
    return ended_firm(name, start) or sized_firm(name, start) or coined_firm(name, start)


def is_whole_firm(firm: str) -> bool:
    """Whether a name that ends like a firm's is one: 集团 tells it always, 电子 behind a coined name."""
    if firm.endswith(SURE_ENDS):
        return is_named(firm)
    return is_coined(without_end(firm), is_whole=firm.endswith(WHOLE_ENDS))


def without_end(firm: str) -> str:
    """A firm's name without what such names end with."""
    return firm[: -next((length for length in range(LONGEST_END, 0, -1) if firm[-length:] in FIRM_ENDS), 2)]


def ended_firm(name: str, start: int, *, of_place: bool = False) -> str | None:
    """The firm whose name ends like one: 宁夏中泓电子, 卧龙变压器."""
    found = ENDED_FIRM.match(name, start)
    if found is None or found[0].endswith(NO_FIRM_ENDS):
        return None
    firm = found[0]
    head = without_end(firm)
    if firm.endswith(SURE_ENDS):
        return firm if is_named(firm) else None
    if firm.endswith(SHARED_ENDS):
        if firm.endswith(UTILITIES) and head in COUNTIES:
            return firm
        if of_place or PLACED_MAKERS.fullmatch(head) or SHARED_NO_FIRM_BEFORE.match(name, found.end()):
            return None
        return firm if is_coined(head, like_a_place=True) else None
    is_works_of_place = NO_FIRM_BEFORE.match(name, found.end()) is not None and not firm.endswith(FIRM_ONLY)
    if of_place:
        return None if is_works_of_place or is_common(head) else firm
    is_refused = is_works_of_place and not is_like_a_firm(head)
    is_part = head in WIDE and firm.endswith(FIRM_ONLY)
    return None if is_refused or (head in NO_WORDS and not is_part) or is_common(head) else firm


def sized_firm(name: str, start: int) -> str | None:
    """The firm that stands before what is made a year: 加贝兰年产5万吨饮料, 合盛40万吨硅氧烷, 优能风电."""
    found = SIZED_FIRM.match(name, start)
    if found and is_coined(found["firm"]):
        return found["firm"]
    found = ENERGY_FIRM.match(name, start)
    return found["firm"] if found and is_coined(found["firm"]) and is_like_a_firm(found["firm"]) else None


def coined_firm(name: str, start: int) -> str | None:
    """The firm with a coined name that stands before what it makes, or alone: 万锂泰锂电负极材料, 联芯一期."""
    found = COINED_FIRM.match(name, start)
    is_bare = found is None
    found = found or BARE_FIRM.match(name, start)
    if found is None or not is_coined(found["firm"]):
        return None
    own = found["firm"][city_before(found["firm"]) :]
    if not is_like_a_firm(own) and not (is_unknown(own) and OF_THINGS.isdisjoint(own)):
        return None  # 品牌手机, 聚氯乙烯
    if is_bare or PLACE_WORKS.search(name, found.end()):
        told = name.endswith(PHASE_END) if is_bare else FIRM_WORKS.search(name, found.end()) is not None
        is_of_firm = is_like_a_firm(found["firm"]) if told else not COINED.isdisjoint(found["firm"])
        return found["firm"] if is_of_firm else None
    return found["firm"]


def is_named(firm: str) -> bool:
    """Whether 集团 or 公司 has a name before it, of a place and a trade, too: 天津食品集团, not 企业集团."""
    head = firm.removesuffix("公司").removesuffix("股份").removesuffix("集团")
    own = head if firm.endswith("公司") else LONG_COMMON.sub("", head)
    return len(own) >= SHORTEST_COINED and UNNAMED.search(head) is None and head not in NO_WORDS
