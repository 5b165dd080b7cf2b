"""What is in a library, without reading every origin again: a cache that is made anew where an origin changed."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from datasets.errors import BaogaoError
from datasets.library.bounds import ORIGIN
from datasets.library.home import BUILT_IN, sources_folder
from datasets.library.sources import Origin, OriginRegion, read_origin

CACHE = ".known.msgpack"
FORMAT = 1  # of the cache; another is not read
LARGEST = 256 << 20  # bytes of a cache that is read


class Known(Struct, frozen=True, array_like=True):
    """What is asked of a report when another comes in, and the state of the origin that says so."""

    state: tuple[int, int, int, int]
    region: OriginRegion
    parents: list[OriginRegion]
    sha256: str
    original_sha256: str | None
    url: str | None


class Cache(Struct, frozen=True, array_like=True):
    """The file of the cache."""

    format: int
    reports: dict[str, Known]


class KnownReports:
    """The reports of a library, and its regions; those of the built-in library are known to all.

    A report whose origin cannot be read is left out here: `baogao build` tells it.
    """

    def __init__(self, home: Path) -> None:
        self.folder = sources_folder(home)
        self.reports: dict[str, Known] = {}
        self.regions: dict[str, list[OriginRegion]] = {}
        self.by_content: dict[str, str] = {}
        self.by_address: dict[str, str] = {}
        self._changed = False
        if home.absolute() != BUILT_IN:
            for _, known in found_in(sources_folder(BUILT_IN), {}):
                self._note_regions(known)
        cached = read_cache(self.folder)
        for report_id, known in found_in(self.folder, cached):
            self._changed |= cached.get(report_id) is not known
            self._note(report_id, known)
        self._changed |= cached.keys() != self.reports.keys()

    def _note(self, report_id: str, known: Known) -> None:
        self.reports[report_id] = known
        for sha256 in filter(None, (known.original_sha256, known.sha256)):
            self.by_content.setdefault(sha256, report_id)
        if known.url:
            self.by_address.setdefault(known.url, report_id)
        self._note_regions(known)

    def _note_regions(self, known: Known) -> None:
        line = [known.region, *known.parents]
        for place, region in enumerate(line):
            if region.code not in self.regions or len(self.regions[region.code]) < len(line) - place:
                self.regions[region.code] = line[place:]

    def add(self, report_id: str, origin: Origin) -> None:
        """Take a report in that has just been written."""
        self._changed = True
        self._note(report_id, known_of(self.folder / report_id / ORIGIN, origin))

    def save(self) -> None:
        """Keep what is known beside the reports; a library that cannot be written to goes without."""
        if not self._changed or not self.folder.is_dir():
            return
        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(prefix=".known-", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.msgpack.encode(Cache(FORMAT, self.reports)))
                Path(name).replace(self.folder / CACHE)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._changed = False


def read_cache(folder: Path) -> dict[str, Known]:
    """What the cache of a library says; nothing when there is none that can be read."""
    try:
        handle = os.open(folder / CACHE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            cache = msgspec.msgpack.decode(file.read(LARGEST), type=Cache)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return cache.reports if cache.format == FORMAT else {}


def found_in(folder: Path, cached: dict[str, Known]) -> Iterator[tuple[str, Known]]:
    """The reports of a folder of sources: as cached where the origin is still the file it was, else read."""
    for name in sorted(names_in(folder)):
        file = folder / name / ORIGIN
        with contextlib.suppress(BaogaoError, OSError):
            known = cached.get(name)
            yield name, known if known and known.state == state_of(file) else known_of(file, read_origin(file)[0])


def names_in(folder: Path) -> list[str]:
    """The names of what may be reports in a folder of sources."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return [
            entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
        ]


def known_of(file: Path, origin: Origin) -> Known:
    """What an origin says that is asked for."""
    return Known(state_of(file), origin.region, origin.parents, origin.sha256, origin.original_sha256, origin.url)


def state_of(file: Path) -> tuple[int, int, int, int]:
    """What differs when a file is not the one it was: times, size, and its number on the disk."""
    state = file.lstat()
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino
