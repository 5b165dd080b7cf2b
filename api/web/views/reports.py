"""The list of reports, and the annotated report: a text, and beside each paragraph what was read from it."""

from collections.abc import Sequence

from msgspec import Struct, structs

from api.http.problems import BadParameter
from api.query.values import read_choice
from api.web.annotation.anchors import elsewhere
from api.web.annotation.doubts import UNRESOLVED, doubtful
from api.web.annotation.ledger import ledger
from api.web.annotation.notes import COLUMNS, PARAGRAPH, annotated, depth_of
from api.web.annotation.passages import LETTERS
from api.web.annotation.stored import StoredText
from api.web.annotation.stretches import MOST, MOST_TWICE, WHOLE, Stretch, stretches, whole
from api.web.landings import about_report, report_named
from api.web.lists import paged
from api.web.pages import page, render
from api.web.views.originals import PAGE as WEB_PAGE
from api.web.views.originals import original_kept
from api.web.views.pictures import card
from api.web.visit import Row, Visit
from datasets.library.documents.kept import Original

SHOWN = {
    "indicators": "done",
    "targets": "promised",
    "projects": "built",
    "glossary_mentions": "meant",
    "figures": "unresolved",
}
DOUBTFUL = "doubtful"  # of all tables
TEXT, PAGE = "text", "page"  # what may stand beside: the text as stored, or the page that it was read from
FILTERS = ("q", "region_name", "region_code", "year", "level", "cursor")
DEEPEST = 1  # headings below a heading that the outline has
MOST_LISTED = 100


class Entry(Struct, frozen=True):
    """A heading in the outline, and the address of its paragraph."""

    href: str
    text: str
    depth: int


class Beside(Struct, frozen=True):
    """What stands beside an annotated report, what was published if the library has it, and the text if that does."""

    chosen: str | None = None
    original: Original | None = None
    stored: StoredText | None = None


@page("/reports", lambda _: FILTERS)
def list_reports(visit: Visit) -> str:
    """Reports by region and year."""
    listed = paged(visit, "reports", MOST_LISTED, {"sort": "region_code,-year"})
    coverage = {row["report_id"]: row for row in visit.rows("coverage", None, has_report="true")}
    return render(
        visit,
        "reports.html",
        title=visit.choose("报告", "Reports"),
        listed=listed,
        coverage=coverage,
        names=visit.region_names(),
    )


@page("/reports/{report_id:str}", lambda _: ("show", "part", "paragraph", "original"), about_report)
def get_report(visit: Visit) -> str:
    """A report, annotated; with `show` only what one table read; with `original`, what was read beside it.

    A long one is shown in stretches: the first, the `part` that is asked for, or the one that has a `paragraph`.
    """
    key = visit.key("report_id")
    report = report_named(visit)
    show = read_choice("show", visit.given["show"], (*SHOWN, DOUBTFUL)) if "show" in visit.given else None
    paragraphs = visit.rows("paragraphs", None, report_id=key, sort="char_start", select=PARAGRAPH)
    beside = beside_it(visit, report, paragraphs)
    parts = stretches(paragraphs, MOST_TWICE if beside.stored else MOST)
    shown = asked_for(visit, parts, paragraphs)
    read = {table: read_from(visit, table, key) for table in SHOWN}
    doubts = doubtful(visit, report, read)
    marks = {table: [row for row in rows if is_shown(show, table, row, doubts)] for table, rows in read.items()}
    is_bare = len(parts) > 1 and not visit.given
    part = shown.name if shown and shown is not parts[0] else None
    given = {"show": show, "part": part, "original": beside.chosen}
    visit = structs.replace(visit, given={name: value for name, value in given.items() if value})
    return render(
        visit,
        "report.html",
        title=f"{visit.choose(report['region_name'], report['region_name_en'])} {report['year']}",
        report=report,
        blocks=annotated(visit, shown.paragraphs, marks, doubts, beside.stored) if shown else [],
        elsewhere=elsewhere(visit, parts, shown, read) if shown and is_bare else [],
        outline=outline(visit, parts, shown),
        show=show,
        beside=beside,
        also=lambda **changed: visit.to(visit.path, **visit.given | changed),
        here={"part": None, "paragraph": shown.first if shown and part else None},
        parts=parts,
        shown=shown,
        next=next((part for part in parts if shown and part.first == shown.last + 1), None),
        legend=[(table, LETTERS[table], word, len(read[table])) for table, word in SHOWN.items()],
        doubtful=sum(row["id"] in doubts for rows in read.values() for row in rows),
        ledger=ledger(visit, key),
        card=card(visit.language, "contents", {"report_id": key}),
    )


def beside_it(visit: Visit, report: Row, paragraphs: Sequence[Row]) -> Beside:
    """What is asked for beside a report, of what there is: the library is looked at only then. Raises BadParameter."""
    if "original" not in visit.given:
        return Beside()
    original, release = original_kept(visit.library, report), visit.store.release
    there = {TEXT: release.has_text(report["id"]), PAGE: original is not None and original.kind == WEB_PAGE}
    chosen = read_choice("original", visit.given["original"], [name for name, is_there in there.items() if is_there])
    stored = StoredText.of(release.text(report["id"]), paragraphs) if chosen == TEXT and paragraphs else None
    return Beside(chosen, original, stored)


def is_shown(show: str | None, table: str, row: Row, doubts: set[str]) -> bool:
    """Whether a row is marked: by what is asked for, all, those of a table or those in doubt."""
    return row["id"] in doubts if show == DOUBTFUL else show in (None, table)


def asked_for(visit: Visit, parts: Sequence[Stretch], paragraphs: Sequence[Row]) -> Stretch | None:
    """The stretch that is asked for, the first where that is not said; None of a report without paragraphs."""
    if not parts:
        return None
    if "paragraph" in visit.given:
        return having(parts, visit.given["paragraph"])
    by_name = {part.name: part for part in parts} | {WHOLE: parts[0] if len(parts) == 1 else whole(paragraphs)}
    return by_name[read_choice("part", visit.given["part"], by_name)] if "part" in visit.given else parts[0]


def having(parts: Sequence[Stretch], number: str) -> Stretch:
    """The stretch that has a paragraph. Raises BadParameter."""
    first, last = parts[0].first, parts[-1].last
    if not (number.isascii() and number.isdigit()) or not first <= int(number[:12]) <= last:
        detail = f"paragraph: expected a whole number from {first} to {last}, got {number[:80]!r}"
        raise BadParameter(detail, parameter="paragraph")
    return next(part for part in parts if int(number) <= part.last)


def read_from(visit: Visit, table: str, key: str) -> list[Row]:
    """The rows of a table that were read from a report, of figures those that none understands."""
    more = {"reason": UNRESOLVED} if table == "figures" else {}
    return visit.rows(table, None, report_id=key, sort="char_start", select=COLUMNS[table], **more)


def outline(visit: Visit, parts: Sequence[Stretch], shown: Stretch | None) -> list[tuple[str, list[Entry]]]:
    """The headings of a report that matter for finding one's way, by the part they stand in."""
    found: list[tuple[str, list[Entry]]] = []
    is_whole = shown is not None and shown.name == WHOLE
    for stretch in parts:
        here = "" if is_whole or stretch is shown else visit.to(visit.path, **visit.given | {"part": stretch.name})
        for row in stretch.paragraphs:
            if row["kind"] == "heading" and (depth := depth_of(row)) <= DEEPEST:
                if not found or found[-1][0] != row["part"]:
                    found.append((row["part"], []))
                found[-1][1].append(Entry(f"{here}#s{row['paragraph']}", row["quote"], depth))
    return found
