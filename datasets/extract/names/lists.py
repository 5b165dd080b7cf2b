"""Values in a row: how many follow, what closes them, and what one leaves to the next to say."""

from re import Pattern

from msgspec.structs import replace

from datasets.extract.names.measures import COUNTED
from datasets.extract.names.nouns import noun_at
from datasets.extract.names.sides import Left, Right, right_of
from datasets.reading.document import Document
from datasets.reading.numerals import Numeral
from datasets.reading.text import Span
from datasets.rules.grammar import CHANGED_JOINT, JOINT, LIST_MARK, NOUN_END, TO_ONE
from datasets.rules.links import BARE_NOUNS, FIELDS, LEVELS
from datasets.rules.numerals import MYRIADS
from schemas.vocabulary import Comparator

MOST_HEADS = 12
CLASSES = ("类", "大类", "件", "个方面")  # units that another count may follow
KINDS = ("大", "大类", "类")
LONGEST_NOUN = 40  # characters
SIZES = ("area", "length", "mass", "volume")  # dimensions that say how large what is counted is


def joined_numeral(document: Document, place: int, joint_shape: Pattern[str] = JOINT) -> Numeral | None:
    """The numeral that 、 or 和 joins to what ends at a place."""
    joint = joint_shape.match(document.text, place)
    return next(iter(document.numerals_in(joint.end(), joint.end() + 1)), None) if joint else None


def values_behind(document: Document, right: Right, distributed: bool) -> tuple[int, Comparator | None]:
    """How many more values follow, joined by 、 or 和 alone (8%、10%和12%), and the bound that closes such a list.

    They are of the same unit, but for 分别; a bound behind counts is that of its own item.
    """
    more, end, bound = 0, right.end, None
    while more < MOST_HEADS and (numeral := joined_numeral(document, end, CHANGED_JOINT if distributed else JOINT)):
        following = right_of(document, numeral)
        mixed = distributed and document.text[end] != ","
        if following.unit is None or (following.unit != right.unit and not mixed):
            break
        more, end = more + 1, following.end
        if distributed and following.unit.rule.dimension not in COUNTED:
            bound = following.comparator
    return more, bound


def shared_predicate(document: Document, span: Span) -> str | None:
    """What a bare noun leaves to the next count to say: 3个县级市和2个县获评文明城市."""
    for _ in range(MOST_HEADS):
        is_bare = document.printed(span.start, span.end) in BARE_NOUNS
        numeral = joined_numeral(document, span.end) if is_bare else None
        start = right_of(document, numeral).end if numeral else span.end
        noun = noun_at(document.text, start, start + LONGEST_NOUN) if numeral else None
        if noun is None or noun.is_verb or noun.predicate:
            return noun.predicate if noun and not noun.is_verb else None
        span = noun.span
    return None


def rest_of_next(document: Document, place: int) -> str:
    """What a level leaves to the next count to say: 20个国家级、19个省级重点县."""
    numeral = joined_numeral(document, place)
    start = right_of(document, numeral).end if numeral else place
    noun = noun_at(document.text, start, start + LONGEST_NOUN) if numeral else None
    words = NOUN_END.sub("", document.printed(noun.span.start, noun.span.end)) if noun else ""
    return next((words.removeprefix(level) for level in (*LEVELS, *FIELDS) if words.startswith(level)), "")


def numerals_used(text: str, numeral: Numeral, upper: Numeral | None) -> tuple[int, ...]:
    """The numerals a figure uses: both ends of a range, both sides of 2.33:1."""
    to_one = TO_ONE.match(text, numeral.end)
    others = (upper.start,) if upper else (to_one.start("one"),) if to_one else ()
    return (numeral.start, *others)


def behind_examples(text: str, boundary: int, left: Left, right: Right) -> bool:
    """Whether kinds are counted whose examples stand before them: 汽车、能源及环保6大支柱产业."""
    listed = text[left.start - 1 : left.start] == "、" and boundary < left.start - 1
    return listed and right.unit is not None and right.unit.form in KINDS


def scaled_alike(text: str, numeral: Numeral, upper: Numeral | None) -> Numeral:
    """The lower end of a range with the scale that only the upper one has: 三十至五十万 are 300000 to 500000."""
    scale = MYRIADS.get(text[upper.end - 1]) if upper and upper.script == numeral.script == "chinese" else None
    if scale is None or numeral.value is None or set(text[numeral.start : numeral.end]) & MYRIADS.keys():
        return numeral
    return replace(numeral, value=numeral.value * scale)


def behind_count(document: Document, right: Right) -> int:
    """Where the noun of a count starts; of 9大类45项工程 both count the same."""
    if right.unit is None or right.unit.form not in CLASSES:
        return max(behind_people(document, right), behind_size(document, right))
    following = next(iter(document.numerals_in(right.end, right.end + 1)), None)
    return right_of(document, following).end if following else right.end


def behind_people(document: Document, right: Right) -> int:
    """Where the noun of households starts whose members are counted behind them: 3164户、6779名贫困人口."""
    following = next(iter(document.numerals_in(right.end, right.end + 1)), None) or joined_numeral(document, right.end)
    if following is None or right.unit is None or right.unit.rule.base != "household":
        return right.end
    people = right_of(document, following)
    return people.end if people.unit and people.unit.rule.base == "person" else right.end


def behind_size(document: Document, right: Right) -> int:
    """Where the noun of a count starts whose size is told between them: 230栋、40万平方米老旧住宅."""
    size = joined_numeral(document, right.end)
    told = right_of(document, size) if size else right
    measured = told.unit is not None and told.unit.rule.dimension in SIZES
    return told.end if measured and noun_at(document.text, told.end, told.end + LONGEST_NOUN) else right.end


def behind_list_mark(text: str, sentence: Span) -> Span:
    """A sentence without the mark of the list it is in."""
    mark = LIST_MARK.match(text, sentence.start, sentence.end)
    return Span(mark.end(), sentence.end) if mark else sentence
