"""What may be wrong with a question is said in every answer: in `warnings`, or in a header of a download."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from litestar.testing import TestClient

from api.routes.tables.warnings import LONGEST_HEADER, MOST_WARNINGS, structured, warning_header
from schemas.tables import TABLES

ITEM = re.compile(r'%"(?P<display>[^"]*)"|"(?P<plain>(?:[^"\\]|\\.)*)"')
CASES = [
    ("metric_id=gpd", ["metric_id: metrics has no 'gpd'; the nearest is gdp"]),
    ("metric_id=GDP", ["metric_id: metrics has no 'GDP'; the nearest is gdp"]),
    ("report_id__in=211103-2024", ["report_id__in: reports has no '211103-2024'; the nearest is 211102-2024"]),
    ("unit=万圆", ["unit: units has no '万圆'; the nearest is 万"]),
    ("metric_id__in=gdp,gpd", ["metric_id__in: metrics has no 'gpd'; the nearest is gdp"]),
    ("or=metric_id=gpd;year=2023", ["metric_id: metrics has no 'gpd'; the nearest is gdp"]),
    ("year__in=", ["year__in: has no value, and no row is one of none"]),
    ("metric_id=gdp&year=1999", []),
    ("metric_id=gdp", []),
]


def read(header: str) -> list[str]:
    """The strings of a structured header."""
    return [
        unquote(match["display"]) if match["display"] is not None else re.sub(r"\\(.)", r"\1", match["plain"])
        for match in ITEM.finditer(header)
    ]


@pytest.mark.parametrize(("query", "warnings"), CASES)
@pytest.mark.parametrize("below", ["?", "/aggregate?", "/aggregate?group_by=year&", "/facets?by=rule&", "/receipt?"])
def test_every_envelope_has_the_same_warnings(client: TestClient, below: str, query: str, warnings: list[str]) -> None:
    answer = client.get(f"/v1/indicators{below}{query}")
    assert (answer.status_code, answer.json()["warnings"]) == (200, warnings)
    assert "dataset-warnings" not in answer.headers


@pytest.mark.parametrize(("query", "warnings"), CASES)
@pytest.mark.parametrize("address", ["indicators.csv?", "indicators.parquet?", "indicators.xlsx?", "indicators.csv?select=id&", "indicators/aggregate.csv?"])  # fmt: skip
def test_a_download_has_them_in_a_header(client: TestClient, address: str, query: str, warnings: list[str]) -> None:
    answer = client.get(f"/v1/{address}{query}")
    assert (answer.status_code, read(answer.headers.get("dataset-warnings", ""))) == (200, warnings)
    assert client.head(f"/v1/{address}{query}").headers.get("dataset-warnings") == answer.headers.get("dataset-warnings")  # fmt: skip


def test_amounts_of_several_metrics_are_pointed_out_in_a_download_too(client: TestClient) -> None:
    asked = "agg=sum(base_value)&base_unit=CNY"
    warnings = client.get(f"/v1/indicators/aggregate?{asked}").json()["warnings"]
    assert "over all metrics" in warnings[0]
    assert read(client.get(f"/v1/indicators/aggregate.csv?{asked}").headers["dataset-warnings"]) == warnings


def test_many_warnings_are_counted(client: TestClient) -> None:
    ids = ",".join(f"x{n}" for n in range(50))
    warnings = client.get(f"/v1/indicators?metric_id__in={ids}").json()["warnings"]
    assert len(warnings) == MOST_WARNINGS + 1
    assert warnings[-1] == "30 more of this kind"


@pytest.mark.parametrize("text", ["plain", 'a "quoted" \\ text', "万圆", "100 %", "a\nb", '万"%'])
def test_a_warning_in_a_header_is_read_back(text: str) -> None:
    header = structured(text)
    assert header.isascii()
    assert header.isprintable()
    assert read(header) == [text]


def test_a_header_is_bounded() -> None:
    header = warning_header(["圆" * 80] * MOST_WARNINGS)["Dataset-Warnings"]
    assert len(header) <= LONGEST_HEADER + 20
    assert read(header)[-1] == "15 more"


def following_of(answer: Any) -> str | None:
    """The address of the rest of a download."""
    found = re.findall('<([^>]*)>; rel="next"', answer.headers.get("link", ""))
    return found[0] if found else None


def test_a_download_that_is_cut_says_so_and_leads_on(client: TestClient) -> None:
    for table in TABLES:
        every = client.get(f"/v1/{table.name}.csv").content.splitlines()
        answer = client.get(f"/v1/{table.name}.csv?limit={max(1, len(every) // 3)}")
        found = answer.content.splitlines()
        while following := following_of(answer):
            assert answer.headers["x-total-count"] == str(client.get(f"/v1/{table.name}").json()["page"]["total"])
            answer = client.get(following)
            found += answer.content.splitlines()[1:]
        assert found == every, table.name


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "parquet", "arrow", "xlsx"])
def test_the_rest_of_a_download_has_its_format(client: TestClient, suffix: str) -> None:
    cut = client.get(f"/v1/indicators?format={suffix}&limit=2&sort=-value&measure=level")
    following = following_of(cut)
    assert following is not None
    assert following.startswith(f"/v1/releases/1.0.0/indicators.{suffix}?limit=2&measure=level&sort=-value&cursor=")
    rest = client.get(following)
    assert (rest.status_code, rest.headers["content-type"]) == (200, cut.headers["content-type"])


def test_a_page_of_another_origin_may_read_what_is_said(client: TestClient) -> None:
    exposed = client.get("/v1/units.csv?limit=1").headers["access-control-expose-headers"].split(", ")
    assert {"X-Total-Count", "Dataset-Warnings", "Link"} <= {*exposed}


def test_a_receipt_is_of_the_rows_that_the_download_has(client: TestClient) -> None:
    total = client.get("/v1/units?limit=1").json()["page"]["total"]
    for limit, rows in ((1001, 1001), (1_000_000, total)):
        receipt = client.get(f"/v1/units/receipt?limit={limit}").json()["data"]
        assert receipt["rows"] == rows < 1_000_000
        assert len(client.get(receipt["permalink"]).content.splitlines()) == rows + 1


def test_a_download_that_is_whole_says_nothing(client: TestClient) -> None:
    for address in ("/v1/units.csv", "/v1/units.csv?limit=2000000", "/v1/units.csv?dimension=length&limit=900"):
        assert following_of(client.get(address)) is None
    assert "x-total-count" not in client.get("/v1/units.csv").headers
    assert "x-total-count" not in client.get("/v1/units.csv?limit=3&total=false").headers
    assert client.get("/v1/units.csv?limit=1000000001").json()["parameter"] == "limit"
    assert client.get("/v1/units?limit=1001").json()["parameter"] == "limit"


def test_a_cut_aggregate_says_how_many_groups_there_are(client: TestClient) -> None:
    groups = client.get("/v1/indicators/aggregate?group_by=unit").json()["data"]
    answer = client.get("/v1/indicators/aggregate.csv?group_by=unit&limit=2")
    assert (len(answer.content.splitlines()), answer.headers["x-total-count"]) == (3, str(len(groups)))
    assert client.get("/v1/indicators/aggregate.csv?group_by=unit&limit=10000").status_code == 200
    assert client.get("/v1/indicators/aggregate?group_by=unit&limit=10001").json()["parameter"] == "limit"
