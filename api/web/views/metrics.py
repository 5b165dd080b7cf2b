"""The page of a metric: what it is, its series, region beside region, and who promises what."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from api.http.problems import RowNotFound
from api.web.pages import page, render
from api.web.views.pictures import Picture, picture
from api.web.visit import Row, Visit
from api.web.wording.numbers import SAID
from schemas.tables import BY_NAME

MOST_STATEMENTS = 30
MOST_REGIONS = 400  # of a list
MOST_PICTURES = 4
MOST_PROMISES = 60


@page("/metrics/{metric_id:str}", lambda _: ("region_code",))
def get_metric(visit: Visit) -> str:
    """A metric: what it is, its series in a region as pictures and as a table, or what reports say of it."""
    key = visit.key("metric_id")
    metric = visit.store.row(BY_NAME["metrics"], key)
    if metric is None:
        raise RowNotFound(f"metrics of release {visit.store.version} has no row {key[:80]!r}")
    regions = visit.counts("series", "region_code", metric_id=key)
    region = visit.given.get("region_code") or max(regions, key=lambda code: regions[code], default="")
    series = visit.rows("series", None, metric_id=key, region_code=region, sort="measure,year") if region else []
    pictures = pictures_of(visit, key, region, series)
    year, measure, promises = promises_of(visit, key)
    asked = {"metric_id": key, "sort": "-year,report_id", "select": f"id,name,scope,report_id,{SAID}"}
    done, promised = (visit.rows(table, MOST_STATEMENTS, **asked) for table in ("indicators", "targets"))
    regions_of = visit.named_rows("regions", {code_of(row) for row in (*done, *promised)})
    return render(
        visit,
        "metric.html",
        title=visit.choose(metric["name"], metric["name_en"]),
        metric=metric,
        region=region,
        regions=visit.named("regions", [*regions][:MOST_REGIONS]),
        series=series,
        pictures=pictures,
        beside=region_comparison(visit, key, year, measure),
        year=year,
        promises=promises,
        names=visit.named("regions", {row["region_code"] for row in promises}),
        done=done,
        promised=promised,
        place_of=lambda row: place_of(visit, row, regions_of),
        card=pictures[0].card if pictures else None,
    )


def code_of(row: Row) -> str:
    """The region of the report that a row is of."""
    return str(row["report_id"]).partition("-")[0]


def place_of(visit: Visit, row: Row, regions: Mapping[str, Row]) -> str:
    """What a figure is about: the region of its report in the language of the page, or what the report says."""
    region = regions.get(code_of(row))
    if region is None or row["scope"] not in (None, region["name"]):
        return str(row["scope"] or row["report_id"])
    return str(visit.choose(region["name"], region["name_en"]))


def pictures_of(visit: Visit, key: str, region: str, series: list[Row]) -> list[Picture]:
    """The series of a region, a picture for each kind of figure that has several years."""
    years: dict[str, set[int]] = {}
    for row in series:
        years.setdefault(row["measure"], set()).add(row["year"])
    measures = [measure for measure, known in years.items() if len(known) > 1]  # a line has two ends
    drawn = (picture(visit, "series", metric_id=key, measure=one, region_code=region) for one in measures)
    return [one for one in drawn if one][:MOST_PICTURES]


def promises_of(visit: Visit, key: str) -> tuple[int | None, str, list[Row]]:
    """The newest year that targets are for, what most of them measure, and what regions promise for it."""
    counts = visit.counts_of("panel", ("year", "measure"), metric_id=key, target="stated")
    year = max((year for year, _ in counts), default=None)
    if year is None:
        return None, "", []
    asked = {"metric_id": key, "year": str(year), "target": "stated", "sort": "measure,-target_value"}
    measure = most_frequent({measure: count for (of, measure), count in counts.items() if of == year})
    return year, measure, visit.rows("panel", MOST_PROMISES, **asked)


def region_comparison(visit: Visit, key: str, promised: int | None, measure: str) -> list[Picture]:
    """Region beside region: how many promise what, and in the newest year that most are known of, how they did."""
    found: list[Picture | None] = []
    if promised is not None:
        found.append(picture(visit, "targets", metric_id=key, measure=measure, year=promised, level="province"))
    counts = visit.counts_of("series", ("measure", "year"), metric_id=key)
    totals: Counter[str] = Counter()
    for (one, _), count in counts.items():
        totals[one] += count
    stated = most_frequent(totals)
    years = {year: count for (one, year), count in counts.items() if one == stated}
    common = [year for year, count in years.items() if count * 2 >= max(years.values())]
    last = max((year for year in common if promised is None or year < promised), default=None)
    if last is not None:
        found.append(picture(visit, "ranking", metric_id=key, measure=stated, year=last))
    return [one for one in found if one]


def most_frequent(counts: Mapping[Any, int]) -> str:
    """What most rows have; nothing of none."""
    return str(max(counts, key=lambda value: counts[value], default=""))
