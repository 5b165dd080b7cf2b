"""The unit of a numeral: what is written behind it, or what only the last of a list says."""

from functools import cache

from datasets.reading.document import Document
from datasets.reading.numerals import Numeral
from datasets.rules.grammar import BEFORE_UNIT, JOINT, UNLESS, lengths_by
from datasets.rules.units import WrittenUnit, written_units

MEASURED = ("area", "length", "mass", "volume", "money", "energy")  # dimensions
SHARED_REACH = 12  # characters from 分别 to the first value
MOST_ELIDED = 8  # figures of a list without their unit


def elided_unit(document: Document, numeral: Numeral, end: int, unit: WrittenUnit | None) -> WrittenUnit | None:
    """The unit of a figure in a list, when only the last says it whole: 7.4个和7.7个百分点, 3、4和5.5%."""
    if numeral.script != "arabic" or not (unit is None or unit.form == "个"):
        return unit
    for _ in range(MOST_ELIDED):
        joint = JOINT.match(document.text, end)
        following = next(iter(document.numerals_in(joint.end(), joint.end() + 1)), None) if joint else None
        if following is None or following.script != "arabic":
            return unit
        end, said, _more = unit_at(document.text, following.end)
        if said and (said.rule.dimension in ("ratio", "point") or is_shared_out(document.text, numeral, said)):
            return said
        if said != unit:
            return unit
    return unit


def is_shared_out(text: str, numeral: Numeral, unit: WrittenUnit) -> bool:
    """Whether a list of measured values is handed out to its heads: 分别达到21和4.65平方米."""
    measured = unit.rule.dimension in MEASURED
    return measured and text.find("分别", max(0, numeral.start - SHARED_REACH), numeral.start) >= 0


def unit_at(text: str, place: int) -> tuple[int, WrittenUnit | None, bool]:
    """The unit at a place, where it ends, and whether 余 or 多 makes it 'more than'."""
    before = BEFORE_UNIT.match(text, place)
    if before:
        for start, scale in ((before.end(), before["scale"] or ""), (place, "")):
            if found := bare_unit_at(text, start):
                end, form = found
                unit = written_units().get(scale + form, written_units()[form])
                return end, unit, start > place and bool(before["more"] or before["some"])
    return place, None, False


@cache
def unit_lengths() -> dict[str, list[int]]:
    """How long the units are that begin with a character, the longest first."""
    return lengths_by(lambda form: form[:1], written_units())


def bare_unit_at(text: str, place: int) -> tuple[int, str] | None:
    """The longest written unit at a place, unless what follows makes it another word."""
    while text[place : place + 1] == " ":
        place += 1
    for length in unit_lengths().get(text[place : place + 1], ()):
        unit = written_units().get(text[place : place + length])
        if unit and len(unit.form) == length:
            unless = UNLESS.get(unit.rule.form)
            if unless is None or not unless.match(text, place + length):
                return place + length, unit.form
    return None
