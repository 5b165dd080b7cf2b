"""Sources to the rows of every table: what a release is made of."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct, structs

from datasets.extract.quarantine import ALL_LAWS, sound
from datasets.extract.report import Extraction, extract, placed, prepare
from datasets.library.bounds import Bounds
from datasets.library.curation import curate, translated
from datasets.library.processes import Failed, each_within
from datasets.library.region_rows import region_rows
from datasets.library.sources import Origin, Source, refuse_unlike_a_report, report_row
from datasets.outcomes.library import outcomes, with_outcomes
from datasets.rules.metrics import METRICS
from datasets.rules.units import written_units
from schemas.located import PLACE, Row
from schemas.registries import Metric, Unit
from schemas.reports import Report

PARALLEL_FROM = 8  # reports; fewer are read sooner than processes start

Catalogue = dict[str, list[Row]]


class Reading(Struct, frozen=True):
    """What one source gives."""

    report: Report
    extraction: Extraction


def catalogue(sources: Sequence[Source], readings: Sequence[Reading]) -> Catalogue:
    """The rows of every table. Raises SourceError when sources disagree about a region."""
    rows: Catalogue = {
        name: list(chain.from_iterable(getattr(reading.extraction, name) for reading in readings))
        for name in Extraction.__struct_fields__
    }
    targets = [target for reading in readings for target in reading.extraction.targets]
    became = list(outcomes(targets, chain.from_iterable(reading.extraction.indicators for reading in readings)))
    return rows | {
        "outcomes": list(became),
        "targets": list(with_outcomes(targets, became)),
        "reports": [reading.report for reading in readings],
        "metrics": list(metric_rows()),
        "units": list(unit_rows()),
        "regions": list(region_rows(sources)),
    }


def read_all(sources: Sequence[Source], bounds: Bounds) -> Iterator[Reading | Failed]:
    """Read each source, in order, in processes of their own; reports do not depend on each other.

    Failed for one that takes too much. Raises SourceError for one that is not like a report.
    """
    prepare()
    processes = os.cpu_count() or 1 if len(sources) >= PARALLEL_FROM else 1
    return each_within(read, sources, bounds, processes)


def read(source: Source) -> Reading:
    """Read one source. Raises SourceError when it is not like a report."""
    document = source.document()
    refuse_unlike_a_report(document)
    origin = source.origin
    extraction = curate(extract(document), document, origin.corrections, frozenset(origin.reviewed))
    extraction = translated(extraction, source.report_id, origin.translations)
    extraction = Extraction(**sound(extraction, origin.year, ALL_LAWS))
    return Reading(report_row(source, document), placed(extraction, **place_of(origin)))


def place_of(origin: Origin) -> dict[str, Any]:
    """The region and the year of a report, as its rows say them."""
    region = origin.region
    return dict(zip(PLACE, (region.code, region.name, region.level, origin.year), strict=True))


def metric_rows() -> Iterator[Metric]:
    """The metric registry as rows."""
    for metric in METRICS:
        yield Metric(**{**structs.asdict(metric), "aliases": list(metric.aliases)})


def unit_rows() -> Iterator[Unit]:
    """The unit registry as rows: every form a figure may have."""
    for unit in written_units().values():
        yield Unit(
            id=unit.form,
            name_en=unit.rule.name_en,
            dimension=unit.rule.dimension,
            base_unit=unit.rule.base,
            factor=float(unit.factor),
        )
