"""The page of a row: its sentence, what it says in plain words, how it was read, and what became of it."""

import re

from api.http.problems import RowNotFound
from api.routes.tables.evidence import Evidence, evidence_of
from api.web.annotation.passages import Segment, anchor_of, segments
from api.web.cells import KINDS, in_report, named_cells
from api.web.drawing.charts import Figure, Track, tracks
from api.web.pages import page, render
from api.web.sentences import sentence_of
from api.web.views.pictures import Picture, card, picture
from api.web.visit import Row, Visit
from datasets.metadata.citation import citation
from schemas.located import Located
from schemas.tables import BY_NAME, TABLES, Table

BY_LETTER = {table.letter: table for table in TABLES if table.letter}
ROW_ID = re.compile(r"\d{6}-\d{4}\.(?P<letter>[a-z])[0-9a-z_.-]+")
OUTCOMES = BY_NAME["outcomes"]
BESIDE = ("figure_start", "figure_end")  # of where it was read
SHOWN = ("indicators", "targets", "projects")  # whose rows have an id on the page of their report
COMPARED = ("met", "missed", "exceeded")


@page("/rows/{row_id:str}")
def get_row(visit: Visit) -> str:
    """A row of a table that can be traced to characters of a report; that of an outcome is that of its target."""
    table, row = found(visit, visit.key("row_id"))
    report = visit.store.row(BY_NAME["reports"], row["report_id"])
    evidence = evidence_of(visit.store, table, row)
    columns, provenance = visit.store.columns[table.name], (*Located.__struct_fields__, *BESIDE)
    outcome, series = outcome_of(visit, table, row), series_of(visit, row)
    place, anchor = (row["report_id"], row["paragraph"]), anchor_of(row["id"]) if table.name in SHOWN else ""
    return render(
        visit,
        "row.html",
        title=title_of(visit, row),
        table=table,
        row=row,
        kind=KINDS.get(table.name, ""),
        report=report,
        in_report=in_report(visit, *place, anchor),
        in_text=in_report(visit, *place, anchor and f"o{anchor}", "text"),
        names=visit.names_in([row]) | visit.named("regions", {row.get("region_code")}),
        sentence=sentence_of(visit, table.name, row) if "region_code" in columns else "",
        passage=passage(table, row, evidence),
        says=named_cells(visit, table.name, tuple(name for name in columns if name not in provenance), row),
        read=named_cells(visit, table.name, tuple(name for name in columns if name in provenance), row),
        outcome=outcome,
        series=series,
        card=series.card if series else card(visit.language, "contents", {"report_id": row["report_id"]}),
        citation=citation_of(visit, table, row),
        track=track_of(visit, row, outcome) if "baseline_id" in row or outcome else [],
        baseline=visit.store.row(BY_NAME["indicators"], row["baseline_id"]) if row.get("baseline_id") else None,
    )


def found(visit: Visit, key: str) -> tuple[Table, Row]:
    """The table and the row of an id. Raises RowNotFound."""
    match = ROW_ID.fullmatch(key)
    table = BY_LETTER.get(match["letter"]) if match else None
    row = visit.store.row(table, key) if table and visit.store.columns[table.name] else None
    if table is OUTCOMES and row:
        return found(visit, row["target_id"])
    if table is None or row is None:
        raise RowNotFound(f"release {visit.store.version} has no row {key[:80]!r}")
    return table, row


def title_of(visit: Visit, row: Row) -> str:
    """What a row is about, in a few words."""
    zh = next((row[name] for name in ("name", "term", "title", "quote") if row.get(name)), row.get("id", ""))
    title = str(visit.choose(zh, row.get("name_en") or row.get("term_en")))
    return title if len(title) <= 60 else title[:60] + "…"  # noqa: PLR2004 - a title is a line


def passage(table: Table, row: Row, evidence: Evidence) -> list[tuple[str, list[Segment]]]:
    """The paragraph of a row, in three: what stands before its sentence, the sentence with its mark, what follows."""
    text, base = evidence.paragraph.text, evidence.paragraph.char_start
    start, end = evidence.sentence.char_start - base, evidence.sentence.char_end - base
    mark = Segment.of(table.name if table.name in KINDS else "indicators", row)
    return [
        ("span", [Segment(0, 0, text=text[:start])]),
        ("strong", segments(text[start:end], base + start, [mark])),
        ("span", [Segment(0, 0, text=text[end:])]),
    ]


def series_of(visit: Visit, row: Row) -> Picture | None:
    """The series that a row belongs to, as a picture."""
    if not row.get("metric_id") or not row.get("region_code") or row["measure"] == "rank":
        return None
    return picture(visit, "series", **{name: row[name] for name in ("metric_id", "measure", "region_code")})


def citation_of(visit: Visit, table: Table, row: Row) -> str:
    """How to cite a row: the release, and the address of the row in it, which never changes."""
    edition = visit.library.edition(visit.store)
    address = f"{visit.site}/v1/releases/{visit.store.version}/{table.name}/{row['id']}"
    return citation(edition, f"{edition.title}, {table.name}, row {row['id']}", address)


def outcome_of(visit: Visit, table: Table, row: Row) -> Row | None:
    """What became of a target, or of the one that an indicator tells of."""
    if table.name not in ("targets", "indicators"):
        return None
    asked = {"target_id" if table.name == "targets" else "outcome_id": row["id"]}
    return next(iter(visit.rows("outcomes", 1, **asked)), None)


def track_of(visit: Visit, row: Row, outcome: Row | None) -> list[Track]:
    """From where, to where, and what came of it, as a picture: those of the figures that are in one unit."""
    figures: list[Figure] = []
    target = row
    if outcome and outcome["status"] in COMPARED:
        target = visit.store.row(BY_NAME["targets"], outcome["target_id"]) or row
        if result := visit.store.row(BY_NAME["indicators"], outcome["outcome_id"]):
            figures.append(("done", result))
    figures.insert(0, ("promised", target))
    if target.get("baseline_id") and (base := visit.store.row(BY_NAME["indicators"], target["baseline_id"])):
        figures.insert(0, ("base", base))
    alike = [(kind, one) for kind, one in figures if one.get("value") is not None and is_alike(one, target)]
    return tracks([alike]) if len(alike) > 1 else []


def is_alike(row: Row, target: Row) -> bool:
    """Whether a figure can stand on the line of a target."""
    return (row["measure"], row["unit"]) == (target["measure"], target["unit"])
