"""Indicators and targets to series: for each region, metric, kind of figure and year the value to prefer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from msgspec import Struct

from datasets.extract.targets import telling_metric
from datasets.outcomes.bases import base, is_average
from datasets.reading.text import fold
from datasets.rules.outcomes import OWN_PART, SHARED_WHOLES
from datasets.rules.series import BREAKS, Break
from schemas.indicators import Indicator
from schemas.series import Kind, Observation, Statement
from schemas.targets import Target

MOST_STATEMENTS = 8
KINDS: tuple[Kind, ...] = ("final", "preliminary", "estimated", "target")  # the firmest first
EXACT = "eq"
DIGITS = re.compile(r"[\d, ]*\d(?:\.(?P<decimals>\d+))?")
CLOSE = 1e-9  # relative, for what arithmetic leaves
Stated = Indicator | Target


class Subject(Struct, frozen=True, order=True):
    """What a series measures: where, what, as which kind of figure, of a part of what is shared or not, the unit."""

    region_code: str
    metric_id: str
    measure: str
    is_part: bool
    base_unit: str


def series(targets: Iterable[Target], indicators: Iterable[Indicator]) -> Iterator[Observation]:
    """The observations of a library, by region, metric, measure, unit and year.

    A figure counts when it has a metric, is of one whole year and of the whole region of its report.
    """
    found: defaultdict[Subject, defaultdict[int, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    rows: Iterable[Stated] = chain(indicators, targets)
    for row in rows:
        if (subject := subject_of(row)) and row.year is not None:
            found[subject][row.year].append(row)
    numbers: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for subject in sorted(found):
        line = subject.region_code, subject.metric_id, subject.measure
        numbers[line] += 1
        yield from observations(found[subject], numbers[line])


def subject_of(row: Stated) -> Subject | None:
    """What a row measures, if it belongs to a series."""
    of_year = row.period == str(row.year) and not is_average(row) and row.basis != "multiple"
    of_region = row.scope in (None, row.region_name)
    metric = telling_metric(row)
    if row.value is None or row.region_code is None or metric is None:
        return None
    if not (of_year and of_region):
        return None
    is_part = metric in SHARED_WHOLES and OWN_PART.search(row.name) is not None
    return Subject(row.region_code, metric, row.measure, is_part, row.base_unit or "")


def observations(by_year: dict[int, list[Stated]], number: int) -> Iterator[Observation]:
    """The observations of one series, oldest first; `number` tells it from one in another unit."""
    before: int | None = None
    for year in sorted(by_year):
        yield observation(by_year[year], year, number, break_between(by_year[year][0], before, year))
        before = year


def observation(rows: Sequence[Stated], year: int, number: int, change: Break | None) -> Observation:
    """The preferred value of a year, with all that is said of it."""
    ordered = sorted(rows, key=preference)
    best = ordered[0]
    came_out = [row for row in rows if isinstance(row, Indicator) and row.comparator == EXACT]
    line = f"{best.region_code}.{best.metric_id}.{best.measure}.{year}"
    return Observation(
        id=line if number == 1 else f"{line}-{number}",
        metric_id=best.metric_id or "",
        name_en=best.name_en or "",
        measure=best.measure,
        year=year,
        value=best.value or 0.0,
        value_high=best.value_high,
        unit=best.unit,
        base_value=best.base_value,
        base_unit=best.base_unit,
        comparator=best.comparator,
        value_kind=kind_of(best),
        statement_id=best.id,
        report_id=best.report_id,
        statement_count=len(rows),
        agrees=all(agree(one, other) for one, other in combinations(came_out, 2)),
        break_zh=change.zh if change else None,
        break_en=change.en if change else None,
        statements=[statement(row) for row in ordered[:MOST_STATEMENTS]],
        region_code=best.region_code or "",
        region_name=best.region_name or "",
        level=best.level or "county",
    )


def agree(one: Indicator, other: Indicator) -> bool:
    """Whether two figures are the same once the finer is rounded to the digits that are printed of the other."""
    apart = abs(base(one) - base(other))
    return apart <= max(step(one), step(other)) / 2 + CLOSE * abs(base(one))


def step(row: Indicator) -> float:
    """The unit of the last digit that is printed, in the base unit; 0 where it is not printed in digits."""
    printed = DIGITS.search(fold(row.value_text))
    if printed is None:
        return 0.0
    factor = base(row) / row.value if row.value else 1.0
    return float(abs(factor) / 10 ** len(printed["decimals"] or ""))


def preference(row: Stated) -> tuple[bool, bool, bool, int, int, int]:
    """What is preferred comes first: what came out, exact, among the main figures, firm, of the newest report."""
    return (
        isinstance(row, Target),
        row.comparator != EXACT,
        not row.is_headline,
        KINDS.index(kind_of(row)),
        -(row.report_year or 0),
        row.figure_start,
    )


def kind_of(row: Stated) -> Kind:
    """What a row says of its figure."""
    if isinstance(row, Target):
        return "target"
    return "preliminary" if row.is_preliminary else "estimated" if row.is_estimated else "final"


def statement(row: Stated) -> Statement:
    """What one row says."""
    return Statement(
        statement_id=row.id,
        report_id=row.report_id,
        value_kind=kind_of(row),
        value=row.value or 0.0,
        unit=row.unit,
        comparator=row.comparator,
    )


def break_between(row: Stated, before: int | None, year: int) -> Break | None:
    """The newest change of definition between two years of a series."""
    if before is None:
        return None
    changes = [
        one
        for one in BREAKS
        if row.metric_id in one.metrics and row.measure in one.measures and before < one.year <= year
    ]
    return max(changes, key=lambda one: one.year, default=None)
