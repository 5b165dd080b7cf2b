"""The texts that labels are of: files of a folder that a user names, by the names that labels give."""

import hashlib
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from datasets.errors import SourceError
from datasets.files import read_named

LARGEST = 64 << 20  # bytes
FileName = Annotated[str, Meta(pattern=r"^[^/\\\x00-\x1f]{1,200}$")]
ReportFile = Annotated[str, Meta(pattern=r"^[0-9]{6}-[0-9]{4}\.(md|txt)$")]  # of a region and a year


def labelled_text(corpus: Path, name: str, sha256: str | None) -> str:
    """The text of a file of a corpus, with or without a checksum that it has.

    Raises SourceError when it is not there, not the one that was labelled, or no text in UTF-8.
    """
    file = corpus / name
    try:
        content = read_named(file, LARGEST)
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}") from error
    if sha256 not in (None, hashlib.sha256(content).hexdigest()):
        raise SourceError(f"{file} is not the text that was labelled (its sha256 differs)")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: byte {error.start} is not UTF-8, in which offsets of labels count") from None
    if not text.strip():
        raise SourceError(f"{file}: is empty; expected the text of a report")
    return text
