"""What a reader of the API may rely on, for every table."""

import contextlib
import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.http.problems import BadCursor, BadParameter, BadRequest, UnknownParameter
from api.query.filters import filters_of
from api.query.listing import read_query
from api.query.parameters import AS_OF, LISTING, PAGE, allowed_parameters, read_parameters
from datasets.releases.release import Release
from schemas.tables import BY_NAME, Table
from tests.asking import every_table, rows, walked

GDP = "211102-2024.i566"


def test_a_row_says_where_it_was_read(client: TestClient) -> None:
    answer = client.get(f"/v1/indicators/{GDP}")
    assert answer.headers["dataset-version"] == answer.json()["release"] == "1.0.0"
    assert answer.json()["data"] == {
        "id": GDP,
        "report_id": "211102-2024",
        "section": "一、2023年工作回顾 / 一年来,我们千方百计聚动能、稳增长,经济运行回升向好 / 经济增长筑底企稳",
        "paragraph": 11,
        "char_start": 554,
        "char_end": 573,
        "quote": "预计全年地区生产总值完成155.5亿元",
        "rule": "named_value",
        "review": "reviewed",
        "because": None,
        "metric_id": "gdp",
        "name": "地区生产总值",
        "name_en": "Gross domestic product",
        "measure": "level",
        "basis": None,
        "value": 155.5,
        "unit": "亿元",
        "value_text": "155.5",
        "value_high": None,
        "base_value": 15_550_000_000.0,
        "base_unit": "CNY",
        "comparator": "eq",
        "is_estimated": True,
        "is_preliminary": False,
        "year": 2023,
        "period": "2023",
        "scope": "双台子区",
        "is_headline": True,
        "figure_start": 566,
        "figure_end": 571,
        "region_code": "211102",
        "region_name": "双台子区",
        "level": "county",
        "report_year": 2024,
    }


@every_table
def test_every_row_served_is_a_row_of_its_type(client: TestClient, table: Table) -> None:
    for row in walked(client, f"/v1/{table.name}?limit=1000"):
        msgspec.convert(row, table.row)


@every_table
def test_pages_give_every_row_once_in_the_order_of_the_table(
    client: TestClient, release: Release, table: Table
) -> None:
    found = walked(client, f"/v1/{table.name}?limit={max(7, len(rows(client, f'/v1/{table.name}?limit=1000')) // 3)}")
    stored = pq.read_table(release.table_file(table.name)).to_pylist()
    assert [row[table.key] for row in found] == [row[table.key] for row in stored]


@every_table
def test_a_listing_says_limit_returned_total_release_and_query(client: TestClient, table: Table) -> None:
    answer = client.get(f"/v1/{table.name}?limit=1").json()
    assert list(answer) == ["data", "page", "release", "query", "warnings"]
    assert answer["page"].keys() == {"limit", "returned", "next", "total"}
    assert (answer["page"]["limit"], answer["query"]) == (1, {"limit": "1"})
    assert answer["page"]["returned"] == min(1, answer["page"]["total"])
    assert answer["page"]["total"] == len(walked(client, f"/v1/{table.name}?limit=1000"))
    assert client.get(f"/v1/{table.name}?limit=1&total=false").json()["page"]["total"] is None


def test_a_link_header_leads_to_the_next_page_of_the_same_release(client: TestClient) -> None:
    answer = client.get("/v1/indicators?limit=2&measure=growth")
    following = answer.json()["page"]["next"]
    assert answer.headers["link"] == f'<{following}>; rel="next"'
    assert following.startswith("/v1/releases/1.0.0/indicators?limit=2&measure=growth&cursor=")
    assert "link" not in client.get("/v1/regions").headers


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("metric_id=gdp", ["211102-2024.i566", "211102-2024.i578"]),
        ("metric_id=gdp&measure=level", ["211102-2024.i566"]),
        ("metric_id=gdp&measure__ne=level", ["211102-2024.i578"]),
        ("metric_id=gdp&value__gt=3", ["211102-2024.i566"]),
        ("metric_id=gdp&value__gte=155.5", ["211102-2024.i566"]),
        ("metric_id=gdp&value__lt=155.5", ["211102-2024.i578"]),
        ("metric_id=gdp&value__lte=3", ["211102-2024.i578"]),
        ("metric_id=gdp&measure__in=growth,share", ["211102-2024.i578"]),
        ("metric_id__startswith=gd&unit=%25", ["211102-2024.i578"]),
        ("name__contains=生产总值&basis__isnull=true&measure=level", ["211102-2024.i566"]),
        ("metric_id=gdp&basis__isnull=false", ["211102-2024.i578"]),
        ("metric_id=gdp&is_estimated=false", []),
    ],
)
def test_a_filter_narrows_the_rows(client: TestClient, query: str, found: list[str]) -> None:
    assert [row["id"] for row in rows(client, f"/v1/indicators?{query}")] == found


def test_a_list_column_is_asked_for_a_member(client: TestClient) -> None:
    assert [row["term"] for row in rows(client, "/v1/glossary?items__contains=工业源")] == ["四源"]


def test_dates_are_compared_as_dates(client: TestClient) -> None:
    assert len(rows(client, "/v1/reports?published_on__gte=2024-01-23")) == 1
    assert rows(client, "/v1/reports?published_on__gt=2024-01-23") == []


@pytest.mark.parametrize(
    ("query", "problem", "member"),
    [
        ("value__gtee=1", "unknown-parameter", ("nearest", "value__gte")),
        ("metricid=gdp", "unknown-parameter", ("nearest", "metric_id")),
        ("measure=grwth", "bad-parameter", ("nearest", "growth")),
        ("measure=level'--", "bad-parameter", ("allowed", ["level", "growth", "share", "rate", "rank", "change"])),
        ("year=abc", "bad-parameter", ("parameter", "year")),
        ("year=1200", "bad-parameter", ("parameter", "year")),
        ("value__gt=nan", "bad-parameter", ("parameter", "value__gt")),
        ("value__gt=", "bad-parameter", ("parameter", "value__gt")),
        ("value__gt=1e999", "bad-parameter", ("parameter", "value__gt")),
        ("paragraph__gt=99999999999999999999", "bad-parameter", ("parameter", "paragraph__gt")),
        ("paragraph__in=1,226710775523285345019744771808711147520", "bad-parameter", ("parameter", "paragraph__in")),
        ("is_headline=yes", "bad-parameter", ("parameter", "is_headline")),
        ("basis__isnull=perhaps", "bad-parameter", ("parameter", "basis__isnull")),
        ("limit=0", "bad-parameter", ("parameter", "limit")),
        ("limit=1001", "bad-parameter", ("parameter", "limit")),
        ("limit=-1", "bad-parameter", ("parameter", "limit")),
        ("limit=１", "bad-parameter", ("parameter", "limit")),
        ("limit=2&limit=3", "bad-parameter", ("parameter", "limit")),
        ("total=maybe", "bad-parameter", ("allowed", ["true", "false"])),
        ("format=xml", "bad-parameter", ("allowed", ["json", "ndjson", "csv", "parquet", "arrow", "xlsx", "dta"])),
        ("cursor=zzz", "bad-cursor", ("status", 400)),
        ("cursor=", "bad-cursor", ("status", 400)),
        ("select=id,valu", "bad-parameter", ("nearest", "value")),
        ("select=id,id", "bad-parameter", ("parameter", "select")),
        ("select=", "bad-parameter", ("parameter", "select")),
        ("sort=-yeer", "bad-parameter", ("nearest", "year")),
        ("sort=year,-year", "bad-parameter", ("parameter", "sort")),
        ("sort=--year", "bad-parameter", ("parameter", "sort")),
        ("or=metric_id", "bad-parameter", ("parameter", "or")),
        ("or=metric_id=gdp;", "bad-parameter", ("parameter", "or")),
        ("or2=metricid=gdp", "bad-parameter", ("nearest", "metric_id")),
        ("or=year=abc;metric_id=gdp", "bad-parameter", ("parameter", "year")),
        ("or=" + "year=1;" * 30, "bad-parameter", ("parameter", "or")),
        ("q=", "bad-parameter", ("parameter", "q")),
        ("q=" + "a" * 201, "bad-parameter", ("parameter", "q")),
        ("q=" + "+".join("a" * 11), "bad-parameter", ("parameter", "q")),
        ("bom=yes", "bad-parameter", ("parameter", "bom")),
        ("value__gt=abc", "bad-parameter", ("detail", "value__gt: expected a number, got 'abc'")),
        ("year=x", "bad-parameter", ("detail", "year: expected a whole number, got 'x'")),
        ("is_headline=yes", "bad-parameter", ("detail", "is_headline: expected true or false, got 'yes'")),
        ("offset=10", "unknown-parameter", ("nearest", "cursor")),
        ("LIMIT=10", "unknown-parameter", ("nearest", "limit")),
        (
            "or=limit=3",
            "bad-parameter",
            ("detail", "or: 'limit' is no filter; expected column=value or column__operator=value, with ; between"),
        ),
        ("name=%00", "bad-parameter", ("parameter", "name")),
        ("name=%ff", "bad-request", ("status", 400)),
        ("&".join(f"a{n}=1" for n in range(400)), "bad-request", ("status", 400)),
        ("name__in=" + ",".join("a" * 101), "bad-parameter", ("parameter", "name__in")),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(
    client: TestClient, query: str, problem: str, member: tuple[str, object]
) -> None:
    answer = client.get(f"/v1/indicators?{query if '%' in query else quote(query, safe='=&,;+')}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["type"] == f"/problems/{problem}"
    assert answer.json()[member[0]] == member[1]


def test_a_cursor_belongs_to_its_query(client: TestClient) -> None:
    following = client.get("/v1/indicators?limit=2&measure=growth").json()["page"]["next"]
    answer = client.get(following.replace("measure=growth", "measure=level"))
    assert answer.json()["type"] == "/problems/bad-cursor"


@pytest.mark.slow
@every_table
def test_every_filter_is_documented_with_its_meaning(client: TestClient, table: Table) -> None:
    document = client.get("/schema/openapi.json").json()
    references = [p["$ref"] for p in document["paths"][f"/v1/{table.name}"]["get"]["parameters"]]
    described = [document["components"]["parameters"][reference.rpartition("/")[2]] for reference in references]
    known = {*filters_of(table), *(one.name for one in (*PAGE, AS_OF))}
    assert {p["name"] for p in described} == known | ({"shape", "kind"} if table.name == "panel" else set())
    assert all(p["description"] for p in described)


@every_table
def test_a_missing_row_is_a_404_problem(client: TestClient, table: Table) -> None:
    answer = client.get(f"/v1/{table.name}/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/row-not-found")


@every_table
def test_parquet_is_the_file_of_the_release_byte_for_byte(client: TestClient, release: Release, table: Table) -> None:
    content = release.table_file(table.name).read_bytes()
    for address in (f"/v1/{table.name}.parquet", f"/v1/releases/1.0.0/files/{table.name}.parquet"):
        answer = client.get(address)
        assert answer.headers["content-type"] == "application/vnd.apache.parquet"
        assert answer.content == content


@every_table
def test_csv_has_the_rows_and_columns_of_the_table(client: TestClient, release: Release, table: Table) -> None:
    answer = client.get(f"/v1/{table.name}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="baogao-{table.name}-1.0.0.csv"'
    stored = pq.read_table(release.table_file(table.name))
    header, *records = csv.reader(io.StringIO(answer.content.decode(), newline=""), strict=True)
    assert header == stored.column_names
    assert records == [[as_text(value) for value in row.values()] for row in stored.to_pylist()]
    assert answer.content.count(b"\r\n") >= len(records)


def as_text(value: object) -> str:
    """A value as CSV shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def test_a_download_of_some_rows_keeps_the_schema(client: TestClient, release: Release) -> None:
    answer = client.get("/v1/indicators.parquet?metric_id=gdp")
    table = pq.read_table(pa.BufferReader(answer.content))
    assert table.column("id").to_pylist() == ["211102-2024.i566", "211102-2024.i578"]
    assert table.schema.equals(pq.read_schema(release.table_file("indicators")), check_metadata=True)


def test_a_download_gives_all_rows_unless_told_otherwise(client: TestClient) -> None:
    assert len(client.get("/v1/figures.csv").content.splitlines()) == 480
    assert len(client.get("/v1/figures.csv?limit=3").content.splitlines()) == 4


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.1, text/csv;q=0.5", "text/csv; charset=utf-8"),
        ("text/*;q=0.9, application/json;q=0.8", "text/csv; charset=utf-8"),
        ("text/csv;q=0, */*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_chooses_the_format(client: TestClient, accept: str, media_type: str) -> None:
    assert client.get("/v1/regions", headers={"accept": accept}).headers["content-type"] == media_type


def test_suffix_goes_before_format_goes_before_accept(client: TestClient) -> None:
    headers = {"accept": "application/vnd.apache.parquet"}
    assert client.get("/v1/regions?format=csv", headers=headers).headers["content-type"].startswith("text/csv")
    assert client.get("/v1/regions.json?format=csv", headers=headers).headers["content-type"] == "application/json"


def test_a_format_there_is_not_is_refused_whatever_the_suffix(client: TestClient) -> None:
    assert client.get("/v1/regions.csv?format=xml").json()["type"] == "/problems/bad-parameter"


def test_what_is_not_offered_is_406_with_what_is(client: TestClient) -> None:
    answer = client.get("/v1/regions", headers={"accept": "image/png"})
    assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")
    assert answer.json()["offered"] == [
        "application/json",
        "application/x-ndjson",
        "text/csv",
        "application/vnd.apache.parquet",
        "application/vnd.apache.arrow.stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/x-stata-dta",
    ]


@given(st.binary(max_size=80))
def test_any_query_string_is_understood_or_refused(query_string: bytes) -> None:
    with contextlib.suppress(BadRequest, BadParameter, BadCursor, UnknownParameter):
        table = BY_NAME["indicators"]
        read_query(table, read_parameters(query_string, allowed_parameters(table, LISTING)), "1.0.0", ("id",))


NAMES = sorted(filters_of(BY_NAME["indicators"]))
VALUES = st.sampled_from(
    ["1", "2023", "gdp", "level", "true", "亿元", "'; drop table x", "%", "_", "\\", "1,2", "-1e9"]
)


SORTABLE = [
    "year",
    "value",
    "metric_id",
    "name",
    "unit",
    "basis",
    "is_headline",
    "base_value",
    "paragraph",
    "id",
    "scope",
]
ORDERS = st.lists(st.sampled_from(SORTABLE), unique=True, max_size=3).flatmap(
    lambda names: st.tuples(*(st.sampled_from([name, f"-{name}"]) for name in names))
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=2), ORDERS, st.booleans(), st.integers(1, 60))
def test_pages_of_any_query_give_every_row_once(
    client: TestClient, filters: dict[str, str], order: tuple[str, ...], either: bool, limit: int
) -> None:
    conditions = [f"{name}={quote(value)}" for name, value in filters.items()]
    parts = ["or=" + ";".join(conditions)] if either and conditions else conditions
    query = "&".join([*parts, *(["sort=" + ",".join(order)] if order else [])])
    whole = client.get(f"/v1/indicators?limit=1000&{query}".rstrip("&"))
    if whole.status_code == 400:
        return
    expected = [row["id"] for row in whole.json()["data"]]
    assert len(expected) == len(set(expected)) == whole.json()["page"]["total"]
    assert [row["id"] for row in walked(client, f"/v1/indicators?limit={limit}&{query}".rstrip("&"))] == expected


def test_a_query_cannot_reach_beyond_its_values(client: TestClient) -> None:
    assert rows(client, "/v1/indicators?name=" + quote("' or 1=1 --")) == []
    assert not Path("x").exists()
