"""Regions by name: Chinese or English, whole or short, alone or behind the names of the regions it is in."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from datasets.errors import SourceError
from datasets.library.regions.register import NATIONAL, RegisteredRegion, line_of, of_year, region, register
from schemas.region_codes import codes_above

CODE, DIGITS = re.compile(r"[0-9]{6}"), re.compile(r"[0-9]+")
TOWNSHIP = re.compile(r"(?P<county>[0-9]{6})(?:[0-9]{3}){1,2}")
NATION = re.compile(r"0{1,6}")  # without the zeros that a spreadsheet takes for those of a number
APART = re.compile(r"[\s,，、/·]+")  # between the name of a region and that of one it is in
UNNEEDED = re.compile(r" (?:province|municipality|city|county|district|prefecture|league|banner)$")
AUTONOMOUS = "自治"
SHOWN = 8  # candidates that are told
LONGEST = 20  # characters of a name

Names = dict[str, list[RegisteredRegion]]


def resolve(given: str, year: int | None = None) -> RegisteredRegion:
    """The region that a code or a name means in a year; without a year, today or last.

    Raises SourceError when the register has none, none in that year, or several, and tells which.
    """
    if DIGITS.fullmatch(given):
        return by_code(checked_code(given), year)
    found = regions_called(given, year)
    if len(found) == 1:
        return found[0]
    if found:
        raise SourceError(
            f"region {given!r} is one of {with_parents(found)}; give the code, or the region it is in before it"
        )
    if others := other_years(given, year):
        raise SourceError(f"region {given!r}: there was none in {year}, but {others}")
    near = nearest_names(given[:LONGEST])
    hint = f"; is one of these meant: {', '.join(near)}?" if near else ""
    raise SourceError(f"region {given!r}: is not in the register; expected a code of six digits or a name{hint}")


def other_years(given: str, year: int | None) -> str:
    """The regions that were called so in other years, with what became of them, the last first."""
    found = sorted(regions_ever_called(given), key=lambda one: -one.last_year)[:SHOWN]
    return "; ".join(history(one, year) for one in found)


def nearest_names(given: str) -> list[str]:
    """Names that are like one that no region has: Chinese ones, or English ones as they are compared."""
    return difflib.get_close_matches(given, whole_names(), 3, 0.5) or difflib.get_close_matches(
        key(given), english_names(), 3, 0.7
    )


def by_code(code: str, year: int | None) -> RegisteredRegion:
    """The region that had a code in a year. Raises SourceError when none had."""
    if found := region(code, year):
        return found
    known = register().get(code)
    if not known or year is None:
        raise SourceError(
            f"region {code}: no region has or had this code (GB/T 2260); counties are the smallest there are"
        )
    raise SourceError(f"region {code}: there was none in {year}, but {'; '.join(history(one, year) for one in known)}")


def checked_code(code: str) -> str:
    """A code of a region, of six digits (GB/T 2260). Raises SourceError for anything else, townships included."""
    if NATION.fullmatch(code):
        return NATIONAL
    if CODE.fullmatch(code):
        return code
    if township := TOWNSHIP.fullmatch(code):
        raise SourceError(
            f"region {code}: is the code of a township, or of a place in one; "
            f"reports of counties and above are kept, by codes of six digits ({township['county']} is its county)"
        )
    raise SourceError(f"region {code!r}: is no code of six digits, such as 211102; expected one, or a name")


def code_of(given: str, year: int | None = None) -> str:
    """The code that a code or a name means in a year.

    A code is taken as it is, for a library may have regions of its own. Raises SourceError as `checked_code` and
    `resolve`.
    """
    return checked_code(given) if DIGITS.fullmatch(given) else resolve(given, year).code


def regions_called(given: str, year: int | None = None) -> list[RegisteredRegion]:
    """The regions that a name may mean in a year; without a year today, or those that were, when none is.

    Whole names come before short ones, Chinese before English. Of a region under two codes in one year, the first.
    """
    found = regions_ever_called(given)
    valid = [one for one in found if one.is_valid_in(year)]
    if year is None and not valid:
        valid = list({one.code: one for one in found}.values())
    going = {code for one in valid for code in one.became if code != one.code}
    firsts = {one.code: one for one in reversed(valid) if one.code not in going}
    return sorted(firsts.values() or valid, key=lambda one: one.code)


def regions_ever_called(given: str) -> list[RegisteredRegion]:
    """All regions, of today or not, that were ever called so."""
    given = unicodedata.normalize("NFKC", given).strip()
    if given.isascii() or not any("\u4e00" <= character <= "\u9fff" for character in given):
        return in_english(given)
    plain = APART.sub("", given)
    for names in (whole_names(), short_names()):
        if plain in names:
            return names[plain]
    for start in range(
        max(1, len(plain) - LONGEST), len(plain)
    ):  # the longest name at the end is the region, and before it is where that is
        for names in (whole_names(), short_names()):
            found = [one for one in names.get(plain[start:], ()) if is_place_of(one, plain[:start])]
            if found:
                return found
    return []


def is_place_of(one: RegisteredRegion, before: str) -> bool:
    """Whether a text consists of names of the regions that one is in, from the widest."""
    for above in reversed(codes_above(one.code)):
        names = sorted({name for other in register().get(above, ()) for name in (other.name, *shorts(other))}, key=len)
        name = next((name for name in reversed(names) if before.startswith(name)), "")
        before = before.removeprefix(name)
    return not before


def in_english(given: str) -> list[RegisteredRegion]:
    """All regions that were ever called so in English: `Chaoyang District, Beijing`."""
    name, *places = [key(part) for part in given.split(",")]
    found = english_names().get(name) or english_names().get(UNNEEDED.sub("", name)) or english_shorts().get(name, [])
    return [one for one in found if is_in(one, filter(None, places))]


def is_in(one: RegisteredRegion, places: Iterable[str]) -> bool:
    """Whether a region is in all of some places, by their English names."""
    above = {key(other.name_en) for code in codes_above(one.code) for other in register().get(code, ())}
    return all(place in above or UNNEEDED.sub("", place) in above for place in places)


def mentioned(text: str, year: int | None = None) -> list[tuple[int, RegisteredRegion]]:
    """The regions whose whole Chinese names stand in a text, with their places; the longest name at each place.

    A name that several regions have gives each of them.
    """
    found: list[tuple[int, RegisteredRegion]] = []
    place = 0
    while place < len(text):
        length = next((n for n in range(LONGEST, 1, -1) if text[place : place + n] in whole_names()), 0)
        found += [(place, one) for one in regions_called(text[place : place + length], year)] if length else []
        place += length or 1
    return found


def same_names(name: str) -> list[str]:
    """The whole Chinese names of all regions that are called so, in Chinese or English; the name itself is one."""
    return sorted({name} | {one.name for one in regions_ever_called(name)})


def history(one: RegisteredRegion, year: int | None) -> str:
    """A region with what it became, and what it was in a year."""
    later = [other.name for code in one.became if (other := successor(one, code))]
    became = f", which became {' and '.join(later)} in {one.valid_to}" if later else ""
    then = of_year(one.code, year) if year else None
    is_another = then is not None and then.name not in later
    return f"{one}{became}" + (f", which was {then.code} {then.name} in {year}" if then and is_another else "")


def successor(one: RegisteredRegion, code: str) -> RegisteredRegion | None:
    """What a region became under a code: the last that had the code in the year it ended, else the last of all."""
    known = register().get(code, ())
    return next((other for other in reversed(known) if other.is_valid_in(one.valid_to)), known[-1] if known else None)


def with_parents(found: list[RegisteredRegion]) -> str:
    """Candidates with the regions they are in."""
    shown = [f"{one.code} {parent_names(one)}{one.name}" for one in found[:SHOWN]]
    return ", ".join(shown) + (f" and {len(found) - SHOWN} more" if len(found) > SHOWN else "")


def parent_names(one: RegisteredRegion) -> str:
    """The names of the regions above one, from the widest."""
    line = line_of(one.code, one.last_year)
    return "".join(above.name for above in reversed(line) if above.code != NATIONAL)


def key(name: str) -> str:
    """An English name as it is compared: without case, accents and signs (Lu'an, Lüliang)."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return " ".join(re.sub(r"['’`]", "", plain).replace("-", " ").casefold().split())


@cache
def whole_names() -> Names:
    """All regions by their Chinese names."""
    return by((one.name, one) for one in all_names())


@cache
def short_names() -> Names:
    """All regions by their Chinese names without what kind of region they are."""
    return by((name, one) for one in all_names() for name in shorts(one))


@cache
def english_names() -> Names:
    """All regions by their English names."""
    return by((key(one.name_en), one) for one in all_names())


@cache
def english_shorts() -> Names:
    """All regions by their English names without what kind of region they are."""
    return by((UNNEEDED.sub("", key(one.name_en)), one) for one in all_names())


def shorts(one: RegisteredRegion) -> list[str]:
    """The short names of a region: 延边, and 延边州 for 延边朝鲜族自治州."""
    return [one.short, one.short + one.name[-1]] if AUTONOMOUS in one.name else [one.short]


def all_names() -> Iterable[RegisteredRegion]:
    """All regions under all their names."""
    return (one for regions in register().values() for one in regions)


def by(named: Iterable[tuple[str, RegisteredRegion]]) -> Names:
    """Regions by name."""
    found: defaultdict[str, list[RegisteredRegion]] = defaultdict(list)
    for name, one in named:
        found[name].append(one)
    return dict(found)
