"""What makes a name an own one: words that are left of it without common ones, a firm, a route, a street."""

from datasets.rules.projects.firms import FIRM_STARTS, KNOWN_FIRM
from datasets.rules.projects.shapes import (
    COMMON,
    LINE_NAME,
    LONG_COMMON,
    NUMBERED_RAIL,
    NUMBERED_WATER,
    NUMBERED_WAY,
    PHASE_WITHIN,
    RENEWED,
    ROUTE,
    SHORTEST_PROPER,
    SIZED_MAKE,
    SLOGAN,
    STREET,
    TOWN_OWNED,
)
from datasets.rules.projects.works import PLAIN_THINGS

LONGEST_PLACE = 4  # characters of what is a place of every town: 市中心
INSTITUTIONS = ("中心", "学校", "大楼", "医院", "馆", "站")  # what a town has one of: 州教师发展中心


def is_proper(words: str) -> bool:
    """Whether something is left of a name without its common words."""
    plain = SLOGAN.sub("", words) if "“" in words else words
    if "“" in plain or (plain[:2] in FIRM_STARTS and KNOWN_FIRM.match(plain)):
        return True
    if ROUTE.search(plain) or NUMBERED_WATER.search(plain) or SIZED_MAKE.match(plain):
        return True
    return len(COMMON.sub("", plain)) >= SHORTEST_PROPER


def is_named_as_one(words: str, *, is_told: bool) -> bool:
    """Whether words name a line, or, where something is said of it, a street: of common words, too (和平大街)."""
    if is_rail(words) or is_line(words) or PHASE_WITHIN.search(words, 1) or NUMBERED_WAY.search(words):
        return True
    return is_told and STREET.fullmatch(RENEWED.sub("", words)) is not None


def is_rail(words: str) -> bool:
    """Whether words name a line by its number: 轨道交通4号线."""
    return "号线" in words and NUMBERED_RAIL.match(words) is not None


def is_line(words: str) -> bool:
    """Whether words name a line after its ends, whose characters are common ones, too: 桐新高速公路."""
    found = LINE_NAME.fullmatch(words)
    return found is not None and len(LONG_COMMON.sub("", found["ends"])) >= SHORTEST_PROPER


def is_own_institution(words: str) -> bool:
    """Whether a name begins with whose it is: 市中医院, 省博物馆新馆."""
    return TOWN_OWNED.match(words) is not None and (
        is_plain_thing(words) or (len(words) > LONGEST_PLACE and words.endswith(INSTITUTIONS))
    )


def is_plain_thing(words: str) -> bool:
    """Whether a name without a word of its own ends with a thing that is one: 市民健身公园."""
    return words.endswith(PLAIN_THINGS)
