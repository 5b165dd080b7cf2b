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
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.bounds import LARGEST, MEGABYTE

MEMBERS = 20_000
UNPACKED = 4096 * MEGABYTE  # bytes of all members together
LISTED = 16 * MEGABYTE  # bytes of the list at the end of a ZIP file
AT_ONCE = MEGABYTE  # bytes of a member, or of a header of a TAR file
HEADERS = 2 * MEGABYTE  # bytes of all headers of one member: they may lead from one to the next
XZ_MEMORY = 128 * MEGABYTE  # that unpacking may take: `xz -9` takes half of it
LONGEST_NAME = 1000  # characters
ENCRYPTED = 0x1
UTF8 = 0x800
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what the others unpack to at once has no limit
LINK, FOLDER = 0o120000, 0o040000


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
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001  # one made to be read wrongly has the standard library raise anything
        raise SourceError(f"{archive}: cannot be read as an archive: {error_text(error)}") from None


def error_text(error: Exception) -> str:
    """What an error says, or is."""
    return str(error) or type(error).__name__


def unsafe(name: str) -> str | None:
    """Why a name is none for a file inside an archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name.partition("/")[0] or not path.parts:
        return "its name leads out of the archive"
    if len(name) > LONGEST_NAME:
        return f"its name has more than {LONGEST_NAME:,} characters"
    return "its name has control characters" if any(ord(character) < ord(" ") for character in name) else None


def printed(name: bytes) -> str:
    """The name of a member; archives made in China often have it in GB 18030, and say nothing of that."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def left_out(name: str, why: str) -> Member:
    """A member that is not read."""
    return Member(name[:LONGEST_NAME], why=why)


class Measured(io.RawIOBase):
    """A file of which so many bytes at most are read at once: lists and headers are read whole, as long as they say."""

    def __init__(self, opened: IO[bytes], archive: Path, most: int) -> None:
        self.opened, self.archive, self.most = opened, archive, most

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.opened.tell()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self.opened.seek(place, whence)

    def read(self, size: int = -1) -> bytes:
        content = self.opened.read(self.most + 1 if size < 0 else min(size, self.most + 1))
        if len(content) > self.most:
            raise SourceError(f"{self.archive}: has a list or a header of more than {self.most // MEGABYTE} MB")
        return content


class Forward(Measured):
    """The bytes of a TAR file as they unpack, so many at most, and each once: to go back would be to begin again.

    `left` are the bytes that may be read before the next file, or of it.
    """

    left = HEADERS

    def read(self, size: int = -1) -> bytes:
        content = super().read(size)
        self.left -= len(content)
        if self.left < 0:
            raise SourceError(f"{self.archive}: has headers of more than {HEADERS // MEGABYTE} MB for one file")
        return content

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        if place > UNPACKED:  # it is moved to each header
            raise SourceError(f"{self.archive}: unpacks to more than {UNPACKED >> 30} GB; what is behind is not read")
        if place < self.tell():
            raise SourceError(f"{self.archive}: has a header that leads back")
        return super().seek(place, whence)


class Xz(io.RawIOBase):
    """An XZ file as it unpacks. Raises lzma.LZMAError for one that would take more memory than others do."""

    def __init__(self, file: Path) -> None:
        self.file, self.place = file.open("rb"), 0
        self.unpacker = lzma.LZMADecompressor(memlimit=XZ_MEMORY)

    def tell(self) -> int:
        return self.place

    def seek(self, place: int, _whence: int = io.SEEK_SET) -> int:
        while self.place < place and self.read(min(place - self.place, AT_ONCE)):
            pass
        return self.place

    def read(self, size: int = -1) -> bytes:
        content = bytearray()
        while len(content) < size and not self.unpacker.eof:
            more = self.file.read(AT_ONCE) if self.unpacker.needs_input else b""
            if not more and self.unpacker.needs_input:
                raise EOFError("it ends too soon")
            content += self.unpacker.decompress(more, size - len(content))
        self.place += len(content)
        return bytes(content)

    def close(self) -> None:
        self.file.close()
        super().close()


OPENERS: dict[str, Callable[[Path], Any]] = {
    **dict.fromkeys((".gz", ".tgz"), gzip.GzipFile),
    **dict.fromkeys((".bz2", ".tbz2"), bz2.BZ2File),
    **dict.fromkeys((".xz", ".txz"), Xz),
}


def in_zip(archive: Path) -> Iterator[Member]:
    """The files of a ZIP file. One that cannot be read stops no other."""
    with archive.open("rb") as file, zipfile.ZipFile(Measured(file, archive, LISTED)) as parts:
        left = UNPACKED
        for part in parts.infolist():
            name = part.filename if part.flag_bits & UTF8 else printed(part.filename.encode("cp437", "replace"))
            mode = part.external_attr >> 16 & 0o170000
            if name.endswith("/") or mode == FOLDER:
                continue
            if why := unsafe(name) or unreadable(part, mode):
                yield left_out(name, why)
                continue
            try:
                with parts.open(part) as opened:
                    member = bounded(name, opened, archive, left)
            except SourceError:
                raise
            except Exception as error:  # noqa: BLE001  # as above
                member = left_out(name, f"it cannot be unpacked: {error_text(error)}")
            yield member
            left -= len(member.content)


def unreadable(part: zipfile.ZipInfo, mode: int) -> str | None:
    """Why a member of a ZIP file is not read, by what the list says of it."""
    if mode == LINK:
        return "it is a link"
    if part.flag_bits & ENCRYPTED:
        return "it is encrypted"
    return None if part.compress_type in PACKED else "it is packed by another method than deflate"


def bounded(name: str, opened: IO[bytes], archive: Path, left: int) -> Member:
    """A member with its content, or with the reason when that is more than a report has."""
    content, most = bytearray(), min(LARGEST, left) + 1
    while len(content) < most and (more := opened.read(min(AT_ONCE, most - len(content)))):
        content += more
    if len(content) > left:
        raise SourceError(f"{archive}: unpacks to more than {UNPACKED >> 30} GB; what is behind that is not read")
    if len(content) > LARGEST:
        return left_out(name, f"it has more than {LARGEST // MEGABYTE} MB")
    return Member(name, bytes(content))


def in_tar(archive: Path) -> Iterator[Member]:
    """The files of a TAR file, packed or not, in one pass."""
    packed_as = OPENERS.get(archive.suffix.lower())
    with (
        packed_as(archive) if packed_as else archive.open("rb") as packed,
        Forward(packed, archive, AT_ONCE) as file,
        tarfile.open(fileobj=file, mode="r:") as parts,
    ):
        for part in parts:
            file.left = LARGEST + AT_ONCE
            if not part.isdir():
                yield part_of_tar(parts, part, archive)
            file.left = HEADERS
            parts.members = []  # type: ignore[attr-defined]  # or all headers would be kept
            parts.pax_headers = {}  # of all files behind, of which nothing is used


def part_of_tar(parts: tarfile.TarFile, part: tarfile.TarInfo, archive: Path) -> Member:
    """A member of a TAR file."""
    name = printed(part.name.encode("utf-8", "surrogateescape"))
    opened = parts.extractfile(part) if part.isreg() and not part.issparse() else None
    if why := unsafe(name) or (None if opened else "it is no regular file"):
        return left_out(name, why)
    return bounded(name, opened, archive, UNPACKED)  # type: ignore[arg-type]  # else there is a reason
