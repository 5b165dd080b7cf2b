"""The reports of a library to shards: those that are there already are found, the others are read, in processes."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from datasets import json
from datasets.errors import SourceError
from datasets.extract.report import prepare
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.collection import Refusal, entries_of
from datasets.library.processes import Failed, map_bounded
from datasets.library.regions.rows import Stated, refuse_disagreement
from datasets.library.sources import Source, read_source
from datasets.outcomes.library import REGION
from datasets.releases.integrity.weights import Scales
from datasets.releases.shards import regions as region_shards
from datasets.releases.shards.cache import Shard, Shards, reserve_memory
from datasets.releases.shards.known import states_in, without_text
from datasets.releases.shards.merged import SCHEMAS as OF_RELEASE
from datasets.releases.shards.merged import Run, Runs
from datasets.releases.shards.regions import Region, RegionReader, RowCounts, regions_of
from datasets.releases.shards.reports import (
    SCHEMAS,
    About,
    about_report,
    key_of_report,
    report_key,
    report_shard,
    text_sha256,
)

PARALLEL_FROM = 8  # reports; fewer are read sooner than processes start
Progress = Callable[[str, int, int], None]  # told what is done, how many are, and of how many
Engine = Callable[[Any, Iterator[Any], Bounds], Iterator[tuple[int, Any]]]  # items to their numbers and results


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


class Work(Struct, frozen=True):
    """How the reports of a library are read: within which bounds, in how many processes, and who is told.

    With an engine they are read there; what follows from them is made here. With `is_checked`,
    what is kept of earlier builds is compared with its checksums, whatever the times and sizes of its files say.
    """

    bounds: Bounds = BOUNDS
    processes: int = 0  # one for each processor
    progress: Progress = no_progress
    engine: Engine | None = None
    is_checked: bool = False

    def of_reports(self, sources: Iterator[Source], total: int) -> Iterator[tuple[int, Any]]:
        """The number of each source with its shard, or with why it has none, in any order."""
        if self.engine:
            return self.engine(report_shard, sources, self.bounds)
        return enumerate(self.each(report_shard, sources, total))

    def each(self, function: Any, items: Iterator[Any], total: int) -> Iterator[Any]:
        """What a function gives for each item, within the bounds; few items are read in one process."""
        processes = self.processes or os.cpu_count() or 1
        return map_bounded(function, items, self.bounds, processes if total >= PARALLEL_FROM else 1)


DEFAULT = Work()


class Listed(Struct, frozen=True):
    """A report of a release: its source without the text and what is done to its rows, and its shard."""

    source: Source
    shard: Shard

    @property
    def about(self) -> About:
        """What the shard says of it, read anew each time: it takes three times the memory of its JSON."""
        return about_report(self.shard)


class Collected(Struct, frozen=True):
    """What a release is made of: its reports, its regions by code, in order; their shards, and what was left out."""

    reports: list[Listed]
    regions: dict[str, Shard]
    refused: list[Refusal]
    shards: Shards

    @property
    def keys(self) -> list[str]:
        """The keys of the shards that are used."""
        return [*(report.shard.key for report in self.reports), *(region.key for region in self.regions.values())]

    @property
    def runs(self) -> Runs:
        """The rows of a release of it."""
        regions = {code: Run(one.key, json.decode(one.about, RowCounts)) for code, one in self.regions.items()}
        return Runs({one.source.report_id: Run(one.shard.key, one.about.rows) for one in self.reports}, regions)


@contextmanager
def opened_cache(folder: Path, work: Work) -> Iterator[Shards]:
    """The shards in a folder, which is gone afterwards when nothing came into it."""
    schemas = {**SCHEMAS, **region_shards.SCHEMAS, **OF_RELEASE}
    shards = Shards(folder, schemas, is_checked=work.is_checked)
    try:
        yield shards
    finally:
        shards.leave()


def collected(sources: Path, shards: Shards, work: Work) -> Collected:
    """The shards of a library. What cannot be read, or served, stops nothing else.

    Raises SourceError when there is no library, or when none of its reports can be read.
    """
    reader = ReportReader(sources, shards, work)
    listed, refused = list(reader.read()), reader.refused
    regions: dict[str, Shard] = {}
    while True:
        listed, too_large = weighed(listed)
        regions, unlawful = shards_of_regions(listed, reader.shards, work)
        refused += too_large + unlawful
        if not listed:
            refused.sort(key=lambda one: one.report_id)
            more = f"; and {len(refused) - 1} more reports cannot be read" if len(refused) > 1 else ""
            raise SourceError(str(refused[0]) + more)
        if not unlawful:
            return Collected(listed, regions, refused, reader.shards)
        out = {one.report_id for one in unlawful}
        listed = [one for one in listed if one.source.report_id not in out]


def weighed(listed: list[Listed]) -> tuple[list[Listed], list[Refusal]]:
    """The reports whose rows a server would serve together, and those it would not."""
    scales, kept, refused = Scales(), [], []
    for one in listed:
        if why := scales.refusal(one.about.weights):
            refused.append(Refusal(one.source.report_id, why))
        else:
            kept.append(one)
    return kept, refused


class ReportReader:
    """Reads the reports of a library, in order. `refused` are those that cannot be, with the reason."""

    def __init__(self, sources: Path, shards: Shards, work: Work) -> None:
        self.shards, self.work = shards, work
        self.refused: list[Refusal] = []
        self._entries = entries_of(sources)
        self._found: list[Listed] = []
        self._given = 0
        self._waiting: dict[int, tuple[Source, str]] = {}
        self._done = 0

    def read(self) -> list[Listed]:
        """The reports with their shards, by id."""
        for number, made in self.work.of_reports(self._missing(), len(self._entries)):
            source, key = self._waiting.pop(number)
            if isinstance(made, bytes):
                self._note(source, self.shards.add(key, made))
            else:
                self._refuse(source.report_id, made.reason)
        return sorted(self._found, key=lambda one: one.source.report_id)

    def _missing(self) -> Iterator[Source]:
        """The sources that have no shard."""
        stated: Stated = {}
        for entry in self._entries:
            before = states_in(entry)
            try:
                if self._has(entry, stated):
                    continue
                source = read_source(entry)
                refuse_disagreement(source, stated)
            except SourceError as error:
                self._refuse(entry.name, str(error))
                continue
            key, sparing = report_key(source), without_text(source)
            self.shards.known.add_source(sparing, text_sha256(source), before)
            if shard := self.shards.find(key, SCHEMAS, About):
                self._note(sparing, shard)
                continue
            if not self._given:  # before the first process parts from this one
                prepare()
                reserve_memory()
            self._waiting[self._given] = sparing, key
            self._given += 1
            yield source

    def _has(self, entry: Path, stated: Stated) -> bool:
        """Whether a source is as it was read, and has a shard. Raises SourceError when its region disagrees."""
        known = self.shards.known.source(entry)
        if known is None:
            return False
        shard = self.shards.find(key_of_report(known.source, known.text_sha256), SCHEMAS, About)
        if shard is None:
            return False
        refuse_disagreement(known.source, stated)
        self._note(known.source, shard)
        return True

    def _note(self, source: Source, shard: Shard) -> None:
        """Have a report more."""
        self._found.append(Listed(source, shard))
        self._tell()

    def _refuse(self, report_id: str, why: str) -> None:
        """Leave a report out."""
        self.refused.append(Refusal(report_id, why))
        self._tell()

    def _tell(self) -> None:
        self._done += 1
        self.work.progress("Reading the sources", self._done, len(self._entries))


def shards_of_regions(listed: list[Listed], shards: Shards, work: Work) -> tuple[dict[str, Shard], list[Refusal]]:
    """The shards of the regions of some reports, in order; and the reports of those that cannot be made."""
    regions = regions_of({one.source.report_id: one.shard for one in listed})
    found: dict[str, Shard] = {}
    refused: list[Refusal] = []
    missing: deque[Region] = deque()

    def those_missing() -> Iterator[Region]:
        for region in regions:
            if shard := shards.find(region.key, region_shards.SCHEMAS, RowCounts):
                found[region.code] = shard
            else:
                reserve_memory()
                missing.append(region)
                yield region

    for made in work.each(RegionReader(shards), those_missing(), len(regions)):
        region = missing.popleft()
        if isinstance(made, bytes):
            found[region.code] = shards.add(region.key, made)
        else:
            why = made.reason if isinstance(made, Failed) else made
            ids = [one.source.report_id for one in listed if one.source.report_id[:REGION] == region.code]
            refused += [Refusal(report_id, why) for report_id in ids]
        work.progress("Comparing years", len(found), len(regions))
    return dict(sorted(found.items())), refused
