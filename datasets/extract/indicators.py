"""Quantities of the review, and those of past years in the plan, to rows of `indicators`."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from datasets.extract.quantity import Quantity
from datasets.extract.statements import headline_paragraphs, is_promised, statement
from datasets.reading.document import Document
from datasets.rules.grammar import AFTER
from schemas.indicators import Indicator

KEPT = re.compile(r"控制[在到] ?\Z")
KEPT_REACH, LIST_REACH = 4, 40  # characters
CLAUSE_END = re.compile(r"[,;。\n]")


def indicators(document: Document, quantities: Iterable[Quantity]) -> Iterator[Indicator]:
    """Every figure the report states as achieved, observed or existing."""
    stated = [quantity for quantity in quantities if not is_promised(document, quantity)]
    headlines = headline_paragraphs(stated)
    for quantity in stated:
        yield Indicator(**statement(document, "i", as_achieved(document, quantity), headlines))


def as_achieved(document: Document, quantity: Quantity) -> Quantity:
    """A figure as what was achieved: kept at 3.4% it was 3.4%, kept within 3.4% (以内) it was at most that.

    以内 may close a list: 分别控制在3.4%和5‰以内.
    """
    text, place = document.text, quantity.figure.start
    if quantity.comparator != "le" or not KEPT.search(text, max(0, place - KEPT_REACH), place):
        return quantity
    end = CLAUSE_END.search(text, quantity.figure.end, quantity.figure.end + LIST_REACH)
    behind = text[quantity.figure.end : end.start() if end else quantity.quote.end]
    is_bound = any(word in behind for word, comparator in AFTER.items() if comparator == "le")
    return quantity if is_bound else replace(quantity, comparator="eq")
