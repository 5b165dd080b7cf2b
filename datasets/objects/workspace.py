"""A copy of a home that commands work in: sources, shards and releases come down, and what was made goes up.

`sources/211102-2024/report.txt` is a source as it is in a folder, whose `origin.toml` goes up last.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from datasets import json
from datasets.errors import BaogaoError, ReleaseError, SourceError, StoreError
from datasets.library.bounds import LARGEST, LARGEST_ORIGIN, ORIGIN
from datasets.library.home import Address, releases_folder, sources_folder
from datasets.objects.cache import Cache, each_at_once, unkept, write
from datasets.objects.releases import ReleaseDownloader, download_history, publish, published
from datasets.objects.shards import StoredShards
from datasets.objects.store import Objects, Stat
from datasets.releases.manifest_rules import REPORT_ID
from datasets.releases.release import open_release
from datasets.releases.versions import Version

SOURCES = "sources"
SOURCE = re.compile(rf"{SOURCES}/({REPORT_ID.pattern})/([^/\\.\x00-\x1f\x7f-\x9f][^/\\\x00-\x1f\x7f-\x9f]{{0,79}})")
LONGEST_NAME = 200  # bytes: file systems have names of 255, and one is longer while it is written
TAGS = ".objects.json"  # what the store said of each source that is here
NEEDS = frozenset(("sources", "shards", "releases"))

Tags = dict[str, Stat]


@contextmanager
def workspace(address: Address, cache: Cache) -> Iterator["Workspace"]:
    """The copy of a home in the cache; no other process works in it meanwhile, or StoreError is raised."""
    home, lock = cache.use(address, "work", alone=True)
    try:
        yield Workspace(home, Objects(address), cache)
    finally:
        os.close(lock)


class Workspace:
    """A copy of a home. `pull` what a command needs, then `push` what it made. `told` is what was passed over."""

    def __init__(self, home: Path, objects: Objects, cache: Cache) -> None:
        self.home, self.objects, self.cache = home, objects, cache
        self.told: list[str] = []
        self._bringer = ReleaseDownloader(objects, cache, releases_folder(home))
        self._published: list[Version] = []
        self._sources: Tags = {}
        self._shards = StoredShards(home, objects, cache, self.told)

    def pull(self, needs: Iterable[str] = NEEDS) -> None:
        """Have sources and releases here as they are in the store, and the shards that a build of them asks for.

        Raises StoreError when it cannot be asked, or there is no room here, and ReleaseError for a release that is not
        what its builder wrote.
        """
        pulls = {"releases": self._pull_releases, "sources": self._pull_sources, "shards": self._shards.pull}
        needed = {*needs}
        try:
            for name, pull in pulls.items():
                if name in needed:
                    pull()
        except OSError as error:
            raise StoreError(f"{self.cache.folder}: {unkept(error)}") from error

    def push(self) -> list[Version]:
        """Have the store get the sources, the shards and the release that are new here; the releases it got.

        Raises SourceError or ReleaseExistsError when somebody else was there first, StoreError when it cannot be asked.
        """
        before = {*self._published}
        self._push_sources()
        self._push_release()
        self._shards.push()
        return [version for version in self._published if version not in before]

    # Releases

    def _pull_releases(self) -> None:
        """Have all releases here, and none that is not there."""
        self._bringer.folder.mkdir(exist_ok=True)
        self._bringer.remove_unfinished()
        self._published = [*published(self.objects)]
        for version in {*self._bringer.here()} - {*self._published}:
            self._bringer.remove(version)
        for version in self._published:
            try:
                self._bringer.bring(version, again=True)
            except ReleaseError as error:
                if version == self._published[0]:  # the one that others are compared with
                    raise
                self.told.append(str(error))
        download_history(self.objects, self.home)

    def _push_release(self) -> None:
        """Publish the release that is only here, if there is one; it does not stay here if that fails."""
        for version in sorted({*self._bringer.here()} - {*self._published}):
            try:
                before = max(self._published, default=None)
                publish(self.objects, open_release(self._bringer.folder / str(version)), before)
            except BaogaoError:
                self._bringer.remove(version)
                raise
            self._published.append(version)

    # Sources

    def _pull_sources(self) -> None:
        """Have the sources here that changed, and none that is not there."""
        folder = sources_folder(self.home)
        folder.mkdir(exist_ok=True)
        self._sources = self._listed_sources()
        known = self._tags()
        changed = [key for key, stat in self._sources.items() if known.get(key) != stat or not self._has(key, stat)]
        self.cache.make_room(sum(self._sources[key].size for key in changed))
        each_at_once(self._pull_source, changed)
        for entry in [*folder.glob("*/*")]:
            if entry.is_file() and f"{SOURCES}/{entry.parent.name}/{entry.name}" not in self._sources:
                entry.unlink()
        for entry in [*folder.iterdir()]:
            if entry.is_dir() and not any(entry.iterdir()):
                entry.rmdir()
        write(self.home / TAGS, msgspec.json.encode(self._sources))

    def _listed_sources(self) -> Tags:
        """The objects of reports that are whole; others are told, unless they come just now."""
        found: Tags = {}
        for key, stat in self.objects.listed(f"{SOURCES}/").items():
            if not SOURCE.fullmatch(key) or len(os.fsencode(key.rpartition("/")[2])) > LONGEST_NAME:
                self.told.append(f"{self.objects.address}/{key}: is no file of a report, such as 211102-2024/{ORIGIN}")
            elif stat.size > (most := LARGEST_ORIGIN if key.endswith(f"/{ORIGIN}") else LARGEST):
                self.told.append(f"{self.objects.address}/{key}: has {stat.size:,} bytes, of at most {most:,}")
            else:
                found[key] = stat
        whole = {key.split("/")[1] for key in found if key.endswith(f"/{ORIGIN}")}
        return {key: stat for key, stat in found.items() if key.split("/")[1] in whole}

    def _tags(self) -> Tags:
        """What was said of the sources that are here."""
        try:
            return json.decode((self.home / TAGS).read_bytes(), Tags)
        except (OSError, ValueError):
            return {}

    def _has(self, key: str, stat: Stat) -> bool:
        """Whether a source is here, and has as many bytes."""
        try:
            return (self.home / key).lstat().st_size == stat.size
        except OSError:
            return False

    def _pull_source(self, key: str) -> None:
        """Have one source here."""
        place = self.home / key
        place.parent.mkdir(exist_ok=True)
        write(place, self.objects.read(key, self._sources[key].size))  # no more than there is room for

    def _push_sources(self) -> None:
        """Add the reports that are only here, the origin of each last. Raises SourceError where another is there."""
        places = [*sources_folder(self.home).glob("[!.]*/[!.]*")]
        keys = [key for place in places if (key := f"{SOURCES}/{place.parent.name}/{place.name}") not in self._sources]
        for are_origins in (False, True):
            each_at_once(self._push_source, [key for key in keys if key.endswith(f"/{ORIGIN}") == are_origins])

    def _push_source(self, key: str) -> None:
        """Add one source."""
        if not self.objects.create(key, (self.home / key).read_bytes()):
            raise SourceError(
                f"{self.objects.address}/{key}: was added by somebody else meanwhile, with other content; "
                "what is there stays, run this again to see it"
            )
