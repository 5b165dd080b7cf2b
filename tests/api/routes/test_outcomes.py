"""What was promised and what came of it is one request: outcomes, series, panel, coverage, timelines, phrases."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.asking import asked, rows
from tests.homes import add_report, short_report

BRIDGE = "规划建设辽河特大桥项目。"
REPORTS = [  # code, year, what was done the year before, what is promised
    ("211102", 2022, "地区生产总值增长2.8%。", f"地区生产总值增长6%左右。{BRIDGE}"),
    ("211102", 2023, "地区生产总值增长6.5%。发展新质生产力。", f"地区生产总值增长6%以上。{BRIDGE}"),
    ("211102", 2024, "地区生产总值增长5.1%。发展新质生产力，新质生产力。", f"地区生产总值增长5%。{BRIDGE}"),
    ("211103", 2024, "地区生产总值增长4%。", "地区生产总值增长5%。"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("outcomes")
    for code, year, did, plans in REPORTS:
        add_report(home, short_report(year, did, plans), code, year=year)
    build(home)
    with TestClient(create_app(home), raise_server_exceptions=False) as client:
        yield client


def test_who_missed_is_one_request(client: TestClient) -> None:
    (missed,) = rows(client, "/v1/outcomes?metric_id=gdp&status=missed")
    assert (missed["report_id"], missed["value"], missed["outcome_value"], missed["difference"]) == (
        "211102-2023", 6.0, 5.1, -0.9,
    )  # fmt: skip
    target = client.get(f"/v1/targets/{missed['target_id']}/evidence").json()["data"]
    outcome = client.get(f"/v1/indicators/{missed['outcome_id']}/evidence").json()["data"]
    assert "增长6%以上" in target["sentence"]["text"]
    assert "增长5.1%" in outcome["sentence"]["text"]


def test_a_target_leads_to_its_outcome(client: TestClient) -> None:
    (target,) = rows(client, "/v1/targets?report_id=211102-2022&metric_id=gdp")
    (outcome,) = rows(client, f"/v1/indicators?id={target['outcome_id']}")
    assert outcome["value"] == 6.5


def test_a_series_of_several_regions_is_one_request(client: TestClient) -> None:
    address = "/v1/metrics/gdp/series?region_code__in=211102,211103&measure=growth&year=2023&select=region_code,value"
    assert rows(client, address) == [
        {"region_code": "211102", "value": 5.1},
        {"region_code": "211103", "value": 4.0},
    ]
    assert rows(client, address.replace("__in", "")) == rows(client, address)
    assert len(rows(client, "/v1/metrics/gdp/series?region_code__within=211100")) == 6


def test_a_series_comes_in_other_formats_and_pages(client: TestClient) -> None:
    answer = client.get("/v1/metrics/gdp/series?format=csv&region_code=211102&select=year,value,value_kind")
    assert [*csv.reader(io.StringIO(answer.text))][-1] == ["2024", "5.0", "target"]
    page = client.get("/v1/metrics/gdp/series?limit=2").json()
    following = client.get(page["page"]["next"]).json()
    assert page["page"]["total"] == 6
    assert {row["metric_id"] for row in following["data"]} == {"gdp"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/metrics/gpd/series", 404),
        ("/v1/metrics/gdp/series?metric_id=cpi", 400),
        ("/v1/metrics/gdp/series?yaer=2023", 400),
        ("/v1/projects/nothing/timeline", 404),
        ("/v1/phrases", 400),
        ("/v1/phrases?q=%20", 400),
        ("/v1/phrases?q=a&by=title", 400),
        ("/v1/phrases?q=a&limit=3", 400),
        ("/v1/phrases.csv?q=a&bom=perhaps", 400),
        ("/v1/phrases/receipt?q=a&format=xlsx", 400),
        ("/v1/metrics/gpd/series.csv", 404),
        ("/v1/metrics/gpd/series/receipt", 404),
        ("/v1/projects/nothing/timeline.csv", 404),
        ("/v1/projects/211102:辽河特大桥/timeline?limit=3", 400),
        ("/v1/releases/1.0.0/outcomes/nothing/evidence", 404),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_the_panel_has_target_and_outcome_beside_each_other(client: TestClient) -> None:
    (row,) = rows(client, "/v1/panel?region_code=211102&metric_id=gdp&year=2022")
    said = {name: row[name] for name in ("target_text", "target_value", "outcome_value", "outcome_kind", "status")}
    assert said == {
        "target_text": "地区生产总值增长6%左右", "target_value": 6.0,
        "outcome_value": 6.5, "outcome_kind": "final", "status": "exceeded",
    }  # fmt: skip


def test_coverage_tells_which_reports_there_are(client: TestClient) -> None:
    found = rows(client, "/v1/coverage?select=region_code,year,has_growth_target")
    assert [(row["region_code"], row["year"]) for row in found] == [(code, year) for code, year, _, _ in REPORTS]
    assert all(row["has_growth_target"] for row in found)


def test_the_sentences_behind_an_outcome_are_one_request(client: TestClient) -> None:
    (missed,) = rows(client, "/v1/outcomes?metric_id=gdp&status=missed")
    for prefix in ("/v1", "/v1/releases/1.0.0"):
        behind = rows(client, f"{prefix}/outcomes/{missed['id']}/evidence")
        assert [(one["role"], one["evidence"]["id"]) for one in behind] == [
            ("target", missed["target_id"]), ("outcome", missed["outcome_id"]),
        ]  # fmt: skip
        assert "增长6%以上" in behind[0]["evidence"]["sentence"]["text"]
        assert "增长5.1%" in behind[1]["evidence"]["sentence"]["text"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/v1/panel/211102.gdp.growth.2022/evidence", {"target": "增长6%左右", "outcome": "增长6.5%"}),
        ("/v1/panel/211102.gdp.growth.2021/evidence", {"outcome": "增长2.8%"}),
        ("/v1/series/211102.gdp.growth.2024/evidence", {"statement": "增长5%"}),
    ],
)
def test_the_sentences_behind_a_series_and_a_panel_are_told(client: TestClient, address: str, said: dict) -> None:
    behind = {one["role"]: one["evidence"]["sentence"]["text"] for one in rows(client, address)}
    assert behind.keys() == said.keys()
    assert all(text in behind[role] for role, text in said.items())
    assert client.get(address.replace("/2", "/9")).status_code == 404


ASKED = {
    "series": "/v1/metrics/gdp/series?region_code=211102&measure=growth",
    "phrases": "/v1/phrases?q=新质生产力&by=year,level",
    "projects": "/v1/projects/211102:辽河特大桥/timeline",
    "panel": "/v1/panel?shape=wide&metric_id=gdp",
}


def suffixed(address: str, suffix: str, prefix: str = "/v1") -> str:
    """The address of a download."""
    path, mark, query = address.partition("?")
    return f"{path.replace('/v1', prefix)}.{suffix}{mark}{query}"


@pytest.mark.parametrize("address", ASKED.values(), ids=ASKED)
def test_what_follows_from_the_tables_is_downloaded_as_they_are(client: TestClient, address: str) -> None:
    answer = client.get(address).json()
    known = answer.get("statements") or answer["data"]
    lines = client.get(suffixed(address, "ndjson")).text.splitlines()
    assert len(lines) == len(known) > 0
    csv_rows = [*csv.DictReader(io.StringIO(client.get(suffixed(address, "csv")).text))]
    parquet = pq.read_table(io.BytesIO(client.get(suffixed(address, "parquet")).content)).to_pylist()
    assert len(csv_rows) == len(parquet) == len(known)
    for one, row in zip(parquet, known, strict=True):
        assert {name: one[name] for name in row if name in one} == {name: row[name] for name in row if name in one}
    for suffix, magic in (("xlsx", b"PK"), ("dta", b"<stata_dta>"), ("arrow", b"")):
        file = client.get(suffixed(address, suffix))
        assert (file.status_code, file.content[: len(magic)]) == (200, magic)
        assert file.headers["content-disposition"].endswith(f'-1.0.0.{suffix}"')
    assert client.get(address, headers={"Accept": "text/csv"}).content == client.get(suffixed(address, "csv")).content


@pytest.mark.parametrize("address", ASKED.values(), ids=ASKED)
def test_a_receipt_has_the_checksum_of_what_its_address_downloads(client: TestClient, address: str) -> None:
    path, mark, query = address.partition("?")
    receipt = asked(client, f"{path}/receipt{mark}{query}")["data"]
    file = client.get(receipt["permalink"])
    assert (receipt["bytes"], receipt["sha256"]) == (len(file.content), hashlib.sha256(file.content).hexdigest())
    assert receipt["rows"] == len([*csv.reader(io.StringIO(file.text))]) - 1 > 0
    assert "immutable" in file.headers["cache-control"]
    assert receipt["sha256"] in receipt["citation"]
    assert file.content == client.get(suffixed(address, "csv", "/v1/releases/1.0.0")).content


@pytest.mark.parametrize("address", ASKED.values(), ids=ASKED)
def test_what_a_client_has_is_not_sent_again(client: TestClient, address: str) -> None:
    for one in (address, suffixed(address, "csv")):
        first = client.get(one)
        again = client.get(one, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(address).headers["etag"] != first.headers["etag"]


def test_a_project_that_stalls_is_found_and_its_timeline_has_every_statement(client: TestClient) -> None:
    (stalled,) = rows(client, "/v1/undertakings?stalled_years__gte=3")
    answer = client.get(f"/v1/projects/{stalled['id']}/timeline").json()
    assert answer["data"] == stalled
    assert [one["report_year"] for one in answer["statements"]] == [2022, 2023, 2024]
    assert client.get(f"/v1/releases/1.0.0/projects/{stalled['id']}/timeline").json() == answer


def test_phrases_are_counted_by_year_and_compared_and_their_first_use_is_told(client: TestClient) -> None:
    answer = client.get("/v1/phrases?q=新质生产力 地区生产总值&region_code=211102").json()
    counts = {(row["phrase"], row["year"]): (row["count"], row["reports_with"]) for row in answer["data"]}
    assert counts[("新质生产力", 2022)] == (0, 0)
    assert counts[("新质生产力", 2024)] == (2, 1)
    assert counts[("地区生产总值", 2023)] == (2, 1)
    (new, _) = answer["first"]
    assert (new["year"], new["report_id"]) == (2023, "211102-2023")
    assert client.get(new["url"]).status_code == 200


def test_phrases_are_folded_as_words_of_a_search_are(client: TestClient) -> None:
    (row,) = rows(client, "/v1/phrases?q=５．１%25&by=level")
    assert (row["level"], row["count"], row["reports"]) == ("county", 1, 4)


def test_a_phrase_of_nothing_that_is_seen_is_none() -> None:
    with TestClient(create_app(BUILT_IN), raise_server_exceptions=False) as client:
        found = rows(client, "/v1/phrases?q=%E2%80%8B%20%E6%94%B9%E9%9D%A9&by=level")
        assert [row["phrase"] for row in found] == ["改革"]


def test_releases_from_before_these_tables_have_none_of_their_rows() -> None:
    with TestClient(create_app(BUILT_IN)) as client:
        for table in ("outcomes", "series", "panel", "coverage", "undertakings"):
            assert rows(client, f"/v1/releases/1.0.0/{table}") == []
        assert client.get("/v1/releases/1.0.0/outcomes.csv").text.startswith("id,report_id,target_id")
        assert client.get("/v1/releases/1.0.0/files/outcomes.parquet").status_code == 404


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet", "arrow", "ndjson", "xlsx", "dta"])
def test_a_release_from_before_a_table_answers_with_none_of_it_in_every_format(
    published: TestClient, suffix: str
) -> None:
    assert published.get(f"/v1/releases/5.2.0/outcomes.{suffix}").status_code == 200


QUESTIONS = re.findall(r"`(/v1/[^`{]+)`", (BUILT_IN.parent / "docs/outcomes.md").read_text("utf-8"))


def test_every_question_of_the_page_about_outcomes_is_one_request(client: TestClient) -> None:
    asked_for = [one for one in QUESTIONS if "?" in one]
    assert len(asked_for) > 10
    assert {one: client.get(one).status_code for one in asked_for} == dict.fromkeys(asked_for, 200)


def test_phrases_between_commas_are_counted_apart(client: TestClient) -> None:
    counts = rows(client, "/v1/phrases?q=新质生产力，大桥&by=level")
    assert {row["phrase"]: row["count"] for row in counts} == {"新质生产力": 3, "大桥": 3}
