"""Rows name their place: reports of several regions are compared in one request."""

from collections.abc import Iterator

import polars as pl
import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from datasets.releases.release import Release
from tests.homes import add_report, short_report

ZONE_ABOVE = '\n[[parents]]\ncode = "211199"\nname = "某新区"\nname_en = "Some New Area"\nlevel = "county"\nscheme = "own"\nvintage = 2023\n'
REPORTS = [  # code, year, name, level, what GDP was, and parents that no register has
    ("211102", 2024, "双台子区", "county", "155.5", ""),
    ("110105", 2024, "朝阳区", "county", "8000", ""),
    ("420600", 2010, "襄樊市", "prefecture", "1200", ""),
    ("420600", 2024, "襄阳市", "prefecture", "5800", ""),
    ("510200", 1996, "重庆市", "prefecture", "900", ""),
    ("500000", 2024, "重庆市", "province", "30000", ""),
    ("211198", 2024, "某园区", "township", "7", ZONE_ABOVE),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = tmp_path_factory.mktemp("regions")
    for code, year, name, level, gdp, parents in REPORTS:
        did = f"地区生产总值完成{gdp}亿元。"
        text = short_report(year, did, "地区生产总值增长6%。")
        add_report(home, text, code, corrections=parents, year=year, name=name, level=level)
    return build(home).release


@pytest.fixture(scope="module", params=["memory", "parquet"])
def client(release: Release, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "parquet":
            patch.setattr("api.store.small_tables.SMALL", -1)
        with TestClient(create_app(release.folder.parents[1])) as asked:
            yield asked


def gdp(client: TestClient, **asked: str) -> set[str]:
    """The reports that state their GDP, of those asked for."""
    answer = client.get("/v1/indicators", params={"metric_id": "gdp", "select": "report_id"} | asked)
    assert answer.status_code == 200, answer.text
    return {row["report_id"] for row in answer.json()["data"]}


EVERY = {f"{code}-{year}" for code, year, *_ in REPORTS}


def test_regions_are_compared_in_one_request(client: TestClient) -> None:
    answer = client.get(
        "/v1/indicators?metric_id=gdp&report_year=2024&level=county&select=region_code,region_name,report_year,value&sort=-value"
    )
    assert answer.json()["data"] == [
        {"region_code": "110105", "region_name": "朝阳区", "report_year": 2024, "value": 8000.0},
        {"region_code": "211102", "region_name": "双台子区", "report_year": 2024, "value": 155.5},
    ]


@pytest.mark.parametrize(
    ("within", "reports"),
    [
        ("210000", {"211102-2024", "211198-2024"}),
        ("211100", {"211102-2024", "211198-2024"}),
        ("211199", {"211198-2024"}),
        ("110000", {"110105-2024"}),
        ("420000", {"420600-2010", "420600-2024"}),
        ("500000", {"500000-2024", "510200-1996"}),
        ("510000", {"510200-1996"}),
        ("110105", {"110105-2024"}),
        ("000000", EVERY),
        ("990000", set()),
    ],
)
def test_within_a_region_is_all_below_it_by_the_register(client: TestClient, within: str, reports: set[str]) -> None:
    assert gdp(client, region_code__within=within) == reports
    assert {row["id"] for row in client.get(f"/v1/reports?region_code__within={within}").json()["data"]} == reports
    assert gdp(client, **{"or": f"region_code__within={within};value=8000"}) == reports | {"110105-2024"}


def test_regions_themselves_can_be_asked_for_within_one(client: TestClient) -> None:
    answer = client.get("/v1/regions?code__within=211100&select=code,parent_code")
    assert answer.json()["data"] == [
        {"code": "211100", "parent_code": "210000"},
        {"code": "211102", "parent_code": "211100"},
        {"code": "211198", "parent_code": "211199"},
        {"code": "211199", "parent_code": "211100"},
    ]


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        ("双台子区", {"211102-2024"}),
        ("Shuangtaizi District", {"211102-2024"}),
        ("shuangtaizi", {"211102-2024"}),
        ("朝阳区", {"110105-2024"}),
        ("Chaoyang District", {"110105-2024"}),
        ("Xiangyang", {"420600-2024"}),
        ("Xiangfan", {"420600-2010"}),
        ("某园区", {"211198-2024"}),
        ("No Such Place", set()),
    ],
)
def test_a_region_is_asked_for_by_its_chinese_or_english_name(client: TestClient, name: str, reports: set[str]) -> None:
    assert gdp(client, region_name=name) == reports


def test_several_names_are_asked_for_at_once(client: TestClient) -> None:
    assert gdp(client, region_name__in="Xiangfan,朝阳区") == {"420600-2010", "110105-2024"}


def test_rows_are_counted_by_region_level_and_year(client: TestClient) -> None:
    (counted,) = client.get("/v1/targets/facets?by=level").json()["data"]
    assert {one["value"]: one["count"] for one in counted["values"]} == {
        "county": 2, "prefecture": 3, "province": 1, "township": 1,
    }  # fmt: skip
    grouped = client.get(
        "/v1/indicators/aggregate?group_by=region_name,report_year&agg=sum(value)&metric_id=gdp&unit=亿元"
    )
    assert {(row["region_name"], row["report_year"], row["sum(value)"]) for row in grouped.json()["data"]} >= {
        ("襄樊市", 2010, 1200.0), ("襄阳市", 2024, 5800.0), ("重庆市", 1996, 900.0),
    }  # fmt: skip


def test_downloads_say_the_place_last(client: TestClient) -> None:
    for table in ("indicators", "targets", "projects", "glossary", "figures"):
        head = client.get(f"/v1/{table}.csv").text.splitlines()[0]
        assert head.endswith(",region_code,region_name,level,report_year")
    rows = pl.read_parquet(client.get("/v1/figures.parquet?region_code__within=420000").content)
    assert set(rows["region_name"]) == {"襄樊市", "襄阳市"}
    assert rows["region_code"].dtype == pl.String


def test_a_search_for_a_word_is_not_about_the_place(client: TestClient) -> None:
    """Every row of a report would have it."""
    assert client.get("/v1/figures?q=双台子区&select=id").json()["data"] == []
    assert [row["id"] for row in client.get("/v1/reports?q=双台子区").json()["data"]] == ["211102-2024"]


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ("region_code__within=21", "region_code__within: "),
        ("region_code__within=辽宁省", "region_code__within: "),
        ("region_name__within=x", "region_name__within"),
        ("level=village", "level: 'village' is not one of national, province, prefecture, county, township"),
        ("report_year=24", "report_year: "),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused(client: TestClient, asked: str, detail: str) -> None:
    answer = client.get(f"/v1/indicators?{asked}")
    assert answer.status_code == 400
    assert detail in answer.json()["detail"]


def test_older_releases_answer_as_before_and_have_no_place() -> None:
    with TestClient(create_app(BUILT_IN)) as client:
        row = client.get("/v1/releases/6.0.0/indicators?limit=1").json()["data"][0]
        assert "region_code" not in row
        asked = client.get("/v1/releases/6.0.0/indicators?limit=1&select=id,region_code,report_year").json()["data"][0]
        assert (asked["region_code"], asked["report_year"]) == (None, None)
        assert client.get("/v1/releases/6.0.0/indicators?region_code__within=210000").json()["data"] == []
        assert client.get("/v1/releases/6.0.0/reports?region_code__within=210000&select=id").json()["data"] == [
            {"id": "211102-2024"}
        ]
