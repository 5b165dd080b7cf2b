"""Which report a text is: its region and year, and what else is told of it. What is stated counts first.

What is not sure is said, and never guessed: such a report waits for a person.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import Struct

from datasets.library.ingestion.known import KnownReports
from datasets.library.ingestion.places import Place, recognise_region
from datasets.library.ingestion.staging import Reading
from datasets.library.ingestion.statements import Stated
from datasets.library.sources import Delivery, WebAddress
from datasets.reading.numerals import chinese
from datasets.reading.plan_year import agreed
from datasets.rules.heads import CONGRESS, NUMERIC_DAY, SITTING

REPORT_NAME = re.compile(r"(?P<code>\d{6})[-_](?P<year>(?:19|20)\d\d)(?!\d)")  # 211102-2024.txt
YEAR_IN_NAME = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)")
RECOGNISED = tuple(name for name in ("title", *Delivery.__struct_fields__) if name != "retrieved_on")
COMPARED = {"speaker": "speaker", "delivered_on": "day of delivery"}


class Recognised(Struct, frozen=True):
    """What is known of a report: all that is stated or recognised, its region with those above, and what is unsure.

    What is `unsure` a person has to confirm, and region and year must be known; `doubts` are told, and stop nothing.
    """

    stated: Stated
    place: Place | None
    recognised: list[str]
    unsure: list[str]
    doubts: list[str]

    @property
    def report_id(self) -> str | None:
        """The id it has, when region and year are known."""
        return f"{self.place[0].code}-{self.stated.year}" if self.place and self.stated.year else None

    @property
    def why(self) -> list[str]:
        """Why it waits; where that was confirmed, what a person has to fill in nevertheless."""
        missing = [column for column, one in (("region_code", self.place), ("year", self.stated.year)) if not one]
        told = [f"fill in {' and '.join(missing)}: confirmed says nothing of it"]
        return [*self.unsure, *(told if missing and self.stated.confirmed else ())]


def recognise(name: str, stated: Stated, reading: Reading, known: KnownReports) -> Recognised:
    """What a report is, by what is stated and what its file and text say. Raises SourceError for what cannot be."""
    unsure: list[str] = []
    differ: list[str] = []
    named = REPORT_NAME.search(PurePath(name).name)
    year = year_meant(name, stated, reading, (unsure, differ))
    code = stated.code or (named["code"] if named and not stated.name else None)
    place, why = recognise_region(stated, code, reading.head.places, year, known)
    unsure += why
    printed = dict(printed_values(reading, place))
    differ += [
        f"its {words} is stated as {getattr(stated, field)}, and printed as {printed[field]}"
        for field, words in COMPARED.items()
        if getattr(stated, field) and printed.get(field) not in (None, getattr(stated, field))
    ]
    filled = {field: printed[field] for field in RECOGNISED if field in printed and not getattr(stated, field)}
    whole = Stated(year=year, code=code, **filled)
    unstated = [name for name, one in (("region", stated.code or stated.name), ("year", stated.year)) if not one]
    return Recognised(stated.over(whole), place, sorted((*filled, *unstated)), unsure, differ)


def year_meant(name: str, stated: Stated, reading: Reading, why: tuple[list[str], list[str]]) -> int | None:
    """The year a report is for, as stated, else as its text and its name agree.

    Why it is unsure goes to the first list, and what is odd to the second.
    """
    unsure, differ = why
    if stated.year:
        spoken = agreed(reading.years) or reading.years.get("the headings")
        if spoken not in (None, stated.year):
            where = differ if agreed(reading.years) is None else unsure
            where.append(f"the text speaks of the plan of {spoken}, not of {stated.year}")
        return stated.year
    by_name = REPORT_NAME.search(PurePath(name).name) or YEAR_IN_NAME.search(PurePath(name).name)
    years = reading.years | ({"the name of the file": int(by_name["year"])} if by_name else {})
    if not years:
        unsure.append("nothing tells which year it is of")
    elif agreed(years) is None:
        unsure.append(f"its year is not sure: {year_sources(years)}")
    return agreed(years)


def year_sources(years: dict[str, int]) -> str:
    """Who says which year, in words."""
    return ", ".join(f"{year} by {part}" for part, year in years.items())


def printed_values(reading: Reading, place: Place | None) -> Iterator[tuple[str, Any]]:
    """The columns that a file and its text fill, those of its front matter and its head before those of its page."""
    head, described = reading.head, reading.described
    given = described | head.front_matter
    yield from (("title", title) for title in filter(None, (head.title or described.get("title"),)))
    for field, value in (("speaker", head.speaker or head.front_matter.get("speaker")), ("speaker_title", head.office)):
        if value:
            yield field, value
    if head.session:
        national = "全国" if head.session.is_national else ""
        where = place[0].name if place and not national else ""
        congress, sitting = chinese(head.session.congress), chinese(head.session.session)
        yield "session", f"{where}{CONGRESS.format(congress, national)}{SITTING.format(sitting)}"
    if head.delivered_on:
        yield "delivered_on", head.delivered_on
    if published := head.published_on or day_in(given.get("published_on", "")):
        yield "published_on", published
    yield from ((field, given[field]) for field in ("publisher", "site_name", "site_code") if given.get(field))
    if is_web_address(given.get("url", "")):
        yield "url", given["url"]


def day_in(words: str) -> dt.date | None:
    """The day that words name: 2024-01-23 09:12."""
    match = NUMERIC_DAY.search(words)
    try:
        return dt.date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        return None


def is_web_address(words: str) -> bool:
    """Whether words are an address."""
    try:
        msgspec.convert(words, WebAddress)
    except msgspec.ValidationError:
        return False
    return True
