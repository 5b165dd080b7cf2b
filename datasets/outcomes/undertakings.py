"""Statements about projects to undertakings: what the reports say of each, year by year, and which stall."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from schemas.projects import Project
from schemas.undertakings import Stage, Undertaking

MOST_STAGES = 16
TO_FINISH, FINISHED = "to_complete", frozenset({"completed", "opened", "in_production"})
UNSTARTED = frozenset({"signed", "landed", "planned", "advancing"})  # stages before works begin
FEWEST_YEARS = 2  # reports that tell of a stall


def undertakings(projects: Iterable[Project]) -> Iterator[Undertaking]:
    """The undertakings of a library, by key."""
    yield from in_order(sorted(projects, key=lambda one: one.project_key))


def in_order(projects: Iterable[Project]) -> Iterator[Undertaking]:
    """The undertakings of projects that come by key: no more of them is held than one."""
    for key, group in groupby(projects, key=lambda one: one.project_key):
        yield undertaking(key, sorted(group, key=lambda one: (one.report_year or 0, one.char_start)))


def undertaking(key: str, statements: Sequence[Project]) -> Undertaking:
    """One undertaking from its statements, the oldest first. Its name and status are those of the newest."""
    newest = statements[-1]
    years = [one.report_year or 0 for one in statements]
    regions = {one.region_code for one in statements}
    place = newest if len(regions) == 1 else None  # a line between regions is of none of them
    return Undertaking(
        id=key,
        family_key=newest.family_key,
        name=newest.name,
        phase=newest.phase,
        category=newest.category,
        first_year=years[0],
        last_year=years[-1],
        status=newest.status,
        statement_count=len(statements),
        stages=[stage(one) for one in statements[-MOST_STAGES:]],
        stalled_years=stalled_years(statements),
        due_year=min((one.year for one in statements if one.year and one.status == TO_FINISH), default=None),
        finished_year=min((one.year for one in statements if one.year and one.status in FINISHED), default=None),
        region_code=place.region_code if place else None,
        region_name=place.region_name if place else None,
        level=place.level if place else None,
    )


def stage(statement: Project) -> Stage:
    """What one statement says."""
    return Stage(report_year=statement.report_year or 0, status=statement.status, row_id=statement.id)


def stalled_years(statements: Sequence[Project]) -> int:
    """How many reports plan it, where none says that it began; 0 for fewer than two."""
    if any(one.status not in UNSTARTED for one in statements):
        return 0
    years = {one.report_year for one in statements}
    return len(years) if len(years) >= FEWEST_YEARS else 0
