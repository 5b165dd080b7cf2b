"""Quantities to rows of `indicators` and `targets`: what they share."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from datasets.extract.metrics.fits import fitting_metric
from datasets.extract.metrics.names import metric_named
from datasets.extract.metrics.scopes import scope_of
from datasets.extract.quantity import Quantity
from datasets.reading.document import Document
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.rules.metrics.definitions import HEADLINES, MetricRule
from datasets.rules.strength import EXPECTED, STRIVING
from schemas.vocabulary import Part, Strength

PROMISING: frozenset[Part] = frozenset({"outlook", "plan", "closing"})
HEADLINE_COUNT = 3  # headline metrics that make a paragraph a summary of the economy


def metric_of(name: str) -> MetricRule | None:
    """The metric a name means, if the registry has it."""
    return metric_named(name)


def is_promised(document: Document, quantity: Quantity) -> bool:
    """Whether a figure is a target: of the plan, unless it is of a year that was over (过去一年,国内生产总值增长10.3%).

    A past year beside words of a goal is a year that was misread, and the figure stays a target.
    """
    if quantity.paragraph.part not in PROMISING:
        return False
    year = quantity.period.year
    is_over = year is not None and document.year is not None and year < document.year
    return not is_over or strength_of(document, quantity.quote, quantity.paragraph) != "committed"


def strength_of(document: Document, quote: Span, paragraph: Paragraph) -> Strength:
    """How firmly a target binds, from its own words, else from those of its paragraph."""
    own = document.text[quote.start : quote.end]
    if any(word in own for word in STRIVING):
        return "striving"
    is_expected = paragraph.number in document.expected_paragraphs or any(word in own for word in EXPECTED)
    return "expected" if is_expected else "committed"


def headline_paragraphs(quantities: Iterable[Quantity]) -> frozenset[int]:
    """The paragraphs that sum up the economy: at least three different headline metrics, GDP among them."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for quantity in quantities:
        found[quantity.paragraph.number].add(quantity.name)
    return frozenset(number for number, names in found.items() if len(names) >= HEADLINE_COUNT and sum_up(names))


def sum_up(names: Iterable[str]) -> bool:
    """Whether the names of figures sum up the economy."""
    metrics = {metric.id for name in names if (metric := metric_of(name))} & HEADLINES
    return "gdp" in metrics and len(metrics) >= HEADLINE_COUNT


def statement(document: Document, letter: str, quantity: Quantity, headlines: frozenset[int]) -> dict[str, Any]:
    """The columns that indicators and targets share."""
    metric, unit = fitting_metric(document, quantity), quantity.unit
    return {
        **document.located(quantity.quote.start, quantity.quote.end, quantity.rule, quantity.paragraph),
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
