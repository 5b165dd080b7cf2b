"""Sentences to quantities: each figure with its name, kind, unit and bound.

Indicators and targets are made from these.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from datasets.document import Document
from datasets.extract.measures import is_multiple, measure_of, states_quantity, value_of
from datasets.extract.naming import Named, Namer
from datasets.extract.periods import Calendar, Period
from datasets.extract.sides import Left, Right, left_of, right_of, with_leading_change
from datasets.numerals import Numeral
from datasets.rules.grammar import (
    BARE_ZERO,
    FIRST,
    INDEX,
    RANK,
    RANK_FIELD,
    RANK_MOVED,
    RANK_TOP,
    SECTORS,
    STRUCTURE,
    Tie,
)
from datasets.rules.strength import ESTIMATED, PRELIMINARY
from datasets.rules.units import WrittenUnit
from datasets.structure import Paragraph
from datasets.text import Span
from schemas.vocabulary import Basis, Comparator, Measure

INDEX_REACH = 8  # characters before the numeral that the name of an index may end in
RANK_REACH = 14  # characters before the numeral that a rank may start at


class Quantity(Struct, frozen=True):
    """A figure as read. Places are offsets into the text; `numerals` are all it uses (two for a range)."""

    name: str
    measure: Measure
    value: Decimal
    unit: WrittenUnit | None
    quote: Span
    figure: Span
    numerals: tuple[int, ...]
    rule: str
    paragraph: Paragraph
    period: Period
    high: Decimal | None = None
    basis: Basis | None = None
    comparator: Comparator = "eq"
    is_estimated: bool = False
    is_preliminary: bool = False


def quantities(document: Document, excluded: frozenset[int]) -> Iterator[Quantity]:
    """Every quantity the rules read, in reading order; `excluded` holds the places of numerals to pass over."""
    for paragraph, sentence in document.sentences:
        numerals = document.numerals_in(sentence.start, sentence.end)
        candidates = [n for n in numerals if n.value is not None and n.start not in excluded]
        if candidates:
            yield from SentenceReader(document, paragraph, sentence).read(candidates)


class SentenceReader:
    """Reads one sentence from left to right, and remembers what the figures before were about."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span) -> None:
        self.document = document
        self.text = document.text
        self.paragraph = paragraph
        self.sentence = sentence
        self.namer = Namer(document, sentence)
        self.calendar = Calendar(document, paragraph, sentence)
        self.last: Quantity | None = None
        self.last_tie = Tie()
        self.estimated_from = self.first_of((ESTIMATED,))
        self.preliminary_from = self.first_of(PRELIMINARY)

    def first_of(self, words: Iterable[str]) -> int:
        """Where the first of some words stands in the sentence; its end when none does."""
        places = (self.text.find(word, self.sentence.start, self.sentence.end) for word in words)
        return min((place for place in places if place >= 0), default=self.sentence.end)

    def read(self, numerals: Iterable[Numeral]) -> Iterator[Quantity]:
        """The quantities of the sentence, from the numerals that may state one."""
        upper: Numeral | None = None
        for numeral in numerals:
            if numeral.start < self.namer.boundary or numeral == upper:
                continue
            if structure := STRUCTURE.match(self.text, numeral.start):
                yield from self.structure(Span(*structure.span()))
                continue
            quantity, upper = self.figure(numeral)
            if quantity:
                self.last = quantity
                self.namer.boundary = max(self.namer.boundary, quantity.quote.end)
                yield quantity

    def figure(self, numeral: Numeral) -> tuple[Quantity | None, Numeral | None]:
        """The quantity a numeral states, if the rules can read it, and the numeral that ends its range."""
        if rank := self.rank_at(numeral):
            return self.rank(numeral, rank), None
        right = right_of(self.document, numeral)
        if not self.is_figure(numeral, right):
            return None, None
        left = with_leading_change(self.text, left_of(self.text, self.namer.boundary, numeral.start))
        named = self.namer.named(left, right)
        self.namer.boundary = right.end
        return (self.quantity(numeral, left, right, named) if named else None), right.upper

    def structure(self, span: Span) -> Iterator[Quantity]:
        """The parts of a structure (三次产业结构为12.4:65.8:21.8): shares without a unit, one for each sector."""
        namer = self.namer
        left = left_of(self.text, namer.boundary, span.start)
        words = namer.source[left.name_start : left.name_end]
        named = namer.remember(Named(words, Span(left.start, span.end), "structure")) if words else namer.subject
        namer.boundary = span.end
        for part, sector in zip(self.document.numerals_in(span.start, span.end), SECTORS, strict=False):
            if named and part.value is not None:
                name = sector if "产业" in named.name else named.name
                quote = Span(min(named.quote.start, left.start), span.end)
                yield self.quantity(part, left, Right(None, part.end), Named(name, quote, "structure"))

    def is_figure(self, numeral: Numeral, right: Right) -> bool:
        """Whether a numeral states a quantity: with a unit, as a zero, or as the level of an index (指数达到92)."""
        if self.text[numeral.start - 1 : numeral.start] == "第":
            return False
        if states_quantity(self.text, numeral, right.unit) or BARE_ZERO.match(self.text, numeral.start):
            return True
        near = max(self.namer.boundary, numeral.start - INDEX_REACH)
        is_index = INDEX.search(self.text, near, numeral.start) is not None
        return right.unit is None and numeral.script == "arabic" and is_index

    def quantity(self, numeral: Numeral, left: Left, right: Right, named: Named) -> Quantity:
        """Put a figure together."""
        tie = left.tie.behind(self.namer.list_tie) if named.rule in ("shared_head", "name_behind") else left.tie
        if named.rule == "earlier_head" and self.repeats(named, right, tie):
            tie = tie.behind(self.last_tie)
        self.last_tie = tie
        measure: Measure = "share" if named.rule == "structure" else measure_of(named.name, right.unit, tie)
        sign = -1 if tie.sign < 0 and measure in ("growth", "change") else 1
        upper = right.upper
        period = self.calendar.period(numeral.start, tie, measure)
        return Quantity(
            name=named.name,
            measure=measure,
            value=value_of(numeral) * sign,
            unit=right.unit,
            quote=named.quote,
            figure=Span(numeral.start, upper.end if upper else numeral.end),
            numerals=(numeral.start, upper.start) if upper else (numeral.start,),
            rule=named.rule,
            paragraph=self.paragraph,
            period=period,
            basis="multiple" if measure == "growth" and is_multiple(right.unit) else period.basis,
            high=value_of(upper) * sign if upper else None,
            comparator=right.comparator or tie.comparator or "eq",
            is_estimated=self.estimated_from < numeral.start,
            is_preliminary=self.preliminary_from < numeral.start,
        )

    def repeats(self, named: Named, right: Right, tie: Tie) -> bool:
        """Whether a figure without a change word states the change before it again (增长7%以上、力争8%)."""
        last = self.last
        return bool(
            last and last.measure == "growth" and last.name == named.name and last.unit == right.unit and not tie.sign
        )

    def rank_at(self, numeral: Numeral) -> re.Match[str] | None:
        """The rank a numeral is the place of."""
        for shape in (RANK, RANK_MOVED, RANK_TOP, FIRST):
            for match in shape.finditer(
                self.text, max(self.namer.boundary, numeral.start - RANK_REACH), numeral.end + 2
            ):
                if match.start(match.lastgroup or 0) == numeral.start or match.start("place") == numeral.start:
                    return match
        return None

    def rank(self, numeral: Numeral, match: re.Match[str]) -> Quantity | None:
        """A place in an order: 全市第一, 居全省第3位, 上升至第7位, 全国首个."""
        namer = self.namer
        left = left_of(self.text, namer.boundary, match.start())
        words = RANK_FIELD.sub("", namer.source[left.name_start : left.name_end]).strip(" (（")
        noun = namer.noun_at(match.end()) if match.groupdict().get("only") else None
        if noun:
            named = Named(namer.source[noun.start : noun.end], Span(left.start, noun.end), "rank")
        elif words:
            named = namer.remember(Named(namer.completed(left, words), Span(left.start, match.end()), "rank"))
        elif namer.subject:
            named = Named(namer.subject.name, Span(namer.start_before(left), match.end()), "rank")
        else:
            return None
        namer.boundary = match.end()
        return Quantity(
            name=named.name,
            measure="rank",
            value=value_of(numeral),
            unit=None,
            quote=named.quote,
            figure=Span(numeral.start, numeral.end),
            numerals=(numeral.start,),
            rule="rank",
            comparator="le" if match.re is RANK_TOP else "eq",
            paragraph=self.paragraph,
            period=self.calendar.period(numeral.start, left.tie, "rank"),
        )
