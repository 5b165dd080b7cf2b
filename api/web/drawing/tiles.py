"""The provinces as tiles, each about where it is on a map: a way to find a region that needs no boundaries."""

from collections.abc import Mapping

from msgspec import Struct

from datasets.library.regions.register import region

PLACES = """
.. .. .. .. .. .. .. .. 23
.. .. .. .. 15 .. .. .. 22
65 .. 62 64 14 13 11 12 21
54 63 .. 61 41 37 .. .. ..
.. 51 50 42 34 32 31 .. ..
.. 53 52 43 36 33 .. .. ..
.. .. 45 44 35 71 .. .. ..
.. .. 46 81 82 .. .. .. ..
"""  # the first digits of their codes


class Tile(Struct, frozen=True):
    """A province: its code, its name in both languages, and how many reports there are of it and the places in it."""

    code: str
    zh: str
    en: str
    reports: int


def tiles(reports: Mapping[str, int]) -> list[Tile | None]:
    """Tiles line by line, None where there is no province, from the number of reports of each region."""
    counts: dict[str, int] = {}
    for code, count in reports.items():
        counts[code[:2]] = counts.get(code[:2], 0) + count
    return [tile(f"{place}0000", counts.get(place, 0)) for place in PLACES.split()]


def tile(code: str, reports: int) -> Tile | None:
    """The tile of a province: its short name, and in English its letters in ISO 3166-2."""
    province = region(code)
    if province is None:
        return None
    return Tile(code, province.short, (province.iso or province.name_en).removeprefix("CN-"), reports)
