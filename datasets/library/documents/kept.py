"""The file that a report was published as, where the library keeps it beside the text that was read from it."""

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from msgspec import MsgspecError, Struct, convert

from datasets import toml
from datasets.errors import SourceError
from datasets.files import open_regular, read_bounded
from datasets.library.bounds import LARGEST, LARGEST_ORIGIN, ORIGIN, FileName
from datasets.library.documents.kinds import HEAD, charset_of, kind_of
from datasets.library.home import sources_folder
from schemas.scalars import ReportId, Sha256


class Named(Struct, frozen=True):
    """What an origin says of its files; of the rest nothing is read here, and no rule is loaded to read it with."""

    sha256: Sha256
    original: FileName | None = None
    original_sha256: Sha256 | None = None


class Original(Struct, frozen=True):
    """A file: its bytes and sha256, and the kind of file it is by what it holds, empty if of none known."""

    size: int
    sha256: str
    kind: str


def original_of(home: Path, report_id: str, text_sha256: str) -> Original | None:
    """The original of the text of a report; None where a library has none, or that of another text."""
    if (found := open_original(home, report_id, text_sha256)) is None:
        return None
    original, file = found
    file.close()
    return original


def open_original(home: Path, report_id: str, text_sha256: str) -> tuple[Original, BinaryIO] | None:
    """The same with the file itself, open: whatever takes its place later, this is the one that was looked at.

    The library may be away, or have gone on, since the text was read.
    """
    try:
        folder = sources_folder(home) / convert(report_id, ReportId)
        content = read_bounded(folder.parent, f"{report_id}/{ORIGIN}", LARGEST_ORIGIN)
        origin = toml.decode(content, Named)
        if origin.original is None or origin.original_sha256 is None or origin.sha256 != text_sha256:
            return None
        with ExitStack() as stack:
            file = stack.enter_context(open_regular(folder.parent, f"{folder.name}/{origin.original}"))
            if (original := unchanged(file, origin.original_sha256)) is None:
                return None
            stack.pop_all()
            return original, file
    except (OSError, ValueError, MsgspecError, SourceError):
        return None


def unchanged(file: BinaryIO, sha256: str) -> Original | None:
    """What a file is, if it is the one that its origin knows. Raises OSError."""
    head = file.read(HEAD)
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST or hashlib.file_digest(file, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
        return None
    kind = kind_of(head)
    return Original(size, sha256, kind.name if kind else "")


def page_charset(file: BinaryIO) -> str:
    """The encoding of a page. Raises OSError."""
    file.seek(0)
    return charset_of(file.read(LARGEST))
