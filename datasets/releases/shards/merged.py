"""What the newest release was merged from: a build with a report more takes the rows of all others from its tables.

That is known of a release whose manifest, and so every file, is that of one which was merged by the same code; it is
kept beside the shards, as one, with the texts of the search index in order.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from msgspec import Struct

from datasets import json
from datasets.releases.release import LARGEST_MANIFEST, MANIFEST, Release, read_file
from datasets.releases.shards.cache import Shard, Shards, encoded, key_of
from datasets.releases.shards.dependencies import sha256_of_code

if TYPE_CHECKING:
    from datasets.releases.shards.collecting import Listed

MERGER = ("datasets.releases.merging",)
NONE = pa.table({"none": pa.array([], pa.bool_())})  # a shard has some table


class Run(Struct, frozen=True):
    """The rows of a report in a release: the key of their shard, and how many each table has."""

    key: str
    rows: dict[str, int]


class Before(Struct, frozen=True):
    """A release whose rows are those of shards: of which, by report; and the entries of its search index."""

    release: Release
    runs: dict[str, Run]
    entries: Path
    keys: tuple[str, ...]  # of what is kept of it


def runs_of(reports: Sequence["Listed"]) -> dict[str, Run]:
    """The rows of some reports, by id, in order."""
    return {
        one.source.report_id: Run(one.shard.key, {name: of.rows for name, of in one.about.weights.items()})
        for one in reports
    }


def entries_key(runs: Mapping[str, Run]) -> str:
    """The key of the entries of the search index of some reports."""
    return key_of("entries", [run.key for run in runs.values()], sha256_of_code(MERGER))


def release_key(release: Release) -> str:
    """The key of what a release was merged from."""
    manifest = hashlib.sha256(read_file(release.folder, MANIFEST, LARGEST_MANIFEST)).hexdigest()
    return key_of("merged", manifest, sha256_of_code(MERGER))


def remember(release: Release, runs: Mapping[str, Run], shards: Shards) -> list[str]:
    """Keep what a release was merged from. The keys of what is kept."""
    key = release_key(release)
    return [shards.add(key, encoded(key, {"none": NONE}, runs)).key, entries_key(runs)]


def merged_before(release: Release | None, shards: Shards) -> Before | None:
    """What a sound release was merged from, if that is known."""
    if release is None or (shard := shards.find(release_key(release), (), dict[str, Run])) is None:
        return None
    runs = json.decode(shard.about, dict[str, Run])
    entries: Shard | None = shards.find(entries_key(runs), ())
    return Before(release, runs, shards.folder / entries.name, (shard.key, entries.key)) if entries else None


def gone(before: Before, runs: Mapping[str, Run], shards: Shards) -> dict[str, Shard] | None:
    """The shards of reports whose rows are not in a new release as they were.

    None where one is not there any more, or where so many are that little stays: it is all merged then.
    """
    changed = {report_id: run.key for report_id, run in before.runs.items() if runs.get(report_id) != run}
    if len(changed) > len(before.runs) // 2:
        return None
    found = {report_id: shards.find(key, ("entries",)) for report_id, key in changed.items()}
    there = {report_id: shard for report_id, shard in found.items() if shard}
    return there if len(there) == len(found) else None
