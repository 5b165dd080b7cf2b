"""The reports of one government, and what they state, to be looked up by year and by fact."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from datasets.extract.targets import telling_metric
from datasets.outcomes.bases import basis_of
from datasets.outcomes.candidates import Figures
from datasets.reading.text import fold
from schemas.indicators import Indicator
from schemas.targets import Target
from schemas.vocabulary import Level

Fact = tuple[str | None, ...]  # metric or name, period, measure, unit, basis, scope


class ReportRows(Struct, frozen=True, dict=True):
    """The targets and indicators of one report of a government."""

    report_id: str
    targets: Sequence[Target]
    indicators: Sequence[Indicator]

    @property
    def year(self) -> int:
        return int(self.report_id[-4:])

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.indicators)


class Government(Struct, frozen=True, dict=True):
    """The reports of one government, oldest first, and those of the governments above, nearest first."""

    reports: Sequence[ReportRows]
    above: Mapping[Level, Sequence[ReportRows]] = {}

    @cached_property
    def by_year(self) -> Mapping[int, ReportRows]:
        """The reports by their year."""
        return {report.year: report for report in self.reports}

    @cached_property
    def stated(self) -> Mapping[Fact, Sequence[Indicator]]:
        """Every figure by each fact it states, those of the oldest report first."""
        found: defaultdict[Fact, list[Indicator]] = defaultdict(list)
        for report in self.reports:
            for indicator in report.figures.indicators:
                for fact in facts_of(indicator):
                    found[fact].append(indicator)
        return found

    def figures_above(self, level: Level, year: int) -> ReportRows | None:
        """The report for a year of the government above of this level, if the library has it."""
        return next((report for report in self.above.get(level, ()) if report.year == year), None)


def facts_of(indicator: Indicator) -> Iterator[Fact]:
    """What a figure is the value of, by its metric and by its name."""
    about = indicator.period, indicator.measure, indicator.unit, basis_of(indicator), indicator.scope
    if metric := telling_metric(indicator):
        yield metric, *about
    yield fold(indicator.name), *about
