"""Regions and coverage: what is known of a place, and of the library."""

from typing import Any

from api.http.problems import RowNotFound
from api.web.drawing.tiles import tiles
from api.web.pages import page, render
from api.web.views.pictures import Picture, picture
from api.web.visit import Row, Visit
from api.web.wording.numbers import SAID
from schemas.tables import BY_NAME

MOST_FIGURES = 16  # of a region
MOST_REGIONS = 400  # of a list
MOST_ROWS = 50  # of a matrix, which has a cell for each year
MAIN = "gdp"
UNDERTAKING = "name,status,first_year,last_year,statement_count,stages"
UNDER_WAY = "planned,started,under_construction,continuing,advancing,to_complete,to_reach_full_output"


@page("/regions", lambda _: ("q",))
def list_regions(visit: Visit) -> str:
    """The regions that have reports, below those they belong to; with `q`, all that are called so."""
    reports = visit.counts("reports", "region_code")
    named = {row["code"]: row for row in visit.rows("regions", None)}
    asked = visit.rows("regions", MOST_REGIONS, q=visit.given["q"]) if "q" in visit.given else None
    codes = [row["code"] for row in asked] if asked is not None else sorted(reports)[:MOST_REGIONS]
    groups: dict[str, list[Row]] = {}
    for code in codes:
        if code in named:
            places = above_of(named, code)
            above = " ".join(visit.choose(one["name"], one["name_en"]) for one in places[1:] or places)
            groups.setdefault(above, []).append(named[code])
    title = visit.choose("地区", "Regions")
    content = {"groups": groups, "reports": reports, "named": named, "tiles": tiles(reports)}
    return render(visit, "regions.html", title=title, **content)


def above_of(named: dict[str, Row], code: str) -> list[Row]:
    """The regions above one, the highest first."""
    found: list[Row] = []
    above = named[code].get("parent_code")
    while above in named and len(found) < len(named):
        found.insert(0, named[above])
        above = named[above].get("parent_code")
    return found


@page("/regions/{code:str}")
def get_region(visit: Visit) -> str:
    """A region: its reports, headline figures of the newest, what became of its promises, its projects."""
    code = visit.key("code")
    region = visit.store.row(BY_NAME["regions"], code)
    if region is None:
        raise RowNotFound(f"regions of release {visit.store.version} has no row {code[:80]!r}")
    reports = visit.rows("reports", None, region_code=code, sort="-year")
    below = visit.rows("regions", MOST_REGIONS, parent_code=code, sort="code")
    counts = visit.counts("reports", "region_code") if below else {}
    newest = {"report_id": reports[0]["id"]} if reports else {"report_id": "000000-0000"}
    headline = newest | {"is_headline": "true", "sort": "char_start", "select": f"id,name,name_en,{SAID}"}
    year, promises = promises_of(visit, code)
    pictures = pictures_of(visit, code, year)
    return render(
        visit,
        "region.html",
        title=visit.choose(region["name"], region["name_en"]),
        region=region,
        above=visit.store.row(BY_NAME["regions"], region["parent_code"]) if region["parent_code"] else None,
        below=[(row, counts.get(row["code"], 0)) for row in below],
        reports=reports,
        done=visit.rows("indicators", MOST_FIGURES, **headline),
        promised=visit.rows("targets", MOST_FIGURES, **headline),
        year=year,
        promises=promises,
        metrics=visit.named("metrics", {row["metric_id"] for row in promises}),
        pictures=pictures,
        outcomes=visit.counts("outcomes", "status", region_code=code),
        undertakings=visit.rows(
            "undertakings",
            MOST_FIGURES,
            region_code=code,
            status__in=UNDER_WAY,
            sort="-last_year,-statement_count,id",
            select=UNDERTAKING,
        ),
        card=next(iter(pictures.values())).card if pictures else None,
    )


def promises_of(visit: Visit, code: str) -> tuple[int | None, list[Row]]:
    """The newest year of which it is known what became of the main promises of a region, and what did."""
    year = max(visit.counts("panel", "year", region_code=code, outcome="stated", target="stated"), default=None)
    if year is None:
        return None, []
    asked = {"region_code": code, "year": str(year), "target": "stated"}
    return year, main_first(visit.rows("panel", MOST_FIGURES, **asked, sort="metric_id,measure"))


def main_first(panel: list[Row]) -> list[Row]:
    """Rows of the panel, year by year the newest first, each with the metric that most ask for before the others."""
    return sorted(panel, key=lambda row: (-row["year"], row["metric_id"] != MAIN))


def pictures_of(visit: Visit, code: str, year: int | None) -> dict[str, Picture]:
    """Promises and what came of them, the growth of a region, and its projects."""
    growth = {"measure": "growth", "region_code": code}
    drawn = {
        "outcomes": picture(visit, "outcomes", **growth, year=year) if year else None,
        "series": picture(visit, "series", metric_id="gdp", **growth),
        "projects": picture(visit, "projects", region_code=code),
    }
    return {name: one for name, one in drawn.items() if one}


@page("/coverage", lambda _: ("from",))
def get_coverage(visit: Visit) -> str:
    """Which regions have a report of which year; from a region code on, as many as a page has room for."""
    unresolved = {row["report_id"]: row["unresolved"] for row in visit.rows("coverage", None, has_report="true")}
    regions: dict[str, dict[str, Any]] = {}
    for row in visit.rows("reports", None, sort="region_code,year"):
        regions.setdefault(row["region_code"], {"row": row, "years": {}})["years"][row["year"]] = row["id"]
    codes = [code for code in regions if code >= visit.given.get("from", "")]
    shown = {code: regions[code] for code in codes[:MOST_ROWS]}
    years = {year for region in shown.values() for year in region["years"]}
    return render(
        visit,
        "coverage.html",
        title=visit.choose("覆盖情况", "Coverage"),
        regions=shown,
        years=range(max(years), min(years) - 1, -1) if years else range(0),
        unresolved=unresolved,
        first=visit.to(visit.path) if len(codes) < len(regions) else None,
        next=visit.to(visit.path, **{"from": codes[MOST_ROWS]}) if len(codes) > MOST_ROWS else None,
    )
