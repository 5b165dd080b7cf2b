"""Quantities of the plan, and its relations without a figure, to rows of `targets`."""

from collections.abc import Iterable, Iterator
from re import Match

from msgspec.structs import replace

from datasets.extract.names.named import LONGEST_NAME
from datasets.extract.names.sides import Left, left_of
from datasets.extract.periods import Calendar, Counted
from datasets.extract.quantity import Quantity as Reading
from datasets.extract.statements import (
    PROMISING,
    headline_paragraphs,
    is_promised,
    metric_of,
    statement,
    strength_of,
)
from datasets.reading.document import Document
from datasets.reading.text import Span, fold
from datasets.rules.metrics.kinds import BROAD
from datasets.rules.relations import ANY_CUE, RELATIONS, Relation
from schemas.indicators import Indicator
from schemas.quantities import Quantity
from schemas.targets import Target
from schemas.vocabulary import Measure, Strength

SHORTEST_HEAD = 2
TELLING_NAME = 4  # characters; a shorter name (企业, 项目) does not tell that the same thing is measured


def targets(document: Document, quantities: Iterable[Reading]) -> Iterator[Target]:
    """Every figure, and every relation that can be measured, that the report commits to."""
    promised = [quantity for quantity in quantities if is_promised(document, quantity)]
    headlines = headline_paragraphs(promised)
    for quantity in promised:
        strength = strength_of(document, quantity.quote, quantity.paragraph)
        yield Target(**statement(document, "t", quantity, headlines), strength=strength)
    for paragraph, sentence in document.sentences:
        if paragraph.part in PROMISING and (found := list(relations(document, sentence))):
            calendar = Calendar(document, paragraph, sentence)
            for relation, match, left in found:
                strength = strength_of(document, Span(left.start, match.end()), paragraph)
                yield relation_row(
                    document, relation, (match, left), calendar, (strength, paragraph.number in headlines)
                )


def with_baselines(targets: Iterable[Target], indicators: Iterable[Indicator]) -> Iterator[Target]:
    """The targets, each with the indicator it moves from, when what measures the same thing the same way agrees."""
    first: dict[tuple[str | None, ...], Indicator] = {}
    disagree: set[tuple[str | None, ...]] = set()
    for indicator in indicators:
        known = first.setdefault(thing(indicator), indicator)
        if (known.base_value, known.value, known.period) != (indicator.base_value, indicator.value, indicator.period):
            disagree.add(thing(indicator))
    for target in targets:
        tells = target.value is not None and (telling_metric(target) is not None or len(target.name) >= TELLING_NAME)
        start = first.get(thing(target)) if tells and thing(target) not in disagree else None
        yield replace(target, baseline_id=start.id) if start else target


def thing(row: Quantity) -> tuple[str | None, ...]:
    """What a row measures: the metric or the name, the kind of figure, the unit and the scope."""
    return telling_metric(row) or fold(row.name).removeprefix("新增"), row.measure, row.base_unit, row.scope


def telling_metric(row: Quantity) -> str | None:
    """The metric of a row, unless it is one of many kinds of thing."""
    return None if row.metric_id in BROAD else row.metric_id


def relations(document: Document, sentence: Span) -> Iterator[tuple[Relation, Match[str], Left]]:
    """The relations of a sentence, each with the head before it."""
    if ANY_CUE.search(document.text, sentence.start, sentence.end) is None:
        return
    for relation in RELATIONS:
        for match in relation.shape.finditer(document.text, sentence.start, sentence.end):
            left = left_of(document.text, sentence.start, match.start())
            if SHORTEST_HEAD <= left.name_end - left.name_start <= LONGEST_NAME:
                yield relation, match, left


def relation_row(
    document: Document,
    relation: Relation,
    found: tuple[Match[str], Left],
    calendar: Calendar,
    context: tuple[Strength, bool],
) -> Target:
    """A target without a value: the measure is growth where the name or the reference says so."""
    match, left = found
    start, end = left.start, match.end("text")
    name = document.printed(left.name_start, left.name_end)
    strength, is_headline = context
    metric = metric_of(name.removesuffix("增长"))
    measure: Measure = "growth" if "增" in name + match["text"] else "rate" if "率" in name else "level"
    period = calendar.period(match.start("text"), left.tie, Counted(measure, name))
    return Target(
        **document.located(start, end, relation.name),
        id=document.row_id("t", match.start("text")),
        metric_id=metric.id if metric else None,
        name=name,
        name_en=metric.name_en if metric else None,
        measure=measure,
        value=None,
        value_text=document.source[match.start("text") : end],
        comparator=relation.comparator,
        year=period.year,
        period=period.text,
        scope=document.region,
        is_headline=is_headline,
        figure_start=match.start("text"),
        figure_end=end,
        strength=strength,
        reference=document.printed(match.start("text"), end),
    )
