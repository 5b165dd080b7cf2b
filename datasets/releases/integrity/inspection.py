"""Whether the files of a release are those its builder wrote: signature, list, sizes, checksums, and what tables hold.

Each is looked at only when those before it are good: nothing is read that is larger than it is said to be, and nothing
is understood that was not checked.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow.parquet as pq

from datasets.errors import ReleaseError
from datasets.files import all_below, kind_of
from datasets.releases.integrity.table_files import unsound_tables
from datasets.releases.integrity.time_limit import NO_LIMIT, TimeLimit
from datasets.releases.manifest_rules import REPORT_ID, TEXTS
from datasets.releases.release import (
    BESIDE_MANIFEST,
    LARGEST_SIGNATURE,
    MANIFEST,
    SIGNATURE,
    SUMS,
    Keys,
    Release,
    open_release,
    read_file,
    sums,
    unsigned,
)
from schemas.releases import ReleaseFile
from schemas.tables import TABLES

CHUNK = 1 << 20  # bytes

FileStates = frozenset[tuple[str, int, int, int]]


def problems_of(release: Release, keys: Keys = (), limit: TimeLimit = NO_LIMIT) -> Iterator[str]:
    """All that is wrong with a release, as far as it can be told without making it again. Raises OutOfTimeError."""
    if damaged := list(damaged_files(release, keys, limit)):
        yield from damaged
    elif unsound := list(unsound_tables(release, limit=limit)):
        yield from unsound
    else:
        yield from strange_reports(release)


def strange_reports(release: Release) -> Iterator[str]:
    """Reports whose ids are none, in the table of reports: they become names of files."""
    file = release.table_file("reports")
    found = pq.ParquetFile(file).read(columns=["id"]).column(0).to_pylist() if file.exists() else []
    for report in found:
        if not REPORT_ID.fullmatch(report):
            yield f"reports.parquet: {report[:80]!r} is no report, such as 211102-2024"


def damaged_files(release: Release, keys: Keys = (), limit: TimeLimit = NO_LIMIT) -> Iterator[str]:
    """Files that are missing, changed, or not in the manifest; with keys, also when none of them signed the release.

    Raises OutOfTimeError.
    """
    if keys and (problem := unsigned(release.folder, keys)):
        yield problem
        return
    misplaced = list(misplaced_files(release))
    yield from misplaced
    if not misplaced:
        yield from (problem for file in release.manifest.files if (problem := wrong_content(release, file, limit)))
        yield from wrong_sums(release)


def misplaced_files(release: Release) -> Iterator[str]:
    """Files that are missing, no regular ones, of another size, or not in the manifest, without a look into any."""
    listed = {file.name: file for file in release.manifest.files}
    try:
        found = dict(all_below(release.folder))
    except OSError as error:
        yield str(error.strerror or error)
        return
    for name, state in found.items():
        if problem := misplaced(name, state, listed.get(name)):
            yield f"{name if name.isprintable() else ascii(name)}: {problem}"
    yield from (f"{name}: {os.strerror(2)}" for name in listed if name not in found)
    for table in TABLES:
        if f"{table.name}.parquet" not in listed and release.has_current_schemas:
            yield f"{table.name}.parquet: the manifest does not list it"


def misplaced(name: str, state: os.stat_result, listed: ReleaseFile | None) -> str | None:
    """What is wrong with what stands at a place of a release, if anything."""
    if name == TEXTS and stat.S_ISDIR(state.st_mode):
        return None
    if kind := kind_of(state.st_mode):
        return f"{kind}; expected a file"
    if listed and state.st_size != listed.bytes:
        return f"has {state.st_size} bytes, the manifest says {listed.bytes}"
    if name == SIGNATURE and state.st_size > LARGEST_SIGNATURE:
        return f"has {state.st_size} bytes; a signature has {LARGEST_SIGNATURE}"
    return None if listed or name in BESIDE_MANIFEST else "is not in the manifest"


def open_sound(folder: Path, keys: Keys = (), *, is_ours: bool = False) -> Release:
    """A release whose files are those its builder wrote. Raises ReleaseError for any other.

    Of one that this user's build wrote, and has looked at then, what tables hold is not asked again.
    """
    release = open_release(folder, keys)
    if problems := list(damaged_files(release, keys) if is_ours else problems_of(release, keys)):
        more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise ReleaseError(f"{folder}: is damaged: {problems[0]}{more}; baogao verify tells all")
    return release


def wrong_content(release: Release, file: ReleaseFile, limit: TimeLimit) -> str | None:
    """What is wrong with the content of one file, if anything. No more is read than it is said to have."""
    try:
        with release.open(file.name) as content:
            found = sha256_of(content, file.bytes, limit)
    except OSError as error:
        return f"{file.name}: {error.strerror or error}"
    return None if found == file.sha256 else f"{file.name}: sha256 is {found}, the manifest says {file.sha256}"


def sha256_of(content: BinaryIO, size: int, limit: TimeLimit) -> str:
    """The checksum of a file of so many bytes, and of one byte more if it has grown since it was looked at."""
    digest, left = hashlib.sha256(), size + 1
    while part := content.read(min(CHUNK, left)):
        limit.check()
        digest.update(part)
        left -= len(part)
    return digest.hexdigest()


def wrong_sums(release: Release) -> Iterator[str]:
    """What is wrong with the list of checksums. Releases from before there was one have none."""
    file = release.folder / SUMS
    if not release.manifest.has_sums and not os.path.lexists(file):
        return
    expected = sums(release.folder, release.manifest)
    try:
        found = read_file(release.folder, SUMS, len(expected))
    except ReleaseError as error:
        yield str(error).removeprefix(f"{release.folder}/")
        return
    if found != expected:
        yield f"{SUMS}: does not list the files and checksums of the manifest, and that of {MANIFEST}"


def file_states(folder: Path) -> FileStates:
    """What tells without reading them that files of a release were changed: their names, numbers, sizes and times."""
    states: set[tuple[str, int, int, int]] = set()
    with suppress(OSError):  # what cannot be looked at has none
        for name, found in all_below(folder):
            states.add((name, found.st_ino, found.st_size, found.st_mtime_ns))
    return frozenset(states)
