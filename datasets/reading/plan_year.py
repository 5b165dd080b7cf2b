"""The year that the plan of a report is for: what its title, its headings and the day of delivery say of it."""

from datasets.reading.document import Document
from datasets.reading.heads import Head
from datasets.rules.calendar import AUTUMN, SPRING
from datasets.rules.sections import PLAN_YEAR

REVIEW = "a heading"  # of another part than the plan: it names the year of the plan, or the one before


def plan_years(head: Head, document: Document) -> dict[str, int]:
    """The year that each part of a report tells, by that part.

    A report of a year is delivered in its first months, or in the last ones of the year before.
    """
    plan, others = heading_years(document)
    found = {"the title": head.title_year, "the headings": plan, "the day of delivery": year_delivered(head)}
    if plan is None:
        found[REVIEW] = others
    return {part: year for part, year in found.items() if year is not None}


def heading_years(document: Document) -> tuple[int | None, int | None]:
    """The first year that headings of the plan name (2024年工作安排, and not 2035年), and the last that others do."""
    named = [
        (one.part == "plan", int(match["year"]))
        for one in document.paragraphs
        if one.kind == "heading" and (match := PLAN_YEAR.search(document.text, one.start, one.end))
    ]
    plan = min((year for is_plan, year in named if is_plan), default=None)
    return plan, max((year for is_plan, year in named if not is_plan), default=None)


def year_delivered(head: Head) -> int | None:
    """The year a report is for by the day it was delivered; None in between, and where it has no day."""
    day = head.delivered_on
    if day is None or SPRING < day.month < AUTUMN:
        return None
    return day.year + (day.month >= AUTUMN)


def agreed(years: dict[str, int]) -> int | None:
    """The year that all of them tell; None when they differ, or do not tell it for sure."""
    told = {year for part, year in years.items() if part != REVIEW}
    year = told.pop() if len(told) == 1 else None
    return year if year and years.get(REVIEW, year) in (year, year - 1) else None
