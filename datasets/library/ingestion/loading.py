"""A report comes into the library: its file untouched, the text that is read from it, and an `origin.toml`."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct

from datasets.errors import SourceError
from datasets.extract.report import prepare
from datasets.library.bounds import BOUNDS, ORIGIN, Bounds
from datasets.library.documents.originals import read_original
from datasets.library.home import BUILT_IN, sources_folder
from datasets.library.ingestion.doubts import doubts_of_origin
from datasets.library.ingestion.known import KnownReports
from datasets.library.ingestion.origin_file import as_toml
from datasets.library.ingestion.recognition import Recognised, recognise
from datasets.library.ingestion.staging import ORIGINAL, TEXT, Item, Reading, read_item, text_length
from datasets.library.ingestion.statements import Stated
from datasets.library.processes import Failed, map_bounded
from datasets.library.sources import Delivery, Origin, Source, origin_in, read_source
from datasets.reading.document import Document
from schemas.region_codes import codes_above

OFFICIAL = "Official document of a state organ; not under copyright (Copyright Law of the PRC, Article 5)"
WAITING = ".ingest-"
BETTER = 1.02  # times as much text: less is another page around it
__all__ = ["OFFICIAL", "Ingested", "Stated", "ingest"]


_locks: set[int] = set()  # handles that hold a library; a process that parts from this one must not hold it, too


def close_handles() -> None:
    """Close the handles that another process holds a library by."""
    while _locks:
        os.close(_locks.pop())


os.register_at_fork(after_in_child=close_handles)


class Ingested(Struct, frozen=True):
    """What came into the library, and what is doubtful about it."""

    folder: Path
    origin: Origin
    document: Document
    doubts: list[str]


def ingest(home: Path, file: Path, stated: Stated, bounds: Bounds = BOUNDS, *, force: bool = False) -> Ingested:
    """Add a report to the library at `home`, whole or not at all; what is stated is meant as it stands.

    Raises SourceError when the file holds no text that can be read, or none that is like a report (unless forced), when
    region or year are neither stated nor sure, when what is stated cannot be meant (an address that is none), when
    reading takes more than `bounds`, and when the library has a report of that region and year.
    """
    with staging_area(home) as staging:
        known = KnownReports(home)
        item = Item(str(file), partial(read_original, file), stated)
        prepare()
        (reading,) = map_bounded(partial(read_item, staging=staging, known={}, force=force), [item], bounds)
        if isinstance(reading, Failed):
            raise SourceError(f"{file}: {reading.reason}")
        found = recognise(item.name, stated.over(Stated(confirmed=True)), reading, known)
        if found.report_id is None:
            raise SourceError(f"{file}: {'; '.join(found.unsure)}")
        new = store_report(home, found, reading, known)
        known.save()
    source = read_source(new.folder)
    return Ingested(new.folder, new.origin, source.document(), new.doubts)


@contextlib.contextmanager
def staging_area(home: Path) -> Iterator[Path]:
    """A folder in which reports wait until they are whole, beside the others; nobody else adds to them meanwhile.

    What an ingest that was killed has left is removed. Raises SourceError while another is at work.
    """
    folder = sources_folder(home)
    made = [place for place in (folder, home) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _locks.add(handle)
        for left in folder.glob(f"{WAITING}*"):
            if not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=WAITING, dir=folder))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except BlockingIOError:
        raise SourceError(f"{folder}: another ingest is at work in this library; wait until it ends") from None
    finally:
        _locks.discard(handle)
        os.close(handle)
        for place in made:  # and nothing is in it
            with contextlib.suppress(OSError):
                place.rmdir()


class StoredReport(Struct, frozen=True):
    """A report that is in the library now."""

    folder: Path
    origin: Origin
    doubts: list[str]


def store_report(home: Path, found: Recognised, reading: Reading, known: KnownReports) -> StoredReport:
    """Move a report that waits into the library. Raises SourceError when it cannot be meant, or another is there."""
    report_id = str(found.report_id)
    folder = sources_folder(home) / report_id
    if folder.exists():
        raise SourceError(f"{folder}: is in the library already; {offer(read_source(folder), folder, reading)[1]}")
    origin = origin_of(found, reading, report_id)
    written = as_toml(origin).encode()
    origin_in(written, folder / ORIGIN)  # or raise, before anything is written that could not be read
    doubtful = list(doubts(home, found, reading, origin, known))
    place_files(reading, folder, origin, written)
    known.add(report_id, origin)
    return StoredReport(folder, origin, doubtful)


def offer(there: Source, folder: Path, reading: Reading) -> tuple[bool, str]:
    """Whether a text is better than that of the same report which is there, and what a person may do about it."""
    characters = text_length(there.document())
    sizes = f"{reading.characters:,} characters of a report to {characters:,}"
    if reading.characters > BETTER * characters:
        return True, f"this text is the better one ({sizes}); to take it, remove {folder} and add it again"
    return False, f"this text is no better ({sizes}); it stays out"


def origin_of(found: Recognised, reading: Reading, report_id: str) -> Origin:
    """The origin of a report, from what is stated, and what its file and text say."""
    stated, place = found.stated, found.place or []
    original = f"{report_id}{reading.suffix}" if reading.suffix else None
    return Origin(
        file=f"{report_id}.txt",
        sha256=reading.text_sha256,
        original=original,
        original_sha256=reading.sha256 if original else None,
        year=stated.year or 0,
        title=stated.title or f"{place[0].name}{stated.year}年政府工作报告",
        licence=stated.licence or OFFICIAL,
        region=place[0],
        parents=place[1:],
        recognised=found.recognised,
        notes=[f"The file was taken from {stated.collection}"] if stated.collection else [],
        **{name: getattr(stated, name) for name in Delivery.__struct_fields__},
    )


def doubts(home: Path, found: Recognised, reading: Reading, origin: Origin, known: KnownReports) -> Iterator[str]:
    """What may be wrong, and stops nothing."""
    yield from (*reading.doubts, *found.unsure, *found.doubts)
    yield from doubts_of_origin(origin, reading.head.places, reading.text())
    if found.stated.title is None:
        yield f"the text has no title; {origin.title} was taken"
    if home == BUILT_IN:
        yield "this is the library that comes with Baogao; --home, or BAOGAO_HOME, names one of your own"
    if there := known.by_content.get(reading.sha256):
        yield f"the same file is in the library as {there}"
    missing = [code for code in codes_above(origin.region.code) if code not in {one.code for one in origin.parents}]
    if missing:
        yield f"the regions above are not known: {', '.join(missing)}; add them to {ORIGIN} as [[parents]]"


def place_files(reading: Reading, folder: Path, origin: Origin, written: bytes) -> None:
    """Give the files of a report that waits their names, and move it into the library when it is whole."""
    if reading.folder is None:
        raise SourceError(f"{folder}: nothing was laid aside for it")
    try:
        (reading.folder / TEXT).rename(reading.folder / origin.file)
        if origin.original:
            (reading.folder / ORIGINAL).rename(reading.folder / origin.original)
        (reading.folder / ORIGIN).write_bytes(written)
        reading.folder.chmod(0o755)
        reading.folder.rename(folder)
    except OSError as error:
        if folder.exists():  # since it was looked for
            raise SourceError(f"{folder}: is in the library already") from error
        raise
