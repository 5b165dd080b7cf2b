"""What a numeral states, once its unit and its ties are known: a figure or none, and of which kind."""

from decimal import Decimal

from datasets.errors import RuleError
from datasets.reading.numerals import Numeral
from datasets.rules.changes import GROWTH_NAMES, GROWTH_NAMES_KEPT_AS_RATE, SHARE_NAMES, SHARE_WORDS
from datasets.rules.grammar import BARE_SCALE, RANKING_NAMES, Tie
from datasets.rules.units import WrittenUnit
from schemas.vocabulary import Measure

COUNTED = frozenset({"count", "occasion"})
SAID_BY_WAY = COUNTED | {"duration"}
ARABIC_ONLY = ("大", "届")  # 二十大 is a congress
LARGEST_SAID = 10  # up to here, Chinese characters that count are a way of speaking
FRACTIONS = ("分之", "/")


def states_quantity(text: str, numeral: Numeral, unit: WrittenUnit | None) -> bool:
    """Whether a numeral with this unit is a figure.

    A Chinese one must be measured or more than ten (not 两个中心), and have a digit (not 万元 in 万元生产总值能耗).
    """
    if unit is None:
        return is_fraction(text[numeral.start : numeral.end])
    if numeral.script != "chinese" or numeral.per or unit.form == "番":
        return True
    if unit.form in ARABIC_ONLY or BARE_SCALE.match(text, numeral.start, numeral.end):
        return False
    if numeral.value == 1 and not is_multiple(unit):
        return False
    return unit.rule.dimension not in SAID_BY_WAY or value_of(numeral) > LARGEST_SAID


def is_fraction(written: str) -> bool:
    """Whether a numeral is a part of one, 三分之二 or 1/3."""
    return any(mark in written for mark in FRACTIONS)


def is_small_count(numeral: Numeral, unit: WrittenUnit | None) -> bool:
    """Whether a Chinese numeral only says how many points follow (两个方面, 十件实事)."""
    small = numeral.value is not None and numeral.value <= LARGEST_SAID
    return small and unit is not None and unit.rule.dimension in SAID_BY_WAY


def value_of(numeral: Numeral) -> Decimal:
    """The number of a numeral. Raises RuleError for one that is not one number; `read` passes those over."""
    if numeral.value is None:
        raise RuleError(f"the numeral at {numeral.start} is not one number")
    return numeral.value


def is_multiple(unit: WrittenUnit | None) -> bool:
    """Whether the unit is 倍."""
    return unit is not None and unit.rule.dimension == "multiple"


def measure_of(name: str, unit: WrittenUnit | None, tie: Tie, written: str) -> Measure:
    """The kind of a figure, from its unit, its change word and the end of its name."""
    dimension = unit.rule.dimension if unit else None
    if tie.is_gap or dimension == "point":
        return "change"
    if unit and unit.form in ("位", "名") and name.endswith(RANKING_NAMES):
        return "change" if tie.sign else "rank"
    times = dimension == "multiple" and (tie.is_part or tie.since_year is not None)  # 是2002年的2.56倍
    if tie.sign or times:
        parted = unit is None and is_fraction(written)  # 减少三分之二
        return "growth" if parted or dimension in ("ratio", "multiple") else "change"
    if dimension == "ratio":
        return measure_of_ratio(name, tie)
    return "share" if unit is None and ("占" in name or tie.is_part) else "level"


def measure_of_ratio(name: str, tie: Tie) -> Measure:
    """The kind of a percentage that is not called a change."""
    grows = name.endswith(GROWTH_NAMES) and not name.endswith(GROWTH_NAMES_KEPT_AS_RATE)
    if tie.is_part and not tie.is_origin and tie.at_year is None and not grows:
        return "share"
    if grows or (tie.basis == "year_on_year" and tie.is_minus and not name.endswith(("率", *SHARE_NAMES))):
        return "growth"
    return "share" if name.endswith(SHARE_NAMES) or any(word in name for word in SHARE_WORDS) else "rate"
