"""Quantities to rows of `indicators` and `targets`: what they share."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from datasets.extract.metric_names import (
    ADDED,
    ADDED_BEFORE,
    IN_WORK,
    LIFTED,
    OUT_OF_POVERTY,
    measured_metric,
    metric_by_id,
    metric_named,
)
from datasets.extract.quantities import Quantity
from datasets.extract.scopes import scope_of
from datasets.extract.verbs import TOTAL
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.rules.metrics import HEADLINES, MetricRule
from schemas.vocabulary import Part

PROMISING: frozenset[Part] = frozenset({"outlook", "plan", "closing"})
UNITLESS = ("multiple", "ratio")  # dimensions whose levels may go without a unit
COUNTED = {"count", "occasion"}
LIFTED_REACH = 8  # characters behind a count that may say what became of them
HEADLINE_COUNT = 3  # headline metrics that make a paragraph a summary of the economy


def metric_of(name: str) -> MetricRule | None:
    """The metric a name means, if the registry has it."""
    return metric_named(name)


def fitting_metric(document: Document, quantity: Quantity) -> MetricRule | None:
    """The metric of a quantity, if it is of its kind: no GDP is counted in 户, and no growth has a rank."""
    name = quantity.name
    verb = verb_before(document.text[quantity.quote.start : quantity.figure.start], fold(name))
    behind = document.text[quantity.quote.end : quantity.quote.end + LIFTED_REACH]
    metric = lifted(measured_metric(name, quantity.measure, verb), behind)
    return metric if metric and fits(metric, quantity) else None


def lifted(metric: MetricRule | None, behind: str) -> MetricRule | None:
    """The metric of those who left poverty, where what follows says that they did (6万贫困人口稳定脱贫)."""
    if metric and metric.id == "poverty_reduction" and IN_WORK.search(behind):
        return None  # 1.9万名脱贫人口实现就业 counts those who found work
    other = LIFTED.get(metric.id) if metric and OUT_OF_POVERTY.search(behind) else None
    return metric_by_id()[other] if other else metric


def fits(metric: MetricRule, quantity: Quantity) -> bool:
    """Whether the kind and the unit of a quantity are those of a metric."""
    dimension = quantity.unit.rule.dimension if quantity.unit else None
    if quantity.measure == "level":
        unitless = dimension is None and (metric.dimension in UNITLESS or not quantity.value)
        return unitless or dimension == metric.dimension or {dimension, metric.dimension} == COUNTED
    if quantity.measure in ("rate", "share"):
        return metric.dimension == "ratio"
    return quantity.measure != "change" or dimension in ("point", "ratio", metric.dimension)


def verb_before(quote: str, name: str) -> str:
    """The sign of the verb of adding that a report has right before a name that goes without it."""
    place = quote.find(name)
    of_all = TOTAL.search(quote, place) is not None
    return ADDED if place > 0 and not of_all and ADDED_BEFORE.search(quote, 0, place) else ""


def headline_paragraphs(quantities: Iterable[Quantity]) -> frozenset[int]:
    """The paragraphs that sum up the economy: at least three different headline metrics, GDP among them."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for quantity in quantities:
        if (metric := metric_of(quantity.name)) and metric.id in HEADLINES:
            found[quantity.paragraph.number].add(metric.id)
    return frozenset(n for n, metrics in found.items() if "gdp" in metrics and len(metrics) >= HEADLINE_COUNT)


def statement(document: Document, letter: str, quantity: Quantity, headlines: frozenset[int]) -> dict[str, Any]:
    """The columns that indicators and targets share."""
    metric, unit = fitting_metric(document, quantity), quantity.unit
    return {
        **document.located(quantity.quote.start, quantity.quote.end, quantity.rule),
        "id": document.row_id(letter, quantity.figure.start, quantity.again),
        "metric_id": metric.id if metric else None,
        "name": quantity.name,
        "name_en": metric.name_en if metric else None,
        "measure": quantity.measure,
        "basis": quantity.basis,
        "value": float(quantity.value),
        "unit": unit.form if unit else None,
        "value_text": document.source[quantity.figure.start : quantity.figure.end],
        "value_high": None if quantity.high is None else float(quantity.high),
        "base_value": base_value(quantity),
        "base_unit": unit.rule.base if unit else None,
        "comparator": quantity.comparator,
        "is_estimated": quantity.is_estimated,
        "is_preliminary": quantity.is_preliminary,
        "year": quantity.period.year,
        "period": quantity.period.text,
        "scope": scope_of(document, quantity.quote, quantity.name),
        "is_headline": quantity.paragraph.number in headlines,
        "figure_start": quantity.figure.start,
        "figure_end": quantity.figure.end,
    }


def base_value(quantity: Quantity) -> float | None:
    """The value in the base unit of its kind; exact decimals until the last step."""
    return float(quantity.value * quantity.unit.factor) if quantity.unit else None
