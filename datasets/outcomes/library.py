"""What follows from the rows of all reports of a library together: outcomes, series, panel, coverage, undertakings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from msgspec import structs

from datasets.extract.report import Extraction
from datasets.outcomes.coverage import coverage
from datasets.outcomes.governments import Government, ReportRows
from datasets.outcomes.mentions import Line, Mention, mentions
from datasets.outcomes.pairing import outcomes_of
from datasets.outcomes.panel import panel
from datasets.outcomes.series import series
from datasets.outcomes.undertakings import undertakings
from schemas.indicators import Indicator
from schemas.located import Row
from schemas.outcomes import Outcome
from schemas.region_codes import codes_above, level_of
from schemas.reports import Report
from schemas.targets import Target

OF_REGION = ("targets", "outcomes", "series", "panel", "coverage")  # tables that follow from a region at a time
REGION = 6  # digits of a report's id that are the code of its region


def derived(reports: Sequence[Report], extractions: Sequence[Extraction]) -> dict[str, list[Row]]:
    """The tables that follow from the rows of all reports, and `targets` with their outcomes."""
    read = {name: [row for one in extractions for row in getattr(one, name)] for name in Extraction.__struct_fields__}
    statements = reports_of(read["targets"], read["indicators"])
    found: defaultdict[str, list[Row]] = defaultdict(list, {name: [] for name in OF_REGION})
    for code in sorted({report.region_code for report in reports}):
        own = {name: [row for row in rows if row.report_id[:REGION] == code] for name, rows in read.items()}
        named = mentions(Line(row.report_id, row.part, row.quote) for row in own["paragraphs"])
        its_reports = [report for report in reports if report.region_code == code]
        for name, rows in of_region(its_reports, own, government_of(code, statements), named).items():
            found[name] += rows
    return {**found, "undertakings": list(undertakings(read["projects"]))}


def of_region(
    reports: Sequence[Report], read: Mapping[str, Sequence[Any]], government: Government, named: Set[Mention]
) -> dict[str, list[Row]]:
    """The tables of `OF_REGION` for one region, from its reports, their rows, its government, and what they name.

    Of the rows that are only counted, no more is asked than `coverage` counts.
    """
    became = list(outcomes_of(government))
    observed = list(series(read["targets"], read["indicators"]))
    return {
        "targets": list(with_outcomes(read["targets"], became)),
        "outcomes": list(became),
        "series": list(observed),
        "panel": list(panel(reports, read["targets"], became, observed, named)),
        "coverage": list(coverage(reports, {**read, "outcomes": became})),
    }


def outcomes(targets: Iterable[Target], indicators: Iterable[Indicator]) -> Iterator[Outcome]:
    """What became of the targets of a library, government by government, in the order of their codes."""
    statements = reports_of(targets, indicators)
    for code in sorted(statements):
        yield from outcomes_of(government_of(code, statements))


def government_of(code: str, statements: Mapping[str, Sequence[ReportRows]]) -> Government:
    """The government of a region, with those above it, from the reports of each by the code of its region."""
    above = {level_of(higher): statements[higher] for higher in codes_above(code) if higher in statements}
    return Government(statements.get(code, ()), above)


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
