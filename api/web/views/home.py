"""The home page: what this is, an example, a picture, the tables, and how to take them home."""

from typing import Any

from api.routes.tables.evidence import evidence_of
from api.web.annotation.passages import Segment, segments
from api.web.drawing.charts import tracks
from api.web.landings import catalogue_of
from api.web.pages import OF_A_YEAR, page, render
from api.web.visit import Row, Visit
from api.web.wording.tables import ABOUT_ZH, described
from datasets.metadata.citation import citation
from schemas.tables import BY_NAME, TABLES, Table

MOST_PAIRS = 7
COMMANDS = (
    ("curl", "curl -O '{site}/v1/targets.csv'"),
    ("pandas", "import pandas as pd\ntargets = pd.read_parquet('{site}/v1/targets.parquet')"),
    ("DuckDB", "SELECT name, value, unit, year FROM '{site}/v1/targets.parquet';"),
    ("R", "targets <- arrow::read_parquet('{site}/v1/targets.parquet')"),
)


@page("/")
def home(visit: Visit) -> str:
    """What there is."""
    years = visit.counts("reports", "year")
    report = report_shown(visit, max(years)) if years else None
    pairs = pairs_of(visit, report) if report else []
    release = f"/v1/releases/{visit.store.version}"
    sizes = sizes_of(visit)
    return render(
        visit,
        "home.html",
        title=visit.choose("政府工作报告开放数据", "Chinese government work reports as open data"),
        report=report,
        years=sorted(years),
        reports=sum(years.values()),
        regions=len(visit.counts("reports", "region_code")),
        example=example_of(visit, pairs[0][0]) if pairs else None,
        pairs=tracks([(("done", done), ("promised", promised)) for done, promised in pairs]),
        published=visit.store.release.manifest.published_on or visit.store.release.manifest.created_on,
        sizes=sizes,
        commands=[(name, command.format(site=visit.site)) for name, command in COMMANDS],
        schemaorg=catalogue_of(visit),
        citation=citation(visit.library.edition(visit.store), address=f"{visit.site}{release}"),
    )


@page("/tables")
def list_tables(visit: Visit) -> str:
    """The tables, with what a row of each is."""
    about = {table: visit.choose(ABOUT_ZH[table.name], described(table)) for table in TABLES}
    return render(visit, "tables.html", title=visit.word("data_tables"), sizes=sizes_of(visit), about=about)


def sizes_of(visit: Visit) -> dict[Table, int]:
    """How many rows each table has, of those that have any."""
    sizes = {file.table: file.rows or 0 for file in visit.store.release.manifest.files if file.table}
    return {table: sizes[table.name] for table in TABLES if sizes.get(table.name)}


def report_shown(visit: Visit, year: int) -> Row:
    """The report of a year that says most of what grew in few words: of the main figures."""
    given = {"report_year": str(year), "is_headline": "true", "measure": "growth", "unit": "%"}
    done = visit.counts("indicators", "report_id", **given, period=str(year - 1))
    promised = visit.counts("targets", "report_id", **given, period=str(year))
    most = max(done, key=lambda key: (min(done[key], promised.get(key, 0)), key), default=None)
    named = {"id": most} if most else {"sort": "-year,id"}
    return visit.rows("reports", 1, **named)[0]


def pairs_of(visit: Visit, report: Row) -> list[tuple[Row, Row]]:
    """What a report says grew, and by how much it is to grow next: headline figures of the same metric."""
    asked = {"report_id": report["id"], "measure": "growth", "unit": "%", "sort": "char_start"}
    this, last = str(report["year"]), str(report["year"] - 1)
    targets = {row["metric_id"]: row for row in visit.rows("targets", None, **asked, period=this) if plain(row)}
    found: dict[str, tuple[Row, Row]] = {}
    for row in visit.rows("indicators", None, **asked, period=last):
        if plain(row) and row["metric_id"] in targets:
            found.setdefault(row["metric_id"], (row, targets[row["metric_id"]]))
    return [*found.values()][:MOST_PAIRS]


def plain(row: Row) -> bool:
    """Whether a row is of a known metric, and says by how much it grew in one year."""
    return bool(row["metric_id"]) and row["value"] is not None and row.get("basis") in OF_A_YEAR


def example_of(visit: Visit, row: Row) -> dict[str, Any]:
    """A sentence with what was read from it."""
    sentence = evidence_of(visit.store, BY_NAME["indicators"], row).sentence
    read = [
        one
        for one in visit.rows("indicators", None, report_id=row["report_id"], paragraph=str(row["paragraph"]))
        if sentence.char_start <= one["figure_start"] < sentence.char_end
    ]
    stretch = beginning(sentence.text, sentence.char_start, read)
    shown = [one for one in read if one["figure_end"] <= sentence.char_start + len(stretch)]
    marks = [Segment.of("indicators", one) for one in shown]
    return {"segments": segments(stretch, sentence.char_start, marks), "rows": shown, "row": row}


def beginning(text: str, start: int, read: list[Row], most: int = 3) -> str:
    """A sentence up to the clause mark behind its first figures."""
    if len(read) <= most:
        return text
    cut = text.rfind("，", 0, read[most]["figure_start"] - start)
    comma = text.rfind(",", 0, read[most]["figure_start"] - start)
    return text[: max(cut, comma)] if max(cut, comma) > 0 else text
