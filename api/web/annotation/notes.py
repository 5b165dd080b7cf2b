"""What was read from a report, paragraph by paragraph: marks in its text, and notes beside it."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from api.web.annotation.passages import Segment, segments
from api.web.annotation.stored import Piece, StoredText
from api.web.pages import brief, time_of
from api.web.visit import Row, Visit
from api.web.wording.numbers import SAID, figure_text

PLACE = "id,paragraph,char_start,char_end"
FIGURE = f"{PLACE},figure_start,figure_end,name,name_en,{SAID}"
COLUMNS = {  # of each table, what is shown of its rows
    "indicators": f"{FIGURE},is_estimated",
    "targets": FIGURE,
    "projects": f"{PLACE},rule,quote,name,year,status,investment,investment_unit",
    "glossary_mentions": f"{PLACE},term,glossary_id",
    "figures": PLACE,
}
PARAGRAPH = "id,paragraph,char_start,quote,kind,part,section"


class Note(Struct, frozen=True):
    """What was read from some characters: what it says, the name of what it is said of, and what more is known.

    `row_id` is the row whose page it leads to; `mark` where the text is marked for it, when no other mark is there.
    """

    mark: Segment
    is_marked: bool
    said: str
    name: str
    row_id: str
    more: str


class Block(Struct, frozen=True):
    """A paragraph with its marks and its notes, the element that it is, and the stored text if that is asked for."""

    row: Row
    segments: list[Segment]
    notes: list[Note]
    tag: str
    stored: Piece | None


def annotated(
    visit: Visit,
    paragraphs: Sequence[Row],
    read: dict[str, list[Row]],
    doubts: Collection[str],
    stored: StoredText | None = None,
) -> Iterable[Block]:
    """Paragraphs with the marks and the notes of the rows that were read from them; those in doubt say so."""
    by_paragraph: dict[int, list[tuple[str, Row]]] = {}
    for table, rows in read.items():
        for row in rows:
            by_paragraph.setdefault(row["paragraph"], []).append((table, row))
    for paragraph in paragraphs:
        found = by_paragraph.get(paragraph["paragraph"], [])
        marks = [Segment.of(*one) for one in found]
        marked = segments(paragraph["quote"], paragraph["char_start"], marks)
        anchors = {one.anchor for one in marked}
        told = sorted((one for one in found if one[0] != "figures"), key=lambda one: place(one[1]))
        notes = [note_of(visit, table, row, anchors, row["id"] in doubts) for table, row in told]
        tag = ("h2" if depth_of(paragraph) == 0 else "h3") if paragraph["kind"] == "heading" else "p"
        yield Block(paragraph, marked, notes, tag, stored.piece(paragraph, marks) if stored else None)


def depth_of(paragraph: Row) -> int:
    """How many headings stand above a paragraph, but for the first."""
    return paragraph["section"].count(" / ") if paragraph["section"] else 0


def place(row: Row) -> int:
    """Where the note of a row belongs among those of its paragraph: where its mark stands in the text."""
    return int(row.get("figure_start") or row["char_start"])


def note_of(visit: Visit, table: str, row: Row, anchors: set[str], is_doubtful: bool) -> Note:
    """What is said of a row beside its paragraph."""
    mark, name, row_id, more = Segment.of(table, row), row.get("term"), row["id"], ""
    match table:
        case "glossary_mentions":
            what, row_id = visit.word("meant"), row["glossary_id"]
        case "projects":
            what, name = brief(visit, table, "status", row["status"]), row["name"]
            more = joined(row["year"], figure_text(row, visit.speech, "investment", "investment_unit"))
        case _:
            what, name = figure_text(row, visit.speech), visit.choose(row["name"], row["name_en"])
            more = joined(time_of(visit, row), visit.word("estimated") if row.get("is_estimated") else "")
    more = joined(more, visit.word("doubtful") if is_doubtful else "")
    return Note(mark, mark.anchor in anchors, what, str(name), row_id, more)


def joined(*said_of_it: object) -> str:
    """What is known, with dots between."""
    return " · ".join(str(one) for one in said_of_it if one)
