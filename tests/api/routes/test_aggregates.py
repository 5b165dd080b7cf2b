"""How many, how much, and which values there are to ask for next."""

import csv
import io
from collections import Counter
from statistics import fmean, median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient

from schemas.inspection import columns_of
from schemas.tables import Table
from tests.asking import every_table, rows


def aggregated(client: TestClient, query: str, table: str = "indicators") -> list[dict[str, Any]]:
    return rows(client, f"/v1/{table}/aggregate?{query}")


def every(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    return rows(client, f"/v1/indicators?limit=1000&{query}".rstrip("&"))


@every_table
def test_without_groups_there_is_one_row_with_the_number_of_rows(client: TestClient, table: Table) -> None:
    total = client.get(f"/v1/{table.name}?limit=1").json()["page"]["total"]
    assert aggregated(client, "", table.name) == [{"count": total}]


def test_groups_come_in_order_with_empty_values_last(client: TestClient) -> None:
    counts = Counter((row["measure"], row["basis"]) for row in every(client))
    found = aggregated(client, "group_by=measure,basis")
    expected = sorted(counts, key=lambda key: (key[0], key[1] is None, key[1] or ""))
    assert found == [{"measure": m, "basis": b, "count": counts[m, b]} for m, b in expected]


def test_measures_are_those_of_the_rows(client: TestClient) -> None:
    values = [row["value"] for row in every(client, "measure=growth")]
    names = [
        "sum(value)",
        "avg(value)",
        "min(value)",
        "max(value)",
        "median(value)",
        "count(basis)",
        "count_distinct(year)",
    ]
    (found,) = aggregated(client, f"measure=growth&unit=%25&agg={','.join(names)}")
    assert list(found) == names
    assert found["sum(value)"] == pytest.approx(sum(values))
    assert found["avg(value)"] == pytest.approx(fmean(values))
    assert (found["min(value)"], found["max(value)"]) == (min(values), max(values))
    assert found["median(value)"] == median(values)
    assert found["count(basis)"] == sum(row["basis"] is not None for row in every(client, "measure=growth"))
    assert found["count_distinct(year)"] == 1


def test_filters_words_and_groups_of_filters_narrow_an_aggregate(client: TestClient) -> None:
    assert aggregated(client, "q=gdp&measure=level&or=unit=%25;unit=亿元") == [{"count": 1}]
    assert aggregated(client, "metric_id=nothing&group_by=year") == []
    assert aggregated(client, "metric_id=nothing&agg=count,sum(value)") == [{"count": 0, "sum(value)": None}]


@pytest.mark.parametrize("agg", ["sum(value)", "avg(value)", "max(value)", "median(value)", "min(base_value)"])
def test_different_units_are_never_taken_together(client: TestClient, agg: str) -> None:
    answer = client.get(f"/v1/indicators/aggregate?measure=level&agg=count,{agg}")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/mixed-units")
    assert {"亿元", "CNY"} & {*answer.json()["units"]}


@pytest.mark.parametrize(
    "query",
    [
        "measure=level&agg=sum(value)&group_by=unit",
        "measure=level&agg=sum(base_value)&base_unit=CNY",
        "unit__in=万元,亿元&agg=sum(base_value)",
        "unit=%25&agg=avg(value)&group_by=metric_id",
    ],
)
def test_one_unit_can_be_taken_together(client: TestClient, query: str) -> None:
    assert aggregated(client, query)


@pytest.mark.parametrize(
    ("query", "warns"),
    [
        ("base_unit=CNY&agg=sum(base_value)", True),
        ("measure=level&agg=sum(value)&group_by=unit", True),
        ("base_unit=CNY&agg=sum(base_value)&group_by=metric_id", False),
        ("base_unit=CNY&agg=sum(base_value)&metric_id=gdp", False),
        ("agg=count,count(base_value),count_distinct(value),max(year)", False),
    ],
)
def test_amounts_of_several_metrics_taken_together_have_a_warning(client: TestClient, query: str, warns: bool) -> None:
    answer = client.get(f"/v1/indicators/aggregate?{query}").json()
    assert bool(answer["warnings"]) == warns


def test_rows_are_grouped_by_columns_of_their_report(client: TestClient) -> None:
    (found,) = aggregated(client, "group_by=reports.level,reports.year,year&measure=growth&metric_id=gdp")
    assert found == {"reports.level": "county", "reports.year": 2024, "year": 2023, "count": 1}


def test_groups_are_sorted_by_their_measures_with_empty_values_last(client: TestClient) -> None:
    query = "group_by=metric_id&agg=count,max(value_high)&sort="
    plain = aggregated(client, query.removesuffix("&sort="))
    assert aggregated(client, f"{query}-count") == sorted(plain, key=lambda row: -row["count"])
    for sign, way in (("", 1), ("-", -1)):
        expected = sorted(plain, key=lambda row: ((high := row["max(value_high)"]) is None, way * (high or 0)))
        assert aggregated(client, f"{query}{sign}max(value_high)") == expected
    assert (
        aggregated(client, f"{query}-count,-metric_id&limit=3") == aggregated(client, f"{query}-count,-metric_id")[:3]
    )


def test_a_sum_of_whole_numbers_is_a_whole_number_in_every_format(client: TestClient) -> None:
    (found,) = aggregated(client, "agg=sum(year),sum(char_start)")
    assert found == {name: sum(row[name[4:-1]] for row in every(client)) for name in ("sum(year)", "sum(char_start)")}
    content = client.get("/v1/indicators/aggregate.parquet?agg=sum(year)").content
    assert pq.read_table(pa.BufferReader(content)).schema.field("sum(year)").type == pa.int64()


@pytest.mark.parametrize("address", ["aggregate.csv?group_by=measure", "aggregate?group_by=measure&format=csv"])
def test_an_aggregate_is_downloaded_as_csv(client: TestClient, address: str) -> None:
    answer = client.get(f"/v1/indicators/{address}")
    assert answer.headers["content-disposition"] == 'attachment; filename="baogao-indicators-aggregate-1.0.0.csv"'
    found = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert found == [{k: str(v) for k, v in row.items()} for row in aggregated(client, "group_by=measure")]


@pytest.mark.parametrize(
    ("query", "member"),
    [
        ("group_by=yeer", ("nearest", "year")),
        ("group_by=reports.levl", ("nearest", "reports.level")),
        ("group_by=year,year", ("parameter", "group_by")),
        ("agg=summ(value)", ("nearest", "sum(value)")),
        ("agg=sum", ("nearest", "sum(value)")),
        ("agg=sum(name)", ("parameter", "agg")),
        ("agg=sum(valu)", ("nearest", "value")),
        ("agg=count,count", ("parameter", "agg")),
        ("agg=sum(value)%20from", ("parameter", "agg")),
        ("agg=" + ",".join(f"count(a{n})" for n in range(30)), ("parameter", "agg")),
        ("select=id", ("type", "/problems/unknown-parameter")),
        ("group_by=year&sort=-cuont", ("nearest", "count")),
        ("group_by=year&sort=value", ("parameter", "sort")),
        ("group_by=year&limit=0", ("parameter", "limit")),
        ("year=abc", ("parameter", "year")),
    ],
)
def test_an_aggregate_that_cannot_be_meant_is_refused(client: TestClient, query: str, member: tuple[str, str]) -> None:
    answer = client.get(f"/v1/indicators/aggregate?{query}")
    assert answer.status_code == 400
    assert answer.json()[member[0]] == member[1]


def test_a_facet_counts_every_value_and_leads_to_its_rows(client: TestClient) -> None:
    facets = client.get("/v1/indicators/facets?by=measure,basis,is_headline,value&year=2023").json()["data"]
    assert [facet["column"] for facet in facets] == ["measure", "basis", "is_headline", "value"]
    for facet in facets:
        counts = Counter(row[facet["column"]] for row in every(client, "year=2023"))
        assert {one["value"]: one["count"] for one in facet["values"]} == dict(counts.most_common(100))
        assert facet["distinct"] == len(counts)
        for one in facet["values"][:5]:
            assert client.get(one["url"]).json()["page"]["total"] == one["count"], one


def test_a_facet_shows_the_choices_beside_the_one_taken(client: TestClient) -> None:
    (free,) = client.get("/v1/indicators/facets?by=measure").json()["data"]
    (taken,) = client.get("/v1/indicators/facets?by=measure&measure=growth").json()["data"]
    assert free == taken


def test_a_facet_says_how_many_values_it_leaves_out(client: TestClient) -> None:
    (facet,) = client.get("/v1/indicators/facets?by=unit&limit=2").json()["data"]
    assert (len(facet["values"]), facet["distinct"] > 2) == (2, True)


@pytest.mark.parametrize(
    "query", ["", "by=", "by=items", "by=unti", "by=unit&limit=0", "by=unit&unit=%00", "by=unit&agg=count"]
)
def test_a_facet_that_cannot_be_meant_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/indicators/facets?{query}").status_code == 400


@every_table
def test_every_plain_column_has_a_facet(client: TestClient, table: Table) -> None:
    listed = client.get(f"/v1/{table.name}/facets?by=nothing").json()["allowed"]
    assert client.get(f"/v1/{table.name}/facets?by={','.join(listed)}&limit=1").status_code == 200
    assert set(listed) <= {column.name for column in columns_of(table.row)}


def test_aggregates_and_facets_are_not_computed_again_for_who_has_them(client: TestClient) -> None:
    for address in ("/v1/indicators/aggregate?group_by=year", "/v1/releases/1.0.0/indicators/facets?by=year"):
        tag = client.get(address).headers["etag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
