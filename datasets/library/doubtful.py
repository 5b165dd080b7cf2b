"""The table of what a person has to look at: a row for each report that is not in, or is in with a doubt.

It is an index: filled in, it is given back with `--index`. `confirmed` says that a row is meant as it stands.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from datasets.library.intake import Outcome
from datasets.library.statements import COLUMNS, defused

COMPLETED = (
    "region_code", "region_name", "region_name_en", "year", "title", "speaker", "speaker_title", "session",
    "delivered_on", "published_on", "publisher", "url", "confirmed",
)  # fmt: skip


def write_doubtful(home: Path, outcomes: Iterable[Outcome]) -> Path | None:
    """Write the table beside the library, under a name that is free; None when there is nothing to look at."""
    rows = [row_of(one) for one in outcomes if one.why and one.status != "present"]
    if not rows:
        return None
    home.mkdir(parents=True, exist_ok=True)
    for file in (home / f"doubtful{number}.csv" for number in ("", *(f"-{n}" for n in range(2, 10_000)))):
        try:
            with file.open("x", encoding="utf-8-sig", newline="") as opened:  # the mark tells Excel that it is UTF-8
                table = csv.DictWriter(opened, ("status", "why", "file", *COMPLETED))
                table.writeheader()
                table.writerows(rows)
        except FileExistsError:
            continue
        return file
    return None


def row_of(outcome: Outcome) -> dict[str, str]:
    """A row of the table."""
    stated: dict[str, Any] = msgspec.to_builtins(outcome.stated)
    filled = {column: stated[field] for column in COMPLETED if (field := COLUMNS[column])}
    row = {"status": outcome.status, "why": "; ".join(outcome.why), "file": outcome.name, **filled, "confirmed": ""}
    return {column: defused("" if value is None else str(value)) for column, value in row.items()}
