"""What is said of an undertaking beside its stage: sums, capacity, owner, field, and the key that ties statements."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from datasets.extract.projects.characters import SHORT_NAMES
from datasets.reading.numerals import chinese_value
from datasets.reading.text import Span
from datasets.rules.projects.categories import (
    ALWAYS_ENERGY,
    ALWAYS_TRANSPORT,
    CATEGORIES,
    ENERGY_CUES,
    MADE,
    WEAK_CATEGORIES,
)
from datasets.rules.projects.firms import CITIES
from datasets.rules.projects.keys import (
    ANY_LONG_FORM,
    DEGREES,
    EVERYWHERE,
    GRADED,
    JOINS,
    LINE,
    LOCAL_LINE,
    NUMBERED,
    QUALIFIERS,
    SHORT_FORMS,
)
from datasets.rules.projects.shapes import (
    CAPACITY,
    COMMON,
    INVESTED,
    INVESTED_BEFORE,
    INVESTED_BEHIND,
    INVESTED_NEXT,
    PHASE,
    SEVERAL,
    SHORTEST_PROPER,
)
from datasets.rules.units import written_units
from schemas.vocabulary import Comparator, KeyRule, ProjectCategory

SHORTEST_NAME = 4
ROUND = {"百": Decimal(100), "千": Decimal(1000)}
LONGEST_SUM = 28  # characters of a clause that is a sum alone
LARGER = ("超", "过", "逾", "突破")
ABOUT = ("约", "近")


class Amount(Struct, frozen=True, gc=False):
    """A sum and its unit, as printed, and its bound."""

    value: Decimal
    unit: str
    comparator: Comparator = "eq"


def invested_in(text: str, described: Span) -> Amount | None:
    """The total investment among what describes some works."""
    found = INVESTED.search(text, described.start, described.end)
    return amount_of(found) if found else None


def amount_of(found: re.Match[str]) -> Amount:
    """A sum with the bound before, inside or behind it."""
    value = ROUND.get(found["amount"]) or Decimal(found["amount"])
    return Amount(value, found["unit"], bound_of(found["before"], found["more"], found["after"] or ""))


def bound_of(before: str, more: str, after: str) -> Comparator:
    """The bound that the words around a sum state."""
    if more or before.endswith(LARGER) or "超过" in before:
        return "gt"
    if after == "以上" or "不低于" in before:
        return "ge"
    return "approx" if after == "左右" or before.endswith(ABOUT) else "eq"


def amount_behind(text: str, span: Span) -> tuple[bool, Span | None]:
    """Whether a statement ends with its total investment, and where that stands; the sum of several is of none."""
    if text.find("投资", span.start, span.end) < 0:
        return False, None
    found = INVESTED_BEHIND.search(text, span.start, span.end)
    if found is None or found.end() != span.end or found.start() == span.start:
        return False, None
    return SEVERAL.search(text, span.start, found.start()) is None, Span(*found.span())


def amount_next(text: str, place: int) -> tuple[Amount, int] | None:
    """The total investment that the next clause opens with, and where it ends: …临江大桥,总投资5亿元."""
    found = INVESTED_NEXT.match(text, place)
    return (amount_of(found), found.end()) if found else None


def amount_before(text: str, place: int) -> tuple[Amount, int] | None:
    """The investment that the clause before is, and where it starts: 投资5亿元,开工建设临江大桥."""
    start = max(0, place - LONGEST_SUM)
    found = INVESTED_BEFORE.search(text, start, place) if text.startswith(",", place - 1) else None
    return (amount_of(found), found.start()) if found else None


def invested(amount: Amount | None) -> dict[str, Any]:
    """The columns of an investment."""
    if amount is None:
        return {}
    written = written_units()[amount.unit]
    return {
        "investment": float(amount.value),
        "investment_unit": amount.unit,
        "investment_base": float(amount.value * written.factor) if written.rule.base == "CNY" else None,
        "investment_comparator": amount.comparator,
    }


def capacity_in(words: str) -> str | None:
    """What works will make or carry, as printed: 装机600万千瓦, 70万吨."""
    found = CAPACITY.search(words)
    return found[0] if found else None


STRONG = {word: category for category, listed in CATEGORIES for word in listed}
WEAK = {word: category for category, listed in WEAK_CATEGORIES for word in listed}


LENGTHS = sorted({len(word) for words in (STRONG, WEAK) for word in words}, reverse=True)


def nearest_to_end(name: str, words: Mapping[str, ProjectCategory]) -> ProjectCategory | None:
    """The field of the word nearest to the end of a name; of those that end there, of the longest."""
    for end in range(len(name), 0, -1):
        for length in LENGTHS:
            if length <= end and (category := words.get(name[end - length : end])):
                return category
    return None


def category_of(name: str, noun: str = "") -> ProjectCategory:
    """The field of an undertaking: that of the word nearest to the end of its name, or the longer of two.

    A name that tells none has that of the noun of its group (莱茵春天等商业综合体), else of how much is made.
    """
    name = name if ENERGY_CUES.isdisjoint(name) else ALWAYS_ENERGY.sub("电网", name)
    for told in filter(None, (ALWAYS_TRANSPORT.sub("公路", name), noun)):
        if category := nearest_to_end(told, STRONG) or nearest_to_end(told, WEAK):
            return category
    return next((category for category, made in MADE if made.search(name)), "other")


def key_of(region: str, name: str) -> tuple[str, KeyRule, float]:
    """The key of an undertaking's family, the rule that made it and how sure that is.

    Words that tell nothing apart are left out (国家级, 项目), long forms give way to short ones (高速公路, 高速): a
    false tie is worse than a missed one. A line named after its ends (京沪高铁) is one wherever it is told of.
    """
    core = (PHASE.sub("", name) or name) if "期" in name else name
    plain = DEGREES.sub("", core)
    core = core if GRADED.search(plain) and not is_own(plain) else plain
    core = without_city(region, core)
    while (shorter := QUALIFIERS.sub("", core)) != core and len(shorter) >= SHORTEST_NAME:
        core = shorter
    for long, short in SHORT_FORMS if ANY_LONG_FORM.search(core) else ():
        core = long.sub(short, core)
    core = NUMBERED.sub(numbered, core)
    if LINE.fullmatch(core) and not LOCAL_LINE.match(core):
        return f"{EVERYWHERE}:{core}", "line", 0.8
    return f"{region}:{core}", "name" if core == name else "core", 1.0 if core == name else 0.9


def without_city(region: str, name: str) -> str:
    """A name without the city before it, in the report of a city: 武汉天河机场 is its 天河机场.

    A province has works of one name in several cities (阜阳华润电厂), a county tells some of its city, and what joins
    two cities is named after both.
    """
    length = next((length for length in SHORT_NAMES if name[:length] in CITIES), 0)
    if not length or not region.endswith("00") or region.endswith("0000") or JOINS.search(name):
        return name
    rest = name[length:].removeprefix("市")
    return rest if len(rest) >= SHORTEST_NAME and is_own(rest) else name


def is_own(name: str) -> bool:
    """Whether a name has words of its own: 国家级东山实验室 is 东山实验室, 国家级实验室 no other's."""
    return len(COMMON.sub("", name)) >= SHORTEST_PROPER


def numbered(found: re.Match[str]) -> str:
    """A number in figures: 第二 and 二 are 2. What is no one number stays as it is written."""
    value = chinese_value(found[1])
    return found[0] if value is None else str(value)
