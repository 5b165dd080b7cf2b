"""A file is read and laid aside: what recognising it needs is told, and its text and original wait in a folder.

This is the work that takes time, so it runs in processes beside each other; each file stands alone here.
"""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from datasets.extract.report import extract
from datasets.library.documents.embedded import embedded
from datasets.library.documents.kinds import kind_of
from datasets.library.documents.originals import read_text
from datasets.library.ingestion.statements import Stated
from datasets.library.likeness import refuse_other_texts, why_not_a_report
from datasets.library.sources import decode, refuse_unlike_a_report
from datasets.reading.document import Document
from datasets.reading.heads import Head, read_head
from datasets.reading.plan_year import plan_years

TEXT, ORIGINAL = "text", "original"


class Item(Struct, frozen=True):
    """One thing that may be a report: what it is called, how its content is had, and what is stated beside it."""

    name: str
    read: Callable[[], bytes]
    stated: Stated = msgspec.field(default_factory=Stated)
    present: str | None = None  # the report it is, if that is known without reading it


class Unread(Struct, frozen=True):
    """What was given and cannot be read, and why."""

    name: str
    why: str


class Reading(Struct, frozen=True, kw_only=True):
    """What was read of an item. `folder` holds its text and original, unless it is there already as `present`."""

    sha256: str
    present: str | None = None
    folder: Path | None = None
    text_sha256: str = ""
    suffix: str | None = None
    head: Head = Head()
    years: dict[str, int] = {}
    described: dict[str, str] = {}
    characters: int = 0
    doubts: list[str] = []

    def text(self) -> str:
        """The text that waits. It was decoded before, so it can be."""
        return decode((self.folder / TEXT).read_bytes(), self.folder / TEXT) if self.folder else ""


def read_item(item: Item, staging: Path, known: Mapping[str, str], *, force: bool = False) -> Reading:
    """Read an item, and lay it aside. `known` are the reports that are there, by sha256 of their files.

    Raises SourceError when it holds no text that can be read, or none that looks like a report (unless forced).
    """
    if item.present:
        return Reading(sha256="", present=item.present)
    content = item.read()
    sha256 = hashlib.sha256(content).hexdigest()
    if there := existing_report(item.stated, known.get(sha256)):
        return Reading(sha256=sha256, present=there)
    name = Path(item.name)
    converted = read_text(content, name)
    text = converted.text
    document = Document(text, item.name)
    refuse_unlike_a_report(document)
    if not force:
        refuse_other_texts(document)
    extract(document)  # what cannot be read within the bounds of this process is refused now, and not when it is built
    kind, head, odd = kind_of(content), read_head(text), why_not_a_report(document)
    stored = text.encode() if kind else content
    return Reading(
        sha256=sha256,
        folder=staged_folder(staging, {TEXT: stored} | ({ORIGINAL: content} if kind else {})),
        text_sha256=hashlib.sha256(stored).hexdigest(),
        suffix=kind.suffix if kind else None,
        head=head,
        years=plan_years(head, document),
        described=embedded(content, name),
        characters=text_length(document),
        doubts=[*converted.doubts, *([f"it does not look like a government work report: {odd}"] if odd else [])],
    )


def existing_report(stated: Stated, there: str | None) -> str | None:
    """The report that a file is in the library as, unless it is stated to be another one."""
    if stated.code is None and stated.year is None:
        return there
    return there if there == f"{stated.code}-{stated.year}" else None


def staged_folder(staging: Path, files: Mapping[str, bytes]) -> Path:
    """A new folder with some files."""
    folder = Path(tempfile.mkdtemp(dir=staging))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def text_length(document: Document) -> int:
    """How much of a report a text has: the characters of its paragraphs and headings, not those of a page around it."""
    read = (one for one in document.paragraphs if one.kind in ("heading", "body", "note"))
    return sum(one.end - one.start for one in read)
