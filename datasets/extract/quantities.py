"""Sentences to quantities: each figure with its name, kind, unit and bound.

Indicators and targets are made from these.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from datasets.document import Document
from datasets.extract.heads import bare, completed, counted, spread
from datasets.extract.measures import COUNTED, is_multiple, measure_of, states_quantity, value_of
from datasets.extract.periods import Calendar, Period
from datasets.extract.sides import Left, Right, after_leads, left_of, right_of
from datasets.numerals import Numeral
from datasets.rules.grammar import (
    BARE_ZERO,
    JOINT,
    NOUN,
    RANK,
    RANK_FIELD,
    RANK_MOVED,
    STRONG_CLAUSE,
    Tie,
    any_of,
)
from datasets.rules.links import PREDICATES
from datasets.rules.strength import ESTIMATED, PRELIMINARY
from datasets.rules.units import WrittenUnit
from datasets.structure import Paragraph
from datasets.text import Span
from schemas.vocabulary import Basis, Comparator, Measure

PREDICATE = re.compile(any_of(PREDICATES))
HEAD_JOINT = re.compile(r"、|和|与|以及|及")
QUOTE_REACH = 400  # characters a quote may go back to the name of its figure
RANK_REACH = 14  # characters before the numeral that a rank may start at
MOST_HEADS = 12


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


class Named(Struct, frozen=True):
    """The name of a figure, the span of its quote, and the rule that found it."""

    name: str
    quote: Span
    rule: str


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
        self.calendar = Calendar(document, paragraph, sentence)
        self.subject: Named | None = None
        self.names: list[str] = []  # of the figures so far, for a 分别 that looks back
        self.pending: list[str] = []  # heads that wait for the next figures of a list
        self.group: list[str] = []  # the heads of the last list
        self.list_tie = Tie()
        self.in_list = 0  # figures still to come in the current list
        self.estimated_from = self.first_of((ESTIMATED,))
        self.preliminary_from = self.first_of(PRELIMINARY)

    def first_of(self, words: Iterable[str]) -> int:
        """Where the first of some words stands in the sentence; its end when none does."""
        places = (self.text.find(word, self.sentence.start, self.sentence.end) for word in words)
        return min((place for place in places if place >= 0), default=self.sentence.end)

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
        if rank := self.rank_at(numeral):
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
        if self.in_list and not words:
            return self.next_of_list(left, right)
        self.in_list, self.pending = self.list_length(right), []
        if heads := self.shared_heads(left, words):
            return self.first_of_list(left, right, *heads)
        if noun := self.noun(left, right, words):
            return self.remember(noun)
        if words and not (words.startswith("占") and self.subject):
            return self.remember(Named(self.completed(words), Span(left.start, right.end), "named_value"))
        return self.from_before(words, left, right)

    def completed(self, words: str) -> str:
        """A head without its verbs, made whole if it leans on the one before."""
        return completed(bare(words), self.subject.name if self.subject else "")

    def remember(self, named: Named) -> Named:
        """Make a name the one that later figures may lean on."""
        self.subject = named
        self.names = [*self.names, named.name][-MOST_HEADS:]
        self.list_tie = Tie()
        return named

    def list_length(self, right: Right) -> int:
        """How many more values of the same unit follow, joined by 、 or 和 alone (8%、10%和12%)."""
        more, end = 0, right.end
        while more < MOST_HEADS and (joint := JOINT.match(self.text, end)):
            numeral = next(iter(self.document.numerals_in(joint.end(), joint.end() + 1)), None)
            following = right_of(self.document, numeral) if numeral else None
            if following is None or following.unit is None or following.unit != right.unit:
                break
            more, end = more + 1, following.end
        return more

    def shared_heads(self, left: Left, words: str) -> tuple[int, list[str]] | None:
        """The heads of a list of values, and where the first starts: in its clause, or those of the figures before."""
        if not self.in_list and not left.tie.distributed:
            return None
        if not words:
            heads = self.group if len(self.group) == self.in_list + 1 else self.distinct_names(self.in_list + 1)
            looks_back = left.tie.distributed or (bool(left.tie.sign) and heads == self.group)
            return (self.start_before(left), heads) if heads and looks_back and self.in_list else None
        marks = [mark.end() for mark in STRONG_CLAUSE.finditer(self.text, self.boundary, left.name_end)]
        start = after_leads(self.text, marks[-1] if marks else self.boundary, left.name_end)
        heads = spread([bare(head) for head in HEAD_JOINT.split(self.text[start : left.name_end]) if head])
        fits = len(heads) > 1 and (left.tie.distributed or len(heads) == self.in_list + 1)
        return (start, heads) if fits else None

    def distinct_names(self, count: int) -> list[str]:
        """The last names of the sentence, each once."""
        names = list(dict.fromkeys(self.names))
        return names[-count:] if len(names) >= count else []

    def start_before(self, left: Left) -> int:
        """Where a quote starts that goes back to an earlier name, if that is near."""
        if self.subject and left.name_end - self.subject.quote.start <= QUOTE_REACH:
            return self.subject.quote.start
        return left.start

    def first_of_list(self, left: Left, right: Right, start: int, heads: list[str]) -> Named:
        """The first value of a list; one value for all heads when the list has no more (A、B分别下降3%)."""
        named = self.remember(Named(heads[0], Span(start, right.end), "shared_head"))
        self.names = [*self.names[:-1], *heads][-MOST_HEADS:]
        self.group, self.pending, self.list_tie = heads, heads[1:], left.tie
        return named

    def next_of_list(self, left: Left, right: Right) -> Named | None:
        """A further value of a list: for the next head, else for the same one."""
        self.in_list -= 1
        if self.subject is None:
            return None
        name = self.pending.pop(0) if self.pending else self.subject.name
        return Named(name, Span(self.start_before(left), right.end), "shared_head")

    def from_before(self, words: str, left: Left, right: Right) -> Named | None:
        """A name from earlier in the sentence: a whole for 占, or the last one."""
        if self.subject is None:
            return None
        quote = Span(self.start_before(left), right.end)
        self.list_tie = left.tie
        return Named(self.subject.name + words, quote, "share_of" if words else "earlier_head")

    def noun(self, left: Left, right: Right, words: str) -> Named | None:
        """The noun behind a counted unit (7个老旧小区改造), up to its predicate, when it names the figure better."""
        is_counted = right.unit is not None and right.unit.rule.dimension in COUNTED and right.comparator != "approx"
        measured = right.unit is not None and not words and self.subject is None
        match = NOUN.match(self.text, right.end, self.sentence.end) if is_counted or measured else None
        if match is None:
            return None
        predicate = PREDICATE.search(match[0], 2)
        noun = match[0][: predicate.start() if predicate else None]
        return Named(counted(words, noun, bool(predicate)), Span(left.start, right.end + len(noun)), "counted_noun")

    def quantity(self, numeral: Numeral, left: Left, right: Right, named: Named) -> Quantity:
        """Put a figure together."""
        tie = left.tie.behind(self.list_tie) if named.rule == "shared_head" else left.tie
        measure = measure_of(named.name, right.unit, tie)
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

    def rank_at(self, numeral: Numeral) -> re.Match[str] | None:
        """The rank a numeral is the place of."""
        for shape in (RANK, RANK_MOVED):
            for match in shape.finditer(self.text, max(self.boundary, numeral.start - RANK_REACH), numeral.end + 2):
                if match.start("place") == numeral.start:
                    return match
        return None

    def rank(self, numeral: Numeral, match: re.Match[str]) -> Quantity | None:
        """A place in an order: 全市第一, 居全省第3位, 上升至第7位."""
        left = left_of(self.text, self.boundary, match.start())
        words = RANK_FIELD.sub("", self.text[left.name_start : left.name_end]).strip(" (")
        quote = Span(left.start, match.end())
        if words:
            named = self.remember(
                Named(completed(bare(words), self.subject.name if self.subject else ""), quote, "rank")
            )
        elif self.subject:
            named = Named(self.subject.name, Span(self.start_before(left), match.end()), "rank")
        else:
            return None
        self.boundary = match.end()
        return Quantity(
            name=named.name,
            measure="rank",
            value=value_of(numeral),
            unit=None,
            quote=named.quote,
            figure=Span(numeral.start, numeral.end),
            numerals=(numeral.start,),
            rule="rank",
            paragraph=self.paragraph,
            period=self.calendar.period(numeral.start, left.tie, "rank"),
        )
