"""The library of reports: each source file untouched, beside an `origin.toml` that says where it comes from."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from datasets import toml
from datasets.errors import SourceError
from datasets.files import is_own_folder, kind_of, read_bounded, read_named
from datasets.library.bounds import LARGEST, LARGEST_ORIGIN, ORIGIN, FileName
from datasets.library.curation import Correction, TermTranslation, with_choices
from datasets.library.likeness import refuse_misread
from datasets.reading.confidence import confidence
from datasets.reading.document import Document
from schemas.reports import Report
from schemas.scalars import CodeVintage, RegionCode, Sha256, Year
from schemas.vocabulary import Level

LONGEST = 2_000_000  # characters of a text; the longest report since 1954 has 60,000
OTHER_KINDS = {
    b"PK\x03\x04": "a DOCX or ZIP file",
    b"%PDF": "a PDF file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


class OriginRegion(Struct, kw_only=True, forbid_unknown_fields=True):
    """A region as an origin names it."""

    code: RegionCode
    name: str
    name_en: str
    level: Level
    scheme: str
    vintage: CodeVintage


WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s/]\S*$")]


class Delivery(Struct, kw_only=True, forbid_unknown_fields=True):
    """How a report came to be known: who delivered it, who published it, where."""

    speaker: str | None = None
    speaker_title: str | None = None
    session: str | None = None
    delivered_on: dt.date | None = None
    published_on: dt.date | None = None
    publisher: str | None = None
    site_name: str | None = None
    site_code: str | None = None
    url: WebAddress | None = None
    retrieved_on: dt.date | None = None  # the day it was read at that address


class Origin(Delivery, kw_only=True, forbid_unknown_fields=True):
    """Where a source comes from. What the page does not say legibly is left out, and `notes` say so."""

    file: FileName
    sha256: Sha256
    original: FileName | None = None  # the file that `file` is the text of, if that was none
    original_sha256: Sha256 | None = None
    year: Year
    title: str
    licence: str
    region: OriginRegion
    parents: list[OriginRegion] = []
    recognised: list[str] = []  # what nobody stated: it was read from the text, or from what the file says of itself
    notes: list[str] = []
    reviewed: list[Literal["indicators", "targets", "projects", "glossary", "glossary_mentions", "figures"]] = []
    corrections: list[Correction] = []
    translations: list[TermTranslation] = []


class Source(Struct, frozen=True):
    """A report of the library: its text, decoded but otherwise as stored, and its origin."""

    report_id: str
    text: str
    origin: Origin
    origin_sha256: str

    def document(self) -> Document:
        """The report, ready to be read."""
        return Document(self.text, self.report_id, year=self.origin.year, region=self.origin.region.name)


def read_source(folder: Path) -> Source:
    """One report, checked against its origin. Raises SourceError when they disagree."""
    if not is_own_folder(folder):
        raise SourceError(f"{folder}: {kind_of(folder.lstat().st_mode)}; expected a folder with {ORIGIN}")
    origin, origin_sha256 = read_origin(folder / ORIGIN)
    expected = f"{origin.region.code}-{origin.year}"
    if folder.name != expected:
        raise SourceError(f"{folder}: {ORIGIN} is about {expected}; the folder must have that name")
    file = folder / origin.file
    content = read_stored(file, LARGEST)
    refuse_changed(file, content, origin.sha256)
    if origin.original:
        original = folder / origin.original
        refuse_changed(original, read_stored(original, LARGEST), origin.original_sha256)
    text = decode(content, file)
    if len(text) > LONGEST:
        raise SourceError(f"{file}: has {len(text):,} characters; at most {LONGEST:,} are read")
    return Source(folder.name, text, origin, origin_sha256)


def refuse_changed(file: Path, content: bytes, expected: str | None) -> None:
    """Raise SourceError when a file is not the one that its origin knows."""
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != expected:
        raise SourceError(
            f"{file}: sha256 is {sha256}, but {ORIGIN} says {expected}; "
            "restore the file, or correct the origin if the new file is meant"
        )


def read_origin(file: Path) -> tuple[Origin, str]:
    """An origin, and the sha256 of its file. Raises SourceError when it is missing or malformed."""
    content = read_stored(file, LARGEST_ORIGIN)
    return origin_in(content, file), hashlib.sha256(content).hexdigest()


def origin_in(content: bytes, file: Path) -> Origin:
    """The origin in the content of a file. Raises SourceError when it is malformed."""
    try:
        return toml.decode(content, Origin)
    except ValueError as error:
        raise SourceError(f"{file}: {with_choices(str(error), Correction)}") from error


def read_stored(file: Path, limit: int) -> bytes:
    """The content of a file of a report in the library, in its folder and nowhere else.

    Raises SourceError when it is no file, when nothing or more than so many bytes are in it.
    """
    try:
        content = read_bounded(file.parent.parent, f"{file.parent.name}/{file.name}", limit)
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}") from error
    return not_empty(content, file)


def read_bytes(file: Path, limit: int = LARGEST) -> bytes:
    """The content of a file that a user names. Raises SourceError when there is none to read, or too much."""
    if file.is_dir():
        raise SourceError(f"{file}: is a folder; expected a file")
    try:
        content = read_named(file, limit)
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}") from error
    return not_empty(content, file)


def not_empty(content: bytes, file: Path) -> bytes:
    """The content of a file. Raises SourceError when there is none."""
    if not content.strip():
        raise SourceError(f"{file}: is empty; expected the text of a report")
    return content


def decode(content: bytes, file: Path) -> str:
    """The text of a file in UTF-8 or GB 18030. Raises SourceError for anything else, with the place."""
    for signature, kind in OTHER_KINDS.items():
        if content.startswith(signature):
            raise SourceError(
                f"{file}: is {kind}, not text; save it as UTF-8 text (baogao ingest reads DOCX, PDF and HTML)"
            )
    if b"\0" in content:
        raise SourceError(f"{file}: byte {content.index(0)} is NUL, so this is no text; expected UTF-8 or GB 18030")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as not_utf8:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as neither:
            raise SourceError(
                f"{file}: neither UTF-8 (byte {not_utf8.start}) nor GB 18030 (byte {neither.start}); "
                "save it as UTF-8 text"
            ) from None
    refuse_misread(text, file)
    return text


def refuse_unlike_a_report(document: Document) -> None:
    """Raise SourceError for a text that has no section a report has."""
    if not any(paragraph.headings for paragraph in document.paragraphs):
        raise SourceError(
            f"{document.report_id}: no section of a report was recognised; "
            "expected headings such as 一、2023年工作回顾 and 二、2024年工作安排"
        )
    refuse_misread(document.source, document.report_id)


def report_row(source: Source, document: Document) -> Report:
    """The row of a report in the `reports` table."""
    origin = source.origin
    sure = confidence(document.paragraphs)
    return Report(
        id=source.report_id,
        region_code=origin.region.code,
        region_name=origin.region.name,
        region_name_en=origin.region.name_en,
        level=origin.region.level,
        year=origin.year,
        title=origin.title,
        session=origin.session,
        speaker=origin.speaker,
        speaker_title=origin.speaker_title,
        delivered_on=origin.delivered_on,
        published_on=origin.published_on,
        publisher=origin.publisher,
        site_name=origin.site_name,
        site_code=origin.site_code,
        url=origin.url,
        licence=origin.licence,
        sha256=origin.sha256,
        char_length=len(source.text),
        paragraph_count=len(document.paragraphs),
        notes=origin.notes,
        **{f"{part}_confidence": one for part, one in sure.items()},
    )
