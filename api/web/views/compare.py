"""Regions or years beside each other: what was promised of the main metrics, and what came of it."""

import re
from collections import Counter
from collections.abc import Collection

from msgspec import structs

from api.http.problems import BadParameter
from api.web.pages import page, render
from api.web.views.pictures import Picture, picture
from api.web.visit import Row, Visit

MOST_COLUMNS = 6
MOST_METRICS = 60
MOST_LISTED = 600  # regions to choose from
YEARS_OF_ONE = 4  # of one region, when none are named
YEAR = re.compile(r"\d{4}", re.ASCII)
REGIONS, YEARS = "region_code__in", "year__in"
NAMES = ("name", "name_en")
SHOWN = {"metric_id": "gdp", "measure": "growth"}  # what pictures are of
Column = tuple[str, int]  # code of a region, and year


@page("/compare", lambda _: (REGIONS, YEARS))
def get_compare(visit: Visit) -> str:
    """Two to six columns, each of a region and a year; a row for each metric that a column has."""
    reports = visit.counts("reports", "region_code")
    codes = read_codes(visit, reports)
    names = visit.named("regions", {*codes, *[*reports][:MOST_LISTED]})
    years = read_years(visit.given.get(YEARS, "")) or (years_of(visit, codes) if codes else [])
    if len(codes) * len(years) > MOST_COLUMNS:
        detail = f"{len(codes)} regions in {len(years)} years are more than {MOST_COLUMNS} columns"
        raise BadParameter(detail, parameter=REGIONS)
    given = {name: ",".join(values) for name, values in ((REGIONS, codes), (YEARS, map(str, years))) if values}
    columns = [(code, year) for code in codes for year in years]
    asked = given if len(columns) > 1 else {}
    pictures = pictures_of(visit, asked, len(codes)) if asked else []
    return render(
        structs.replace(visit, given={name: value for name, value in given.items() if name in visit.given}),
        "compare.html",
        title=visit.choose("比较", "Compare"),
        names=names,
        codes=codes,
        years=years,
        columns=columns,
        lines=lines_of(visit, asked) if asked else {},
        metrics=visit.named("metrics", metrics_of(visit, asked)) if asked else {},
        asked=asked,
        pictures=pictures,
        most=MOST_COLUMNS,
        card=pictures[0].card if pictures else None,
    )


def read_codes(visit: Visit, reports: Collection[str]) -> list[str]:
    """The regions that are asked for, by code or by name. Raises BadParameter for one that has no report."""
    found = []
    for given in filter(None, (part.strip() for part in visit.given.get(REGIONS, "").split(","))):
        named = [row["code"] for column in NAMES for row in visit.rows("regions", None, **{column: given})]
        code = next((code for code in (given, *named) if code in reports), None)
        if code is None:
            detail = f"{REGIONS}: no report of a region {given[:80]!r}; expected a code or a name"
            raise BadParameter(detail, parameter=REGIONS)
        found.append(code)
    return [*dict.fromkeys(found)]


def read_years(given: str) -> list[int]:
    """Years with commas or blanks between. Raises BadParameter for what is none."""
    parts = re.split(r"[,，、\s]+", given.strip(",，、 "))
    wrong = next((part for part in parts if part and not YEAR.fullmatch(part)), None)
    if wrong:
        raise BadParameter(f"{YEARS}: expected years such as 2024,2025, got {wrong[:80]!r}", parameter=YEARS)
    return sorted({int(part) for part in parts if part})


def years_of(visit: Visit, codes: list[str]) -> list[int]:
    """The newest years of one region; of several, the newest of which it is known how most of them did."""
    asked = {REGIONS: ",".join(codes), "target": "stated"}
    if len(codes) == 1:
        return sorted(visit.counts("panel", "year", **asked))[-YEARS_OF_ONE:]
    rows = visit.rows("panel", None, **asked, outcome="stated") or visit.rows("panel", None, **asked)
    known = Counter(year for _, year in {(row["region_code"], row["year"]) for row in rows})
    return [max(known, key=lambda year: (known[year], year))] if known else []


def lines_of(visit: Visit, asked: dict[str, str]) -> dict[tuple[str, str], dict[Column, Row]]:
    """What the panel has of each metric and kind of figure, by region and year; what most have comes first."""
    found: dict[tuple[str, str], dict[Column, Row]] = {}
    for row in visit.rows("panel", None, **asked, sort="metric_id,measure"):
        if "stated" in (row["target"], row["outcome"]):
            found.setdefault((row["metric_id"], row["measure"]), {})[row["region_code"], row["year"]] = row
    return dict(sorted(found.items(), key=lambda one: -len(one[1]))[:MOST_METRICS])


def metrics_of(visit: Visit, asked: dict[str, str]) -> set[str]:
    """The metrics that the panel has of them."""
    return {*visit.counts("panel", "metric_id", **asked)}


def pictures_of(visit: Visit, asked: dict[str, str], regions: int) -> list[Picture]:
    """The growth of the regions over the years, and what each promised of it beside what came."""
    codes = {REGIONS: asked[REGIONS]} if regions > 1 else {"region_code": asked[REGIONS]}
    drawn = (picture(visit, "outcomes", **SHOWN, **asked), picture(visit, "series", **SHOWN, **codes))
    return [one for one in drawn if one]
