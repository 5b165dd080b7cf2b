"""Asking for rows: words, groups, columns, order; and every format read back."""

import csv
import io
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient

from api.query.cursors import make_cursor
from api.query.listing import cursor_scope, read_query
from datasets.releases.release import Release
from schemas.tables import BY_NAME, Table
from tests.asking import every_table, rows


def ids(client: TestClient, address: str) -> list[object]:
    return [row["id"] for row in rows(client, address)]


def test_a_word_is_found_in_any_text_whatever_its_case(client: TestClient) -> None:
    assert ids(client, "/v1/metrics?q=Gross Domestic") == ids(client, "/v1/metrics?q=gross DOMESTIC") != []
    assert "gdp" in ids(client, "/v1/metrics?q=gross domestic")
    assert ids(client, "/v1/glossary?q=工业源") == ids(client, "/v1/glossary?items__contains=工业源")
    assert ids(client, "/v1/indicators?q=nowhere") == []


@pytest.mark.parametrize("name", ["gdp", "GDP", "生产总值", "地区生产总值"])
def test_a_metric_is_found_by_each_of_its_names(client: TestClient, name: str) -> None:
    assert set(ids(client, f"/v1/indicators?q={name}")) >= set(ids(client, "/v1/indicators?metric_id=gdp")) != set()


def test_all_words_must_be_found(client: TestClient) -> None:
    both = set(ids(client, "/v1/indicators?q=gdp 亿元"))
    assert both == set(ids(client, "/v1/indicators?q=gdp")) & set(ids(client, "/v1/indicators?q=亿元&limit=1000"))
    assert "211102-2024.i566" in both


def test_a_comma_in_a_value_is_escaped(client: TestClient) -> None:
    every = rows(client, "/v1/indicators?limit=1000")
    first, second = sorted({str(row["section"]) for row in every if "," in str(row["section"])})[:2]
    asked_for = ",".join(section.replace(",", "\\,") for section in (first, second))
    found = rows(client, f"/v1/indicators?limit=1000&section__in={quote(asked_for)}")
    assert found == [row for row in every if row["section"] in (first, second)] != []


def test_one_filter_of_a_group_must_hold_and_every_group(client: TestClient) -> None:
    every = rows(client, "/v1/indicators?limit=1000")
    found = rows(client, "/v1/indicators?limit=1000&or=metric_id=gdp;unit__in=%,亿元&or2=measure=level;value__gt=7")
    expected = [
        row
        for row in every
        if (row["metric_id"] == "gdp" or row["unit"] in ("%", "亿元"))
        and (row["measure"] == "level" or row["value"] > 7)
    ]
    assert found == expected != every


def test_a_semicolon_in_a_value_of_a_group_is_escaped(client: TestClient) -> None:
    assert rows(client, "/v1/indicators?or=name__contains=a\\;b") == []


def test_select_gives_these_columns_in_this_order(client: TestClient) -> None:
    answer = client.get("/v1/indicators?metric_id=gdp&select=unit,value&sort=-value&limit=1").json()
    assert [list(row.items()) for row in answer["data"]] == [[("unit", "亿元"), ("value", 155.5)]]
    following = client.get(answer["page"]["next"]).json()
    assert following["data"] == [{"unit": "%", "value": 3.0}]


@pytest.mark.parametrize("direction", ["", "-"])
def test_empty_values_come_last_whatever_the_direction(client: TestClient, direction: str) -> None:
    found = [row["base_value"] for row in rows(client, f"/v1/indicators?sort={direction}base_value&limit=1000")]
    known = [value for value in found if value is not None]
    assert known == sorted(known, reverse=direction == "-")
    assert None in found
    assert found[len(known) :] == [None] * (len(found) - len(known))


def test_a_cursor_belongs_to_its_order(client: TestClient) -> None:
    following = client.get("/v1/indicators?sort=-value&limit=2").json()["page"]["next"]
    assert client.get(following.replace("sort=-value", "sort=value")).json()["type"] == "/problems/bad-cursor"
    assert client.get(following.replace("limit=2", "limit=7")).json()["page"]["returned"] == 7


@pytest.mark.parametrize("last", [[10**30, "a"], ["a", "a"], [None, None], [1.5, "a"], [1], [], [1, "a", 2]])
def test_a_forged_cursor_is_refused(client: TestClient, last: list[object]) -> None:
    query = read_query(BY_NAME["indicators"], {"sort": "char_start"}, "1.0.0", ("id",))
    answer = client.get(f"/v1/indicators?sort=char_start&cursor={make_cursor(cursor_scope(query, '1.0.0'), last)}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-cursor")


@every_table
def test_ndjson_has_the_rows_of_the_table_one_a_line(client: TestClient, release: Release, table: Table) -> None:
    answer = client.get(f"/v1/{table.name}.ndjson")
    assert answer.headers["content-type"] == "application/x-ndjson"
    found = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    assert found == msgspec.to_builtins(pq.read_table(release.table_file(table.name)).to_pylist())
    assert not found or answer.content.endswith(b"\n")


@every_table
def test_arrow_has_the_table_as_parquet_has_it(client: TestClient, release: Release, table: Table) -> None:
    answer = client.get(f"/v1/{table.name}.arrow")
    assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
    assert answer.headers["content-disposition"].endswith(f'"baogao-{table.name}-1.0.0.arrow"')
    found = pa.ipc.open_stream(answer.content).read_all()
    assert found.equals(pq.read_table(release.table_file(table.name)))
    assert found.schema.field(0).metadata[b"description"]


@pytest.mark.parametrize("format_", ["csv", "ndjson", "parquet", "arrow"])
def test_a_download_has_the_rows_columns_and_order_asked_for(client: TestClient, format_: str) -> None:
    content = client.get(f"/v1/indicators.{format_}?metric_id=gdp&select=id,value&sort=value").content
    assert read_back(format_, content) == [
        {"id": "211102-2024.i578", "value": 3.0},
        {"id": "211102-2024.i566", "value": 155.5},
    ]


def read_back(format_: str, content: bytes) -> list[dict[str, object]]:
    """The rows of a download of ids and values."""
    match format_:
        case "csv":
            found = csv.DictReader(io.StringIO(content.decode(), newline=""))
            return [{"id": row["id"], "value": float(row["value"])} for row in found]
        case "ndjson":
            return [msgspec.json.decode(line) for line in content.splitlines()]
        case "parquet":
            return list(pq.read_table(pa.BufferReader(content)).to_pylist())
    return list(pa.ipc.open_stream(content).read_all().to_pylist())


def test_csv_starts_with_a_byte_order_mark_on_request(client: TestClient) -> None:
    plain = client.get("/v1/regions.csv").content
    assert client.get("/v1/regions.csv?bom=true").content == b"\xef\xbb\xbf" + plain
    assert not plain.startswith(b"\xef\xbb\xbf")
