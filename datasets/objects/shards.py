"""Shards of a store: those that a build asks for come down, and those that it has used are there afterwards.

`shards/KEY.SHA256.parquet` is one of the cache of what was read, which is safe to delete.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from datasets.errors import BaogaoError, ObjectMissingError
from datasets.files import read_bounded
from datasets.library.collection import entries_of
from datasets.library.home import releases_folder, shards_folder, sources_folder
from datasets.library.sources import read_source
from datasets.objects.cache import Cache, each_at_once, write
from datasets.objects.store import Objects
from datasets.releases.release import newest_release
from datasets.releases.shards.cache import LARGEST, NAME, Shard, tables_in
from datasets.releases.shards.known import trust
from datasets.releases.shards.merged import SCHEMAS as MERGED
from datasets.releases.shards.merged import changed_in, entries_key, release_key, runs_in
from datasets.releases.shards.regions import regions_of
from datasets.releases.shards.reports import report_key

SHARDS = "shards"


class StoredShards:
    """The shards of a store, and those of them that are in the copy of a home. `told` is what was passed over."""

    def __init__(self, home: Path, objects: Objects, cache: Cache, told: list[str]) -> None:
        self.home, self.objects, self.cache, self.told = home, objects, cache, told
        self._sizes: dict[str, int] | None = None  # of those in the store, once it was asked
        self._damaged: set[str] = set()  # of those, what is not what its name says

    def pull(self) -> None:
        """Have the shards here that a build of the sources and releases that are here asks for, and that are not.

        What is no sound one is none, and made again.
        """
        folder = shards_folder(self.home)
        folder.mkdir(exist_ok=True)
        listed = {key.removeprefix(f"{SHARDS}/"): stat.size for key, stat in self.objects.listed(f"{SHARDS}/").items()}
        self._sizes = {name: size for name, size in listed.items() if NAME.fullmatch(name) and size <= LARGEST}
        if not all((folder / name).exists() for name in self._sizes):
            self._pull_asked(folder)
        trust(folder, [name for name in self._sizes if (folder / name).exists()])  # who writes there may publish, too

    def _pull_asked(self, folder: Path) -> None:
        """Have the shards here that are asked for."""
        reports, regions = keys_in(self.home)
        self._bring({*reports.values(), *regions.values()})
        if newest := newest_release(releases_folder(self.home)):
            (merged,) = keys = {release_key(newest)}
            self._bring(keys)
            self._bring(keys_of_merge(folder.glob(f"{merged}.*"), reports, regions))

    def _bring(self, keys: set[str]) -> None:
        """Have the shards with some keys here, if they are in the store."""
        folder, sizes = shards_folder(self.home), self._sizes or {}
        missing = [name for name in sizes if name.partition(".")[0] in keys and not (folder / name).exists()]
        self.cache.make_room(sum(sizes[name] for name in missing))
        each_at_once(self._bring_one, missing)

    def _bring_one(self, name: str) -> None:
        """Have one shard here, if it is what its name says."""
        try:
            content = self.objects.read(f"{SHARDS}/{name}", LARGEST)
        except ObjectMissingError:  # another build removed it
            return
        if hashlib.sha256(content).hexdigest() == name.split(".")[1]:
            write(shards_folder(self.home) / name, content)
        else:
            self._damaged.add(name)
            self.told.append(f"{self.objects.address}/{SHARDS}/{name}: is damaged; the shard is made again")

    def push(self) -> None:
        """Have the shards in the store that a build has used, and no others of those that it found there.

        A damaged one gives way to that of its name. Nothing is done where none were asked for.
        """
        if self._sizes is None:
            return
        folder, there = shards_folder(self.home), self._sizes.keys()
        here = {place.name for place in folder.glob("*") if NAME.fullmatch(place.name)}
        sound = there - self._damaged
        each_at_once(lambda name: self.objects.put(f"{SHARDS}/{name}", folder / name), here - sound)
        self.objects.remove(f"{SHARDS}/{name}" for name in sorted(there - here))


def keys_in(home: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The keys of the shards of reports and regions of a home, by name, whether they are there or not."""
    found: dict[str, Shard] = {}
    for entry in entries_of(sources_folder(home)):
        with suppress(BaogaoError):  # the build tells it
            source = read_source(entry)
            found[source.report_id] = Shard(report_key(source), "", b"")
    return {name: shard.key for name, shard in found.items()}, {one.code: one.key for one in regions_of(found)}


def keys_of_merge(merged: Iterable[Path], reports: dict[str, str], regions: dict[str, str]) -> set[str]:
    """What is asked for of the release before, by what it was merged from: entries, and what is there no more."""
    keys: set[str] = set()
    for place in merged:
        with suppress(ValueError, OSError, BaogaoError, pa.ArrowException):  # no sound one, which is made again
            runs = runs_in(tables_in(read_bounded(place.parent, place.name, LARGEST), MERGED))
            changed = changed_in(runs, reports, regions)
            if changed is not None:
                keys |= {entries_key(runs), *(key for one in changed for key in one.values())}
    return keys
