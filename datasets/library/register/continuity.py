"""What became of a region that ended: the code that goes on with it, by lists of codes and by what changed."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from datasets.library.register.lists import Event, Lists, Names

TYPE = re.compile(r"(?:地区|自治州|自治县|自治旗|工农区|新区|矿区|特区|林区|[市区县旗盟])$")
NEW_PROVINCES = {"46": "44", "50": "51"}  # Hainan was a part of Guangdong until 1988, Chongqing of Sichuan until 1997
# What neither the lists nor the changes say in so many words.
KNOWN = {
    "110103": ("110101",), "110104": ("110102",), "142100": ("140200", "140600"), "152300": ("150500",), "152600": ("150900",),
    "152700": ("150600",), "232100": ("230100",), "310102": ("310101",), "310103": ("310101",), "310108": ("310106",),
    "310119": ("310115",), "310221": ("310112",), "320103": ("320104",), "320107": ("320106",), "320586": ("320506", "320507"),
    "330103": ("330105",), "330204": ("330212",), "341402": ("340181",), "342200": ("341300",), "342300": ("341100",),
    "350202": ("350203",), "350204": ("350203",), "360105": ("360112",), "370205": ("370203",), "370284": ("370211",),
    "371202": ("370116",), "422600": ("420300",), "432900": ("431100",), "440102": ("440104",), "440107": ("440103",),
    "440116": ("440112",), "452100": ("451400",), "452200": ("451300",), "452300": ("450300",), "513000": ("511700",),
    "513001": ("511702",), "513500": ("500000",), "642100": ("640300",), "652303": ("650109",), "654100": ("654000",),
    "460102": ("460108",), "460103": ("460106",), "130521": ("130502", "130503"), "510902": ("510903", "510904"),
    "420400": ("421000",), "422400": ("421000",), "511200": ("500101",), "517000": ("500102",), "530200": ("530113",), "533101": ("533102",), "640222": ("640221",),
}  # fmt: skip
MOST_DISTRICTS = 2  # that a seat was made into
INTO = r"(?:并入|划归)[^，。；]*?{name}"


class Spell(Struct, frozen=True):
    """A region under one code and one name: the year it began and the year it ended, and the code it became."""

    code: str
    name: str
    begun: int | None
    ended: int | None
    became: tuple[str, ...] = ()


def spells(lists: Lists, events: Sequence[Event]) -> Iterator[Spell]:
    """Every region of some lists under each of its names, by code and year."""
    years = sorted(lists)
    for code in sorted({code for listed in lists.values() for code in listed}):
        begun: int | None = None
        for before, year in zip(years, [*years[1:], None], strict=True):
            name = lists[before].get(code)
            after = lists[year].get(code) if year else name
            if name and name != after and year:
                yield Spell(code, name, begun, year, became(code, name, year, lists, events))
            elif name and year is None:
                yield Spell(code, name, begun, None)
            if name != after:
                begun = year


def became(code: str, name: str, year: int, lists: Lists, events: Sequence[Event]) -> tuple[str, ...]:
    """The codes of what a region became in a year; none when that is not known.

    The surest comes first: the code goes on with another name, the name or its stem goes on under another code, a
    change says so.
    """
    before, after = lists[year - 1], lists[year]
    if code in after:
        return (code,)
    if code in KNOWN:
        return existing(code, after)
    added = {c: n for c, n in after.items() if before.get(c) != n and is_near(code, c)}
    same_level = {c: n for c, n in added.items() if level(c) == level(code)}
    near = [one for one in events if abs(one.year - year) <= 1 and is_about(one, code, name, before)]
    there = {c: n for c, n in after.items() if is_near(code, c)}
    own = stem(name)
    return (
        alone(c for c, n in same_level.items() if n == name)
        or alone(c for c, n in same_level.items() if stem(n) == own)
        or stated_successor(code, name, before, same_level, near)
        or absorbed(name, there, near)
        or alone(c for c, n in there.items() if level(c) == level(code) and stem(n) == own and len(own) > 1)
        or seat(code, own, before, added)
        or raised(code, own, before, added)
    )


def existing(code: str, after: Names) -> tuple[str, ...]:
    """What is known of a region by hand. Raises ValueError when there was no such region."""
    if missing := [other for other in KNOWN[code] if other not in after]:
        raise ValueError(f"{code}: became {missing}, which the list of that year does not have")
    return KNOWN[code]


def seat(code: str, own: str, before: Names, added: Names) -> tuple[str, ...]:
    """The districts that the seat of a new prefecture became, where its name went to the prefecture."""
    cities = alone(c for c, n in added.items() if level(c) > level(code) and stem(n) == own)
    had = {stem(n) for c, n in before.items() if is_near(code, c) and not level(c)}
    new = [c for c, n in added.items() if cities and c[:4] == cities[0][:4] and n.endswith("区") and stem(n) not in had]
    return tuple(new) if len(new) <= MOST_DISTRICTS else ()


def raised(code: str, own: str, before: Names, added: Names) -> tuple[str, ...]:
    """The prefecture that a county became, where no prefecture of its name was before."""
    taken = {stem(n) for c, n in before.items() if is_near(code, c) and level(c)}
    return alone(c for c, n in added.items() if level(c) > level(code) and stem(n) == own and own not in taken)


def level(code: str) -> bool:
    """Whether a code is of a prefecture or a province."""
    return code.endswith("00")


def is_near(code: str, other: str) -> bool:
    """Whether one code may follow another: both are of a province, or of one that a new province was part of."""
    return other[:2] == code[:2] or NEW_PROVINCES.get(other[:2]) == code[:2]


def alone(found: Iterator[str]) -> tuple[str, ...]:
    """The only one of some codes."""
    codes = tuple(found)
    return codes if len(codes) == 1 else ()


def is_about(event: Event, code: str, name: str, names: Names) -> bool:
    """Whether a change is of this region, and not of another of its name."""
    above = [names.get(code[:4] + "00"), names.get(code[:2] + "0000")]
    ends = re.search(rf"撤销[^，。；]*{name}|{name}[^，。；]*更名|将[^，。；]*{name}", event.text)
    return bool(ends or name in event.old) and any(one and one in event.places + event.text for one in above)


def stated_successor(code: str, name: str, before: Names, added: Names, events: Sequence[Event]) -> tuple[str, ...]:
    """What changes say that it became: the unit that is new in the same sentence."""
    ended = {stem(n) for c, n in before.items() if is_near(code, c) and c != code}
    is_unique = sum(n == name for c, n in before.items() if is_near(code, c)) == 1
    near = {c: n for c, n in added.items() if is_unique or c[:4] == code[:4]}
    merged = {c: n for c, n in near.items() if c[:4] == code[:4]}
    for choice in ({c: n for c, n in near.items() if stem(n) not in ended}, merged):
        for event in events:
            said = [
                one
                for one in re.split("[；。|]", event.text)
                if f"撤销{name}" in one or re.search(f"撤销[^，]*{name}", one)
            ]
            new = [
                c for c, n in choice.items() if any(re.search(rf"(?:设立|更名为|合并)[^；。]*{n}", one) for one in said)
            ]
            if found := alone(iter([c for c in new if c[:4] == code[:4]] or new)):
                return found
    return ()


def absorbed(name: str, after: Names, events: Sequence[Event]) -> tuple[str, ...]:
    """What changes say that it became part of."""
    for event in events:
        into = {c for c, n in after.items() if n != name and re.search(INTO.format(name=n), event.text)}
        if f"撤销{name}" in event.text and (found := alone(iter(into))):
            return found
    return ()


def stem(name: str) -> str:
    """A name without what kind of region it is."""
    return TYPE.sub("", name) or name
