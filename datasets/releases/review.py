"""The reports of a library as a build would read them today, for a person who curates: what there is to look at."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from datasets.errors import BaogaoError, SourceError
from datasets.extract.report import lawful, prepare, unchecked
from datasets.library.bounds import Bounds
from datasets.library.collection import read_sources
from datasets.library.findings import Finding, Kind, Read, counted, finding, places
from datasets.library.home import sources_folder
from datasets.library.processes import Failed, map_bounded
from datasets.library.sources import Source, read_source, refuse_unlike_a_report
from datasets.releases.catalogue import agreeing_sources, corrected, published
from datasets.releases.shards.collecting import PARALLEL_FROM

MOST_NAMED = 3  # reports that are named where one is not there


class Survey(Struct, frozen=True):
    """How much of a report there is to look at, by kind; or why a build leaves it out."""

    report_id: str
    counts: dict[Kind, int] = {}
    refused: str | None = None


class Question(Struct, frozen=True):
    """Which findings of a report are asked for."""

    source: Source
    kind: Kind | None = None
    offset: int = 0
    limit: int | None = None


class Findings(Struct, frozen=True):
    """How many findings there are, and those that were asked for."""

    total: int
    page: list[Finding]


def review(question: Question, bounds: Bounds) -> Findings:
    """What there is to look at in one report. Raises BaogaoError when it cannot be read."""
    prepare()
    (found,) = map_bounded(findings_of, [question], bounds)
    if isinstance(found, Failed):
        raise SourceError(f"{question.source.report_id}: {found.reason}")
    return found


def survey(home: Path, bounds: Bounds) -> tuple[int, Iterator[Survey]]:
    """How many reports a library has, and how much there is to look at in each, one after another.

    Raises SourceError when there is no library, or none in it.
    """
    sources = read_sources(sources_folder(home))
    agreeing, differing = agreeing_sources(sources.readable)
    refused = [Survey(one.report_id, refused=one.reason) for one in (*sources.refused, *differing)]
    return len(agreeing) + len(refused), surveyed(agreeing, refused, bounds)


def surveyed(sources: list[Source], refused: list[Survey], bounds: Bounds) -> Iterator[Survey]:
    """Read each source, in processes of their own."""
    yield from refused
    prepare()
    processes = os.cpu_count() or 1 if len(sources) >= PARALLEL_FROM else 1
    for source, one in zip(sources, map_bounded(survey_of, sources, bounds, processes), strict=True):
        yield Survey(source.report_id, refused=one.reason) if isinstance(one, Failed) else one


def read(source: Source) -> Read:
    """Read a source as a build does, step by step. Raises BaogaoError when a build would leave it out."""
    document = source.document()
    refuse_unlike_a_report(document)
    whole = unchecked(document)
    curated = corrected(source, document, lawful(document, whole))
    return Read(source, document, whole, curated, published(source, document, curated).extraction)


def findings_of(question: Question) -> Findings:
    """What there is to look at in a source; only what is asked for is put together, for there may be very many."""
    looked_at = read(question.source)
    found = [place for place in places(looked_at) if question.kind in (None, place.kind)]
    end = None if question.limit is None else question.offset + question.limit
    return Findings(len(found), [finding(looked_at, place) for place in found[question.offset : end]])


def survey_of(source: Source) -> Survey:
    """How much there is to look at in a source."""
    try:
        return Survey(source.report_id, counted(read(source)))
    except BaogaoError as error:
        return Survey(source.report_id, refused=str(error))


def source_named(folder: Path, report_id: str) -> Source:
    """A report of a library by its id. Raises SourceError when it is not there, with those whose ids are nearest."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder of sources; baogao ingest makes one")
    names = sorted(one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    if report_id in names:
        return read_source(folder / report_id)
    near = get_close_matches(report_id, names, MOST_NAMED, 0.5) or names[:MOST_NAMED]
    hint = f"the nearest are {', '.join(near)}" if near else "it is empty; baogao ingest adds reports"
    raise SourceError(f"{folder}: has no report {report_id!r}; {hint}")
