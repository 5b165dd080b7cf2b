"""Which region a report is of, by its code or its name, in the year of the report: as the register has it.

What the register does not have, such as a township, is as it is stated, and as other reports of the library have it.
"""

from collections.abc import Sequence

import msgspec

from datasets.errors import SourceError
from datasets.library.bounds import ORIGIN
from datasets.library.ingestion.known import KnownReports
from datasets.library.ingestion.statements import Stated
from datasets.library.regions.names import all_names, by_code, other_years, regions_called, with_parents
from datasets.library.regions.register import SCHEME, VINTAGE, RegisteredRegion, line_of, nearest, register
from datasets.library.sources import OriginRegion
from schemas.region_codes import codes_above, level_of

Place = list[OriginRegion]  # a region, and those above it, nearest first
ENDINGS = "省市区县旗州盟"  # of names of regions; texts leave them out
AUTONOMOUS = "自治"  # is left out of names, too: 某州 for 某族自治州
SHORT = 2  # characters of the shortest name


def recognise_region(
    stated: Stated, code: str | None, names: Sequence[str], year: int | None, known: KnownReports
) -> tuple[Place | None, list[str]]:
    """The region of a report, and why it is not sure. `names` are those printed in its head, surest first.

    Raises SourceError when a code is stated with a name that is not its own.
    """
    if code and code in register():
        return registered(stated, code, names, year)
    if code:
        return unregistered(stated, code, year, known)
    wanted = [stated.name] if stated.name else names
    found = [(name, called_so(name, year, known)) for name in wanted]
    sure = {places[0][0].code: places[0] for _, places in found if len(places) == 1}
    if len(sure) == 1:
        return next(iter(sure.values())), []
    if sure:
        return None, [f"its region is not sure: {', '.join(f'{one[0].name} ({code})' for code, one in sure.items())}"]
    if several := next(((name, places) for name, places in found if places), None):
        return None, [f"its region {several[0]} is one of {', '.join(described(one) for one in several[1])}"]
    printed = f"no region of {year or 'today'} is called {', '.join(wanted)}" if wanted else "nothing names its region"
    others = next(filter(None, (other_years(name, year) for name in wanted)), "")
    return None, [f"{printed}{f', but {others}' if others else ''}; say region_code"]


def registered(stated: Stated, code: str, names: Sequence[str], year: int | None) -> tuple[Place | None, list[str]]:
    """The region of a code that the register has, in a year, and why it may be another one."""
    own = nearest(code, year or VINTAGE)
    if own is None:
        return None, []
    refuse_another_name(stated, code)
    place = place_of(own, year or VINTAGE)
    if year and not own.is_valid_in(year):
        return place, [gone(code, year)]
    others = [one for name in names for one in called_in(name, year)]
    line = {region.code for region in place}
    if not others or any(one.code in line or code in codes_above(one.code) for one in others):
        return place, []
    return place, [f"it is said to be of {own.name}, but its head names {with_parents(others[:1])}"]


def gone(code: str, year: int) -> str:
    """That there was no such region in a year, and which there was."""
    try:
        by_code(code, year)
    except SourceError as error:
        return str(error)
    return f"region {code}: there was none in {year}"


def refuse_another_name(stated: Stated, code: str) -> None:
    """Raise SourceError where a region is stated with a name that it never had, or another level."""
    own = {name for one in register()[code] for name in (one.name, one.short)}
    name = (stated.name or "").strip()
    if name and name not in own and code not in {one.code for one in called_in(name, None)}:
        raise SourceError(
            f"region {code}: is {with_parents(list(register()[code][-1:]))} in the register, not {name!r}"
        )
    if stated.level not in (None, level_of(code)):
        raise SourceError(f"region {code}: its level is {level_of(code)!r} in the register, not {stated.level!r}")


def place_of(region: RegisteredRegion, year: int) -> Place:
    """A region of the register in a year, with those above it.

    The vintage is that of the register, whatever the year: a report that comes later changes none that was published.
    """
    return [
        OriginRegion(
            code=one.code, name=one.name, name_en=one.name_en, level=one.level, scheme=one.scheme, vintage=VINTAGE
        )
        for one in (region, *line_of(region.code, year))
    ]


def called_so(name: str, year: int | None, known: KnownReports) -> list[Place]:
    """The regions of a name, in the register or else in the library."""
    found = [place_of(one, year or VINTAGE) for one in called_in(name, year)]
    own = [place for code, place in known.regions.items() if code not in register() and place[0].name == name]
    return found or own


def called_in(name: str, year: int | None) -> list[RegisteredRegion]:
    """The regions that the register has under a name in a year, or under a name without 自治 and its people."""
    found = regions_called(name, year)
    if found or len(name) < SHORT:
        return found
    stem, kind = name[:-1], AUTONOMOUS + name[-1]
    longer = {one.name for one in all_names() if one.name.startswith(stem) and one.name.endswith(kind)}
    return regions_called(longer.pop(), year) if len(longer) == 1 else []


def is_named(region: OriginRegion, names: Sequence[str], text: str) -> bool:
    """Whether a text names a region, by its own name, without what kind of region it is, or as its head does."""
    short = {one.short for one in register().get(region.code, ())} | {region.name.rstrip(ENDINGS)}
    return any(one in text for one in short) or any(
        one.code == region.code for name in names for one in called_in(name, None)
    )


def described(place: Place) -> str:
    """A region with the code it has and the regions it is in."""
    return f"{place[0].code} {''.join(one.name for one in reversed(place[:-1]))}"


def unregistered(stated: Stated, code: str, year: int | None, known: KnownReports) -> tuple[Place | None, list[str]]:
    """The region of a code that the register does not have: as the library has it, else as it is stated.

    Raises SourceError where it is stated otherwise than it is known: a region is one in all of a library.
    """
    given = {name: getattr(stated, name) for name in ("name", "name_en", "level", "vintage")}
    plain = {name: one for name, one in given.items() if one and str(one).strip()}
    if place := known.regions.get(code):
        for name, one in plain.items():
            if one != (was := getattr(place[0], name)):
                raise SourceError(
                    f"region {code}: its {name} is {was!r} in the library, not {one!r}; "
                    f"leave it out, or change it in every {ORIGIN}"
                )
        return place, []
    missing = [option for option, name in (("--name", "name"), ("--name-en", "name_en")) if name not in plain]
    if missing:
        return None, [
            f"region {code}: is in no report of the library, nor in the register; say {' and '.join(missing)}"
        ]
    new = {"code": code, "level": level_of(code), "scheme": SCHEME, "vintage": VINTAGE}
    return [msgspec.convert(new | plain, OriginRegion), *above(code, year or VINTAGE, known)], []


def above(code: str, year: int, known: KnownReports) -> Place:
    """The regions above a code, nearest first, as the library has them, else as the register has."""
    line = next((known.regions[one] for one in codes_above(code) if one in known.regions), [])
    listed = line_of(code, year)
    return place_of(listed[0], year) if listed and len(listed) > len(line) else line
