"""A report comes into the library: its file untouched, the text that is read from it, and an `origin.toml`."""

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.home import BUILT_IN, sources_folder
from datasets.library.incoming import Incoming, Read, read_within
from datasets.library.likeness import refuse_other_texts, why_not_a_report
from datasets.library.originals import kind_of, read_original, text_in
from datasets.library.sources import (
    ORIGIN,
    Delivery,
    Origin,
    OriginRegion,
    origin_in,
    read_origin,
    refuse_unlike_a_report,
)
from datasets.reading.document import Document
from schemas.region_codes import codes_above, level_of
from schemas.vocabulary import Level

OFFICIAL = "Official document of a state organ; not under copyright (Copyright Law of the PRC, Article 5)"
SCHEME = "CN-MCA"
ENDINGS = "省市区县旗州盟"  # of names of regions; texts leave them out
WAITING = ".ingest-"
HEAD = """\
# Where this report comes from. Its text is never edited: what is wrong with it goes into `notes`, and what a person
# corrects in the reading into [[corrections]], each with a reason (docs/reading.md).
"""


class Stated(Delivery, kw_only=True):
    """What a person says of a report. What is left out and known to nobody is left out of its origin."""

    code: str
    year: int
    name: str | None = None
    name_en: str | None = None
    level: Level | None = None
    vintage: int | None = None
    title: str | None = None
    licence: str = OFFICIAL
    force: bool = False  # take a text that does not look like a report


class Ingested(Struct, frozen=True):
    """What came into the library, and what is doubtful about it."""

    folder: Path
    origin: Origin
    read: Read
    doubts: list[str]


def ingest(home: Path, file: Path, stated: Stated, bounds: Bounds = BOUNDS) -> Ingested:
    """Add a report to the library at `home`, whole or not at all.

    Raises SourceError when the file holds no text that can be read, or none that is like a report, when the region is
    not known and not stated, or is known otherwise, when what is stated cannot be meant (an address that is none),
    when reading takes more than `bounds`, and when the library has a report of that region and year.
    """
    report_id = f"{stated.code}-{stated.year}"
    folder = sources_folder(home) / report_id
    if folder.exists():
        raise SourceError(f"{folder}: is in the library already; remove it, or give another region or year")
    content = read_original(file)
    text = text_in(content, file)
    read = read_within(Incoming(text, report_id, stated.year), bounds)
    document = read.document
    refuse_unlike_a_report(document)
    if not stated.force:
        refuse_other_texts(document)
    files = stored_files(report_id, content, text)
    origin = origin_of(home, stated, document, files)
    written = as_toml(origin).encode()
    origin_in(written, folder / ORIGIN)  # or raise, before anything is written that could not be read
    doubtful = list(doubts(home, stated, document, origin))
    write(folder, files | {ORIGIN: written})
    return Ingested(folder, origin, read, doubtful)


def stored_files(report_id: str, content: bytes, text: str) -> dict[str, bytes]:
    """The files of a report, that which is read first: a text as it is, or what was read from another file and that."""
    kind = kind_of(content)
    if kind is None:
        return {f"{report_id}.txt": content}
    return {f"{report_id}.txt": text.encode(), f"{report_id}{kind.suffix}": content}


def origin_of(home: Path, stated: Stated, document: Document, files: dict[str, bytes]) -> Origin:
    """The origin of a report, from what is stated, what its text says, and the regions that are known."""
    known = known_regions(home)
    line = known.get(stated.code)
    region = region_of(stated, line[0] if line else None)
    above = line[1:] if line else next((known[code] for code in codes_above(stated.code) if code in known), [])
    (name, content), *others = files.items()
    return Origin(
        file=name,
        sha256=hashlib.sha256(content).hexdigest(),
        original=others[0][0] if others else None,
        original_sha256=hashlib.sha256(others[0][1]).hexdigest() if others else None,
        year=stated.year,
        title=stated.title or title_of(document) or f"{region.name}{stated.year}年政府工作报告",
        licence=stated.licence,
        region=region,
        parents=above,
        **{name: getattr(stated, name) for name in Delivery.__struct_fields__},
    )


def known_regions(home: Path) -> dict[str, list[OriginRegion]]:
    """The regions that reports of this library name, or of the built-in one, by code; each with those above it."""
    origins = [origin for place in (BUILT_IN, home) for origin in known_origins(place).values()]
    lines = [[origin.region, *origin.parents] for origin in origins]
    return {region.code: line[place:] for line in lines for place, region in enumerate(line)}


def known_origins(home: Path) -> dict[str, Origin]:
    """The origins of the reports of a library, by report."""
    files = sorted(sources_folder(home).glob(f"[!.]*/{ORIGIN}"))
    return {file.parent.name: read_origin(file)[0] for file in files}


def region_of(stated: Stated, as_known: OriginRegion | None) -> OriginRegion:
    """The region of a report: as it is known, else as it is stated.

    Raises SourceError when it is neither, or stated otherwise than it is known: a region is one in all of a library.
    """
    given = {"name": stated.name, "name_en": stated.name_en, "level": stated.level, "vintage": stated.vintage}
    plain = {name: one for name, one in given.items() if one and str(one).strip()}
    if as_known:
        for name, one in plain.items():
            if one != (was := getattr(as_known, name)):
                raise SourceError(
                    f"region {stated.code}: its {name} is {was!r} in the library, not {one!r}; "
                    f"leave it out, or change it in every {ORIGIN}"
                )
        return as_known
    if missing := [option for option, name in (("--name", "name"), ("--name-en", "name_en")) if name not in plain]:
        raise SourceError(f"region {stated.code}: is in no report of the library; say {' and '.join(missing)}")
    new = {"code": stated.code, "level": level_of(stated.code), "scheme": SCHEME, "vintage": stated.year - 1}
    return msgspec.convert(new | plain, OriginRegion)


def title_of(document: Document) -> str | None:
    """The title that a report has in its front."""
    lines = (document.source[one.start : one.end].strip() for one in document.paragraphs if one.kind == "title")
    return next((line for line in lines if "政府工作报告" in line.replace(" ", "")), None)


def doubts(home: Path, stated: Stated, document: Document, origin: Origin) -> Iterator[str]:
    """What may be wrong, and cannot be told without a person."""
    yield from doubts_of_text(stated, document, origin)
    yield from doubts_of_days(stated)
    if home == BUILT_IN:
        yield "this is the library that comes with Baogao; --home, or BAOGAO_HOME, names one of your own"
    mine = origin.original_sha256 or origin.sha256
    for report_id, other in known_origins(home).items():
        if mine in (other.sha256, other.original_sha256):
            yield f"the same file is in the library as {report_id}"
    missing = [code for code in codes_above(stated.code) if code not in {parent.code for parent in origin.parents}]
    if missing:
        yield f"the regions above are not known: {', '.join(missing)}; add them to {ORIGIN} as [[parents]]"


def doubts_of_days(stated: Stated) -> Iterator[str]:
    """What is odd about the days of a report: delivered in the year of its plan or the one before, published then."""
    delivered, published = stated.delivered_on, stated.published_on
    if delivered and delivered.year not in (stated.year - 1, stated.year):
        yield f"a report of {stated.year} was delivered on {delivered}"
    if delivered and published and published < delivered:
        yield f"it was published on {published}, before it was delivered"


def doubts_of_text(stated: Stated, document: Document, origin: Origin) -> Iterator[str]:
    """What a text does not say that was said of it, or that a report says."""
    if reason := why_not_a_report(document):
        yield f"it does not look like a government work report: {reason}"
    if document.stated_year not in (None, stated.year):
        yield f"the text speaks of the plan of {document.stated_year}, not of {stated.year}"
    if origin.region.level != "national" and origin.region.name.rstrip(ENDINGS) not in document.source:
        yield f"the text does not name {origin.region.name}"
    if stated.title is None and title_of(document) is None:
        yield f"the text has no title; {origin.title} was taken"


def as_toml(origin: Origin) -> str:
    """An origin as a file (TOML 1.0), without what is empty."""
    found: dict[str, Any] = msgspec.to_builtins(origin, builtin_types=(dt.date,))
    plain = dict(sorted(found.items(), key=lambda one: one[0] in Delivery.__struct_fields__))  # what it is comes first
    tables = {"region": [plain.pop("region")], "parents": plain.pop("parents")}
    heads = {"region": "[region]", "parents": "[[parents]]  # nearest first"}
    parts = [HEAD + "".join(lines(plain))]
    parts += [f"{heads[name]}\n" + "".join(lines(row)) for name, rows in tables.items() for row in rows]
    return "\n".join(parts)


def lines(row: dict[str, Any]) -> Iterator[str]:
    """The keys of a table of TOML."""
    for name, value in row.items():
        if value is not None and value != []:
            yield f"{name} = {value.isoformat() if isinstance(value, dt.date) else quoted(name, value)}\n"


def quoted(name: str, value: Any) -> str:
    """A value as TOML has it: as JSON, but for the one character that only JSON has as it is."""
    try:
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    except UnicodeEncodeError:
        raise SourceError(f"{name}: {value!r} is not text") from None


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write a report aside, and move it into the library when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=WAITING, dir=folder.parent))
    try:
        for name, content in files.items():
            (waiting / name).write_bytes(content)
        waiting.chmod(0o755)
        waiting.rename(folder)
    except OSError as error:
        if folder.exists():  # since it was looked for
            raise SourceError(f"{folder}: is in the library already") from error
        raise
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
