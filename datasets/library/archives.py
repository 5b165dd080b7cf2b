"""The files in an archive (ZIP, TAR), one after another, each with so many bytes at most.

An archive may come from anywhere. Nothing of it is written to the disk under a name of its own; members that are no
regular files, or whose names lead out of the archive, are not read; sizes are counted as they unpack, not believed.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.sources import LARGEST, MEGABYTE

MEMBERS = 20_000
UNPACKED = 4096 * MEGABYTE  # bytes of all members together
LISTED = 16 * MEGABYTE  # bytes of the list at the end of a ZIP file
END_OF_LIST = b"PK\x05\x06"
END_SIZE, LONGEST_COMMENT = 22, 1 << 16
OPENERS: dict[str, Callable[[Path], Any]] = {
    **dict.fromkeys((".gz", ".tgz"), gzip.GzipFile),
    **dict.fromkeys((".bz2", ".tbz2"), bz2.BZ2File),
    **dict.fromkeys((".xz", ".txz"), lzma.LZMAFile),
}
ENCRYPTED = 0x1
UTF8 = 0x800
LINK, FOLDER = 0o120000, 0o040000
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)


class Member(Struct, frozen=True):
    """A file of an archive: its name in it, and its content, or why that is not read."""

    name: str
    content: bytes = b""
    why: str | None = None


def is_archive(name: str) -> bool:
    """Whether a name is that of an archive."""
    plain = name.lower()
    return plain.endswith((".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz"))


def members(archive: Path) -> Iterator[Member]:
    """The files of an archive. Raises SourceError for one that cannot be read, or has too much in it."""
    count = 0
    try:
        for member in in_zip(archive) if archive.name.lower().endswith(".zip") else in_tar(archive):
            count += 1
            if count > MEMBERS:
                raise SourceError(f"{archive}: has more than {MEMBERS:,} files; what is behind them is not read")
            yield member
    except BROKEN as error:
        raise SourceError(f"{archive}: cannot be read as an archive: {error}") from None


def unsafe(name: str) -> str | None:
    """Why a name is none for a file inside an archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name.partition("/")[0] or not path.parts:
        return "its name leads out of the archive"
    return "its name has control characters" if any(ord(character) < ord(" ") for character in name) else None


def in_zip(archive: Path) -> Iterator[Member]:
    """The files of a ZIP file."""
    with archive.open("rb") as file:
        refuse_long_list(file, archive)
        with zipfile.ZipFile(file) as parts:
            left = UNPACKED
            for part in parts.infolist():
                name, mode = printed_name(part), part.external_attr >> 16
                if part.is_dir() or mode & 0o170000 == FOLDER:
                    continue
                why = unsafe(name) or ("it is a link" if mode & 0o170000 == LINK else None)
                why = why or ("it is encrypted" if part.flag_bits & ENCRYPTED else None)
                if why:
                    yield Member(name, why=why)
                    continue
                with parts.open(part) as opened:
                    yield (member := bounded(name, opened, archive, left))
                left -= len(member.content)


def refuse_long_list(file: IO[bytes], archive: Path) -> None:
    """Raise SourceError for a ZIP file whose list of files would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END_SIZE - LONGEST_COMMENT))
    end = file.read()
    place = end.rfind(END_OF_LIST)
    if place >= 0 and int.from_bytes(end[place + 12 : place + 16], "little") > LISTED:
        raise SourceError(f"{archive}: its list of files has more than {LISTED >> 20} MB; expected reports")
    file.seek(0)


def printed_name(part: zipfile.ZipInfo) -> str:
    """The name of a member; archives made in China often have it in GB 18030, and say nothing of that."""
    if part.flag_bits & UTF8:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part.filename


def bounded(name: str, opened: IO[bytes], archive: Path, left: int) -> Member:
    """A member with its content, or with the reason when that is more than a report has."""
    content = opened.read(min(LARGEST, left) + 1)
    if len(content) > left:
        raise SourceError(f"{archive}: unpacks to more than {UNPACKED >> 30} GB; what is behind that is not read")
    if len(content) > LARGEST:
        return Member(name, why=f"it has more than {LARGEST // MEGABYTE} MB")
    return Member(name, content)


class Counted(io.RawIOBase):
    """The bytes of a TAR file as they unpack, so many at most, and so many at once: its headers are read whole."""

    def __init__(self, opened: IO[bytes], archive: Path) -> None:
        self.opened, self.archive = opened, archive

    def tell(self) -> int:
        return self.opened.tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        if place > UNPACKED:  # it is moved to each header
            raise SourceError(f"{self.archive}: unpacks to more than {UNPACKED >> 30} GB; what is behind is not read")
        return self.opened.seek(place, whence)

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LARGEST + 1:
            raise SourceError(f"{self.archive}: has a header of more than {LARGEST // MEGABYTE} MB")
        return self.opened.read(size)


def in_tar(archive: Path) -> Iterator[Member]:
    """The files of a TAR file, packed or not, in one pass."""
    packed_as = OPENERS.get(archive.suffix.lower())
    with (
        packed_as(archive) if packed_as else archive.open("rb") as packed,
        tarfile.open(fileobj=Counted(packed, archive), mode="r:") as parts,
    ):
        for part in parts:
            if part.isdir():
                continue
            opened = parts.extractfile(part) if part.isreg() and not part.issparse() else None
            why = unsafe(part.name) or (None if opened else "it is no regular file")
            yield Member(part.name, why=why) if why or opened is None else bounded(part.name, opened, archive, UNPACKED)
            parts.members = []  # type: ignore[attr-defined]  # or all headers would be kept
