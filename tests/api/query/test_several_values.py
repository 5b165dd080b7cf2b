"""A filter takes several values where no value has a comma: it finds what `__in` finds."""

from itertools import islice

import pytest
from litestar.testing import TestClient

from api.query.filters import filters_of
from datasets.releases.release import Release
from datasets.releases.tables.parquet import read_parquet
from schemas.tables import BY_NAME, Table
from tests.asking import asked, every_table, rows


@every_table
def test_several_values_find_what_in_finds(client: TestClient, release: Release, table: Table) -> None:
    stored = read_parquet(release.table_file(table.name)).to_pylist()
    for one in filters_of(table).values():
        own = sorted({row[one.column.name] for row in stored} - {None}) if one.takes_several else []
        if len(own) > 1:
            listed = ",".join(islice(own, 2))
            found = asked(client, f"/v1/{table.name}?limit=1000&{one.name}={listed}")
            same = asked(client, f"/v1/{table.name}?limit=1000&{one.name}__in={listed}")
            assert found["page"]["total"] == same["page"]["total"] > 0
            assert found["data"] == same["data"]


@pytest.mark.parametrize(
    ("table", "takers"),
    [
        ("panel", {"metric_id", "measure", "target", "target_comparator", "target_strength", "outcome", "outcome_kind",
                   "status", "region_code", "level"}),
        ("series", {"metric_id", "measure", "comparator", "value_kind", "region_code", "level"}),
        ("units", {"dimension"}),
    ],
)  # fmt: skip
def test_it_is_said_of_columns_whose_values_have_no_comma(table: str, takers: set[str]) -> None:
    found = {one.name for one in filters_of(BY_NAME[table]).values() if one.takes_several}
    assert found == takers


@pytest.mark.parametrize("below", ["", ".csv", "/aggregate", "/facets", "/receipt"])
@pytest.mark.parametrize(
    ("given", "said", "nearest"),
    [
        ("metric_id=gdp,gpd", "metric_id: metrics has no 'gpd'; the nearest is gdp", None),
        ("or=year=2023;metric_id=gpd,gdp", "metric_id: metrics has no 'gpd'; the nearest is gdp", None),
        ("metric_id=gdp,", "metric_id: a value is empty; expected values with commas between", None),
        ("metric_id=gdp, cpi", "metric_id: metrics has no ' cpi'; the nearest is cpi", None),
        ("measure=level,grow", "measure: 'grow' is not one of", "growth"),
        ("level=county,", "level: a value is empty", None),
        ("region_code=211102,2111", "region_code: Expected `str` matching regex", None),
        ("year=2023,2024", "year: expected a whole number, got '2023,2024'", None),
    ],
)
def test_a_wrong_value_among_several_is_named(
    client: TestClient, below: str, given: str, said: str, nearest: str | None
) -> None:
    by = "by=measure&" if below == "/facets" else ""
    answer = client.get(f"/v1/indicators{below}?{by}{given}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.json()["detail"]
    assert answer.json().get("nearest") == nearest
    assert answer.json()["parameter"] == given.removeprefix("or=year=2023;").partition("=")[0]


def test_values_of_several_metrics_are_not_added_up_as_if_they_were_one(client: TestClient) -> None:
    one, several = ("/v1/indicators/aggregate?unit=%25&agg=avg(value)&metric_id=" + ids for ids in ("gdp", "gdp,cpi"))
    assert asked(client, one)["warnings"] == []
    assert asked(client, several)["warnings"] == asked(client, several.replace("_id=", "_id__in="))["warnings"]


def test_several_values_stand_in_a_group_of_filters(client: TestClient) -> None:
    found = rows(client, "/v1/indicators?limit=1000&or=measure=rank,share;metric_id=gdp,urban_new_jobs")
    every = rows(client, "/v1/indicators?limit=1000")
    wanted = [
        row for row in every if row["measure"] in ("rank", "share") or row["metric_id"] in ("gdp", "urban_new_jobs")
    ]
    assert found == wanted != []


@pytest.mark.parametrize(("name", "values"), [("measure", ("rank", "share")), ("metric_id", ("gdp", "urban_new_jobs"))])
def test_values_given_one_by_one_are_several(client: TestClient, name: str, values: tuple[str, str]) -> None:
    found = rows(client, f"/v1/indicators?limit=1000&{name}={values[0]}&{name}={values[1]}")
    assert found == rows(client, f"/v1/indicators?limit=1000&{name}={','.join(values)}")
    assert {row[name] for row in found} == {*values}
