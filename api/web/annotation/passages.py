"""A stretch of a report in segments: plain text, and the marks of what was read from it."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

LETTERS = {
    "indicators": "i",
    "targets": "t",
    "projects": "p",
    "glossary_mentions": "m",
    "glossary": "m",
    "figures": "u",
}


class Segment(Struct, frozen=True):
    """Some characters; `kind` is that of their mark, and `anchor` the id of its row within the report."""

    start: int
    end: int
    kind: str = ""
    anchor: str = ""
    text: str = ""

    @classmethod
    def of(cls, table: str, row: dict[str, Any]) -> "Segment":
        """The mark of a row: its figure, the name of a project, or its quote."""
        start, end = row["char_start"], row["char_end"]
        if row.get("figure_start") is not None:
            start, end = row["figure_start"], row["figure_end"]
        elif table == "projects" and (at := row["quote"].find(row["name"])) >= 0:
            start, end = start + at, start + at + len(row["name"])
        return cls(start, end, LETTERS[table], anchor_of(row["id"]))


def anchor_of(row_id: str) -> str:
    """The id of a row within its report: `i566` of `211102-2024.i566`."""
    return row_id.rpartition(".")[2]


def segments(text: str, base: int, marks: Sequence[Segment]) -> list[Segment]:
    """A text that starts at `base` with its marks; joined again it is the text. Where marks overlap, the first stays.

    Of those that start together the shortest does.
    """
    found: list[Segment] = []
    at = base
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if mark.start < at or mark.end > base + len(text) or mark.end <= mark.start:
            continue
        if mark.start > at:
            found.append(Segment(at, mark.start, text=text[at - base : mark.start - base]))
        found.append(Segment(mark.start, mark.end, mark.kind, mark.anchor, text[mark.start - base : mark.end - base]))
        at = mark.end
    if at < base + len(text):
        found.append(Segment(at, base + len(text), text=text[at - base :]))
    return found
