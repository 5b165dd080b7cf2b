"""Sources to the rows of every table: what a release is made of."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
from msgspec import Struct, structs

from datasets.errors import BaogaoError, CheckError, SourceError
from datasets.extract.quarantine import ALL_LAWS, sound
from datasets.extract.report import Extraction, extract, placed, prepare
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.collection import Refusal
from datasets.library.curation import curate, translated
from datasets.library.processes import Failed, each_within
from datasets.library.region_rows import Stated, refuse_disagreement, region_rows
from datasets.library.sources import Origin, Source, refuse_unlike_a_report, report_row
from datasets.outcomes.library import derived
from datasets.reading.document import Document
from datasets.releases.checks import broken
from datasets.releases.parquet import plain_rows
from datasets.releases.table_files import LARGEST_ROW
from datasets.rules.metrics import METRICS
from datasets.rules.units import written_units
from schemas.located import PLACE, Row
from schemas.registries import Metric, Unit
from schemas.reports import Report
from schemas.tables import TABLES

PARALLEL_FROM = 8  # reports; fewer are read sooner than processes start

Rows = dict[str, list[Row]]


class Reading(Struct, frozen=True):
    """What one source gives."""

    report: Report
    extraction: Extraction


class Catalogue(Struct, frozen=True):
    """The rows of every table, the sources they are from, and those that could not be read."""

    rows: Rows
    sources: list[Source]
    refused: list[Refusal]


def catalogue(sources: Sequence[Source], bounds: Bounds = BOUNDS) -> Catalogue:
    """The rows of every table. A source that cannot be read as a report within bounds stops no other."""
    agreeing, refused = agreeing_sources(sources)
    found = list(zip(agreeing, read_all(agreeing, bounds), strict=True))
    refused += [one for _, one in found if isinstance(one, Refusal)]
    used = [source for source, one in found if isinstance(one, Reading)]
    return Catalogue(rows_of([one for _, one in found if isinstance(one, Reading)], used), used, refused)


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


def rows_of(readings: Sequence[Reading], sources: Sequence[Source]) -> Rows:
    """The rows of some readings, and of the registries."""
    rows: Rows = {
        name: list(chain.from_iterable(getattr(reading.extraction, name) for reading in readings))
        for name in Extraction.__struct_fields__
    }
    reports = [reading.report for reading in readings]
    return rows | {
        **derived(reports, [reading.extraction for reading in readings]),
        "reports": list(reports),
        "metrics": list(metric_rows()),
        "units": list(unit_rows()),
        "regions": list(region_rows(sources)),
    }


def read_all(sources: Sequence[Source], bounds: Bounds) -> Iterator[Reading | Refusal]:
    """Read each source, in order, in processes of their own; reports do not depend on each other."""
    prepare()
    processes = os.cpu_count() or 1 if len(sources) >= PARALLEL_FROM else 1
    for source, one in zip(sources, each_within(read_or_refuse, sources, bounds, processes), strict=True):
        yield Refusal(source.report_id, one.reason) if isinstance(one, Failed) else one


def read_or_refuse(source: Source) -> Reading | Refusal:
    """Read one source, or say why it cannot be read."""
    try:
        return read(source)
    except BaogaoError as error:
        return Refusal(source.report_id, str(error))


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
    reading = Reading(report_row(source, document), placed(sound_rows, **place_of(source.origin)))
    refuse_unsound(reading, source)
    return reading


def refuse_unsound(reading: Reading, source: Source) -> None:
    """Raise SourceError or CheckError for what would stop a release: rows that are too large, corrections that err."""
    for row in chain([reading.report], region_rows([source]), *structs.astuple(reading.extraction)):
        if (size := len(msgspec.json.encode(row))) > LARGEST_ROW:
            raise SourceError(f"{source.report_id}: gives a row of {size:,} bytes; at most {LARGEST_ROW:,}")
    if source.origin.corrections:  # the rules alone keep the laws
        rows = rows_of([reading], [source])
        plain = {table.name: plain_rows(table, rows[table.name]) for table in TABLES}
        if problem := next(broken(plain, {source.report_id: source.text}), None):
            raise CheckError(f"{source.report_id}: its corrections break a law of releases: {problem}")


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
