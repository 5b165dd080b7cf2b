"""Shards to the files of a release, as a stream: no more is in memory than a row group of each table.

Reports come in the order of their ids, and regions in that of their codes, which is that of the tables; only
undertakings and the search index, whose order is another, are sorted on disk.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from msgspec import Struct

from datasets.library.regions.rows import region_rows
from datasets.outcomes.library import OF_REGION
from datasets.releases.catalogue import registries
from datasets.releases.changes import TableChange
from datasets.releases.file_changes import Differences, compare_files, table_files, written_files
from datasets.releases.index.index_files import IndexFiles, OldIndex
from datasets.releases.index.search_index import GRAMS, Part, part_of
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.release import PlainRows, Release
from datasets.releases.shards.cache import ABOUT, KEY, Shard
from datasets.releases.shards.collecting import Collected
from datasets.releases.shards.merged import Before, Run, entries_key, removed_shards
from datasets.releases.shards.reports import TABLES_OF_REPORT
from datasets.releases.shards.undertakings import FEW, continue_undertakings, write_undertakings
from datasets.releases.shards.undertakings import NAME as UNDERTAKINGS
from datasets.releases.tables.continued import ContinuedTables
from datasets.releases.tables.parquet import plain_rows, read_parquet
from datasets.releases.tables.writer import write_table
from schemas.arrow import arrow_schema
from schemas.tables import BY_NAME

FROM_REPORTS = tuple(name for name in TABLES_OF_REPORT if name not in OF_REGION)
BESIDE_TABLES = ("text", "entries", "postings")
REGISTRIES = ("metrics", "units", "regions")

Tables = Mapping[str, pa.Table]


class Merged(Struct, frozen=True):
    """How what was merged differs from a release before, whose rows stayed; `kept` are tables that have such rows."""

    differences: Differences
    kept: frozenset[str]

    def changes(self, release: Release, written: Path) -> list[TableChange]:
        """The differences of each table that has any."""
        known = {change.table: change for change in self.differences.changes()}
        others = [name for name in BY_NAME if name not in self.kept]
        old, new = table_files(release), written_files(written)
        found = compare_files({name: old[name] for name in others}, {name: new[name] for name in others})
        known |= {change.table: change for change in found}
        return [known[name] for name in BY_NAME if name in known]


def merge(collected: Collected, folder: Path, scratch: Path, before: Before | None = None) -> Merged | None:
    """Write every table, text and file of the search index. `scratch` is an empty folder for what is sorted.

    The rows of reports and regions that the release before has from the same shards are taken from its tables: the
    bytes are those of a merge without it. None where no row is taken from it.
    """
    return Merger(collected, folder, scratch, before).merge()


class Parts(Struct, frozen=True):
    """The reports, or the regions, of a release: their rows and shards, and those of the release before."""

    tables: Sequence[str]
    runs: Mapping[str, Run]
    shards: Mapping[str, Shard]
    old: Mapping[str, Run]
    gone: Mapping[str, Shard]  # of those that are not in the new release as they were

    def is_kept(self, name: str) -> bool:
        """Whether the rows of one stay."""
        return self.runs.get(name) == self.old.get(name)


class Merger:
    """Merges the shards of a library."""

    def __init__(self, collected: Collected, folder: Path, scratch: Path, before: Before | None) -> None:
        self.collected, self.folder, self.scratch, self.shards = collected, folder, scratch, collected.shards
        self.runs = collected.runs
        self.gone = removed_shards(before, self.runs, self.shards) if before else None
        self.before = before if self.gone else None
        old = OldIndex(before.release.table_file(GRAMS), before.entries) if before and self.gone else None
        self.index = IndexFiles(scratch, old)
        self.differences = Differences()
        self.project_keys: set[str] = set()  # of projects of which something else is stated

    def merge(self) -> Merged | None:
        """Write every file."""
        self.merge_reports()
        self.merge_regions()
        self.merge_registries()
        kept = {*FROM_REPORTS, *OF_REGION} | ({UNDERTAKINGS} if self.merge_undertakings() else set())
        ordered, key = self.shards.new_file(), entries_key(self.runs)
        self.index.write(self.folder, ordered, {KEY: key.encode(), ABOUT: b"null"})
        self.shards.add_file(key, ordered)
        return Merged(self.differences, frozenset(kept)) if self.before else None

    def merge_reports(self) -> None:
        """Write the tables and texts of reports, and have the index have those that it had not."""
        (self.folder / TEXTS).mkdir()
        shards = {one.source.report_id: one.shard for one in self.collected.reports}
        old, left = (self.before.runs.reports, self.gone.reports) if self.before and self.gone else ({}, {})
        parts = Parts(FROM_REPORTS, self.runs.reports, shards, old, left)
        for report_id in parts.runs:
            if self.before and parts.is_kept(report_id):
                link_or_copy(self.before.release.folder, self.folder, f"{TEXTS}/{report_id}.txt")
        for report_id, was, found in self.changed(parts, BESIDE_TABLES):
            self.project_keys |= {
                key for one in (was, found) if one for key in one["projects"]["project_key"].to_pylist()
            }
            if was:
                self.index.remove(was["entries"])
            if found:
                (self.folder / TEXTS / f"{report_id}.txt").write_bytes(found["text"]["text"][0].as_py().encode())
                self.index.add(Part(found["entries"], found["postings"]))

    def merge_regions(self) -> None:
        """Write the tables that follow from a region at a time."""
        old, left = (self.before.runs.regions, self.gone.regions) if self.before and self.gone else ({}, {})
        for _ in self.changed(Parts(OF_REGION, self.runs.regions, self.collected.regions, old, left)):
            pass

    def changed(self, parts: Parts, beside: Sequence[str] = ()) -> Iterator[tuple[str, Tables | None, Tables | None]]:
        """Write the tables of parts: what was of each that is not as it was, and what is."""
        before = self.before.release.folder if self.before else None
        with ContinuedTables(self.folder, parts.tables, before) as tables:
            for name in sorted(parts.runs.keys() | parts.old.keys()):
                if parts.is_kept(name):
                    tables.keep(parts.runs[name].rows)
                    continue
                old = [*parts.tables, *(["entries"] if beside else [])]
                was = self.shards.read(parts.gone[name], old) if name in parts.gone else None
                found = self.shards.read(parts.shards[name], [*parts.tables, *beside]) if name in parts.runs else None
                if was:
                    tables.drop(parts.old[name].rows)
                if found:
                    tables.add(found)
                if self.before:
                    self.differences.note(parts.tables, was, found)
                yield name, was, found

    def merge_registries(self) -> None:
        """Write the tables of metrics, units and regions; the index has those anew that are not as they were."""
        for name, rows in registry_rows(self.collected).items():
            table = pa.Table.from_pylist(rows, arrow_schema(BY_NAME[name].row))
            write_table(self.folder / f"{name}.parquet", table)
            old = read_parquet(self.before.release.table_file(name)) if self.before else None
            if old is None or not old.equals(table):
                self.index.add(part_of({name: rows}))
                self.index.remove(part_of({name: old.to_pylist() if old else []}).entries)

    def merge_undertakings(self) -> bool:
        """Write the undertakings; whether those of the release before stayed that follow from nothing new."""
        if self.before is None or len(self.project_keys) > FEW:
            write_undertakings(self.folder, self.scratch)
            return False
        was, found = continue_undertakings(self.folder, self.before.release.folder, self.project_keys)
        self.differences.note([UNDERTAKINGS], {UNDERTAKINGS: was}, {UNDERTAKINGS: found})
        return True


def link_or_copy(old: Path, new: Path, name: str) -> None:
    """Have a file of a release before in a new one: it is on disk once, where there are hard links."""
    try:
        os.link(old / name, new / name, follow_symlinks=False)
    except OSError:
        shutil.copyfile(old / name, new / name)


def registry_rows(collected: Collected) -> PlainRows:
    """The rows of the tables of metrics, units and regions."""
    regions = plain_rows(BY_NAME["regions"], region_rows(report.source for report in collected.reports))
    return {**registries(), "regions": regions}
