"""What the head of a report says of it: title, region, year, session, day of delivery, speaker and office.

Only what is printed is told, and nothing is made up of it; what a report does not print is None.
"""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from datasets.reading.front_matter import front_matter
from datasets.reading.markup import unmarked
from datasets.reading.numerals import arabic_value, chinese_value, year_of
from datasets.reading.text import fold
from datasets.rules.heads import (
    ALONE,
    AT_SESSION,
    AUTONOMOUS,
    BEFORE_PLACE,
    BEFORE_TITLE,
    BEHIND_SPEAKER,
    BEHIND_TITLE,
    BRACKETS,
    DAY,
    DELIVERED,
    FRONT_MATTER,
    NAMED,
    NATION,
    NATIONAL,
    NO_PLACE,
    NO_TITLE,
    NOT_NAMES,
    NUMERIC_DAY,
    OPENS,
    PUBLISHED,
    REPORTS_FOR,
    SESSION,
    SPEAKER,
    SPEAKERS,
    TITLE,
    TITLE_PLACE,
    TITLE_YEAR,
    ZEROS,
)
from datasets.rules.sections import NUMBERING

REACH = 400  # lines in which the salutation is looked for: pages have menus above
LINES = 24  # above the salutation, not blank
UNOPENED = 12  # lines of a head that no salutation ends
LONGEST = 160  # characters of a line of a head
BLANK = re.compile(r"[\s\u200b?\ufffd]+")  # with what a blank became that was no character of another encoding


class Session(Struct, frozen=True):
    """A session of a congress: its number, that of the congress, and the place as printed, if it is."""

    congress: int
    session: int
    place: str | None
    is_national: bool = False


class Head(Struct, frozen=True, kw_only=True):
    """What the head of a report says. `places` are the names of the region it may mean, surest first."""

    title: str | None = None
    places: tuple[str, ...] = ()
    title_year: int | None = None
    session: Session | None = None
    delivered_on: dt.date | None = None
    published_on: dt.date | None = None
    speaker: str | None = None
    office: str | None = None
    front_matter: dict[str, str] = {}


def read_head(source: str) -> Head:
    """The head of a report, from its front matter and the lines above its salutation."""
    given, start = front_matter(source)
    folded = fold(unmarked(source[start:]))
    lines, below = head_lines(folded)
    named = clean_title(given["title"]) if "title" in given else None
    tight = [BLANK.sub("", line) for line in lines]
    above = [BLANK.sub("", fold(given.get("title", ""))), *tight]
    session = session_of([*tight, above[0]])
    office, speaker = speaker_of(above)
    printed = printed_title(lines)
    title = named or printed
    return Head(
        title=title,
        places=tuple(dict.fromkeys(places_of([named, printed], session, tight, below))),
        title_year=next(
            (year for one in (named, printed) if one and TITLE.match(one) and (year := title_year(one))), None
        ),
        session=session,
        delivered_on=delivered_on(above),
        published_on=published_on(tight),
        speaker=speaker,
        office=office,
        front_matter={FRONT_MATTER[key]: value for key, value in given.items() if key in FRONT_MATTER},
    )


def head_lines(folded: str) -> tuple[list[str], str]:
    """The lines above the salutation, and what comes right behind it; without one, those above the first heading."""
    lines = [line.strip(" #\u200b") for line in folded.split("\n", REACH)[:REACH]]
    place = next((number for number, line in enumerate(lines) if OPENS.match(line)), None)
    if place is not None:
        above = [line for line in lines[:place] if BLANK.sub("", line)]
        return [line for line in above[-LINES:] if len(line) <= LONGEST], "".join(lines[place : place + 6])[:400]
    seen = [line for line in lines if BLANK.sub("", line)][:UNOPENED]
    heading = next((number for number, line in enumerate(seen) if NUMBERING[1][1].match(line)), len(seen))
    return [line for line in seen[:heading] if len(line) <= LONGEST], ""


def clean_title(title: str) -> str:
    """A title without the day and the speaker behind it, and without blanks between digits and characters."""
    bare = BEHIND_TITLE.sub("", unmarked(title).translate(BRACKETS))
    return BLANK.sub("", bare).replace("(", "（").replace(")", "）")


def printed_title(lines: list[str]) -> str | None:
    """The first line that is a title of a report, or two that are; else what a line has before the session."""
    tight = [BLANK.sub("", line) for line in lines]
    titles = [
        line for line in (*tight, *map("".join, pairwise(tight))) if TITLE.match(line) and not NO_TITLE.search(line)
    ]
    plain = next((line for line in titles if not SESSION.search(line)), None)
    if plain is None and titles:
        plain = titles[0].translate(BRACKETS).partition("(")[0]
    match = TITLE.match(plain) if plain else None
    return clean_title(BEFORE_TITLE.sub("", match[0])) if match else None


def title_year(title: str) -> int | None:
    """The year that a title names, if it names one."""
    years = {year_of(match["year"]) for match in TITLE_YEAR.finditer(title)}
    return years.pop() if len(years) == 1 else None


def session_of(tight: list[str]) -> Session | None:
    """The session that a head names; its name may be broken over two lines."""
    lines = [DAY.sub(",", line) for line in tight]
    for text in (*lines, *map("".join, pairwise(lines))):
        match = SESSION.search(text)
        congress, session = (number_of(match[name]) for name in ("congress", "session")) if match else (None, None)
        if match and congress and session:
            place = BEFORE_PLACE.sub("", match["place"]).strip("的")
            return Session(congress, session, place if place not in NO_PLACE | {""} else None, bool(match["national"]))
    return None


def number_of(written: str) -> int | None:
    """A small number in either script."""
    value = arabic_value(written) if written[0].isdigit() else chinese_value(written)
    return int(value) if value else None


def day_of(match: re.Match[str]) -> dt.date | None:
    """The day that a shape found; None when the calendar has none such."""
    year = match["year"]
    try:
        number = year_of(year if year.isdigit() else year.translate(ZEROS))
        return dt.date(number, number_of(match["month"]) or 0, number_of(match["day"]) or 0)
    except ValueError:
        return None


def delivered_on(above: list[str]) -> dt.date | None:
    """The day of delivery: beside the session, else in brackets or alone on a line; never that of the page."""
    lines = above if any(map(DAY.search, above)) else [*map("".join, pairwise(above))]  # it may be broken over two
    found = [(match, line) for line in lines if not PUBLISHED.search(line) for match in DAY.finditer(line)]
    beside = [match for match, line in found if SESSION.search(line[match.end() :]) or "会议" in line]
    alone = [match for match, line in found if DELIVERED.search(line[: match.start()])]
    return next((day for match in (*beside, *alone) if (day := day_of(match))), None)


def published_on(tight: list[str]) -> dt.date | None:
    """The day that the page says it was published."""
    for line in tight:
        if (mark := PUBLISHED.search(line)) and (match := NUMERIC_DAY.search(line, mark.end())):
            return day_of(match)
    return None


def speaker_of(above: list[str]) -> tuple[str | None, str | None]:
    """Office and name of who delivered a report: from one line, from a title, from brackets, or from two lines."""
    title, *tight = above
    behind = [line[match.end() :] for line in tight if (match := AT_SESSION.search(line))]
    office = None
    for line in undated([*tight, *behind, title]):
        for match in filter(None, (shape.search(line) for shape in SPEAKERS)):
            office = office or office_of(match)
            if is_name(match["name"]):
                return office_of(match), match["name"]
    named = [match["name"] for shape in NAMED for line in above for match in shape.finditer(line)]
    alone = [name for line in behind if ALONE.match(name := line.strip("()"))]
    return office, next(filter(is_name, (*named, *alone)), None) or name_alone(tight)


def undated(lines: list[str]) -> Iterator[str]:
    """Lines without a day at their ends."""
    return (BEHIND_SPEAKER.sub("", line) for line in lines)


def office_of(match: re.Match[str]) -> str:
    """An office as it is called: 代市长 of 某市人民政府代市长, and 自治区主席."""
    of = AUTONOMOUS if match["office"] == "主席" and AUTONOMOUS in match["body"] else ""
    return f"{of}{match['acting'] or ''}{match['office']}"


def name_alone(tight: list[str]) -> str | None:
    """A name on a line of its own at the end of a head, below the day, the session or the office."""
    for above, line in pairwise(tight):
        if ALONE.match(line) and is_name(line) and (SESSION.search(above) or DAY.search(above) or SPEAKER.match(above)):
            return line
    return None


def is_name(name: str | None) -> bool:
    """Whether it may be the name of a person, and is no word of a page."""
    return bool(name) and not NOT_NAMES.search(str(name))


def places_of(titles: list[str | None], session: Session | None, tight: list[str], below: str) -> Iterator[str]:
    """The names of the region that a head has: in its title, its session, its office and its opening."""
    if (session and session.is_national) or any(map(NATIONAL.search, (*tight, *filter(None, titles), below))):
        yield NATION
        return
    if session and session.place:
        yield session.place
    for title in titles:
        if title and (match := TITLE_PLACE.match(title)) and match["place"] not in NO_PLACE:
            yield match["place"]
    for line in undated(tight):
        if (match := SPEAKER.match(line)) and (place := match["body"].removesuffix("人民政府")) not in NO_PLACE | {""}:
            yield place
    if (match := REPORTS_FOR.search(BLANK.sub("", below))) and match["place"] not in NO_PLACE:
        yield match["place"]
