"""Target and outcome of the main metrics beside each other, for each region and year; what is absent is told apart."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from msgspec import Struct

from datasets.extract.metrics.names import metric_by_id
from datasets.outcomes.bases import PERCENT, as_growth, growth_of_prices, is_average
from datasets.outcomes.coverage import by_region_and_year
from datasets.outcomes.mentions import Mention
from datasets.rules.metrics.definitions import HEADLINES
from datasets.rules.outcomes import PRICES
from schemas.outcomes import Outcome
from schemas.panel import PanelRow, Presence
from schemas.reports import Report
from schemas.series import Kind, Observation
from schemas.targets import Target
from schemas.vocabulary import Measure

# What is promised of each main metric: its growth, except of what is a rate or a count itself.
MEASURES: Mapping[str, Measure] = {
    "surveyed_unemployment": "rate",
    "registered_unemployment": "rate",
    "urban_new_jobs": "level",
}
GROWTH: Measure = "growth"
OUTCOME = ("outcome_value", "outcome_unit", "outcome_kind", "outcome_id", "outcome_report_id")
Cell = tuple[str, str, Measure, int]  # region, metric, measure, year


class Stated(Struct, frozen=True):
    """What the library states: targets and outcomes by cell, its reports by region and year, and what they name."""

    targets: Mapping[Cell, Target]
    outcomes: Mapping[str, Outcome]
    observations: Mapping[Cell, Observation]
    reports: Mapping[str, Mapping[int, Report]]
    named: Set[Mention]

    def presence(self, cell: Cell, is_stated: bool, *, promised: bool) -> Presence:
        """Whether the library has a figure, and if not, why. The next report tells what came out."""
        region, metric, _, year = cell
        report = self.reports[region].get(year if promised else year + 1)
        if is_stated or report is None:
            return "stated" if is_stated else "no_report"
        return "not_read" if (report.id, promised, metric) in self.named else "not_stated"


def panel(
    reports: Iterable[Report],
    targets: Iterable[Target],
    outcomes: Iterable[Outcome],
    observations: Iterable[Observation],
    named: Set[Mention] = frozenset(),
) -> Iterator[PanelRow]:
    """The panel of a library: regions by code, the main metrics each ever speaks of, every year of its reports."""
    by_region = by_region_and_year(reports)
    stated = Stated(
        targets=promised(targets),
        outcomes={one.target_id: one for one in outcomes},
        observations=outcomes_by_cell(observations),
        reports=by_region,
        named=named,
    )
    spoken = {(region, metric, measure) for region, metric, measure, _ in (*stated.targets, *stated.observations)}
    for region in sorted(by_region):
        years = by_region[region]
        own = {report.id for report in years.values()}
        mentioned = {metric for report, _, metric in named if report in own}
        for metric in sorted(HEADLINES):
            measure = MEASURES.get(metric, GROWTH)
            if metric in mentioned or (region, metric, measure) in spoken:
                for year in range(min(years) - 1, max(years) + 1):
                    yield panel_row((region, metric, measure, year), stated)


def cell_of(row: Target | Outcome | Observation, year: int) -> Cell:
    """The cell of a row."""
    return row.region_code or "", row.metric_id or "", row.measure, year


def outcomes_by_cell(observations: Iterable[Observation]) -> dict[Cell, Observation]:
    """What came out in each cell: of several series of a metric the first."""
    found: dict[Cell, Observation] = {}
    for one in map(as_growth, observations):
        if one.value_kind != "target":
            found.setdefault(cell_of(one, one.year), one)
    return found


def promised(targets: Iterable[Target]) -> dict[Cell, Target]:
    """The target of each cell that its report has for its own year: of several the main one, the first."""
    found: dict[Cell, Target] = {}
    for target in sorted(
        map(as_growth, targets), key=lambda one: (not one.is_headline, one.report_id, one.figure_start)
    ):
        is_of_year = target.year == target.report_year and target.period == str(target.year) and not is_average(target)
        is_whole = target.value is not None and target.scope in (None, target.region_name)
        if is_of_year and is_whole and target.metric_id in HEADLINES:
            found.setdefault(cell_of(target, target.year or 0), target)
    return found


def panel_row(cell: Cell, stated: Stated) -> PanelRow:
    """One cell of the panel. What answers the target is its outcome; without one, what the series prefers."""
    region, metric, measure, year = cell
    reports = stated.reports[region]
    newest = reports[max(reports)]
    target, seen = stated.targets.get(cell), stated.observations.get(cell)
    judged = stated.outcomes.get(target.id) if target else None
    return PanelRow(
        id=f"{region}.{metric}.{measure}.{year}",
        metric_id=metric,
        name_en=metric_by_id()[metric].name_en,
        measure=measure,
        year=year,
        region_code=region,
        region_name=(reports.get(year) or newest).region_name,
        level=newest.level,
        target=stated.presence(cell, target is not None, promised=True),
        outcome=stated.presence(cell, bool(seen or (judged and judged.outcome_id)), promised=False),
        **(columns_of_target(target) if target else {}),
        **columns_of_outcome(judged, seen),
    )


def columns_of_target(target: Target) -> dict[str, Any]:
    """What was promised."""
    return {
        "target_value": target.value,
        "target_value_high": target.value_high,
        "target_unit": target.unit,
        "target_comparator": target.comparator,
        "target_strength": target.strength,
        "target_text": target.quote,
        "target_id": target.id,
        "target_report_id": target.report_id,
    }


def columns_of_outcome(judged: Outcome | None, seen: Observation | None) -> dict[str, Any]:
    """What came out."""
    verdict = {} if judged is None else {
        "status": judged.status, "difference": judged.difference, "difference_unit": judged.difference_unit,
    }  # fmt: skip
    if judged and judged.outcome_id:
        kind: Kind = "estimated" if judged.outcome_is_estimated else "final"
        found = *value_of(judged), kind, judged.outcome_id, judged.outcome_report_id
    elif seen:
        found = seen.value, seen.unit, seen.value_kind, seen.statement_id, seen.report_id
    else:
        return verdict
    return verdict | dict(zip(OUTCOME, found, strict=True))


def value_of(judged: Outcome) -> tuple[float | None, str | None]:
    """The value and the unit of an outcome, prices as growth."""
    if judged.metric_id in PRICES and judged.outcome_value is not None:
        return growth_of_prices(judged.outcome_value), PERCENT
    return judged.outcome_value, judged.outcome_unit
