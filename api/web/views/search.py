"""The page of a search: the figures that its words ask for, then everything that is called so or says so."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from api.http.links import link
from api.query.listing import normal
from api.query.values import read_choice
from api.routes.search import Hit, answer, read_search
from api.web.cells import KINDS, own_page
from api.web.pages import page, render
from api.web.question import Question, question
from api.web.views.pictures import Picture, picture
from api.web.views.places import main_first
from api.web.views.rows import title_of
from api.web.visit import Row, Visit
from api.web.wording.numbers import figure_text
from schemas.tables import BY_NAME

SEARCHED = ("metrics", "regions", "reports", "indicators", "targets", "projects", "glossary", "paragraphs")
EXAMPLES = {
    "zh": ("地区生产总值", "全国 2024 居民消费价格", "数字经济"),
    "en": ("GDP", "China 2024 consumer prices", "数字经济"),
}
FIGURES = ("indicators", "targets")  # of which a hit says its value
MOST_HITS = 20
MOST_FIGURES = 24
MOST_PROMISES = 60
SERIES = "metric_id,measure,year,value,unit,comparator,value_kind,statement_id,region_code"


class Result(Struct, frozen=True):
    """A hit as it is shown: the page it leads to, what it is called, its figure, and the words that were sought."""

    table: str
    kind: str
    href: str
    title: str
    figure: str
    words: list[tuple[str, bool]]
    place: str


@page("/search", lambda _: ("q", "tables", "cursor"))
def get_search(visit: Visit) -> str:
    """What is called so, and what says so; and the figures, where a region and a metric are named."""
    asked = visit.given.get("q", "")
    table = read_choice("tables", visit.given["tables"], SEARCHED) if "tables" in visit.given else None
    is_first = table is None and "cursor" not in visit.given
    about = question(visit, asked) if asked and is_first else None
    return render(
        visit,
        "search.html",
        title=visit.choose("搜索", "Search"),
        asked=asked,
        table=table,
        tables={name: visit.choose(BY_NAME[name].title_zh, BY_NAME[name].title) for name in SEARCHED},
        examples=EXAMPLES[visit.language],
        **(figures_of(visit, about) if about else {"about": None}),
        **(results_of(visit, asked, table) if asked else {"results": [], "next": None, "address": None}),
    )


def figures_of(visit: Visit, about: Question) -> dict[str, Any]:
    """The values of the metrics of the regions that are named, the newest first, and their pages."""
    given = {"region_code__in": ",".join(about.codes), "metric_id__in": ",".join(about.metrics)}
    years = {"year__in": ",".join(map(str, about.years))} if about.years else {}
    is_asked = about.codes and about.metrics
    rows = visit.rows("series", MOST_FIGURES, **given, **years, sort="-year", select=SERIES) if is_asked else []
    panel = panel_of(about)
    promises = [] if about.metrics or not about.codes else main_first(visit.rows("panel", MOST_PROMISES, **panel))
    return {
        "about": about,
        "figures": rows,
        "panel": panel,
        "times": [*dict.fromkeys(row["year"] for row in promises)],
        "promises": promises,
        "names": visit.named("metrics", {row["metric_id"] for row in promises}),
        "regions": visit.named("regions", about.codes),
        "metrics": visit.named("metrics", about.metrics),
        "picture": picture_of(visit, rows) if rows else None,
    }


def panel_of(about: Question) -> dict[str, str]:
    """What to ask the panel for promises and what came of them, the newest first: in the years that are named.

    Where none is, in those of which a promise is known.
    """
    years = {"year__in": ",".join(map(str, about.years))} if about.years else {"target": "stated"}
    return {"region_code__in": ",".join(about.codes), "sort": "-year,metric_id,measure,region_code"} | years


def picture_of(visit: Visit, rows: list[Row]) -> Picture | None:
    """The series of the newest value."""
    newest = rows[0]
    return picture(visit, "series", **{name: newest[name] for name in ("metric_id", "measure", "region_code")})


def results_of(visit: Visit, asked: str, table: str | None) -> dict[str, Any]:
    """A page of hits, the best first, and where the next one starts."""
    given = {"q": asked, "tables": table or ",".join(SEARCHED), "limit": str(MOST_HITS)}
    cursor = {"cursor": visit.given["cursor"]} if "cursor" in visit.given else {}
    found = answer(visit.store, read_search(visit.store, given | cursor))
    following = (found.page.next or "").rpartition("cursor=")[2]
    return {
        "results": [*results(visit, found.data)],
        "next": visit.to(visit.path, q=asked, tables=table, cursor=following) if following else None,
        "address": link(f"/v1/search?{normal({'q': asked} | ({'tables': table} if table else {}))}"),
    }


def results(visit: Visit, hits: list[Hit]) -> Iterable[Result]:
    """Hits with the pages that are about them."""
    keys: dict[str, list[str]] = {}
    for hit in hits:
        keys.setdefault(hit.table, []).append(hit.id)
    rows = {table: visit.named_rows(table, found) for table, found in keys.items()}
    reports = visit.reports({hit.report_id for hit in hits})
    for hit in hits:
        row = rows[hit.table][hit.id]
        is_figure = hit.table in FIGURES
        yield Result(
            table=hit.table,
            kind=KINDS.get(hit.table, ""),
            href=own_page(visit, hit.table, row) or "",
            title="" if hit.table == "paragraphs" else title_of(visit, row),
            figure=figure_text(row, visit.speech) if is_figure else "",
            words=words_of(hit) or ([(row["quote"], False)] if is_figure or hit.table == "projects" else []),
            place=reports.get(hit.report_id, "") if hit.report_id and hit.table != "reports" else "",
        )


def words_of(hit: Hit) -> list[tuple[str, bool]]:
    """The snippet of a hit in pieces, each with whether it was sought; none of its name, which is its title."""
    if hit.column not in ("quote", "definition", "definition_en"):
        return []
    found: list[tuple[str, bool]] = []
    at = 0
    for match in hit.matches:
        found += [(hit.snippet[at : match.start], False), (hit.snippet[match.start : match.end], True)]
        at = match.end
    return [(text, is_sought) for text, is_sought in [*found, (hit.snippet[at:], False)] if text]
