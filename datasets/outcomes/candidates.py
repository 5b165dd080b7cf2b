"""Figures of a later report that a target may be answered by, and why one of them is not its outcome."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from datasets.extract.metrics.names import ADDED, BUILT
from datasets.extract.targets import telling_metric
from datasets.outcomes.bases import is_of_growth, on_basis_of, time_of
from datasets.outcomes.names import NameForm, likeness, name_form
from datasets.reading.text import fold
from datasets.rules.outcomes import (
    ADDED_TO,
    FAR,
    FAR_OFF,
    GENERIC,
    LIKE_NAMES,
    OTHER_BODY,
    OTHER_KIND,
    OWN_PART,
    REGISTERED,
    RELATED,
    RELATED_METRICS,
    RESTATED,
    SAME_NAME,
    SAME_VALUE,
    SHARED_WHOLES,
    SHORTEST_WORDS,
    STOCK,
    THRESHOLD,
    UNSURE,
)
from datasets.rules.units import written_units
from schemas.indicators import Indicator
from schemas.outcomes import Method
from schemas.quantities import Quantity

PARTS_OF_WHOLES = {"share", "rate"}
AMOUNTS = {"level", "change"}
BARE = "item"  # the base unit of a bare 万 as well


class Figures:
    """The indicators of a report, found by metric and by the pairs of characters of their names."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self.indicators = [one for one in indicators if one.value is not None and not RESTATED.search(one.quote)]
        self.by_metric: defaultdict[str, list[int]] = defaultdict(list)
        self.by_pair: defaultdict[str, list[int]] = defaultdict(list)
        for place, indicator in enumerate(self.indicators):
            if metric := telling_metric(indicator):
                self.by_metric[metric].append(place)
            for pair in name_form(indicator.name).pairs:
                self.by_pair[pair].append(place)

    def about(self, target: Quantity) -> Iterator[tuple[Indicator, Method, float]]:
        """The indicators about the same thing, each with how that is known and how sure it is."""
        form = name_form(target.name)
        metric = telling_metric(target)
        common = Counter(place for pair in form.pairs for place in self.by_pair.get(pair, ()))
        named = {place for place, count in common.items() if count * 2 >= least_pairs(form)}
        for place in sorted(named.union(*(self.by_metric.get(one, ()) for one in related_to(metric)))):
            method, score = alike(target, self.indicators[place])
            if score >= THRESHOLD:
                yield self.indicators[place], method, score


def least_pairs(form: NameForm) -> int:
    """Half of the pairs of a short name have to be in a name that is like it."""
    return min(len(form.pairs), 2)


@lru_cache(maxsize=2_000)
def related_to(metric: str | None) -> frozenset[str]:
    """A metric, and those that reports put for it."""
    return frozenset({metric} if metric else ()).union(*(group for group, *_ in RELATED_METRICS if metric in group))


def are_related(target: Quantity, indicator: Quantity) -> bool:
    """Whether reports put the metric of a figure, by the name it has, for that of a target."""
    both = {telling_metric(target), telling_metric(indicator)}
    names = [fold(one.name) for one in (target, indicator)]
    return any(both <= group and all(map(said.search, names)) for group, said, _ in RELATED_METRICS)


def added_to(target: Quantity) -> frozenset[str]:
    """The metric of what is added to the stock that a target says shall change."""
    metric = telling_metric(target)
    return frozenset({metric + ADDED_TO} if metric and target.measure == "change" else ())


def alike(target: Quantity, indicator: Indicator) -> tuple[Method, float]:
    """How it is known that a figure is about the same thing as a target, and how sure that is."""
    metric, other = telling_metric(target), telling_metric(indicator)
    if metric and metric == other:
        return "same_metric", 1.0
    if fold(target.name) == fold(indicator.name):
        return "same_name", sureness_of_name(target, indicator)
    if metric and other:
        is_kin = are_related(target, indicator) or other in added_to(target)
        return "related_metric", RELATED if is_kin else 0.0
    alike_names = LIKE_NAMES * likeness(target.name, indicator.name)
    if alike_names < THRESHOLD:
        return "similar_name", 0.0
    unlike = REGISTERED if other and not metric else 0.0
    told = alike_names - unlike + nearness(target, indicator)
    return "similar_name", min(told, sureness_of_name(target, indicator))


def sureness_of_name(target: Quantity, indicator: Indicator) -> float:
    """How sure it is that figures of one name are about one thing: a short name needs values that are not far apart.

    Every report has 项目 and 投入 of its own: only the number that was promised tells that they are the same.
    """
    words = name_form(target.name).words
    if GENERIC.fullmatch(words):
        return SAME_NAME if ratio_of(target, indicator) == 1 else UNSURE
    is_short = len(words) < SHORTEST_WORDS and target.measure in AMOUNTS
    return UNSURE if is_short and is_far(target, indicator) else SAME_NAME


def is_far(target: Quantity, indicator: Indicator) -> bool:
    """Whether a figure is many times as large as a target, or the other way round."""
    ratio = ratio_of(target, indicator)
    return ratio is not None and not 1 / FAR < ratio < FAR


def body(target: Quantity, indicator: Indicator) -> float:
    """How sure it is that two figures are of one body: 财政收入 is shared, 一般公共预算收入 what a place keeps of it.

    Their amounts are never alike, and reports tell the growth of one for that of the other where they have no better.
    """
    both = [(telling_metric(one), OWN_PART.search(one.name) is None) for one in (target, indicator)]
    wholes = {metric in SHARED_WHOLES and is_bare for metric, is_bare in both if metric}
    if len(wholes) == 1 or not all(metric for metric, _ in both):
        return 1.0
    return OTHER_BODY if target.measure == "growth" else 0.0


def nearness(target: Quantity, indicator: Indicator) -> float:
    """What two values tell of names that are only alike: what was done is rarely far from the aim."""
    if ratio_of(target, indicator) == 1:
        return SAME_VALUE
    return -FAR_OFF if is_far(target, indicator) else 0.0


def ratio_of(target: Quantity, indicator: Indicator) -> float | None:
    """How many times the size of a target a figure has; None where either is 0 or no number."""
    wanted, got = target.base_value or target.value, indicator.base_value or indicator.value
    return abs(got / wanted) if wanted and got else None


def kind(target: Quantity, indicator: Indicator) -> float:
    """How sure it is that two figures are of one kind: 0 for a level and its growth, for a stock and what was added."""
    if {target.measure, indicator.measure} <= AMOUNTS and is_flow(target) and is_stock(target, indicator):
        return 0.0
    if target.measure == indicator.measure:
        return 1.0
    both = {target.measure, indicator.measure}
    return OTHER_KIND if both <= PARTS_OF_WHOLES or both <= AMOUNTS else 0.0


def is_flow(target: Quantity) -> bool:
    """Whether a target is about what is to be added or built, and not about what there will be."""
    return target.measure == "change" or name_form(target.name).sign in (ADDED, BUILT)


def is_stock(target: Quantity, indicator: Indicator) -> bool:
    """Whether a figure is about what there is: no verb of adding in its name, and a word, or a size, that says so."""
    if name_form(indicator.name).sign:
        return False
    ratio = ratio_of(target, indicator)
    return bool(STOCK.search(indicator.quote)) or (ratio is not None and ratio >= FAR)


def has_same_unit(target: Quantity, indicator: Indicator) -> bool:
    """Whether two figures are in units that can be compared: 家, 户 and 个 all count, and people are counted apart.

    A relation has no unit of its own, and growth of the same time is said in several.
    """
    if target.value is None:
        return True
    if is_of_growth(target, indicator) and time_of(target) == time_of(indicator):
        return target.base_unit == indicator.base_unit or on_basis_of(target, indicator) is not None
    units = {target.base_unit, indicator.base_unit}
    return len(units) == 1 or (units <= counting_units() and ("person" not in units or BARE in units))


@cache
def counting_units() -> frozenset[str]:
    """The base units of things that are counted."""
    return frozenset(unit.rule.base for unit in written_units().values() if unit.rule.dimension == "count")
