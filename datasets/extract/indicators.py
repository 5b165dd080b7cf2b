"""Quantities of the review to rows of `indicators`."""

from collections.abc import Iterable, Iterator

from datasets.extract.quantity import Quantity
from datasets.extract.statements import PROMISING, headline_paragraphs, statement
from datasets.reading.document import Document
from schemas.indicators import Indicator


def indicators(document: Document, quantities: Iterable[Quantity]) -> Iterator[Indicator]:
    """Every figure the report states as achieved, observed or existing."""
    stated = [quantity for quantity in quantities if quantity.paragraph.part not in PROMISING]
    headlines = headline_paragraphs(stated)
    for quantity in stated:
        yield Indicator(**statement(document, "i", quantity, headlines))
