"""The panel may be wide: a row for each region and year, and every metric, measure and kind in a column of its own."""

import csv
import hashlib
import io
from collections.abc import Iterator

import openpyxl
import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.formats.stata import variable_names
from api.query.parameters import SPREADABLE
from api.query.wide import SPREAD
from datasets.releases.build import build
from datasets.rules.metrics.definitions import HEADLINES
from tests.asking import rows
from tests.homes import add_report, short_report

REPORTS = [  # code, year, what was done the year before, what is promised
    ("211102", 2022, "地区生产总值增长2.8%。", "地区生产总值增长6%左右，居民消费价格涨幅3%左右。"),
    ("211102", 2023, "地区生产总值增长6.5%。居民消费价格上涨2.1%。", "地区生产总值增长6%以上。"),
    ("211103", 2022, "地区生产总值增长4%。", "地区生产总值增长5%。"),
    ("211103", 2024, "地区生产总值增长4.5%。", "地区生产总值力争增长5%。"),
]
KEYS = ["region_code", "region_name", "level", "year"]
MEASURES = ("growth", "rate", "level")  # that the panel has
WIDE = "/v1/panel?shape=wide&metric_id__in=gdp,cpi"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("panel")
    for code, year, did, plans in REPORTS:
        add_report(home, short_report(year, did, plans), code, year=year)
    build(home)
    with TestClient(create_app(home), raise_server_exceptions=False) as asked:
        yield asked


def test_a_row_has_every_metric_of_a_region_and_a_year(client: TestClient) -> None:
    found = rows(client, f"{WIDE}&region_code=211102&select=target_value,outcome_value,status")
    assert found == [
        {
            "region_code": "211102", "region_name": "某区", "level": "county", "year": year,
            "cpi_growth_target_value": cpi, "cpi_growth_outcome_value": was, "cpi_growth_status": judged,
            "gdp_growth_target_value": gdp, "gdp_growth_outcome_value": grew, "gdp_growth_status": status,
        }
        for year, cpi, was, judged, gdp, grew, status in [
            (2021, None, None, None, None, 2.8, None),
            (2022, 3.0, 2.1, "met", 6.0, 6.5, "exceeded"),
            (2023, None, None, None, 6.0, None, None),
        ]
    ]  # fmt: skip


def test_what_is_absent_says_why_also_where_the_panel_has_no_row(client: TestClient) -> None:
    found = rows(client, f"{WIDE}&region_code=211103&select=target,outcome")
    absence = {row["year"]: (row.get("gdp_growth_target"), row.get("gdp_growth_outcome")) for row in found}
    assert absence == {
        2021: ("no_report", "stated"), 2022: ("stated", "no_report"),
        2023: ("no_report", "stated"), 2024: ("stated", "no_report"),
    }  # fmt: skip
    beside = rows(client, f"{WIDE}&select=target,outcome")  # where another region speaks of prices
    assert {row["year"]: (row["cpi_growth_target"], row["cpi_growth_outcome"]) for row in beside if row["region_code"] == "211103"} == {
        2021: ("no_report", "not_stated"), 2022: ("not_stated", "no_report"),
        2023: ("no_report", "not_stated"), 2024: ("not_stated", "no_report"),
    }  # fmt: skip


def test_the_wide_panel_says_what_the_long_one_says(client: TestClient) -> None:
    spread = {
        (row["region_code"], row["year"], name): value
        for row in rows(client, "/v1/panel?shape=wide&select=" + ",".join(SPREADABLE))
        for name, value in row.items()
        if name not in KEYS
    }
    long = rows(client, "/v1/panel?shape=long&limit=1000")
    assert long == rows(client, "/v1/panel?limit=1000")
    assert len(long) > 8
    for row in long:
        place, pair = (row["region_code"], row["year"]), f"{row['metric_id']}_{row['measure']}_"
        for name in SPREADABLE:
            assert spread[*place, pair + name] == row[name]


def test_names_of_columns_do_not_follow_from_what_else_is_asked(client: TestClient) -> None:
    (one,) = rows(client, f"{WIDE}&region_code=211102&year=2022")
    assert list(one) == [*KEYS, *(f"{metric}_growth_{name}" for metric in ("cpi", "gdp") for name in SPREAD)]
    (other,) = rows(client, "/v1/panel?shape=wide&metric_id=gdp&region_code=211102&year=2022&select=target_text")
    assert other == {name: one[name] for name in [*KEYS, "gdp_growth_target_text"]}
    assert other["gdp_growth_target_text"] == "地区生产总值增长6%左右"


def test_pages_lead_through_all_rows_once(client: TestClient) -> None:
    whole = rows(client, WIDE)
    address, found = f"{WIDE}&limit=3", []
    while address:
        answer = client.get(address).json()
        assert answer["page"]["total"] == len(whole) == 7
        found += answer["data"]
        address = answer["page"]["next"]
    assert found == whole


@pytest.mark.slow
@pytest.mark.parametrize("how", ["", "&total=false", "&metric_id__in=gdp,cpi"])
@pytest.mark.parametrize("most", [1, 3, 6, 7, 8])
def test_a_download_that_is_cut_leads_to_what_is_behind_it(client: TestClient, most: int, how: str) -> None:
    asked = f"{WIDE.replace('panel', 'panel.ndjson')}{how}"
    whole = client.get(asked).text.splitlines()
    address, found = f"{asked}&limit={most}", []
    while address:
        answer = client.get(address)
        assert answer.headers.get("x-total-count") == (None if "total" in how else str(len(whole)))
        assert len(answer.text.splitlines()) <= most
        found += answer.text.splitlines()
        address = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == whole
    assert len(found) > 1
    assert not {"link", "x-total-count"} & client.get(asked).headers.keys()


def test_every_format_has_the_same_values(client: TestClient) -> None:
    asked = f"{WIDE.replace('panel', 'panel.SUFFIX')}&select=target,target_value"
    whole = rows(client, f"{WIDE}&select=target,target_value")
    lines = list(csv.DictReader(io.StringIO(client.get(asked.replace("SUFFIX", "csv")).text)))
    assert [{k: v or None for k, v in line.items()} for line in lines] == [
        {name: None if value is None else str(value) for name, value in row.items()} for row in whole
    ]
    parquet = pq.read_table(io.BytesIO(client.get(asked.replace("SUFFIX", "parquet")).content))
    assert parquet.to_pylist() == whole
    assert b"Gross domestic product" in parquet.schema.field("gdp_growth_target").metadata[b"description"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(asked.replace("SUFFIX", "xlsx") + "&header=zh").content))
    head, first = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(max_row=2)]
    assert head[-2:] == ["地区生产总值（增长率）：目标有无", "地区生产总值（增长率）：目标值"]
    assert first == list(whole[0].values())
    assert client.get(asked.replace("SUFFIX", "dta")).content.startswith(b"<stata_dta>")
    assert len(client.get(asked.replace("SUFFIX", "ndjson")).text.splitlines()) == len(whole)


OF_ISSUE = "metric_id=gdp,cpi&measure=growth&kind=target,outcome&level=county,province&year__gte=2022"


def test_several_metrics_levels_and_both_kinds_are_asked_for_at_once(client: TestClient) -> None:
    long = rows(client, f"/v1/panel?{OF_ISSUE}")
    assert long == rows(client, "/v1/panel?metric_id__in=gdp,cpi&year__gte=2022")
    assert {(row["region_code"], row["metric_id"]) for row in long} == {
        ("211102", "gdp"), ("211102", "cpi"), ("211103", "gdp"),
    }  # fmt: skip
    wide = rows(client, f"/v1/panel?shape=wide&{OF_ISSUE}")
    assert wide == rows(client, f"{WIDE}&year__gte=2022")
    one = rows(client, "/v1/panel?metric_id=gdp&kind=outcome&region_code=211102,211103&year=2022")
    assert [(row["region_code"], row["outcome_value"], "target" in row, "status" in row) for row in one] == [
        ("211102", 6.5, False, False), ("211103", None, False, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "other"), [("target", "outcome"), ("outcome", "target")])
def test_one_kind_has_its_columns_and_no_comparison(client: TestClient, kind: str, other: str) -> None:
    whole = rows(client, "/v1/panel")
    hidden = {name for name in whole[0] if name.startswith(other)} | {"status", "difference", "difference_unit"}
    wanted = [{name: value for name, value in row.items() if name not in hidden} for row in whole]
    assert rows(client, f"/v1/panel?kind={kind}") == wanted
    lines = csv.DictReader(io.StringIO(client.get(f"/v1/panel.csv?kind={kind}").text))
    assert {*(lines.fieldnames or ())} == {*wanted[0]}
    wide = rows(client, f"{WIDE}&kind={kind}")
    assert not any(other in name.split("_") or "status" in name or "difference" in name for name in wide[0])
    assert [row[f"gdp_growth_{kind}_value"] for row in wide] == [
        row[f"gdp_growth_{kind}_value"] for row in rows(client, WIDE)
    ]


def test_a_receipt_is_of_the_kind_that_was_asked_for(client: TestClient) -> None:
    for shape in ("long", "wide"):
        receipt = client.get(f"/v1/panel/receipt?shape={shape}&kind=target").json()["data"]
        file = client.get(receipt["permalink"])
        assert receipt["sha256"] == hashlib.sha256(file.content).hexdigest()
        assert b"outcome" not in file.content.splitlines()[0]


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ("kind=goal", "kind: 'goal' is not one of"),
        ("kind=target,target", "kind: target is named twice"),
        ("kind=target&select=year", "kind: select says which columns"),
        ("shape=wide&kind=outcome&select=target", "kind: select says which columns"),
        ("shape=wide&metric_id=gdp,gpd", "metric_id: metrics has no 'gpd'; the nearest is gdp"),
        ("shape=broad", "shape: 'broad' is not one of long, wide"),
        ("shape=wide&sort=year", "'sort' is not a parameter here"),
        ("shape=wide&select=year", "select: year is in every wide row"),
        ("shape=wide&select=targets", "targets"),
        ("shape=wide&limit=0", "limit"),
        ("shape=wide&cursor=WyJh", "cursor"),
        ("shape=wide&shape=long", "shape is given twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, asked: str, detail: str) -> None:
    answer = client.get(f"/v1/panel?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert detail in answer.json()["detail"]


def test_other_tables_have_one_shape(client: TestClient) -> None:
    assert client.get("/v1/series?shape=wide").status_code == 400


def test_what_would_be_too_wide_is_refused_and_says_what_would_do(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.query.wide.MOST_COLUMNS", 20)
    answer = client.get(WIDE.replace("panel", "panel.csv")).json()
    assert (answer["status"], answer["detail"]) == (
        400,
        "shape: 2 metrics with 13 columns each make 30 columns; at most 20. "
        "Ask for fewer metrics (metric_id__in) or columns (select)",
    )
    assert client.get(f"{WIDE}&select=status").status_code == 200


def test_an_answer_is_kept_and_a_pinned_one_for_ever(client: TestClient) -> None:
    first = client.get(WIDE)
    again = client.get(WIDE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    pinned = client.get(WIDE.replace("/v1/", "/v1/releases/1.0.0/"))
    assert "immutable" in pinned.headers["cache-control"]
    assert pinned.json()["data"] == first.json()["data"]
    assert client.get(WIDE + "&select=status").headers["etag"] != first.headers["etag"]


def test_names_of_stata_are_short_and_stay_as_they_are() -> None:
    panel = [
        f"{metric}_{measure}_{name}" for metric in sorted(HEADLINES) for measure in MEASURES for name in SPREADABLE
    ]
    together = variable_names(panel)
    assert {name: short for name, short in together.items() if name != short and len(name) <= 32} == {}
    assert together == {name: variable_names([name])[name] for name in panel}
    assert together["general_public_budget_revenue_growth_target_value"] == "gen_pub_bud_rev_gro_target_value"


def test_a_wide_panel_of_nothing_has_the_place_only(client: TestClient) -> None:
    assert rows(client, "/v1/panel?shape=wide&region_code=110000") == []
    assert client.get("/v1/panel.csv?shape=wide&region_code=110000").text.strip() == ",".join(KEYS)
