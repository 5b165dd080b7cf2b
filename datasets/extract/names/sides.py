"""What stands on either side of a numeral: its unit and closing bound, and the words that tie it to its name."""

from re import Match

from msgspec import Struct
from msgspec.structs import replace

from datasets.extract.names.units import elided_unit, unit_at
from datasets.reading.document import Document
from datasets.reading.marks import clause_start, outside_bracket, strong_start
from datasets.reading.numerals import Numeral, year_of
from datasets.rules.calendar import PLAN_ENDS
from datasets.rules.grammar import (
    ABOUT_A_PART,
    AFTER,
    ARRIVES,
    BESIDE_UNIT,
    BOUND_AFTER,
    ENDS_IN_VERB,
    EXAMPLES,
    FALLS,
    GAP_CUE,
    KEPT_VERB_FIRST,
    LEAD,
    LONGEST_TIME,
    MONEY_UNSAID,
    ONLY_VERBS,
    PREDICATE,
    RANGE,
    SCALED_RANGE,
    STARTS_A_CLAUSE,
    TIME_ENDS,
    TIMES,
    TO_ONE,
    VERB_FIRST,
    YEARS_LONG,
    Tie,
    tie_lengths,
    ties,
)
from datasets.rules.links import GLUED, LEADING_CHANGES, LEADING_RATES, NOT_CHANGES
from datasets.rules.units import WrittenUnit, written_units
from schemas.vocabulary import Comparator

PER_CENT = 100
CHANGES_OF_RATES = LEADING_CHANGES | LEADING_RATES
ANY_CHANGE = tuple(CHANGES_OF_RATES)
GOVERNING = 2  # characters of a verb that opens a clause, and holds for the whole head
LONGEST_HEAD = 24  # characters of the parts before the last
MONEY_REACH = 10  # characters before an amount without its unit
LONGEST_VERB = 4  # characters of a part that is only a verb


class Right(Struct, frozen=True, gc=False):
    """What stands behind a numeral: unit, bound, the upper end of a range, and where it all ends."""

    unit: WrittenUnit | None
    end: int
    comparator: Comparator | None = None
    upper: Numeral | None = None


class Left(Struct, frozen=True, gc=False):
    """What stands before a numeral: where its clause and its name start and end, and what ties them."""

    start: int
    name_start: int
    name_end: int
    tie: Tie
    place: int = 0  # of the figure


def right_of(document: Document, numeral: Numeral) -> Right:
    """Read unit, range and bound behind a numeral."""
    if numeral.per:
        written = "百分之" if numeral.per == PER_CENT else "千分之"
        upper = upper_of_parts(document, numeral)
        return bounded(document.text, Right(written_units()[written], (upper or numeral).end, upper=upper))
    end, unit, more = unit_at(document.text, numeral.end)
    unit = elided_unit(document, numeral, end, unit)
    if beside := BESIDE_UNIT.match(document.text, end):
        end = beside.end()
    scaled = SCALED_RANGE.match(document.text, numeral.end)
    gap = scaled or RANGE.match(document.text, end)
    upper = next(iter(document.numerals_in(gap.end(), gap.end() + 1)), None) if gap else None
    if upper and upper.value is not None:
        upper_end, upper_unit, _ = unit_at(document.text, upper.end)
        alike = scaled is None or (upper_unit is not None and upper_unit.form.startswith(scaled["scale"]))
        if upper_unit and (scaled or unit in (None, upper_unit)) and alike:
            return bounded(document.text, Right(upper_unit, upper_end, upper=upper))
    if unit is None and MONEY_UNSAID.search(document.text, max(0, numeral.start - MONEY_REACH), numeral.end + 1):
        unit = written_units()["元"]  # 产值突破百亿,
    if unit is None and (to_one := TO_ONE.match(document.text, end)):
        end = to_one.end()
    return bounded(document.text, Right(unit, end, "gt" if more else None))


def upper_of_parts(document: Document, numeral: Numeral) -> Numeral | None:
    """The upper end of a range of parts: 百分之五至六, 百分之三到百分之四."""
    gap = RANGE.match(document.text, numeral.end)
    upper = next(iter(document.numerals_in(gap.end(), gap.end() + 1)), None) if gap else None
    if upper is None or upper.value is None:
        return None
    alone = upper.script == "chinese" and unit_at(document.text, upper.end)[1] is None
    return upper if upper.per == numeral.per or (upper.per is None and alone) else None


def bounded(text: str, right: Right) -> Right:
    """Add the bound that closes a figure."""
    match = BOUND_AFTER.match(text, right.end)
    return replace(right, end=match.end(), comparator=AFTER[match["after"]]) if match else right


def left_of(text: str, boundary: int, place: int) -> Left:
    """Read backwards from a place, no further than a boundary: peel off the words that tie a figure to its name."""
    start, end, tie = clause_start(text, boundary, place), place, Tie()
    while peeled := time_before(text, start, end) or tie_before(text, start, end):
        end, word = peeled
        tie = tie.behind(word)
    start = whole_head(text, boundary, outside_bracket(text, boundary, start, end), end)
    if tie.comparator is None and ABOUT_A_PART.search(text, start, end):
        tie = tie.behind(Tie(comparator="approx"))  # 约占全市生产总值的40%
    return Left(start, after_leads(text, start, end), end, tie, place)


def with_leading_change(text: str, left: Left, right: Right) -> Left:
    """A head that opens with a change (提高低保标准10%): the change goes to the tie, the rest is the name."""
    words, between = text[left.name_start : left.name_end], text[left.name_end : left.place]
    is_rate = right.unit is not None and right.unit.rule.dimension == "ratio" and not ARRIVES.search(between)
    changes = CHANGES_OF_RATES if is_rate else LEADING_CHANGES
    if not words.startswith(ANY_CHANGE):
        return left
    change = next((word for word in changes if words.startswith(word)), None)
    if change is None or words.startswith(NOT_CHANGES) or len(words) < len(change) + 2 or left.tie.sign:
        return left
    tie = left.tie.behind(Tie(sign=changes[change]))
    return replace(left, name_start=after_leads(text, left.name_start + len(change), left.name_end), tie=tie)


def whole_head(text: str, boundary: int, start: int, end: int) -> int:
    """Where a head with 、 inside starts: no figure stands between its parts (农用地、重点建设用地安全利用率)."""
    if end <= start or text[start - 1 : start] != "、" or LEAD.match(text, start):
        return start
    opened = strong_start(text, boundary, start)
    if start - opened > LONGEST_HEAD:
        *_, opened = (opened, *(match.end() for match in EXAMPLES.finditer(text, opened, start)))
    if start - opened > LONGEST_HEAD:
        return start
    if ONLY_VERBS.fullmatch(text, after_leads(text, opened, start), start - 1) and VERB_FIRST.match(text, start, end):
        return opened  # 新建、改造公园61个
    is_tail_of_list = text[opened : opened + 1] == "、"  # a figure stands right before
    before = text[text.rfind("、", opened, start - 1) + 1 or opened : start - 1]
    acts = len(before) > LONGEST_VERB and not ENDS_IN_VERB.search(before) and KEPT_VERB_FIRST.match(text, start)
    is_clause = PREDICATE.search(text, opened + GOVERNING, start) or STARTS_A_CLAUSE.match(text, start)
    return start if is_tail_of_list or acts or is_clause or YEARS_LONG.search(text, opened, start) else opened


def time_before(text: str, start: int, end: int) -> tuple[int, Tie] | None:
    """A time or a comparison that ends at a place, and where it starts."""
    near = max(start, end - LONGEST_TIME)
    shapes = TIMES if text[end - 1 : end] in TIME_ENDS else TIMES[-1:] if GAP_CUE.search(text, near, end) else ()
    for shape in shapes:
        for match in shape.finditer(text, near, end):
            if match.end() == end:
                return match.start(), time_tie(match)
    return None


def time_tie(match: Match[str]) -> Tie:
    """What a time or a comparison says."""
    groups = match.groupdict()
    if groups.get("minus"):
        return Tie(is_minus=True)
    if groups.get("over"):
        return Tie(comparator="gt")
    if groups.get("ended"):
        return Tie(at_year=PLAN_ENDS.get(groups["ended"]))
    if groups.get("plan"):
        return Tie(basis="cumulative", since_year=PLAN_ENDS.get(groups["plan"]))
    if bound := groups.get("bound"):
        return Tie(comparator=ties()[bound].comparator)
    if gap := groups.get("gap"):
        return Tie(is_gap=True, sign=-1 if gap.startswith(FALLS) or gap.endswith(FALLS) else 1, comparator="eq")
    return Tie(
        since_year=year_of(groups["since"]) if groups.get("since") else None,
        at_year=year_of(groups["at"]) if groups.get("at") else None,
        month=int(groups["month"]) if groups.get("month") else None,
    )


def tie_before(text: str, start: int, end: int) -> tuple[int, Tie] | None:
    """The longest tie that ends at a place, and where it starts."""
    while end > start and text[end - 1] == " ":
        end -= 1
    known = ties()
    for length in tie_lengths().get(text[end - 1], ()) if end > start else ():
        if length <= end - start:
            word = text[end - length : end]
            if (tie := known.get(word)) is not None and not is_glued(text, end - length, word):
                return end - length, tie
    return None


def is_glued(text: str, place: int, word: str) -> bool:
    """Whether a tie is the end of another word: 约 in 节约30亿元."""
    return place > 0 and text[place - 1] in GLUED.get(word, ())


def after_leads(text: str, start: int, end: int) -> int:
    """Where a name starts, behind the words a clause opens with."""
    while (lead := LEAD.match(text, start, end)) and lead.end() > start:
        start = lead.end()
    return start
