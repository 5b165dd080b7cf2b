"""Whether the files of a release are those its builder wrote: sizes, checksums, the list of them, its signature."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from datasets.errors import ReleaseError
from datasets.releases.release import BESIDE_MANIFEST, MANIFEST, SIGNATURE, SUMS, Release, open_release, sums
from schemas.releases import ReleaseFile
from schemas.tables import TABLES

FileStates = frozenset[tuple[str, int, int, int]]


class PublicKey(Protocol):
    """A key that is trusted, as `datasets.releases.signing` reads it, which is not imported by who has none."""

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        """Whether the signature is one of the content by this key."""


Keys = Sequence[PublicKey]  # any of which may sign


def damaged_files(release: Release, keys: Keys = ()) -> Iterator[str]:
    """Files that are missing, changed, or not in the manifest; with keys, also when none of them signed the release."""
    listed = {file.name: file for file in release.manifest.files}
    yield from (problem for file in listed.values() if (problem := file_problem(release.folder / file.name, file)))
    for file in sorted(release.folder.rglob("*")):
        name = file.relative_to(release.folder).as_posix()
        if file.is_file() and name not in listed and name not in BESIDE_MANIFEST:
            yield f"{name}: is not in the manifest"
    for table in TABLES:
        if f"{table.name}.parquet" not in listed and release.has_current_schemas:
            yield f"{table.name}.parquet: the manifest does not list it"
    yield from wrong_sums(release)
    if keys:
        yield from unsigned(release, keys)


def open_sound(folder: Path, keys: Keys = ()) -> Release:
    """A release whose files are those its builder wrote. Raises ReleaseError for any other."""
    release = open_release(folder)
    if problems := list(damaged_files(release, keys)):
        more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise ReleaseError(f"{folder}: is damaged: {problems[0]}{more}; baogao verify tells all")
    return release


def file_problem(path: Path, file: ReleaseFile) -> str | None:
    """What is wrong with one file, if anything."""
    try:
        size = path.stat().st_size
        if size != file.bytes:
            return f"{file.name}: has {size} bytes, the manifest says {file.bytes}"
        with path.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        return f"{file.name}: {error.strerror or error}"
    return None if found == file.sha256 else f"{file.name}: sha256 is {found}, the manifest says {file.sha256}"


def wrong_sums(release: Release) -> Iterator[str]:
    """What is wrong with the list of checksums. Releases from before there was one have none."""
    file = release.folder / SUMS
    if not release.manifest.has_sums and not file.exists():
        return
    try:
        found = file.read_bytes()
    except OSError as error:
        yield f"{SUMS}: {error.strerror or error}"
        return
    if found != sums(release.folder, release.manifest):
        yield f"{SUMS}: does not list the files and checksums of the manifest, and that of {MANIFEST}"


def unsigned(release: Release, keys: Keys) -> Iterator[str]:
    """What is wrong with the signature of a release whose builders are known by their keys."""
    try:
        content = (release.folder / SUMS).read_bytes()
        signature = (release.folder / SIGNATURE).read_bytes()
    except OSError as error:
        yield f"{SIGNATURE}: the release is not signed: {Path(error.filename).name}: {error.strerror}"
        return
    if not any(key.has_signed(content, signature) for key in keys):
        yield f"{SIGNATURE}: none of the trusted keys made it"


def file_states(folder: Path) -> FileStates:
    """What tells without reading them that files of a release were changed: their names, numbers, sizes and times."""
    return frozenset(stamps(str(folder)))


def stamps(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """Size and time of change of each file below a folder; what cannot be looked at has none."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from stamps(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_ino, found.st_size, found.st_mtime_ns
