"""Quantities of the review, and those of past years in the plan, to rows of `indicators`."""

from collections.abc import Iterable, Iterator

from datasets.extract.quantity import Quantity
from datasets.extract.statements import headline_paragraphs, is_promised, statement
from datasets.reading.document import Document
from schemas.indicators import Indicator


def indicators(document: Document, quantities: Iterable[Quantity]) -> Iterator[Indicator]:
    """Every figure the report states as achieved, observed or existing."""
    stated = [quantity for quantity in quantities if not is_promised(document, quantity)]
    headlines = headline_paragraphs(stated)
    for quantity in stated:
        yield Indicator(**statement(document, "i", quantity, headlines))
