"""Publishing a release: written aside, synced, and renamed into place.

A folder named like a version *is* the index, so a crash at any moment leaves the releases as they were.
"""

import datetime as dt
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
from msgspec import Struct

from datasets.errors import CheckError, ReleaseError, ReleaseExistsError
from datasets.files import is_own_folder, open_inside
from datasets.library.sources import Source
from datasets.releases.fingerprints import rules_sha256, schema_sha256
from datasets.releases.integrity.table_files import unsound_tables
from datasets.releases.release import BESIDE_MANIFEST, MANIFEST, SIGNATURE, SUMS, Release, sums
from datasets.releases.tables.parquet import open_parquet
from datasets.releases.versions import Version
from schemas.releases import Manifest, ReleaseFile, ReleaseSource
from schemas.tables import BY_NAME

STAGING = ".staging-"
WRITTEN, SCRATCH = "release", "scratch"  # in a folder of that name: what is published, and what is in the way of it
LOCK = ".lock"
LOCKS: set[int] = set()  # handles that this process holds
SHOWN = 5  # problems named in an error
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # some errors of Arrow that have one of these name no file


@contextmanager
def building(folder: Path) -> Iterator[list[str]]:
    """Keep a folder of releases to one build; what stands there in place of another build's files is told, and left.

    A folder that is made for a build is gone afterwards when nothing came into it. Raises ReleaseError when another
    build has the folder, or what is in place of its lock is none.
    """
    is_new = not os.path.lexists(folder)
    folder.mkdir(exist_ok=True)
    lock = locked(folder)
    LOCKS.add(lock)
    try:
        yield remove_interrupted(folder)
    finally:
        if is_new and [entry.name for entry in folder.iterdir()] == [LOCK]:
            (folder / LOCK).unlink()
            folder.rmdir()
        LOCKS.remove(lock)
        os.close(lock)


def close_lock() -> None:
    """Have a process that parted from a build not keep its lock: the build may be killed, and is to be made again."""
    while LOCKS:
        os.close(LOCKS.pop())


os.register_at_fork(after_in_child=close_lock)


def locked(folder: Path) -> int:
    """The handle of a lock that this build has. The file is made when it is missing, and never written to."""
    try:
        lock = open_inside(folder, LOCK, os.O_RDONLY | os.O_CREAT)
    except OSError as error:
        raise ReleaseError(f"{folder / LOCK}: {error.strerror or error}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(lock).st_nlink:  # a build that made the folder, and then nothing in it, has just removed it
            raise BlockingIOError
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


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder that a release is written in, aside; it is gone afterwards, but for one that was published.

    Raises ReleaseError where there is no room for what is written meanwhile.
    """
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        (staging / WRITTEN).mkdir()
        (staging / SCRATCH).mkdir()
        yield staging
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise ReleaseError(f"{folder}: a release cannot be written: {os.strerror(error.errno)}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish(
    staging: Path,
    version: Version,
    sources: Sequence[Source],
    before: Release | None,
    publication: Publication,
    kept: Collection[str] = (),
) -> Release:
    """Make a release of what was written in a folder of `staged`, whole or not at all.

    The values of the tables in `kept` are those of the release before, and of reports that were weighed. Raises
    ReleaseExistsError when the version is there already, and CheckError when no server would serve it.
    """
    final, written = staging.parent / str(version), staging / WRITTEN
    if os.path.lexists(final):
        raise ReleaseExistsError(f"{final}: release {version} exists; a release is never written twice")
    manifest = described(written, version, sources, publication)
    refuse_unserved(Release(written, manifest), kept)
    if before:
        link_same(written, manifest, before)
    seal(written, manifest, publication)
    written.chmod(0o755)
    for file in (*written.rglob("*"), written):
        if file.is_dir() or file.stat().st_nlink == 1:  # the others are on disk, as files of the release before
            sync(file)
    written.rename(final)
    sync(final.parent)
    return Release(final, manifest)


def refuse_unserved(release: Release, kept: Collection[str] = ()) -> None:
    """Raise CheckError for a release that no server would serve; the values of some tables are known to be sound."""
    if problems := list(unsound_tables(release, kept)):
        raise CheckError(f"the release would be refused: {'; '.join(problems[:SHOWN])}")


def described(written: Path, version: Version, sources: Sequence[Source], publication: Publication) -> Manifest:
    """The manifest of a release that was written."""
    return Manifest(
        version=str(version),
        created_on=str(max(day_of(source) for source in sources)),
        published_on=str(publication.published_on) if publication.published_on else None,
        schema_sha256=schema_sha256(),
        rules_sha256=rules_sha256(),
        sources=[
            ReleaseSource(report_id=s.report_id, sha256=s.origin.sha256, origin_sha256=s.origin_sha256) for s in sources
        ],
        files=list(listed_files(written)),
        unresolved=unresolved_in(written / "figures.parquet"),
        has_sums=True,
    )


def unresolved_in(figures: Path) -> int:
    """How many numerals of a table of figures no rule understands."""
    with open_parquet(figures) as stored:
        return sum(batch.column(0).to_pylist().count("unresolved") for batch in stored.iter_batches(columns=["reason"]))


def has_files(release: Release, written: Path) -> bool:
    """Whether a release lists the files of a folder, and no others."""
    return contents_of(release.manifest.files) == contents_of(listed_files(written))


def contents_of(files: Iterable[ReleaseFile]) -> set[tuple[str, int, str]]:
    """Files by name and content."""
    return {(file.name, file.bytes, file.sha256) for file in files}


def link_same(written: Path, manifest: Manifest, before: Release) -> None:
    """Put in place of each file that the release before has, too, the file of that release: it is on disk once.

    Where the two cannot be one file, such as on a file system that has no hard links, they stay two.
    """
    known = contents_of(before.manifest.files)
    for file in manifest.files:
        if (file.name, file.bytes, file.sha256) in known and (written / file.name).stat().st_nlink == 1:
            linked = written.with_name(SCRATCH) / "linked"
            with suppress(OSError):
                os.link(before.folder / file.name, linked, follow_symlinks=False)
                linked.replace(written / file.name)


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
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        yield ReleaseFile(
            name=file.relative_to(folder).as_posix(),
            table=table,
            rows=pq.read_metadata(file).num_rows if table else None,
            bytes=file.stat().st_size,
            sha256=sha256,
        )


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
