"""The year that the plan of a report is for: what its title, its headings and the day of delivery say of it."""

from datasets.reading.heads import Head
from datasets.rules.calendar import AUTUMN, SPRING


def plan_years(head: Head, stated: int | None) -> dict[str, int]:
    """The year that each part of a report tells, by that part; `stated` is the one of its headings.

    A report of a year is delivered in its first months, or in the last ones of the year before.
    """
    found = {"the title": head.title_year, "the headings": stated, "the day of delivery": year_delivered(head)}
    return {part: year for part, year in found.items() if year is not None}


def year_delivered(head: Head) -> int | None:
    """The year a report is for by the day it was delivered; None in between, and where it has no day."""
    day = head.delivered_on
    if day is None or SPRING < day.month < AUTUMN:
        return None
    return day.year + (day.month >= AUTUMN)


def agreed(years: dict[str, int]) -> int | None:
    """The year that all of them tell; None when they differ, or tell nothing."""
    told = set(years.values())
    return told.pop() if len(told) == 1 else None
