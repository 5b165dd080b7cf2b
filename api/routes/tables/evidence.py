"""The proof of a row: the characters it was read from, in their sentence and their paragraph."""

import re
from typing import Any

from msgspec import Struct

from api.http.links import link
from api.store.store import Store
from datasets.reading.text import fold, sentence_around
from schemas.tables import TABLES, Table


class Passage(Struct, frozen=True):
    """A stretch of the stored text."""

    text: str
    char_start: int
    char_end: int


class Evidence(Struct, frozen=True):
    """Where a row was read: `source[char_start:char_end]` of each passage is its text, in code points."""

    id: str
    table: str
    report_id: str
    rule: str
    review: str
    section: str | None
    paragraph_number: int
    quote: Passage
    figure: Passage | None
    sentence: Passage
    paragraph: Passage
    source: str


class EvidenceAnswer(Struct, frozen=True):
    """The evidence of one row, and the release it is of."""

    data: Evidence
    release: str


class Behind(Struct, frozen=True):
    """What a derived row says by its column `role`, and the sentence that states it."""

    role: str
    evidence: Evidence


class BehindAnswer(Struct, frozen=True):
    """The sentences behind a derived row, and the release it is of."""

    data: list[Behind]
    id: str
    release: str


# The columns of tables that follow from others which name a row that stands in a report.
ROLES = {
    "outcomes": ("target_id", "outcome_id", "reference_id", "restated_id", "progress_id"),
    "series": ("statement_id",),
    "panel": ("target_id", "outcome_id"),
}
BY_LETTER = {table.letter: table for table in TABLES if table.is_located}
ROW_ID = re.compile(r"\d{6}-\d{4}\.(?P<letter>[a-z])\d+")


def evidence_behind(store: Store, table: Table, row: dict[str, Any]) -> list[Behind]:
    """The sentences behind a row of a derived table, in the order of its columns."""
    named = [(role.removesuffix("_id"), row[role]) for role in ROLES[table.name] if row.get(role)]
    places = ((role, BY_LETTER[match["letter"]], key) for role, key in named if (match := ROW_ID.fullmatch(key)))
    found = ((role, of, store.row(of, key)) for role, of, key in places)
    return [Behind(role, evidence_of(store, of, one)) for role, of, one in found if one]


def evidence_of(store: Store, table: Table, row: dict[str, Any]) -> Evidence:
    """The evidence of a located row."""
    paragraph = store.paragraph(row["report_id"], row["paragraph"]) or row
    base, text = paragraph["char_start"], paragraph["quote"]
    around = sentence_around(fold(text), row["char_start"] - base, row["char_end"] - base)
    figure = None
    if "figure_start" in row:
        figure = Passage(row["value_text"], row["figure_start"], row["figure_end"])
    return Evidence(
        id=row["id"],
        table=table.name,
        report_id=row["report_id"],
        rule=row["rule"],
        review=row["review"],
        section=row["section"],
        paragraph_number=row["paragraph"],
        quote=Passage(row["quote"], row["char_start"], row["char_end"]),
        figure=figure,
        sentence=Passage(text[around.start : around.end], base + around.start, base + around.end),
        paragraph=Passage(text, base, paragraph["char_end"]),
        source=link(f"/v1/releases/{store.version}/reports/{row['report_id']}/text"),
    )
