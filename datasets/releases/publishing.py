"""Publishing a release: written aside, synced, and renamed into place.

A folder named like a version *is* the index, so a crash at any moment leaves the releases as they were.
"""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
from msgspec import Struct

from datasets.errors import CheckError, ReleaseError, ReleaseExistsError
from datasets.files import is_own_folder, open_inside
from datasets.library.sources import Source
from datasets.releases.checks import broken
from datasets.releases.fingerprints import rules_sha256, schema_sha256
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.parquet import write_parquet
from datasets.releases.release import BESIDE_MANIFEST, MANIFEST, SIGNATURE, SUMS, PlainRows, Release, sums
from datasets.releases.search_index import write_index
from datasets.releases.table_files import unsound_tables
from datasets.releases.versions import Version
from schemas.releases import Manifest, ReleaseFile, ReleaseSource
from schemas.tables import BY_NAME, TABLES

STAGING = ".staging-"
LOCK = ".lock"
SHOWN = 5  # broken facts named in an error


@contextmanager
def building(folder: Path) -> Iterator[list[str]]:
    """Keep a folder of releases to one build; what stands there in place of another build's files is told, and left.

    Raises ReleaseError when another build has the folder, or what is in place of its lock is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder)
    try:
        yield remove_interrupted(folder)
    finally:
        os.close(lock)


def locked(folder: Path) -> int:
    """The handle of a lock that this build has. The file is made when it is missing, and never written to."""
    try:
        lock = open_inside(folder, LOCK, os.O_RDONLY | os.O_CREAT)
    except OSError as error:
        raise ReleaseError(f"{folder / LOCK}: {error.strerror or error}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise ReleaseError(f"{folder}: another build is running; try again when it has ended") from None
    return lock


def remove_interrupted(folder: Path) -> list[str]:
    """Remove the folders of builds that were interrupted. What is called so and is none, or stays, is told."""
    told = []
    for entry in sorted(folder.glob(STAGING + "*")):
        if is_own_folder(entry):
            shutil.rmtree(entry, ignore_errors=True)
        if os.path.lexists(entry):
            told.append(f"{entry}: is called like the folder of an interrupted build, and cannot be removed as one")
    return told


class Publication(Struct, frozen=True):
    """What a builder gives a release that does not follow from the sources: the day, UTC, and who signs it.

    `sign` makes the signature of the checksums.
    """

    published_on: dt.date | None = None
    sign: Callable[[bytes], bytes] | None = None


UNDATED = Publication()


def write_release(
    folder: Path, version: Version, rows: PlainRows, sources: Sequence[Source], publication: Publication = UNDATED
) -> Release:
    """Write a release of checked rows, whole or not at all.

    Raises ReleaseExistsError when the version is there already, and CheckError when the rows break a fact that every
    release keeps, or are larger than those of reports; nothing is written then.
    """
    final = folder / str(version)
    if os.path.lexists(final):
        raise ReleaseExistsError(f"{final}: release {version} exists; a release is never written twice")
    refuse_broken(rows, sources)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        manifest = write_files(staging, version, rows, sources, publication)
        refuse_unserved(Release(staging, manifest))
        staging.chmod(0o755)
        sync(staging)
        staging.rename(final)
        sync(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Release(final, manifest)


def refuse_broken(rows: PlainRows, sources: Sequence[Source]) -> None:
    """Raise CheckError when the rows break a fact."""
    breaks = list(broken(rows, {source.report_id: source.text for source in sources}))
    if breaks:
        shown = "\n  ".join(breaks[:SHOWN])
        more = f"\n  and {len(breaks) - SHOWN} more" if len(breaks) > SHOWN else ""
        raise CheckError(f"{len(breaks)} row(s) break the laws of a release:\n  {shown}{more}")


def refuse_unserved(release: Release) -> None:
    """Raise CheckError for a release that no server would serve."""
    if problems := list(unsound_tables(release)):
        raise CheckError(f"the release would be refused: {'; '.join(problems[:SHOWN])}")


def write_files(
    staging: Path, version: Version, rows: PlainRows, sources: Sequence[Source], publication: Publication
) -> Manifest:
    """Write every file of a release; then the manifest, the checksums of all, and their signature."""
    for table in TABLES:
        write_parquet(staging / f"{table.name}.parquet", table, rows[table.name])
    write_index(staging, rows)
    (staging / TEXTS).mkdir()
    for source in sources:
        (staging / TEXTS / f"{source.report_id}.txt").write_bytes(source.text.encode())
    manifest = Manifest(
        version=str(version),
        created_on=str(max(day_of(source) for source in sources)),
        published_on=str(publication.published_on) if publication.published_on else None,
        schema_sha256=schema_sha256(),
        rules_sha256=rules_sha256(),
        sources=[
            ReleaseSource(report_id=s.report_id, sha256=s.origin.sha256, origin_sha256=s.origin_sha256) for s in sources
        ],
        files=list(listed_files(staging)),
        unresolved=sum(figure["reason"] == "unresolved" for figure in rows["figures"]),
        has_sums=True,
    )
    seal(staging, manifest, publication)
    for file in staging.rglob("*"):
        sync(file)
    return manifest


def seal(folder: Path, manifest: Manifest, publication: Publication = UNDATED) -> None:
    """Write the manifest of a release, the checksums of all of its files, and their signature."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    checksums = sums(folder, manifest)
    (folder / SUMS).write_bytes(checksums)
    if publication.sign:
        (folder / SIGNATURE).write_bytes(publication.sign(checksums))


def day_of(source: Source) -> dt.date:
    """The newest date a source carries."""
    return source.origin.published_on or source.origin.delivered_on or dt.date(source.origin.year, 1, 1)


def listed_files(folder: Path) -> Iterator[ReleaseFile]:
    """What the manifest says of each file."""
    for file in sorted(file for file in folder.rglob("*") if file.is_file() and file.name not in BESIDE_MANIFEST):
        table = file.stem if file.stem in BY_NAME and file.suffix == ".parquet" else None
        content = file.read_bytes()
        yield ReleaseFile(
            name=file.relative_to(folder).as_posix(),
            table=table,
            rows=pq.read_metadata(file).num_rows if table else None,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
