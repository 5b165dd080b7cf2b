"""The list of reports, and the annotated report: a text, and beside each paragraph what was read from it."""

from collections.abc import Iterable

from msgspec import Struct

from api.query.values import read_choice
from api.web.landings import about_report, report_named
from api.web.lists import paged
from api.web.pages import Row, Visit, page, render
from api.web.passages import LETTERS, Segment, anchor_of, segments
from api.web.views.pictures import card

SHOWN = {
    "indicators": "done",
    "targets": "promised",
    "projects": "built",
    "glossary_mentions": "meant",
    "figures": "unresolved",
}
FILTERS = ("q", "region_code", "year", "level", "cursor")
DEEPEST = 1  # headings below a heading that the outline has
MOST_LISTED = 100


class Note(Struct, frozen=True):
    """What was read from some characters: a row, and the id of its mark, when it has one in the text."""

    kind: str
    row: Row
    anchor: str
    is_marked: bool


class Block(Struct, frozen=True):
    """A paragraph with its marks and its notes. `depth` counts the headings above it."""

    row: Row
    segments: list[Segment]
    notes: list[Note]
    depth: int


@page("/reports", lambda _: FILTERS)
def list_reports(visit: Visit) -> str:
    """Reports by region and year."""
    listed = paged(visit, "reports", MOST_LISTED, {"sort": "region_code,-year"})
    coverage = {row["report_id"]: row for row in visit.rows("coverage", None, has_report="true")}
    return render(visit, "reports.html", title=visit.choose("报告", "Reports"), listed=listed, coverage=coverage)


@page("/reports/{report_id:str}", lambda _: ("show",), about_report)
def get_report(visit: Visit) -> str:
    """A report, annotated; with `show`, only what one table read from it."""
    key = visit.key("report_id")
    report = report_named(visit)
    show = read_choice("show", visit.given["show"], SHOWN) if "show" in visit.given else None
    read = {table: read_from(visit, table, key) for table in SHOWN}
    marks = {table: rows for table, rows in read.items() if show in (None, table)}
    blocks = list(annotated(visit.rows("paragraphs", None, report_id=key, sort="char_start"), marks))
    return render(
        visit,
        "report.html",
        title=f"{visit.choose(report['region_name'], report['region_name_en'])} {report['year']}",
        report=report,
        blocks=blocks,
        outline=outline(blocks),
        show=show,
        legend=[(table, LETTERS[table], word, len(read[table])) for table, word in SHOWN.items()],
        card=card(visit.language, "contents", {"report_id": key}),
        figures=visit.store.count(visit.query("figures", report_id=key)),
    )


def read_from(visit: Visit, table: str, key: str) -> list[Row]:
    """The rows of a table that were read from a report, of figures those that none understands."""
    more = {"reason": "unresolved"} if table == "figures" else {}
    return visit.rows(table, None, report_id=key, sort="char_start", **more)


def annotated(paragraphs: list[Row], read: dict[str, list[Row]]) -> Iterable[Block]:
    """The paragraphs of a report with the marks and the notes of the rows that were read from them."""
    by_paragraph: dict[int, list[tuple[str, Row]]] = {}
    for table, rows in read.items():
        for row in rows:
            by_paragraph.setdefault(row["paragraph"], []).append((table, row))
    for paragraph in paragraphs:
        found = by_paragraph.get(paragraph["paragraph"], [])
        marked = segments(paragraph["quote"], paragraph["char_start"], [Segment.of(*one) for one in found])
        anchors = {one.anchor for one in marked}
        notes = [note_of(table, row, anchors) for table, row in found if table != "figures"]
        section = paragraph["section"]
        yield Block(paragraph, marked, sorted(notes, key=place), section.count(" / ") if section else 0)


def note_of(table: str, row: Row, anchors: set[str]) -> Note:
    """What is said of a row beside its paragraph."""
    anchor = anchor_of(row["id"])
    return Note(LETTERS[table], row, anchor, anchor in anchors)


def place(note: Note) -> int:
    """Where a note belongs among those of its paragraph: where its mark stands in the text."""
    return int(note.row.get("figure_start") or note.row["char_start"])


def outline(blocks: list[Block]) -> list[tuple[str, list[Block]]]:
    """The headings of a report that matter for finding one's way, by the part they stand in."""
    found: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.row["kind"] == "heading" and block.depth <= DEEPEST:
            if not found or found[-1][0] != block.row["part"]:
                found.append((block.row["part"], []))
            found[-1][1].append(block)
    return found
