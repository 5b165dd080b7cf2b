"""Sentences to quantities: each figure with its name, kind, unit and bound.

Indicators and targets are made from these.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from datasets.extract.carried_times import with_carried_times
from datasets.extract.names.heads import plain
from datasets.extract.names.lists import behind_list_mark, numerals_used, scaled_alike
from datasets.extract.names.measures import is_multiple, measure_of, states_quantity, value_of
from datasets.extract.names.named import Named
from datasets.extract.names.naming import Namer
from datasets.extract.names.ranks import rank_at, rank_named
from datasets.extract.names.shares import duration_subject, structure_at
from datasets.extract.names.sides import Left, Right, left_of, right_of, with_leading_change
from datasets.extract.names.verbs import is_only_counted
from datasets.extract.periods import Calendar, Counted
from datasets.extract.quantity import Quantity
from datasets.reading.document import Document
from datasets.reading.numerals import Numeral
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.reading.times import Time
from datasets.rules.changes import FALLING_NAMES
from datasets.rules.grammar import (
    AHEAD,
    BARE_ZERO,
    INDEX,
    INDEX_MOVED,
    MEDAL_NAMES,
    MEDALS,
    OF_LAST_YEAR,
    PACE,
    PLACES_COUNTED,
    RANK_TOP,
    SECTORS,
    TO_ONE,
    Tie,
)
from datasets.rules.strength import ESTIMATED, PRELIMINARY
from datasets.rules.units import written_units
from schemas.vocabulary import Basis, Measure

INDEX_REACH = 8  # characters before the numeral that the name of an index may end in
UNCOUNTED = tuple("第年-/、·.:(")  # what stands before a number that counts no places
TASK_LENGTH = 12  # characters of a name that may tell of a task
SIGNED = ("ratio", "point")  # a dash before other units is that of a range or of a name: 长江-12.5米深水航道
TOTAL_REACH = 40  # characters before the numeral that 累计 may stand in


def quantities(document: Document, excluded: frozenset[int]) -> Iterator[Quantity]:
    """Every quantity the rules read, in reading order; `excluded` holds the places of numerals to pass over."""
    for paragraph, sentence, carried in with_carried_times(document):
        numerals = document.numerals_in(sentence.start, sentence.end)
        candidates = [n for n in numerals if n.value is not None and n.start not in excluded]
        if candidates:
            yield from SentenceReader(document, paragraph, sentence, carried).read(candidates)


class SentenceReader:
    """Reads one sentence from left to right, and remembers what the figures before were about."""

    def __init__(self, document: Document, paragraph: Paragraph, sentence: Span, carried: Time | None = None) -> None:
        self.document = document
        self.text = document.text
        self.paragraph = paragraph
        self.sentence = sentence
        self.namer = Namer(document, behind_list_mark(document.text, sentence))
        self.others: tuple[str, ...] = ()  # further names of the figure at hand
        self.calendar = Calendar(document, paragraph, sentence, carried)
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
            if structure := structure_at(self.text, numeral.start):
                yield from self.structure(Span(*structure.span()))
                continue
            if self.text.startswith(("金", "银"), numeral.end) and (medals := MEDALS.match(self.text, numeral.start)):
                yield from self.medals(Span(*medals.span()))
                continue
            quantity, upper = self.figure(numeral)
            if quantity:
                self.last = quantity
                self.namer.boundary = max(self.namer.boundary, quantity.quote.end)
                yield quantity
                for again, name in enumerate(self.others, 1):
                    yield replace(quantity, name=plain(name), again=again)

    def figure(self, numeral: Numeral) -> tuple[Quantity | None, Numeral | None]:
        """The quantity a numeral states, if the rules can read it, and the numeral that ends its range."""
        self.others = ()
        if ahead := AHEAD.match(self.text, numeral.start - len("提前")):
            return self.ahead(numeral, ahead), None
        if rank := rank_at(self.text, self.namer.boundary, numeral):
            return self.rank(numeral, rank), None
        right = right_of(self.document, numeral)
        numeral = scaled_alike(self.text, numeral, right.upper)
        if right.unit is None and (places := PLACES_COUNTED.match(self.text, numeral.end)):
            return self.places(numeral, places), None
        if named := duration_subject(self.document, numeral, right):
            return self.quantity(numeral, Left(numeral.start, numeral.start, numeral.start, Tie()), right, named), None
        if not self.is_figure(numeral, right):
            return None, None
        left = with_leading_change(self.text, left_of(self.text, self.namer.boundary, numeral.start), right)
        named = self.namer.named(left, right)
        self.namer.boundary = right.end
        self.others = named.others if named else ()
        return (self.quantity(numeral, left, right, named) if named else None), right.upper

    def ahead(self, numeral: Numeral, match: re.Match[str]) -> Quantity:
        """How long before its time a task was done: 提前3个月完成下达任务."""
        right = Right(written_units()[match["unit"].replace("多", "")], match.end())
        named = Named("提前" + self.namer.source[slice(*match.span("what"))], Span(*match.span()), "ahead")
        return self.quantity(numeral, Left(match.start(), match.start(), match.start(), Tie()), right, named)

    def places(self, numeral: Numeral, match: re.Match[str]) -> Quantity | None:
        """Places counted without a classifier: 对口帮扶9省54县(市、区)."""
        if numeral.script != "arabic" or self.text[numeral.start - 1 : numeral.start] in UNCOUNTED:
            return None
        start = left_of(self.text, self.namer.boundary, numeral.start).start
        named = Named(self.namer.source[slice(*match.span("noun"))], Span(start, match.end()), "counted_noun")
        self.namer.boundary = match.end()
        return self.quantity(numeral, Left(start, start, start, Tie()), Right(None, match.end()), named)

    def structure(self, span: Span) -> Iterator[Quantity]:
        """The parts of a structure (三次产业结构为12.4:65.8:21.8): shares without a unit, one for each sector."""
        namer = self.namer
        left = left_of(self.text, namer.boundary, span.start)
        words = namer.source[left.name_start : left.name_end]
        named = namer.remember(Named(words, Span(left.start, span.end), "structure")) if words else namer.subject
        namer.boundary = span.end
        parts = self.document.numerals_in(span.start, span.end)
        for part, sector in zip(parts, SECTORS, strict=False):
            if named and named.is_short and part.value is not None:
                name = sector if "产业" in named.name and len(parts) == len(SECTORS) else named.name
                quote = Span(min(named.quote.start, left.start), span.end)
                yield self.quantity(part, left, Right(None, part.end), Named(name, quote, "structure"))

    def medals(self, span: Span) -> Iterator[Quantity]:
        """Medals in short: 7金3银5铜."""
        start = left_of(self.text, self.namer.boundary, span.start).start
        self.namer.boundary = span.end
        for won in self.document.numerals_in(span.start, span.end):
            if won.value is not None:
                named = Named(MEDAL_NAMES[self.text[won.end]], Span(start, span.end), "counted_noun")
                yield self.quantity(won, Left(start, start, start, Tie()), Right(None, won.end), named)

    def is_figure(self, numeral: Numeral, right: Right) -> bool:
        """Whether a numeral states a quantity: with a unit, as a zero, or as the level of an index (指数达到92)."""
        if self.text[numeral.start - 1 : numeral.start] == "第":
            return False
        if states_quantity(self.text, numeral, right.unit) or BARE_ZERO.match(self.text, numeral.start):
            return True
        near = max(self.namer.boundary, numeral.start - INDEX_REACH)
        is_index = (INDEX.search(self.text, near, numeral.start) or TO_ONE.match(self.text, numeral.end)) is not None
        moved = self.last is not None and self.last.unit is None and INDEX_MOVED.search(self.text, near, numeral.start)
        return right.unit is None and numeral.script == "arabic" and (is_index or bool(moved))

    def quantity(self, numeral: Numeral, left: Left, right: Right, named: Named) -> Quantity:
        """Put a figure together."""
        rest = replace(self.namer.list_tie, is_minus=False)  # 分别为-0.2%和4.0%
        tie = left.tie.behind(rest) if named.rule in ("shared_head", "name_behind") else left.tie
        if right.unit and right.unit.rule.dimension == "ratio" and PACE.match(self.text, right.end):
            tie = tie.behind(Tie(sign=1))
        if named.rule == "earlier_head" and self.repeats(named, right, tie):
            tie = tie.behind(replace(self.last_tie, is_origin=False))
        self.last_tie = tie
        if named.rule == "counted_noun" and is_only_counted(named.name, self.text[left.name_end : numeral.start]):
            tie = replace(tie, sign=0)
        if is_multiple(right.unit) and OF_LAST_YEAR.search(self.text, left.name_end, numeral.start):
            tie = replace(tie, is_part=True)  # 是上年的1.9倍 tells how it grew
        if tie.is_part and "完成" in self.text[left.start : left.name_end] + named.name[-TASK_LENGTH:]:
            tie = replace(tie, is_part=False)  # 完成预算数的89% tells how far a task got
        written = self.text[numeral.start : numeral.end]
        measure: Measure = "share" if named.rule == "structure" else measure_of(named.name, right.unit, tie, written)
        falls = tie.sign < 0 or named.name.endswith(FALLING_NAMES)
        is_minus = tie.is_minus and (right.unit is None or right.unit.rule.dimension in SIGNED)
        sign = -1 if is_minus or (falls and measure in ("growth", "change")) else 1
        tie = tie.behind(Tie(basis=self.running_total(left, numeral, measure)))
        counted = Counted(measure, named.name, right.unit.form if right.unit else "", self.namer.turn)
        period = self.calendar.period(numeral.start, tie, counted)
        return Quantity(
            name=plain(named.name),
            measure=measure,
            value=value_of(numeral) * sign,
            unit=right.unit,
            quote=named.quote,
            figure=Span(numeral.start, (right.upper or numeral).end),
            numerals=numerals_used(self.text, numeral, right.upper),
            rule=named.rule,
            paragraph=self.paragraph,
            period=period,
            basis="multiple" if measure == "growth" and is_multiple(right.unit) else period.basis,
            high=value_of(right.upper) * sign if right.upper else None,
            comparator=right.comparator or tie.comparator or self.namer.list_bound or "eq",
            is_estimated=self.estimated_from < numeral.start,
            is_preliminary=self.preliminary_from < numeral.start,
        )

    def running_total(self, left: Left, numeral: Numeral, measure: Measure) -> Basis | None:
        """Whether an amount adds up over the years the sentence spans (五年累计新增就业50万人)."""
        said = self.text.find("累计", max(left.start, numeral.start - TOTAL_REACH), numeral.start) >= 0
        adds_up = said and measure in ("level", "change") and self.calendar.span(numeral.start) is not None
        return "cumulative" if adds_up else None

    def repeats(self, named: Named, right: Right, tie: Tie) -> bool:
        """Whether a figure without a change word states the change before it again (增长7%以上、力争8%)."""
        last = self.last
        return bool(
            last and last.measure == "growth" and last.name == named.name and last.unit == right.unit and not tie.sign
        )

    def rank(self, numeral: Numeral, match: re.Match[str]) -> Quantity | None:
        """A place in an order: 全市第一, 居全省第3位, 上升至第7位, 全国首个."""
        left = left_of(self.text, self.namer.boundary, match.start())
        last = self.last.name if self.last and self.last.measure == "rank" else None
        named = rank_named(self.namer, left, match, last)
        if named is None or not named.is_short:
            return None
        self.others = named.others
        self.namer.boundary = match.end()
        return Quantity(
            name=plain(named.name),
            measure="rank",
            value=value_of(numeral),
            unit=None,
            quote=named.quote,
            figure=Span(numeral.start, numeral.end),
            numerals=(numeral.start,),
            rule="rank",
            comparator="le" if match.re is RANK_TOP else "eq",
            paragraph=self.paragraph,
            period=self.calendar.period(numeral.start, left.tie, Counted("rank", named.name)),
        )
