"""How often words are said in the reports."""

from collections.abc import Iterable
from typing import Any

from api.http.links import link
from api.query.listing import normal
from api.query.parameters import PHRASE_GROUPS, REPORTS
from api.query.values import read_choice
from api.query.where import Where, read_where
from api.query.words import read_listed
from api.routes.phrases import BY_YEAR, counted, linked_uses
from api.store.phrases import phrase_counts
from api.web.cells import own_page
from api.web.pages import page, render
from api.web.picture_kinds import KINDS, phrase_lines
from api.web.views.pictures import shown
from api.web.visit import Row, Visit
from schemas.inspection import columns_of

FILTERS = ("region_name", "region_code", "level", "year")
EXAMPLES = ("新质生产力", "数字经济 人工智能", "乡村振兴", "高质量发展")
MOST_ROWS = 500
FILES = (("CSV", ".csv"), ("Excel", ".xlsx"), ("Parquet", ".parquet"), ("JSON", ""))


@page("/phrases", lambda _: ("q", "by", *FILTERS))
def get_phrases(visit: Visit) -> str:
    """Words, and how often each is said: as a form, a picture and a table."""
    given = visit.given
    by = read_choice("by", given.get("by", BY_YEAR), PHRASE_GROUPS)
    where = read_where(REPORTS, {name: given[name] for name in FILTERS if name in given})
    found: dict[str, Any] = (
        counts_of(visit, by, where) if "q" in given else {"rows": [], "names": {}, "first": [], "more": 0}
    )
    drawn = None
    if found["rows"] and by == BY_YEAR and "year" not in given:
        asked = {name: value for name, value in given.items() if name in KINDS["phrases"].known}
        drawn = shown(visit, "phrases", asked, phrase_lines(visit, found["rows"]))
    columns = {column.name: column for column in columns_of(REPORTS.row)}
    levels = {value: label for value, label in columns["level"].labels.items()}  # noqa: C416
    return render(
        visit,
        "phrases.html",
        title=visit.choose("词频", "Phrases"),
        by=by,
        groups={name: visit.choose(columns[name].title_zh, columns[name].title) for name in PHRASE_GROUPS},
        levels={value: visit.choose(zh, en) for value, (en, zh) in levels.items()},
        region_names=visit.region_names(),
        picture=drawn,
        examples=EXAMPLES,
        files=[(name, link(f"/v1/phrases{suffix}?{normal(given)}")) for name, suffix in FILES],
        card=drawn.card if drawn else None,
        **found,
    )


def counts_of(visit: Visit, by: str, where: Where) -> dict[str, Any]:
    """How often each word is said, group by group, and where first."""
    words = dict(read_listed(visit.given["q"]))
    rows = [counted(row) for row in phrase_counts(visit.store, words, where, [by])]
    if by == BY_YEAR:
        rows.sort(key=lambda row: -row["year"])
    else:  # who says it most
        rows = [row for phrase in words for row in most_first(row for row in rows if row["phrase"] == phrase)]
    first = list(linked_uses(visit.store, words))
    paragraphs = visit.named_rows("paragraphs", [one.paragraph_id for one in first])
    reports = visit.reports({one.report_id for one in first})
    places = [
        (one.phrase, reports[one.report_id], own_page(visit, "paragraphs", paragraphs[one.paragraph_id]))
        for one in first
    ]
    names = visit.named("regions", {row["region_code"] for row in rows if "region_code" in row})
    return {"rows": rows[:MOST_ROWS], "names": names, "first": places, "more": max(0, len(rows) - MOST_ROWS)}


def most_first(rows: Iterable[Row]) -> list[Row]:
    """Counts of a phrase by how often it stands in as many characters; groups without any come last."""
    return sorted(rows, key=lambda row: -(row["per_10000"] or 0))
