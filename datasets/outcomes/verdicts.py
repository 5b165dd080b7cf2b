"""Whether a target was met, by the conventions of `docs/outcomes.md`."""

from datasets.extract.metrics.names import metric_by_id
from datasets.outcomes.bases import PERCENT, base, on_basis_of, time_of
from datasets.rules.outcomes import CEILINGS, EXCEEDED_ABOUT, EXCEEDED_EXACT
from schemas.indicators import Indicator
from schemas.outcomes import Status
from schemas.quantities import Quantity

POINT = "percentage_point"
CLOSE = 1e-9
DIGITS = 9  # decimals of a difference


def difference_of(target: Quantity, outcome: Indicator) -> tuple[float, str | None]:
    """The outcome less the target, and its unit: percentage points between percentages, else the base unit."""
    return round(signed(target, outcome) - base(target), DIGITS), unit_of_difference(target)


def difference_between(one: Quantity, other: Quantity) -> tuple[float, str | None]:
    """One figure less another, and the unit."""
    return round(base(one) - base(other), DIGITS), unit_of_difference(one)


def unit_of_difference(row: Quantity) -> str | None:
    """The unit of the difference of two figures."""
    return POINT if row.base_unit == PERCENT else row.base_unit


def signed(target: Quantity, outcome: Indicator) -> float:
    """An outcome as its target counts it: 减少贫困人口85万 is a fall, and 脱贫85万 a number of people."""
    restated = on_basis_of(target, outcome) if time_of(target) == time_of(outcome) else None
    got, wanted = base(outcome) if restated is None else restated, base(target)
    return -got if wanted < 0 < got and outcome.measure == "level" else got


def status_of(target: Quantity, outcome: Indicator) -> Status:
    """Met, missed or exceeded. A fall is judged by its size: 下降3% is exceeded by 下降4%.

    What should be low (失业率, CPI) is met at the target and below. A range is met inside of it.
    """
    wanted, got = base(target), signed(target, outcome)
    high = wanted
    if target.value_high is not None and target.value:
        high = wanted * target.value_high / target.value
    falls = wanted < 0 and target.measure in ("growth", "change")
    if falls:
        wanted, got, high = -wanted, -got, -high
    if target.comparator in ("le", "lt") or (not falls and is_ceiling(target)):
        return "met" if got <= max(wanted, high) + CLOSE else "missed"
    if got < min(wanted, high) - CLOSE:
        return "missed"
    return "exceeded" if exceeds(target, got, max(wanted, high)) else "met"


def is_ceiling(target: Quantity) -> bool:
    """Whether a target without a bound is the most there should be: of what is better low, and of prices."""
    metric = metric_by_id().get(target.metric_id or "")
    is_low = metric is not None and (metric.direction == "lower" or metric.id in CEILINGS)
    return is_low and target.comparator in ("eq", "approx")


def exceeds(target: Quantity, got: float, wanted: float) -> bool:
    """Whether a figure is so much above its target that it is more than met; a bound can only be met."""
    if target.comparator not in ("eq", "approx"):
        return False
    margin = EXCEEDED_EXACT if target.comparator == "eq" else EXCEEDED_ABOUT
    return got > wanted + abs(wanted) * margin + CLOSE
