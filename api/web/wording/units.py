"""Amounts and their units in English: 155.5 亿元 is 15.55 billion yuan. The registry of a release names the units."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeGuard

from msgspec import Struct

CLOSE = ("%", "‰", "℃")  # units that stand at their number, and are signs in both languages
SHARES = {"百分之": "%", "千分之": "‰"}  # what stands before its number as it is written, and as a sign behind it
MAGNITUDES = {  # what may stand before a unit, the longest first: a power of ten, and what it is called before one
    "万亿": (12, "trillion"),
    "千亿": (11, "100 billion"),
    "百亿": (10, "10 billion"),
    "十亿": (9, "billion"),
    "千万": (7, "10 million"),
    "百万": (6, "million"),
    "十万": (5, "100,000"),
    "亿": (8, "100 million"),
    "万": (4, "10,000"),
    "千": (3, "1,000"),
    "百": (2, "100"),
}
WORDS = ((12, "trillion"), (9, "billion"), (6, "million"))  # of large amounts
NOUN = re.compile(r"(?P<nouns>.+?)(?P<of>(?: (?:a|of|per|to) .+)?)")  # of kilometres a day, the kilometres are several
SAME = {  # in the plural as in the singular
    *("TEU", "aircraft", "dan", "fen", "fish", "head", "jiao", "jin", "mu", "petaflops", "times", "yuan"),
}
PLURALS = (  # how words end in the singular and in the plural; the first that fits
    (re.compile(r"person\Z"), "people"),
    (re.compile(r"(?<=[^aeiou])y\Z"), "ies"),
    (re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))\Z"), "es"),
    (re.compile(r"\Z"), "s"),
)


class Speech(Struct, frozen=True):
    """A language, and what units are called in it by how they are written. In Chinese they stay as they are written."""

    language: str
    units: Mapping[str, str] = MappingProxyType({})

    def unit(self, unit: str | None) -> str:
        """A unit by itself: 100 million yuan; one without a name as it is written."""
        if not self.is_named(unit):
            return SHARES.get(unit or "", unit or "")
        magnitude, noun = self.parts(unit)
        return f"{MAGNITUDES[magnitude][1] if magnitude else ''} {several(noun)}".strip()

    def amount(self, value: float, high: float | None, unit: str | None) -> tuple[float, float | None, str]:
        """A value, or one and the end of its range, and the unit, as they are said: 15.55 and billion yuan."""
        unit = SHARES.get(unit or "", unit)
        if not self.is_named(unit):
            return value, high, unit or ""
        magnitude, noun = self.parts(unit)
        power = MAGNITUDES[magnitude][0] if magnitude else 0
        ends = [scaled(one, power) for one in (value, high) if one is not None]
        of, word = next((one for one in WORDS if max(map(abs, ends)) >= 10 ** one[0]), (0, ""))
        ends = [scaled(one, -of) for one in ends]
        called = noun if [*map(abs, ends)] == [1] and not word else several(noun)
        return ends[0], ends[1] if len(ends) > 1 else None, f"{word} {called}".strip()

    def is_named(self, unit: str | None) -> TypeGuard[str]:
        """Whether a unit has a name, and is no sign."""
        return unit in self.units and unit not in CLOSE and unit not in SHARES

    def parts(self, unit: str) -> tuple[str, str]:
        """The magnitude that a unit starts with, if it does, and the name of what is counted in it."""
        for magnitude in MAGNITUDES:
            bare = unit.removeprefix(magnitude)
            if bare != unit and (not bare or self.units.get(bare) == self.units[unit]):
                return magnitude, self.units.get(bare, "")
        return "", self.units[unit]


def scaled(value: float, power: int) -> float:
    """A value times a power of ten, exactly."""
    return float(Decimal(f"{value:.12g}").scaleb(power))


def several(noun: str) -> str:
    """The plural of the name of a unit."""
    found = NOUN.fullmatch(noun)
    return " or ".join(map(plural, found["nouns"].split(" or "))) + found["of"] if found else ""


def plural(noun: str) -> str:
    """The plural of a noun, whose last word tells it."""
    if noun in SAME:
        return noun
    return next(of.sub(ending, noun, count=1) for of, ending in PLURALS if of.search(noun))
