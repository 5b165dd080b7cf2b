"""Regions, metrics and coverage: what is known of a place, of a thing that is measured, and of the library."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from api.http.problems import RowNotFound
from api.web.charts import Line, line
from api.web.pages import Row, Visit, page, render
from schemas.tables import BY_NAME

MOST_FIGURES = 16  # of a region
MOST_STATEMENTS = 60  # of a metric
MOST_REGIONS = 400  # of a list
MOST_CHARTS = 6


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
            above = " ".join(visit.choose(one["name"], one["name_en"]) for one in above_of(named, code))
            groups.setdefault(above, []).append(named[code])
    title = visit.choose("地区", "Regions")
    return render(visit, "regions.html", title=title, groups=groups, reports=reports)


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
    newest = {"report_id": reports[0]["id"]} if reports else {"report_id": "000000-0000"}
    headline = newest | {"is_headline": "true", "sort": "char_start"}
    return render(
        visit,
        "region.html",
        title=visit.choose(region["name"], region["name_en"]),
        region=region,
        above=visit.store.row(BY_NAME["regions"], region["parent_code"]) if region["parent_code"] else None,
        below=visit.rows("regions", MOST_REGIONS, parent_code=code, sort="code"),
        reports=reports,
        done=visit.rows("indicators", MOST_FIGURES, **headline),
        promised=visit.rows("targets", MOST_FIGURES, **headline),
        outcomes=visit.counts("outcomes", "status", region_code=code),
        projects=visit.rows("projects", MOST_FIGURES, **newest, sort="char_start"),
    )


class Chart(Struct, frozen=True):
    """A series as a picture: of one kind of figure and one unit."""

    measure: str
    unit: str
    drawn: Line


@page("/metrics/{metric_id:str}", lambda _: ("region_code",))
def get_metric(visit: Visit) -> str:
    """A metric: what it is, its series in a region as pictures and as a table, or what reports say of it."""
    key = visit.key("metric_id")
    metric = visit.store.row(BY_NAME["metrics"], key)
    if metric is None:
        raise RowNotFound(f"metrics of release {visit.store.version} has no row {key[:80]!r}")
    regions = visit.counts("series", "region_code", metric_id=key)
    names = {row["code"]: row for row in visit.rows("regions", None)} if regions else {}
    region = visit.given.get("region_code") or max(regions, key=lambda code: regions[code], default="")
    series = visit.rows("series", None, metric_id=key, region_code=region, sort="measure,year") if region else []
    asked = {"metric_id": key, "sort": "-year,report_id"}
    return render(
        visit,
        "metric.html",
        title=visit.choose(metric["name"], metric["name_en"]),
        metric=metric,
        region=region,
        regions={code: names.get(code, {"name": code, "name_en": code}) for code in [*regions][:MOST_REGIONS]},
        series=series,
        charts=charts(series),
        done=visit.rows("indicators", MOST_STATEMENTS, **asked),
        promised=visit.rows("targets", MOST_STATEMENTS, **asked),
    )


def charts(series: Iterable[Row]) -> list[Chart]:
    """A picture for each kind of figure and unit that has several years."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in series:
        groups.setdefault((row["measure"], row["unit"] or ""), []).append(row)
    found = [Chart(*kind, drawn) for kind, rows in groups.items() if (drawn := line(rows))]
    return found[:MOST_CHARTS]


@page("/coverage")
def get_coverage(visit: Visit) -> str:
    """Which regions have a report of which year."""
    unresolved = {row["report_id"]: row["unresolved"] for row in visit.rows("coverage", None, has_report="true")}
    regions: dict[str, dict[str, Any]] = {}
    years: set[int] = set()
    for row in visit.rows("reports", None, sort="region_code,year"):
        regions.setdefault(row["region_code"], {"row": row, "years": {}})["years"][row["year"]] = row["id"]
        years.add(row["year"])
    shown = range(min(years), max(years) + 1) if years else range(0)
    title = visit.choose("覆盖情况", "Coverage")
    return render(
        visit,
        "coverage.html",
        title=title,
        regions=dict([*regions.items()][:MOST_REGIONS]),
        years=shown,
        unresolved=unresolved,
        more=max(0, len(regions) - MOST_REGIONS),
    )
