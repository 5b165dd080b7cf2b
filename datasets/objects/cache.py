"""A folder of files named by their checksums, and of the homes that are made of them by links; bounded in size.

Processes share it without speaking to each other: a file appears whole or not at all, a home is locked by whoever uses
it, and what nobody has locked may go, what was not used longest first.
"""

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from datasets.errors import ReleaseError, StoreError
from datasets.library.home import Address
from datasets.objects.store import Objects

VARIABLE, MB_VARIABLE = "BAOGAO_CACHE", "BAOGAO_CACHE_DISK_MB"
AT_ONCE = 16  # objects that are asked for at once
FILES, HOMES = "files", "homes"
PART, IN_USE, LOCK = ".part-", ".in-use", ".lock"

T = TypeVar("T")


class Wanted(Struct, frozen=True):
    """A file by its content."""

    sha256: str
    size: int


class CacheFullError(ReleaseError):
    """What is asked for does not fit beside what is used."""


def default_folder() -> Path:
    """Where caches of the user are."""
    if sys.platform == "darwin":
        return Path("~/Library/Caches/baogao").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "baogao"


def opened_cache(folder: str, megabytes: int) -> "Cache":
    """The cache in a folder, or where those of the user are. Raises StoreError when it cannot be written to."""
    return Cache(Path(folder) if folder else default_folder(), megabytes << 20)


class Cache:
    """The files in a folder, of at most so many bytes. Raises StoreError when it cannot be written to."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        try:
            for part in (FILES, HOMES):
                (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(
                f"{folder}: {error.strerror or error}; name a folder that can be written to, with {VARIABLE}"
            ) from None

    def use(self, address: Address, kind: str, *, alone: bool = False) -> tuple[Path, int]:
        """The home of an address, and the handle that locks it while it is open: shared, or by this process alone.

        Raises StoreError when another has it alone.
        """
        name = f"{hashlib.sha256(address.url.rstrip('/').encode()).hexdigest()[:16]}-{kind}"
        home = self.folder / HOMES / name
        while True:
            home.mkdir(exist_ok=True)
            lock = os.open(home / IN_USE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                raise StoreError(f"{home}: another command works on its copy of {address}; try again later") from None
            with suppress(OSError):
                if os.path.samestat(os.fstat(lock), (home / IN_USE).stat()):  # it was not removed meanwhile
                    os.utime(lock)
                    return home, lock
            os.close(lock)

    @contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        """Keep others from changing a folder meanwhile; waits for them."""
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def file(self, wanted: Wanted) -> Path:
        """Where a file is, if it is there."""
        return self.folder / FILES / wanted.sha256

    def fetch(self, objects: Objects, keys: dict[Wanted, str]) -> None:
        """Have files here, by the keys of their objects. Each is checked, those that are here already, too.

        Raises CacheFullError when they do not fit, ReleaseError for an object that is another, StoreError.
        """
        with ThreadPoolExecutor(AT_ONCE) as pool:
            sound = pool.map(self._is_sound, keys)
            missing = [wanted for wanted, is_sound in zip(keys, sound, strict=True) if not is_sound]
            parts = self._reserved(missing)
            try:
                for _ in pool.map(lambda one: self._fetch(objects, keys[one], one, parts[one]), missing):
                    pass
            finally:
                pool.shutdown(cancel_futures=True)
                for part, handle in parts.values():
                    os.close(handle)
                    part.unlink(missing_ok=True)

    def _is_sound(self, wanted: Wanted) -> bool:
        """Whether a file is here, and has not changed since it was written."""
        try:
            with self.file(wanted).open("rb") as content:
                was = os.fstat(content.fileno())
                os.utime(content.fileno(), ns=(time.time_ns(), was.st_mtime_ns))  # a release is known by the other time
                return hashlib.file_digest(content, "sha256").hexdigest() == wanted.sha256
        except OSError:
            return False

    def _reserved(self, missing: Iterable[Wanted]) -> dict[Wanted, tuple[Path, int]]:
        """A file of its size for each that is missing, with a handle that locks it."""
        parts: dict[Wanted, tuple[Path, int]] = {}
        with self.locked(self.folder):
            self.make_room(sum(one.size for one in missing))
            for one in missing:
                handle, name = tempfile.mkstemp(prefix=PART, dir=self.folder / FILES)
                parts[one] = Path(name), handle
                fcntl.flock(handle, fcntl.LOCK_EX)
                os.truncate(handle, one.size)
        return parts

    def _fetch(self, objects: Objects, key: str, wanted: Wanted, part: tuple[Path, int]) -> None:
        """Read one object, and have it here when it is whole."""
        temporary, handle = part
        with os.fdopen(os.dup(handle), "r+b") as target:
            objects.copy(key, wanted.size, wanted.sha256, target)
        temporary.rename(self.file(wanted))

    def link(self, wanted: Wanted, place: Path) -> None:
        """Have a file at a place of a home, too."""
        try:
            os.link(self.file(wanted), place)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            shutil.copyfile(self.file(wanted), place)

    def make_room(self, needed: int) -> None:
        """Remove what nobody uses, oldest first, until so many bytes fit. Raises CacheFullError when they do not."""
        used = self.used()
        for remove in self._unused():
            if used + needed <= self.limit:
                return
            used = used - freed if (freed := remove()) is not None else self.used()
        if used + needed > self.limit:
            raise CacheFullError(
                f"needs {needed:,} bytes of {self.folder}, where {used:,} of {self.limit:,} are in use; "
                f"{MB_VARIABLE} may be larger"
            )

    def used(self) -> int:
        """Bytes of all files, those with several names once."""
        sizes: dict[int, int] = {}
        for place, _, names in os.walk(self.folder):
            for name in names:
                with suppress(OSError):
                    found = os.lstat(Path(place, name))
                    sizes[found.st_ino] = found.st_size
        return sum(sizes.values())

    def _unused(self) -> Iterator["Removal"]:
        """What may go: parts that nobody writes, homes that nobody uses, files that no home has; oldest first."""
        for part in (self.folder / FILES).glob(f"{PART}*"):
            yield Removal(part, part)
        for home in oldest_first((self.folder / HOMES).iterdir()):
            yield Removal(home, home / IN_USE)
        for file in oldest_first((self.folder / FILES).iterdir()):
            with suppress(OSError):
                if file.stat().st_nlink == 1 and not file.name.startswith(PART):
                    yield Removal(file, file)


class Removal(Struct, frozen=True):
    """What may be removed unless somebody has a lock."""

    place: Path
    lock: Path

    def __call__(self) -> int | None:
        """Remove it, if nobody uses it: the bytes that are free then, where that is known without a look at others."""
        with suppress(OSError), self.lock.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self.place.is_dir():
                shutil.rmtree(self.place)
                return None
            size = self.place.stat().st_size
            self.place.unlink()
            return size
        return 0


def each_at_once(function: Callable[[T], Any], items: Iterable[T]) -> None:
    """Call a function for each item, several at once. Raises what it raises for the first item that it fails for."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(function, items):
            pass


def unkept(error: OSError) -> str:
    """Why something is not in the cache, without the folders of this machine."""
    return f"what is read of a store cannot be kept: {error.strerror or error}; {VARIABLE} names another folder"


def write(place: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    aside = place.with_name(f".writing-{os.getpid()}-{place.name}"[:120])
    aside.write_bytes(content)
    aside.replace(place)


def oldest_first(places: Iterable[Path]) -> list[Path]:
    """Files and folders, those first that were not used longest."""
    used: list[tuple[float, Path]] = []
    for place in places:
        with suppress(OSError):
            at = place / IN_USE if place.is_dir() else place
            used.append((at.stat().st_atime, place))
    return [place for _, place in sorted(used)]
