"""`python -m datasets.library.register.update FOLDER`: make `regions.csv` again, from lists of codes and changes.

Needs the dependency group `register`, and a folder with today's list of codes and the changes of counties
(docs/regions.md). The same input gives the same bytes.
"""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from datasets.library.register.continuity import KNOWN, Spell, spells
from datasets.library.register.english import english, short
from datasets.library.register.lists import lists_to, read_events, zones

CODES, EVENTS = "codes_*.csv", "county_administrative_events_*.csv"
FILE = Path(__file__).with_name("regions.csv")
HEAD = ("code", "name", "short", "name_en", "valid_from", "valid_to", "became", "iso", "scheme")
MCA, NBS, OWN = "CN-MCA", "CN-NBS", "baogao"
NATIONAL = "000000"
ISO = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL", "31": "SH", "32": "JS", "33": "ZJ",
    "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA", "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ",
    "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK",
    "82": "MO",
}  # fmt: skip


def main(folder: Path, to: Path = FILE) -> None:
    """Write the register, and say how much of it is known."""
    rows = [*register(only(folder, CODES), only(folder, EVENTS))]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([HEAD, *rows])
    to.write_text(written.getvalue(), "utf-8")
    ended = [row for row in rows if row[5]]
    told = sum(bool(row[6]) for row in ended)
    print(f"{len(rows)} regions and names; {len(ended)} ended, of {told} of them it is known what they became")  # noqa: T201


def only(folder: Path, pattern: str) -> Path:
    """The one file of a folder that is called so. Raises FileNotFoundError when there is none, or more than one."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise FileNotFoundError(f"{folder}: expected one file {pattern}, found {len(found)}")
    return found[0]


def register(codes: Path, events: Path) -> Iterator[tuple[str, ...]]:
    """The rows of the register, by code and year. Raises ValueError for input that does not hold together."""
    told = read_events(events)
    found = list(spells(lists_to(codes, told), told))
    if unused := KNOWN.keys() - {one.code for one in found if one.ended}:
        raise ValueError(f"known successors of codes that never ended: {sorted(unused)}")
    listed = {one.code for one in found}
    found = [without_a_zone(one) for one in found]
    others = [Spell(code, name, None, None) for code, name in zones().items() if code not in listed]
    for one in sorted([*found, *others], key=lambda spell: (spell.code, spell.begun or 0)):
        yield row_of(one, NBS if one in others else OWN if one.code == NATIONAL else MCA)


def without_a_zone(one: Spell) -> Spell:
    """What a region became that was listed for some years only: the zone of its name in the same place."""
    same = [code for code, name in zones().items() if name == one.name and code[:4] == one.code[:4]]
    return structs.replace(one, became=tuple(same)) if one.ended and not one.became and len(same) == 1 else one


def row_of(one: Spell, scheme: str) -> tuple[str, ...]:
    """A row of the file."""
    iso = f"CN-{ISO[one.code[:2]]}" if one.code.endswith("0000") and one.code != NATIONAL else ""
    name = english(one.code, one.name, is_zone=scheme == NBS)
    years = (str(year or "") for year in (one.begun, one.ended))
    return (
        one.code,
        one.name,
        short(one.name),
        name,
        *years,
        " ".join(one.became),
        iso,
        "" if scheme == MCA else scheme,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
