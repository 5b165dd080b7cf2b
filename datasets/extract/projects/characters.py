"""The characters of coined names: what no word of the language, no region and no product is made of."""

from datasets.rules.projects.firms import (
    CITIES,
    COINED,
    COMMON_PAIRS,
    COUNTIES,
    COUNTRIES,
    FIRM_CHARACTERS,
    NO_FIRM_END,
    NO_FIRM_START,
    NO_FIRMS,
    PAIRS_OF_FIRMS,
    PLACE_CHARACTERS,
    PRODUCT,
)
from datasets.rules.projects.shapes import LONG_COMMON
from datasets.rules.projects.stages import BEFORE, OPENING

SHORTEST_COINED, LONGEST_COINED, SHORTEST_OF_ANY = 2, 5, 3  # the last may begin with any, if firms like the others
SHORT_NAMES = (4, 3, 2)  # characters of a region's
NO_END = NO_FIRM_END - frozenset("电一二三四五六七八九十大中作品土水配业")  # beside pairs no word has: 精电
LIKED = FIRM_CHARACTERS | COINED
WORD_PAIRS = COMMON_PAIRS - PAIRS_OF_FIRMS  # behind the first character of a name
NO_WORDS = frozenset({*NO_FIRMS, *OPENING, *BEFORE})
NO_HEADS = COUNTIES | CITIES | NO_WORDS


def is_like_a_firm(head: str) -> bool:
    """Whether a coined name has characters only that firms like, or one that no place has."""
    own = head[city_before(head) :]
    liked = own[1:] if len(own) >= SHORTEST_OF_ANY and own[0] not in NO_FIRM_START else own  # 金泰克, 龙盛达
    return FIRM_CHARACTERS.issuperset(liked) or not COINED.isdisjoint(own)


def city_before(head: str) -> int:
    """How many characters of a name are those of a province or a city, which stands before its own: 宁夏中泓."""
    length = next((length for length in SHORT_NAMES if head[:length] in CITIES or head[:length] in COUNTRIES), 0)
    return length if length < len(head) else 0


def is_coined(head: str, *, like_a_place: bool = False, is_whole: bool = False) -> bool:
    """Whether characters may be those of a coined name: no common words, no product, no place."""
    own = head[city_before(head) :]
    if not SHORTEST_COINED <= len(own) <= LONGEST_COINED or own[0] in NO_FIRM_START:
        return False
    if own[-1] in (NO_END if is_unknown(own) else NO_FIRM_END) and not is_whole:
        return False
    if own in NO_HEADS or own[-2:] in NO_WORDS or own[:2] in NO_WORDS:
        return False
    return not is_common(own) and "第" not in own and (like_a_place or PLACE_CHARACTERS.isdisjoint(own[1:]))


def is_unknown(head: str) -> bool:
    """Whether characters are no word of the language: reports of few places have them at the beginning or the end."""
    return head[:SHORTEST_COINED] not in COMMON_PAIRS and head[-SHORTEST_COINED:] not in WORD_PAIRS


def is_common(head: str) -> bool:
    """Whether characters have a common word, or a product."""
    return LONG_COMMON.search(head) is not None or PRODUCT.search(head) is not None
