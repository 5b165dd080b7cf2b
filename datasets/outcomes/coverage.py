"""What the library has of each region and year: the report, and how much was read from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from schemas.coverage import Coverage
from schemas.reports import Report
from schemas.targets import Target

COUNTED = ("indicators", "targets", "outcomes", "projects", "glossary", "figures")
CHECKED = ("indicators", "targets", "projects", "glossary")  # tables whose rows say whether a person checked them


def coverage(reports: Iterable[Report], tables: Mapping[str, Sequence[Any]]) -> Iterator[Coverage]:
    """A row for each region and year from its first report to its last, by region and year."""
    by_region = by_region_and_year(reports)
    counts = {name: Counter(row.report_id for row in tables[name]) for name in COUNTED}
    unresolved = Counter(row.report_id for row in tables["figures"] if row.reason == "unresolved")
    reviewed = Counter(row.report_id for name in CHECKED for row in tables[name] if row.review == "reviewed")
    growing = {row.report_id for row in tables["targets"] if is_growth_target(row)}
    for code in sorted(by_region):
        years = by_region[code]
        for year in range(min(years), max(years) + 1):
            if (report := years.get(year)) is None:
                yield absent(code, year, years[max(years)])
                continue
            yield Coverage(
                id=f"{code}-{year}",
                year=year,
                has_report=True,
                report_id=report.id,
                char_length=report.char_length,
                parts_confidence=report.parts_confidence,
                unresolved=unresolved[report.id],
                reviewed=reviewed[report.id],
                has_growth_target=report.id in growing,
                region_code=code,
                region_name=report.region_name,
                level=report.level,
                **{name: counts[name][report.id] for name in COUNTED},
            )


def by_region_and_year(reports: Iterable[Report]) -> dict[str, dict[int, Report]]:
    """The reports of each region, by year."""
    found: defaultdict[str, dict[int, Report]] = defaultdict(dict)
    for report in reports:
        found[report.region_code][report.year] = report
    return dict(found)


def absent(code: str, year: int, newest: Report) -> Coverage:
    """A year between two reports of a region that has none."""
    return Coverage(
        id=f"{code}-{year}",
        year=year,
        has_report=False,
        region_code=code,
        region_name=newest.region_name,
        level=newest.level,
    )


def is_growth_target(row: Target) -> bool:
    """Whether a target is the growth of the economy in the year of its report."""
    return row.metric_id == "gdp" and row.measure == "growth" and row.year == row.report_year
