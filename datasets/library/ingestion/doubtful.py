"""The table of what a person has to look at: a row for each report that is not in, or is in with a doubt.

It is an index: filled in, it is given back with `--index`. `confirmed` says that a row is meant as it stands. What
waits comes first, and what is in comes last.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from datasets.library.ingestion.intake import Outcome
from datasets.library.ingestion.statements import COLUMNS, escaped_formula

COMPLETED = (
    "region_code", "region_name", "region_name_en", "year", "title", "speaker", "speaker_title", "session",
    "delivered_on", "published_on", "publisher", "url", "confirmed",
)  # fmt: skip
ORDER = ("doubtful", "refused", "added")


def write_doubtful(home: Path, outcomes: Iterable[Outcome]) -> Path | None:
    """Write the table beside the library, under a name that is free, unless it is there as it would be written.

    None when there is nothing to look at.
    """
    told = [one for one in outcomes if one.why and one.status in ORDER]
    if not told:
        return None
    content = as_table(row_of(one) for one in sorted(told, key=lambda one: ORDER.index(one.status)))
    home.mkdir(parents=True, exist_ok=True)
    for file in (home / f"doubtful{number}.csv" for number in ("", *(f"-{n}" for n in range(2, 10_000)))):
        try:
            with file.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            if not is_the_same(file, content):
                continue
        return file
    return None


def as_table(rows: Iterable[dict[str, str]]) -> bytes:
    """Rows as CSV; the mark in front tells Excel that it is UTF-8."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, ("status", "why", "file", *COMPLETED))
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def is_the_same(file: Path, content: bytes) -> bool:
    """Whether a file is one that nobody has filled in."""
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content


def row_of(outcome: Outcome) -> dict[str, str]:
    """A row of the table."""
    stated: dict[str, Any] = msgspec.to_builtins(outcome.stated)
    filled = {column: stated[field] for column in COMPLETED if (field := COLUMNS[column])}
    row = {"status": outcome.status, "why": "; ".join(outcome.why), "file": outcome.name, **filled, "confirmed": ""}
    return {column: escaped_formula("" if value is None else str(value)) for column, value in row.items()}
