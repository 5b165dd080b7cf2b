"""What a manifest may say: names of the files a release has and no others, sizes and days that can be.

A release may come from anybody, and its names become paths, addresses and members of a zip file.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from schemas.releases import Manifest, ReleaseFile

TEXTS = "texts"
REPORT_ID = re.compile(r"[0-9]{6}-[0-9]{4}")
SHA256 = re.compile(r"[0-9a-f]{64}")
TABLE = re.compile(r"(?P<table>[a-z][a-z_]{0,62})\.parquet")
INDEX = re.compile(r"search_[a-z]{1,40}\.parquet")
TEXT = re.compile(rf"{TEXTS}/(?P<report>{REPORT_ID.pattern})\.txt")
PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{0,200}")
LARGEST_TABLE = 64 << 30  # bytes; the search index of 1,000,000 reports has 40 GB
LARGEST_TEXT = 8 << 20  # bytes of 2,000,000 characters


def impossible(manifest: Manifest) -> Iterator[str]:
    """What a manifest says that no release can have, a line each."""
    yield from impossible_days(manifest)
    if not PLAIN.fullmatch(manifest.licence):
        yield f"licence: {manifest.licence[:80]!r} is not a line of text"
    for file in manifest.files:
        if wrong := wrong_file(file):
            yield f"files: {file.name[:80]!r}: {wrong}"
    yield from repeated("files", [file.name for file in manifest.files])
    reports = [source.report_id for source in manifest.sources]
    yield from repeated("sources", reports)
    for source in manifest.sources:
        if not REPORT_ID.fullmatch(source.report_id):
            yield f"sources: {source.report_id!r} is no report, such as 211102-2024"
        if not SHA256.fullmatch(source.sha256) or not SHA256.fullmatch(source.origin_sha256):
            yield f"sources: {source.report_id!r}: expected checksums of 64 digits"
    texts = {found["report"] for file in manifest.files if (found := TEXT.fullmatch(file.name))}
    for report in sorted(texts ^ set(reports)):
        yield f"files: a text and no source, or a source and no text: {report!r}"


def impossible_days(manifest: Manifest) -> Iterator[str]:
    """Days that are none."""
    for name in ("created_on", "published_on"):
        day = getattr(manifest, name)
        try:
            is_day = day is None or dt.date.fromisoformat(day).isoformat() == day
        except ValueError:
            is_day = False
        if not is_day:
            yield f"{name}: {day!r} is no day, such as 2026-11-26"


def wrong_file(file: ReleaseFile) -> str | None:
    """What is wrong with a file that a manifest lists, if anything."""
    table = TABLE.fullmatch(file.name)
    is_table, is_text = table is not None and not INDEX.fullmatch(file.name), bool(TEXT.fullmatch(file.name))
    if not table and not is_text:
        return f"is no file of a release; expected a table (targets.parquet) or a text ({TEXTS}/211102-2024.txt)"
    if file.table != (table["table"] if table and is_table else None):
        return f"is said to be the table {file.table!r}"[:200]
    if is_table != (file.rows is not None and file.rows >= 0):
        return f"is said to have {file.rows} rows; expected a number for tables, and only for them"
    if not 0 <= file.bytes <= (LARGEST_TEXT if is_text else LARGEST_TABLE):
        return f"is said to have {file.bytes} bytes; at most {LARGEST_TEXT if is_text else LARGEST_TABLE} are read"
    return None if SHA256.fullmatch(file.sha256) else "its sha256 is none"


def repeated(what: str, names: list[str]) -> Iterator[str]:
    """Names that are listed twice."""
    yield from (f"{what}: {name[:80]!r} is listed {n} times" for name, n in Counter(names).items() if n > 1)
