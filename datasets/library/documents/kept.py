"""The file that a report was published as, where the library keeps it beside the text that was read from it."""

import hashlib
from pathlib import Path

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
    """A file in a folder, its bytes and sha256, and the kind of file it is by what it holds, empty if of none known."""

    folder: Path
    name: str
    size: int
    sha256: str
    kind: str

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.folder / self.name

    def charset(self) -> str:
        """The encoding of a page. Raises OSError."""
        return charset_of(read_bounded(self.folder.parent, f"{self.folder.name}/{self.name}", LARGEST))


def original_of(home: Path, report_id: str, text_sha256: str) -> Original | None:
    """The original of the text of a report; None where a library has none, or that of another text.

    The library may be away, or have gone on, since the text was read.
    """
    try:
        folder = sources_folder(home) / convert(report_id, ReportId)
        content = read_bounded(folder.parent, f"{report_id}/{ORIGIN}", LARGEST_ORIGIN)
        origin = toml.decode(content, Named)
        if origin.original is None or origin.original_sha256 is None or origin.sha256 != text_sha256:
            return None
        return unchanged(folder, origin.original, origin.original_sha256)
    except (OSError, ValueError, MsgspecError, SourceError):
        return None


def unchanged(folder: Path, name: str, sha256: str) -> Original | None:
    """A file, if it is the one that its origin knows. Raises OSError when it is no file."""
    with open_regular(folder.parent, f"{folder.name}/{name}") as file:
        head = file.read(HEAD)
        size = file.seek(0, 2)
        file.seek(0)
        if size > LARGEST or hashlib.file_digest(file, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
            return None
    kind = kind_of(head)
    return Original(folder, name, size, sha256, kind.name if kind else "")
