"""Relations without a figure (与经济增长同步, 高于全省平均水平): both sides looked up where they are stated."""

import re
from collections.abc import Callable

from msgspec import structs

from datasets.extract.metrics.names import measured_metric, metric_by_id
from datasets.reading.text import fold
from datasets.rules.outcomes import ABOUT, ABOUT_IN_STEP, ABOVE, ECONOMY, IN_STEP
from schemas.indicators import Indicator
from schemas.outcomes import Status
from schemas.targets import Target
from schemas.vocabulary import Level, Measure

Find = Callable[[Target], Indicator | None]  # the figure that states what a target is about
FindAbove = Callable[[Level, Target], Indicator | None]  # the same, in the report of the region above of this level
GROWS = re.compile(r"(?:增长速度|增速|增幅|增长|涨幅|水平)+\Z")
JOINED = re.compile(r"(?:与|和|同|同步于|高于|超过|快于|好于|优于|不低于|低于|少于)+")
IN_STEP_WORDS = re.compile(r"(?:保持|基本|协调|同步|增长|增速|提高|发展|水平)+\Z")


def own_side(target: Target) -> Target:
    """The target as a question for its own figure: 居民收入增速 asks for the growth of 居民收入."""
    name = GROWS.sub("", fold(target.name)) or target.name
    return with_name(target, name, "growth" if target.measure == "level" and is_of_growth(target) else target.measure)


def is_of_growth(target: Target) -> bool:
    """Whether a relation is about growth, by its own words or by what it refers to."""
    words = f"{target.name}{target.reference or ''}"
    return "增" in words or target.rule == "in_step"


def with_name(target: Target, name: str, measure: Measure) -> Target:
    """A target that asks for another name."""
    metric = measured_metric(name, measure)
    return structs.replace(target, name=name, metric_id=metric.id if metric else None, measure=measure)


def other_side(target: Target, find: Find, find_above: FindAbove) -> Indicator | None:
    """The figure a relation refers to; None where it names none that is known."""
    reference = fold(target.reference or "")
    if target.rule == "within_limit":
        return None
    if ECONOMY.search(reference):
        return find(structs.replace(target, name=metric_by_id()["gdp"].name, metric_id="gdp", measure="growth"))
    if target.rule == "in_step":
        name = IN_STEP_WORDS.sub("", JOINED.sub("", reference, count=1))
        return find(with_name(target, name, "growth")) if name else None
    level = next((level for word, level in ABOVE if word in reference), None)
    return find_above(level, own_side(target)) if level else None


def status_of_relation(target: Target, difference: float) -> Status:
    """Whether a relation held, from the difference of its sides in percentage points or base units."""
    reference = fold(target.reference or "")
    if target.rule == "in_step":
        return "met" if difference >= -(ABOUT_IN_STEP if ABOUT.search(reference) else IN_STEP) else "missed"
    if target.comparator == "lt":
        return "met" if difference < 0 else "missed"
    return "met" if difference > 0 or (difference == 0 and reference.startswith("不低于")) else "missed"
