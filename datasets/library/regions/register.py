"""The register of regions: every province, prefecture and county of China since 1980, under each of its names.

Years are those of change: a region is there from `valid_from` to `valid_to`, both included, for in the year of a change
there are both the old one and the new. Where a year has several, the first is meant: reports are delivered at its
beginning. Loaded when first asked for.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from schemas.region_codes import codes_above, level_of
from schemas.vocabulary import Level

FILE = Path(__file__).parents[1] / "register/regions.csv"
FIRST, VINTAGE = 1980, 2026  # years of the oldest and the newest list the register is from
NATIONAL = "000000"
SCHEME = "CN-MCA"


class RegisteredRegion(Struct, frozen=True):
    """A region under one code and one name. `became` are the codes it went on as when it ended, if that is known."""

    code: str
    name: str
    short: str
    name_en: str
    valid_from: int | None
    valid_to: int | None
    became: tuple[str, ...]
    iso: str | None
    scheme: str

    @property
    def level(self) -> Level:
        return level_of(self.code)

    @property
    def last_year(self) -> int:
        return self.valid_to or VINTAGE

    def is_valid_in(self, year: int | None) -> bool:
        """Whether there was this region in a year; without a year, whether there is today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or 0) <= year <= (self.valid_to or year)

    def __str__(self) -> str:
        years = f"{self.valid_from or ''}-{self.valid_to or ''}"
        return f"{self.code} {self.name}" + ("" if years == "-" else f" ({years})")


@cache
def register() -> dict[str, tuple[RegisteredRegion, ...]]:
    """All regions by code, each code with its names from the oldest."""
    found: defaultdict[str, list[RegisteredRegion]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as rows:
        for code, name, short, name_en, begun, ended, became, iso, scheme in [*csv.reader(rows)][1:]:
            own = short or (name[:-1] if len(name) > 2 else name)  # noqa: PLR2004  # 蔚县 is not called 蔚
            since, until = (int(year) if year else None for year in (begun, ended))
            found[code].append(
                RegisteredRegion(
                    code, name, own, name_en, since, until, tuple(became.split()), iso or None, scheme or SCHEME
                )
            )
    return {code: tuple(regions) for code, regions in found.items()}


def region(code: str, year: int | None = None) -> RegisteredRegion | None:
    """The region that had a code in a year; without a year, the last that had it."""
    known = register().get(code, ())
    if year is None:
        return known[-1] if known else None
    return next((one for one in known if one.is_valid_in(year)), None)


def nearest(code: str, year: int) -> RegisteredRegion | None:
    """The region that had a code in a year, or in the year next to it that had one."""
    return min(register().get(code, ()), key=lambda one: distance(one, year), default=None)


def names_of(code: str, year: int) -> list[str]:
    """The names that a code had in a year, or in the year next to it that it had one; two in a year of change."""
    valid = [one.name for one in register().get(code, ()) if one.is_valid_in(year)]
    return valid or [one.name for one in filter(None, [nearest(code, year)])]


def doubts_of_region(code: str, name: str, year: int) -> Iterator[str]:
    """What the register of regions does not have as a report says it."""
    names = names_of(code, year)
    if names and name not in names:
        yield f"region {code} is called {name} in its origin, and {' or '.join(names)} in the register of regions"


def distance(one: RegisteredRegion, year: int) -> int:
    """How many years a region is away from a year."""
    return max((one.valid_from or year) - year, year - (one.valid_to or year), 0)


def of_year(code: str, year: int) -> RegisteredRegion | None:
    """The region of a year that a code of another year means: 520500 毕节市 is 522400 毕节地区 in 2005."""
    if found := region(code, year):
        return found
    valid = [one for other in former_codes(code) | later_codes(code) if (one := region(other, year))]
    return valid[0] if len(valid) == 1 else None


def line_of(code: str, year: int) -> list[RegisteredRegion]:
    """The regions above a code in a year, nearest first, whether the register has the code itself or not."""
    own = nearest(code, year)
    if own is not None:
        year = max(own.valid_from or year, min(year, own.valid_to or year))
    return [one for above in codes_above(code) if (one := region(above, year))]


def children(code: str, year: int | None = None) -> list[RegisteredRegion]:
    """The regions right below one in a year, or today."""
    below = (one for regions in register().values() for one in regions if one.is_valid_in(year))
    return [one for one in below if (line := line_of(one.code, year or VINTAGE)) and line[0].code == code]


@lru_cache(maxsize=256)
def within(code: str) -> frozenset[str]:
    """The codes of a region and of all that were ever below it; under its former codes too (510200 of 500000)."""
    own = {code, *former_codes(code)}
    return frozenset(own | {below for below, above in codes_ever_above().items() if above & own})


@cache
def codes_ever_above() -> dict[str, frozenset[str]]:
    """The codes of the regions that each code was ever below."""
    return {
        code: frozenset(
            above
            for above in codes_above(code)
            if any(overlap(one, other) for one in regions for other in register().get(above, ()))
        )
        for code, regions in register().items()
    }


def overlap(one: RegisteredRegion, other: RegisteredRegion) -> bool:
    """Whether two regions were there at a time, more than in a year of change."""
    begun = max(one.valid_from or 0, other.valid_from or 0)
    return begun < min(one.valid_to or VINTAGE + 1, other.valid_to or VINTAGE + 1)


def former_names(code: str) -> list[str]:
    """The names a region had before under its code, the oldest first; not those of another that had the code."""
    found: list[str] = []
    following = register()[code][-1]
    for one in reversed(register()[code][:-1]):
        if one.valid_to != following.valid_from:
            break
        found = [one.name, *found]
        following = one
    return [name for name in dict.fromkeys(found) if name != register()[code][-1].name]


def former_codes(code: str) -> set[str]:
    """The codes that a region had before, one after another."""
    return followed({code}, predecessors())


def later_codes(code: str) -> set[str]:
    """The codes that a region had later, one after another."""
    return followed({code}, successors())


@cache
def predecessors() -> dict[str, set[str]]:
    """The codes that each code goes on from."""
    return {now: {one.code for one in before} for now, before in continued().items()}


@cache
def successors() -> dict[str, set[str]]:
    """The codes that go on from each code."""
    later: defaultdict[str, set[str]] = defaultdict(set)
    for now, before in predecessors().items():
        for code in before:
            later[code].add(now)
    return dict(later)


def followed(start: set[str], to: Mapping[str, set[str]]) -> set[str]:
    """All that is reached from some codes, without them."""
    found, waiting = set(start), [*start]
    while waiting:
        new = to.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found - start


@cache
def continued() -> dict[str, list[RegisteredRegion]]:
    """The regions under other codes that each code goes on from: it began in the year they ended, and is no merger.

    Of several that ended as one, the one whose name it has goes on, if there is such a one.
    """
    found: defaultdict[str, defaultdict[int, list[RegisteredRegion]]] = defaultdict(lambda: defaultdict(list))
    for one in (one for regions in register().values() for one in regions if len(one.became) == 1):
        (to,) = one.became
        if one.valid_to and to != one.code and any(other.valid_from == one.valid_to for other in register()[to]):
            found[to][one.valid_to].append(one)
    return {
        code: [*filter(None, (alone(code, year, some) for year, some in years.items()))]
        for code, years in found.items()
    }


def alone(code: str, year: int, before: list[RegisteredRegion]) -> RegisteredRegion | None:
    """The only one of some regions, or the only one of the name that a code had from a year."""
    names = {one.short for one in register()[code] if one.valid_from == year}
    same = before if len(before) == 1 else [one for one in before if one.short in names]
    return same[0] if len(same) == 1 else None
