"""What follows from the rows of all reports of a library together: outcomes, series, panel, coverage, undertakings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from datasets.extract.report import Extraction
from datasets.outcomes.coverage import coverage
from datasets.outcomes.pairing import Government, ReportRows, outcomes_of
from datasets.outcomes.panel import panel
from datasets.outcomes.series import series
from datasets.outcomes.undertakings import undertakings
from schemas.indicators import Indicator
from schemas.located import Row
from schemas.outcomes import Outcome
from schemas.region_codes import codes_above, level_of
from schemas.reports import Report
from schemas.targets import Target

REGION = 6  # digits of a report's id that are the code of its region


def derived(reports: Sequence[Report], extractions: Sequence[Extraction]) -> dict[str, list[Row]]:
    """The tables that follow from the rows of all reports, and `targets` with their outcomes."""
    read = {name: [row for one in extractions for row in getattr(one, name)] for name in Extraction.__struct_fields__}
    became = list(outcomes(read["targets"], read["indicators"]))
    observed = list(series(read["targets"], read["indicators"]))
    return {
        "targets": list(with_outcomes(read["targets"], became)),
        "outcomes": list(became),
        "series": list(observed),
        "panel": list(panel(reports, read["targets"], became, observed)),
        "coverage": list(coverage(reports, read | {"outcomes": became})),
        "undertakings": list(undertakings(read["projects"])),
    }


def outcomes(targets: Iterable[Target], indicators: Iterable[Indicator]) -> Iterator[Outcome]:
    """What became of the targets of a library, government by government, in the order of their codes."""
    reports = reports_of(targets, indicators)
    for code in sorted(reports):
        above = {level_of(higher): reports[higher] for higher in codes_above(code) if higher in reports}
        yield from outcomes_of(Government(reports[code], above))


def reports_of(targets: Iterable[Target], indicators: Iterable[Indicator]) -> dict[str, Sequence[ReportRows]]:
    """The reports of each government, by the code of its region, oldest first."""
    promised: defaultdict[str, list[Target]] = defaultdict(list)
    stated: defaultdict[str, list[Indicator]] = defaultdict(list)
    for target in targets:
        promised[target.report_id].append(target)
    for indicator in indicators:
        stated[indicator.report_id].append(indicator)
    found: defaultdict[str, list[ReportRows]] = defaultdict(list)
    for report_id in sorted(promised.keys() | stated.keys()):
        found[report_id[:REGION]].append(ReportRows(report_id, promised[report_id], stated[report_id]))
    return dict(found)


def with_outcomes(targets: Iterable[Target], became: Iterable[Outcome]) -> Iterator[Target]:
    """The targets, each with the indicator that states its outcome."""
    known = {one.target_id: one.outcome_id for one in became if one.outcome_id}
    for target in targets:
        yield structs.replace(target, outcome_id=known[target.id]) if target.id in known else target
