"""What a numeral states, once its unit and its ties are known: a figure or none, and of which kind."""

from decimal import Decimal

from datasets.errors import RuleError
from datasets.numerals import Numeral
from datasets.rules.changes import GROWTH_NAMES, GROWTH_NAMES_KEPT_AS_RATE, SHARE_NAMES, SHARE_WORDS
from datasets.rules.grammar import BARE_SCALE, RANKING_NAMES, Tie
from datasets.rules.units import WrittenUnit
from schemas.vocabulary import Measure

COUNTED = frozenset({"count", "occasion"})


def states_quantity(text: str, numeral: Numeral, unit: WrittenUnit | None) -> bool:
    """Whether a numeral with this unit is a figure.

    A Chinese one must be measured, not merely counted (两个中心), and have a digit (not 万元 in 万元生产总值能耗).
    """
    if unit is None and "分之" in text[numeral.start : numeral.end]:
        return True
    if unit is None or numeral.script != "chinese" or numeral.per:
        return unit is not None
    if BARE_SCALE.match(text, numeral.start, numeral.end) or numeral.value == 1:
        return False
    return unit.rule.dimension not in COUNTED | {"duration"}


def value_of(numeral: Numeral) -> Decimal:
    """The number of a numeral. Raises RuleError for one that is not one number; `read` passes those over."""
    if numeral.value is None:
        raise RuleError(f"the numeral at {numeral.start} is not one number")
    return numeral.value


def is_multiple(unit: WrittenUnit | None) -> bool:
    """Whether the unit is 倍."""
    return unit is not None and unit.rule.dimension == "multiple"


def measure_of(name: str, unit: WrittenUnit | None, tie: Tie) -> Measure:
    """The kind of a figure, from its unit, its change word and the end of its name."""
    dimension = unit.rule.dimension if unit else None
    if tie.is_gap:
        return "change"
    if unit and unit.form in ("位", "名") and name.endswith(RANKING_NAMES):
        return "rank"
    if dimension == "point":
        return "change"
    if tie.sign:
        return "growth" if dimension in ("ratio", "multiple") else "change"
    if dimension != "ratio":
        return "share" if unit is None and "占" in name else "level"
    if name.endswith(GROWTH_NAMES) and not name.endswith(GROWTH_NAMES_KEPT_AS_RATE):
        return "growth"
    return "share" if name.endswith(SHARE_NAMES) or any(word in name for word in SHARE_WORDS) else "rate"
