"""Whether a figure is a value of the metric its name means, or only says something else with that name."""

import re

from datasets.extract.metrics.names import metric_named
from datasets.extract.quantity import Quantity
from datasets.rules.metrics.definitions import MetricRule
from datasets.rules.metrics.kinds import (
    CONTRIBUTES,
    FARMING,
    FIRST_OF_ITS_KIND,
    HOLDERS,
    LOST,
    NEEDS_FARMING,
    PER_ONE,
    PLEDGED_WORKS,
    SHARE_CHANGED,
    SMALLEST_SUM,
)

REACH = 20  # characters behind a figure
NEAR = 8  # characters before a name
SENTENCE_REACH = 150  # characters before a figure that say what a sentence is about
EACH_AREA = re.compile(r"每(?:平方公里|平方米|公顷|亩)")
LEANING = frozenset({"earlier_head", "earlier_clause", "shared_head", "share_of"})
CNY = "CNY"


def is_value(text: str, quantity: Quantity, metric: MetricRule, name: str) -> bool:
    """Whether a figure measures its metric: no threshold, no sum of works, no part of a thing, no sum for each."""
    if quantity.measure == "rank":
        return FIRST_OF_ITS_KIND.match(text, quantity.figure.start) is None
    start = max(quantity.paragraph.start, quantity.quote.start - SENTENCE_REACH)
    if quantity.measure == "level" and LOST.search(text, start, quantity.figure.start):
        return False
    behind = text[quantity.quote.end : quantity.quote.end + REACH]
    if quantity.measure == "level" and metric.dimension in ("money", "occasion"):
        return not (HOLDERS.match(behind) or is_of_works(quantity, behind) or is_for_each(text, quantity, metric))
    if quantity.measure == "change" and is_of_points(quantity):
        return not contributes(text, quantity, name)
    if NEEDS_FARMING.fullmatch(name):
        return FARMING.search(text, start, min(quantity.paragraph.end, quantity.quote.end + SENTENCE_REACH)) is not None
    return True


def share_instead(text: str, quantity: Quantity, metric: MetricRule, name: str) -> MetricRule | None:
    """The metric of a share that changed by points, where it is told of a share (第三产业比重提高1.1个百分点).

    That of the name itself where no share stands between it and the figure; None where no metric is of this share.
    """
    if quantity.measure != "change" or metric.dimension == "ratio" or not is_of_points(quantity):
        return metric
    place = text.find(name, quantity.quote.start, quantity.figure.start)
    told = text[place + len(name) if place >= 0 else quantity.quote.start : quantity.figure.start]
    if SHARE_CHANGED.search(told) is None:
        return metric
    found = metric_named(name + "比重")
    return found if found and found.dimension == "ratio" and "占" not in told else None


def is_of_points(quantity: Quantity) -> bool:
    """Whether a figure is in percentage points."""
    return quantity.unit is not None and quantity.unit.rule.dimension == "point"


def is_of_works(quantity: Quantity, behind: str) -> bool:
    """Whether a sum that leans on an earlier name is that of works behind it: ,15亿元的某轮胎项目."""
    return quantity.rule in LEANING and PLEDGED_WORKS.match(behind) is not None


def is_for_each(text: str, quantity: Quantity, metric: MetricRule) -> bool:
    """Whether a sum is one for each of something, as its unit, its size or the words before tell, and no total."""
    if quantity.unit is None or metric.dimension != "money" or PER_ONE.search(metric.name):
        return False
    small = quantity.unit.rule.base == CNY and quantity.value * quantity.unit.factor < SMALLEST_SUM
    start = max(quantity.paragraph.start, quantity.quote.start - NEAR)
    return small or "/" in quantity.unit.form or EACH_AREA.search(text, start, quantity.figure.start) is not None


def contributes(text: str, quantity: Quantity, name: str) -> bool:
    """Whether points are what something adds to the growth of the metric: 拉动生产总值增长4.1个百分点."""
    place = text.find(name, quantity.quote.start, quantity.figure.start)
    return place >= 0 and CONTRIBUTES.search(text, max(quantity.paragraph.start, place - NEAR), place) is not None
