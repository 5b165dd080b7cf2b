"""Sentences to quantities: each figure with its name, kind, unit and bound.

Indicators and targets are made from these.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from datasets.document import Document
from datasets.extract.measures import COUNTED, is_multiple, measure_of, states_quantity, value_of
from datasets.extract.sides import Left, Right, after_leads, left_of, right_of
from datasets.numerals import Numeral
from datasets.rules.grammar import BARE_ZERO, NOUN, RANK, STATED_YEAR, STRONG_CLAUSE, Tie, any_of
from datasets.rules.links import PREDICATES
from datasets.rules.strength import ESTIMATED, PRELIMINARY
from datasets.rules.units import WrittenUnit
from datasets.structure import Paragraph
from datasets.text import Span
from schemas.vocabulary import Basis, Comparator, Measure

PREDICATE = re.compile(any_of(PREDICATES))
HEAD_JOINT = re.compile(r"、|和|与|以及|及")
SHORT_VERB = 4  # characters; a head up to this long before a counted noun is its verb (新建3个公园)
QUOTE_REACH = 400  # characters a quote may go back to the name of its figure
RANK_REACH = 12  # characters before the numeral that a rank may start at


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
    sentence: Span
    basis: Basis | None = None
    high: Decimal | None = None
    comparator: Comparator = "eq"
    is_estimated: bool = False
    is_preliminary: bool = False
    stated_year: int | None = None


class Named(Struct, frozen=True):
    """The name of a figure, the span of its quote, and the rule that found it."""

    name: str
    quote: Span
    rule: str


class Shared(Struct, frozen=True):
    """Heads that share the figures behind them, and where the first starts."""

    start: int
    heads: list[str]


def quantities(document: Document, excluded: frozenset[int]) -> Iterator[Quantity]:
    """Every quantity the rules read, in reading order; `excluded` holds the places of numerals to pass over."""
    for paragraph, sentence in document.sentences:
        yield from SentenceReader(document, paragraph, sentence).read(excluded)


class SentenceReader:
    """Reads one sentence from left to right, and remembers what the figures before were about."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span) -> None:
        self.document = document
        self.text = document.text
        self.paragraph = paragraph
        self.sentence = sentence
        self.boundary = sentence.start
        self.subject: Named | None = None
        self.heads: list[str] = []
        self.tie = Tie()
        self.estimated_from = self.first_of((ESTIMATED,))
        self.preliminary_from = self.first_of(PRELIMINARY)
        self.years = [
            (match.start(), int(match["year"]))
            for match in STATED_YEAR.finditer(self.text, sentence.start, sentence.end)
        ]

    def first_of(self, words: Iterable[str]) -> int:
        """Where the first of some words stands in the sentence; its end when none does."""
        places = (self.text.find(word, self.sentence.start, self.sentence.end) for word in words)
        return min((place for place in places if place >= 0), default=self.sentence.end)

    def year_before(self, place: int) -> int | None:
        """The last year the sentence states before a place."""
        index = bisect_left(self.years, (place, 0))
        return self.years[index - 1][1] if index else None

    def read(self, excluded: frozenset[int]) -> Iterator[Quantity]:
        """The quantities of the sentence."""
        upper: Numeral | None = None
        for numeral in self.document.numerals_in(self.sentence.start, self.sentence.end):
            if numeral.start in excluded or numeral.start < self.boundary or numeral.value is None or numeral == upper:
                continue
            quantity, upper = self.figure(numeral)
            if quantity:
                self.boundary = max(self.boundary, quantity.quote.end)
                yield quantity

    def figure(self, numeral: Numeral) -> tuple[Quantity | None, Numeral | None]:
        """The quantity a numeral states, if the rules can read it, and the numeral that ends its range."""
        rank = RANK.search(self.text, max(self.sentence.start, numeral.start - RANK_REACH), numeral.end + 2)
        if rank and rank.start("place") == numeral.start:
            return self.rank(numeral, rank), None
        right = right_of(self.document, numeral)
        if not states_quantity(self.text, numeral, right.unit) and not BARE_ZERO.match(self.text, numeral.start):
            return None, None
        left = left_of(self.text, self.boundary, numeral.start)
        named = self.named(left, right)
        self.boundary = right.end
        return (self.quantity(numeral, left, right, named) if named else None), right.upper

    def named(self, left: Left, right: Right) -> Named | None:
        """The name of a figure: its own, the noun behind it, or one from earlier in the sentence."""
        words = self.text[left.name_start : left.name_end].strip(" (")
        if noun := self.noun(right, words):
            self.subject = Named(noun, Span(left.start, right.end + len(noun)), "counted_noun")
        elif left.tie.distributed and (shared := self.shared_heads(left)):
            self.subject = Named(shared.heads[0], Span(shared.start, right.end), "shared_head")
            self.heads, self.tie = shared.heads[1:], left.tie
        elif words and not (words.startswith("占") and self.subject):
            self.subject = Named(words.rpartition("等")[2] or words, Span(left.start, right.end), "named_value")
            self.heads = []
        else:
            return self.from_before(words, left, right)
        return self.subject

    def from_before(self, words: str, left: Left, right: Right) -> Named | None:
        """A name from earlier in the sentence: the next of shared heads, a whole for 占, or the last one."""
        if self.subject is None:
            return None
        near = right.end - self.subject.quote.start <= QUOTE_REACH
        quote = Span(self.subject.quote.start if near else left.start, right.end)
        if words:
            return Named(self.subject.name + words, quote, "share_of")
        if self.heads:
            return Named(self.heads.pop(0), quote, "shared_head")
        return Named(self.subject.name, quote, "earlier_head")

    def noun(self, right: Right, words: str) -> str | None:
        """The noun behind a counted unit (7个老旧小区改造), up to its predicate, when it names the figure better."""
        counted = right.unit is not None and right.unit.rule.dimension in COUNTED and right.comparator != "approx"
        match = NOUN.match(self.text, right.end, self.sentence.end) if counted else None
        if match is None:
            return None
        predicate = PREDICATE.search(match[0], 2)
        bare = not words or words.endswith("等") or len(words) <= SHORT_VERB
        return match[0][: predicate.start() if predicate else None] if predicate or bare else None

    def shared_heads(self, left: Left) -> Shared | None:
        """The heads that 分别 hands out: A、B分别, and 城乡X for town and country."""
        marks = [mark.end() for mark in STRONG_CLAUSE.finditer(self.text, self.boundary, left.name_end)]
        start = after_leads(self.text, marks[-1] if marks else self.boundary, left.name_end)
        words = self.text[start : left.name_end]
        if words.startswith("城乡"):
            return Shared(start, ["城镇" + words[2:], "农村" + words[2:]])
        heads = [head for head in HEAD_JOINT.split(words) if head]
        return Shared(start, heads) if len(heads) > 1 else None

    def quantity(self, numeral: Numeral, left: Left, right: Right, named: Named) -> Quantity:
        """Put a figure together."""
        tie = self.tie if named.rule == "shared_head" and not left.tie.sign else left.tie
        measure = measure_of(named.name, right.unit, tie)
        sign = -1 if tie.sign < 0 and measure in ("growth", "change") else 1
        upper = right.upper
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
            sentence=self.sentence,
            basis="multiple" if measure == "growth" and is_multiple(right.unit) else tie.basis,
            high=value_of(upper) * sign if upper else None,
            comparator=right.comparator or tie.comparator or "eq",
            is_estimated=self.estimated_from < numeral.start,
            is_preliminary=self.preliminary_from < numeral.start,
            stated_year=self.year_before(numeral.start),
        )

    def rank(self, numeral: Numeral, match: re.Match[str]) -> Quantity | None:
        """A place in an order: 全市第一, 居全省第3位."""
        left = left_of(self.text, self.boundary, match.start())
        words = self.text[left.name_start : left.name_end].strip(" (")
        named = Named(words, Span(left.start, match.end()), "rank") if words else self.subject
        if named is None:
            return None
        return Quantity(
            name=named.name,
            measure="rank",
            value=value_of(numeral),
            unit=None,
            quote=Span(named.quote.start, match.end()),
            figure=Span(numeral.start, numeral.end),
            numerals=(numeral.start,),
            rule="rank",
            stated_year=self.year_before(numeral.start),
            paragraph=self.paragraph,
            sentence=self.sentence,
        )
