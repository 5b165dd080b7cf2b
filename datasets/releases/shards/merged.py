"""What the newest release was merged from: a build with a report more takes the rows of all others from its tables.

That is known of a release whose manifest, and so every file, is that of one which was merged by the same code; it is
kept beside the shards, as one, with the texts of the search index in order.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
from msgspec import Struct

from datasets.releases.release import MANIFEST, Release, largest_manifest, read_file
from datasets.releases.shards.cache import Shard, Shards, encoded, key_of
from datasets.releases.shards.dependencies import sha256_of_code
from datasets.releases.shards.regions import SCHEMAS as OF_REGION
from datasets.releases.shards.reports import SCHEMAS as OF_REPORT

MERGER = ("datasets.releases.merging",)
RUNS = pa.schema(
    [
        pa.field("name", pa.string(), False),
        pa.field("key", pa.string(), False),
        pa.field("rows", pa.map_(pa.string(), pa.int64()), False),
    ]
)
SCHEMAS: Mapping[str, pa.Schema] = {"runs_of_reports": RUNS, "runs_of_regions": RUNS}


class Run(Struct, frozen=True):
    """The rows of a report or a region in a release: the key of their shard, and how many each table has."""

    key: str
    rows: dict[str, int]


class Runs(Struct, frozen=True):
    """The rows of a release: of its reports, by id, and of its regions, by code, in order."""

    reports: dict[str, Run]
    regions: dict[str, Run]


class Before(Struct, frozen=True):
    """A release whose rows are those of shards: of which; and the entries of its search index."""

    release: Release
    runs: Runs
    entries: Path
    keys: tuple[str, ...]  # of what is kept of it


class RemovedShards(Struct, frozen=True):
    """The shards of reports and regions whose rows are not in a new release as they were."""

    reports: dict[str, Shard]
    regions: dict[str, Shard]


def entries_key(runs: Runs) -> str:
    """The key of the entries of the search index of some reports."""
    return key_of("entries", [run.key for run in runs.reports.values()], sha256_of_code(MERGER))


def release_key(release: Release) -> str:
    """The key of what a release was merged from."""
    manifest = hashlib.sha256(read_file(release.folder, MANIFEST, largest_manifest())).hexdigest()
    return key_of("merged", manifest, sha256_of_code(MERGER))


def remember(release: Release, runs: Runs, shards: Shards) -> list[str]:
    """Keep what a release was merged from. The keys of what is kept."""
    key = release_key(release)
    tables = {name: table_of(some) for name, some in zip(SCHEMAS, (runs.reports, runs.regions), strict=True)}
    return [shards.add(key, encoded(key, tables)).key, entries_key(runs)]


def merged_before(release: Release | None, shards: Shards) -> Before | None:
    """What a sound release was merged from, if that is known."""
    if release is None or (shard := shards.find(release_key(release), SCHEMAS)) is None:
        return None
    runs = runs_in(shards.read(shard, [*SCHEMAS]))
    entries: Shard | None = shards.find(entries_key(runs), ())
    return Before(release, runs, shards.folder / entries.name, (shard.key, entries.key)) if entries else None


def table_of(runs: Mapping[str, Run]) -> pa.Table:
    """Runs as rows: what is said of a shard has no room for those of thousands of reports."""
    return pa.Table.from_pylist(
        [{"name": name, "key": run.key, "rows": [*run.rows.items()]} for name, run in runs.items()], RUNS
    )


def runs_in(tables: Mapping[str, pa.Table]) -> Runs:
    """The runs that are in rows of the tables of a shard."""
    reports, regions = (
        {row["name"]: Run(row["key"], dict(row["rows"])) for row in tables[name].to_pylist()} for name in SCHEMAS
    )
    return Runs(reports, regions)


def removed_shards(before: Before, runs: Runs, shards: Shards) -> RemovedShards | None:
    """The shards of what is not in a new release as it was.

    None where one is not there any more, or where so many are that little stays: it is all merged then.
    """
    keys = changed_in(before.runs, keys_of(runs.reports), keys_of(runs.regions))
    if keys is None:
        return None
    reports, regions = keys
    found = RemovedShards(stored_keys(reports, OF_REPORT, shards), stored_keys(regions, OF_REGION, shards))
    return found if len(found.reports) == len(reports) and len(found.regions) == len(regions) else None


def changed_in(
    before: Runs, reports: Mapping[str, str], regions: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]] | None:
    """The keys of reports and regions that have another now, or none, by name; the keys of now are given.

    None where they are so many that little stays.
    """
    changed = changed_keys(before.reports, reports)
    return None if len(changed) > len(before.reports) // 2 else (changed, changed_keys(before.regions, regions))


def changed_keys(before: Mapping[str, Run], keys: Mapping[str, str]) -> dict[str, str]:
    """The keys of what has another key now, or none, by name."""
    return {name: run.key for name, run in before.items() if keys.get(name) != run.key}


def keys_of(runs: Mapping[str, Run]) -> dict[str, str]:
    """The keys of what was merged, by name."""
    return {name: run.key for name, run in runs.items()}


def stored_keys(keys: Mapping[str, str], tables: Iterable[str], shards: Shards) -> dict[str, Shard]:
    """The shards that are there of some keys, by name."""
    return {name: shard for name, key in keys.items() if (shard := shards.find(key, tables))}
