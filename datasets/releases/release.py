"""A release: one folder, written once (`datasets.releases.publishing`), and read from then on."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from msgspec import Struct

from datasets import json
from datasets.errors import ReleaseError
from datasets.files import open_regular, read_bounded
from datasets.releases.fingerprints import schema_sha256
from datasets.releases.manifest_rules import LARGEST_TEXT, TEXTS, impossible
from datasets.releases.versions import SHAPE, Version, chosen
from schemas.releases import Manifest

MANIFEST = "manifest.json"
SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
BESIDE_MANIFEST = (MANIFEST, SUMS, SIGNATURE)  # files that the manifest does not list
LATEST = "latest"
SMALL_MANIFEST, LARGEST_MANIFEST = 64 << 20, 512 << 20  # bytes; one of 1,000,000 reports has 420 MB
MEMORY_OF_MANIFEST = 8  # a manifest may have this part of the memory: it takes two to three times its bytes
CONTAINER = Path("/sys/fs/cgroup/memory.max")
LARGEST_SIGNATURE = 64

PlainRow = dict[str, Any]
PlainRows = Mapping[str, list[PlainRow]]


class PublicKey(Protocol):
    """A key that is trusted, as `datasets.releases.integrity.signing` reads it: not imported by who has none."""

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        """Whether the signature is one of the content by this key."""


def memory() -> int:
    """The bytes of memory that a process may have here: those of the machine, or of its container."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # none, or `max`
        found = min(found, int(CONTAINER.read_text()))
    return found


def largest_manifest() -> int:
    """The bytes that a manifest may have here, and so the checksums of its files, whoever made it."""
    return min(max(SMALL_MANIFEST, memory() // MEMORY_OF_MANIFEST), LARGEST_MANIFEST)


Keys = Sequence[PublicKey]  # any of which may sign


class Release(Struct, frozen=True):
    """A release on disk, whose manifest has been read: the names in it are those of files that releases have."""

    folder: Path
    manifest: Manifest

    @property
    def version(self) -> Version:
        return Version.parse(self.folder.name)

    @property
    def has_current_schemas(self) -> bool:
        """Whether it was made with the schemas of today."""
        return self.manifest.schema_sha256 == schema_sha256()

    @property
    def beside_manifest(self) -> list[str]:
        """The files it has that its manifest does not list: the manifest, and the checksums with their signature."""
        return [name for name in BESIDE_MANIFEST if (self.folder / name).is_file()]

    def has_table(self, name: str) -> bool:
        """Whether it lists a table; one that came after it answers as if it were empty."""
        return any(file.table == name for file in self.manifest.files)

    def table_file(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{name}.parquet"

    def has_text(self, report_id: str) -> bool:
        """Whether it lists the text of a report."""
        name = f"{TEXTS}/{report_id}.txt"
        return any(file.name == name for file in self.manifest.files)

    def text(self, report_id: str) -> str:
        """The stored text of a report, that the offsets of its rows count in.

        Raises ReleaseError when it cannot be read.
        """
        name = f"{TEXTS}/{report_id}.txt"
        try:
            return read_file(self.folder, name, LARGEST_TEXT).decode()
        except UnicodeDecodeError as error:
            raise ReleaseError(f"{name}: is not UTF-8 at byte {error.start}") from None

    def open(self, name: str) -> BinaryIO:
        """A file of it, for reading. Raises OSError when no regular file has that name."""
        return open_regular(self.folder.parent, f"{self.folder.name}/{name}")


def versions(folder: Path) -> list[Version]:
    """The versions in a folder of releases, oldest first; a link with the name of one counts, and cannot be opened."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        named = [entry for entry in entries if SHAPE.fullmatch(entry.name)]
        return sorted(Version.parse(entry.name) for entry in named if entry.is_symlink() or entry.is_dir())


def open_release(folder: Path, keys: Keys = ()) -> Release:
    """A release with its manifest. With keys, nothing of it is read before one of them is known to have signed it.

    Raises ReleaseError when it is not signed then, and when the manifest is missing, not readable, or says what no
    release can have.
    """
    file = folder / MANIFEST
    content = read_file(folder, MANIFEST, largest_manifest())
    if keys:
        refuse_unsigned(folder, content, keys)
    try:
        manifest = json.decode(content, Manifest)
    except ValueError as error:
        raise ReleaseError(f"{file}: not a manifest: {error}") from error
    if manifest.version != folder.name:
        raise ReleaseError(f"{file}: is the manifest of {manifest.version.strip()[:40]}, not of {folder.name}")
    if problem := next(impossible(manifest), None):
        raise ReleaseError(f"{file}: {problem}")
    return Release(folder, manifest)


def read_file(folder: Path, name: str, limit: int) -> bytes:
    """A file of a release that has at most so many bytes. Raises ReleaseError when it cannot be read."""
    try:
        return read_bounded(folder.parent, f"{folder.name}/{name}", limit)
    except OSError as error:
        raise ReleaseError(f"{folder / name}: {error.strerror or error}") from error


def refuse_unsigned(folder: Path, manifest: bytes, keys: Keys) -> None:
    """Raise ReleaseError unless one of the keys signed a release, and this manifest with it."""
    if problem := unsigned(folder, keys):
        raise ReleaseError(f"{folder}: {problem}")
    line = f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}".encode()
    if line not in read_file(folder, SUMS, largest_manifest()).splitlines():
        raise ReleaseError(f"{folder}: {SUMS}: does not list this {MANIFEST}")


def unsigned(folder: Path, keys: Keys) -> str | None:
    """What is wrong with the signature of a release whose builders are known by their keys, if anything."""
    try:
        content = read_file(folder, SUMS, largest_manifest())
        signature = read_file(folder, SIGNATURE, LARGEST_SIGNATURE)
    except ReleaseError as error:
        return f"{SIGNATURE}: the release is not signed: {str(error).removeprefix(f'{folder}/')}"
    if not any(key.has_signed(content, signature) for key in keys):
        return f"{SIGNATURE}: none of the trusted keys made it"
    return None


def newest_release(folder: Path) -> Release | None:
    """The newest release of a folder, if it has any."""
    found = versions(folder)
    return open_release(folder / str(found[-1])) if found else None


def named_version(folder: Path, name: str) -> Version:
    """What a version, the start of one (`1.2`) or `latest` names. Raises ReleaseError when there is none."""
    known = versions(folder)
    if not known:
        raise ReleaseError(f"{folder}: has no releases; make one with baogao build")
    found = known[-1] if name == LATEST else chosen(name, known)
    if found is None:
        raise ReleaseError(f"{folder}: has no release {name!r}; there are {', '.join(map(str, known))}")
    return found


def sums(folder: Path, manifest: Manifest) -> bytes:
    """The checksums of all files of a release, the manifest included, as `sha256sum --check` reads them."""
    own = hashlib.sha256(read_file(folder, MANIFEST, largest_manifest())).hexdigest()
    listed = [(MANIFEST, own), *((file.name, file.sha256) for file in manifest.files)]
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(listed)).encode()
