"""A source to its rows, and the registries: what a release is made of."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import msgspec
from msgspec import Struct, structs

from datasets.errors import CheckError, SourceError
from datasets.extract.quarantine import ALL_LAWS, sound
from datasets.extract.report import Extraction, extract, with_region_and_year
from datasets.library.collection import Refusal
from datasets.library.curation import curate, translated
from datasets.library.regions.rows import Stated, refuse_disagreement, region_rows
from datasets.library.sources import Origin, Source, refuse_unlike_a_report, report_row
from datasets.outcomes.library import derived
from datasets.reading.document import Document
from datasets.releases.checks import broken
from datasets.releases.integrity.row_sizes import LARGEST_ROW
from datasets.releases.release import PlainRows
from datasets.releases.tables.parquet import plain_rows
from datasets.rules.metrics.definitions import METRICS
from datasets.rules.units import written_units
from schemas.located import PLACE, Row
from schemas.registries import Metric, Unit
from schemas.reports import Report
from schemas.tables import BY_NAME

PARALLEL_FROM = 8  # reports; fewer are read sooner than processes start

Rows = dict[str, list[Row]]


class Reading(Struct, frozen=True):
    """What one source gives."""

    report: Report
    extraction: Extraction


def agreeing_sources(sources: Iterable[Source]) -> tuple[list[Source], list[Refusal]]:
    """The sources whose regions are as those before them state them; and the others, which say otherwise of one."""
    stated: Stated = {}
    agreeing, refused = [], []
    for source in sources:
        try:
            refuse_disagreement(source, stated)
            agreeing.append(source)
        except SourceError as error:
            refused.append(Refusal(source.report_id, str(error)))
    return agreeing, refused


def read(source: Source) -> Reading:
    """Read one source. Raises SourceError when it is not like a report, CheckError when its origin breaks a law."""
    document = source.document()
    refuse_unlike_a_report(document)
    return published(source, document, corrected(source, document, extract(document)))


def corrected(source: Source, document: Document, extraction: Extraction) -> Extraction:
    """What the rules read, as the origin corrects and translates it."""
    origin = source.origin
    extraction = curate(extraction, document, origin.corrections, frozenset(origin.reviewed))
    return translated(extraction, source.report_id, origin.translations)


def published(source: Source, document: Document, extraction: Extraction) -> Reading:
    """What of the corrected rows a release has. Raises CheckError or SourceError for what would stop it."""
    sound_rows = Extraction(**sound(extraction, source.origin.year, ALL_LAWS))
    reading = Reading(report_row(source, document), with_region_and_year(sound_rows, **place_of(source.origin)))
    refuse_unsound(reading, source)
    return reading


def refuse_unsound(reading: Reading, source: Source) -> None:
    """Raise SourceError or CheckError for what no release can have: rows that are too large, or that break a law."""
    for row in chain([reading.report], region_rows([source]), *structs.astuple(reading.extraction)):
        if (size := len(msgspec.json.encode(row))) > LARGEST_ROW:
            raise SourceError(f"{source.report_id}: gives a row of {size:,} bytes; at most {LARGEST_ROW:,}")
    if problem := next(broken(rows_of(reading, source), {source.report_id: source.text}), None):
        who = "its corrections break" if source.origin.corrections else "breaks"
        raise CheckError(f"{source.report_id}: {who} a law of releases: {problem}")


def rows_of(reading: Reading, source: Source) -> PlainRows:
    """The rows of every table, as if a library had this report alone."""
    rows: Rows = {name: getattr(reading.extraction, name) for name in Extraction.__struct_fields__}
    rows |= derived([reading.report], [reading.extraction])
    rows |= {"reports": [reading.report], "regions": list(region_rows([source]))}
    return {**registries(), **{name: plain_rows(BY_NAME[name], some) for name, some in rows.items()}}


@cache
def registries() -> PlainRows:
    """The rows of the tables that are the same for every library."""
    return {
        "metrics": plain_rows(BY_NAME["metrics"], metric_rows()),
        "units": plain_rows(BY_NAME["units"], unit_rows()),
    }


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
