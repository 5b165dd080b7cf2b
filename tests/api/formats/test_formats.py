"""Formats: what no table of ours holds, but a format must survive; and workbooks."""

import csv
import datetime as dt
import io
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.app import create_app
from api.formats import registry as formats
from api.formats.export import Export
from api.formats.registry import write_csv
from api.formats.xlsx import write_workbook
from api.settings import Settings
from api.store.duckdb import csv_lines
from datasets.releases.release import Release
from datasets.releases.tables.formulas import is_formula
from schemas.inspection import column, columns_of
from schemas.tables import BY_NAME, Table
from tests.asking import every_table
from tests.homes import add_report, next_release

FORMULAS = [
    *("=1+1", "+1", "-1", "@x", "\tx", "\nx", "\r\nx"),
    *("＝1+1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x"),
    *(" =1", "\N{NO-BREAK SPACE}+1", "\N{IDEOGRAPHIC SPACE}－1", " \t @x", "\x00=1", "\x0b=1", "\x85=1"),
    *("\N{ZERO WIDTH SPACE}=1", "\N{BYTE ORDER MARK}＝1", "\N{RIGHT-TO-LEFT OVERRIDE}-1", "\N{HANGUL FILLER}=1"),
]
TEXTS = [
    *("plain", 'a "b", c\r\nd', "", "'", "１", "\N{BYTE ORDER MARK}x", " x", "1=1", "'=1", "\N{EM DASH}1", "x\n=1"),
    *(text for text in FORMULAS if "\0" not in text),
]


def export(table: pa.Table, *options: str) -> Export:
    return Export("t", table.schema, table.to_batches(), options=frozenset(options))


def csv_of(texts: list[str], *options: str) -> list[str]:
    """Texts written as CSV and read back."""
    table = pa.table({"text": texts})
    content = b"".join(write_csv(export(table, *options))).decode()
    return [row["text"] for row in csv.DictReader(io.StringIO(content, newline=""), strict=True)]


def test_csv_gives_every_text_back() -> None:
    assert csv_of(TEXTS) == TEXTS


@pytest.mark.parametrize("text", [*TEXTS, *FORMULAS])
def test_text_a_spreadsheet_would_run_is_made_harmless_on_request(text: str) -> None:
    (shown,) = csv_of([text], "escape_formulas")
    assert shown == (f"'{text}" if text in FORMULAS else text)


def would_run(text: str) -> bool:
    """Whether a text is like a formula, plainly: what a reader sees of it first has the meaning of a sign."""
    seen = [one for one in text if unicodedata.category(one) not in ("Cc", "Zs", "Zl", "Zp") and one not in UNSEEN]
    forms = [f"<{form}> {ord(sign):04X}" for form in ("wide", "small") for sign in "=+-@"]
    return text[:1] in {"\t", "\r", "\n"} or (
        bool(seen) and (seen[0] in "=+-@" or unicodedata.decomposition(seen[0]) in forms)
    )


UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200d\u200f\u202e\u2060\u2066\u2800\u3164\ufe0f\ufeff\uffa0\U000e0001\U000e0100"
OPENINGS = st.text(
    st.sampled_from(UNSEEN + "\t\r\n \x00\x7f\x85\u00a0\u2003\u2028\u3000=+-@＝＋－＠﹦﹢﹣﹫a中1'—−"), max_size=6
)


@given(text=OPENINGS | st.text(st.characters(exclude_categories=["Cs", "Cf", "Cn", "Co", "Mn"]), max_size=4))
def test_what_is_made_harmless_is_what_a_plain_description_names(text: str) -> None:
    assert csv_of([text], "escape_formulas") == [f"'{text}" if would_run(text) else text]


def test_every_space_and_control_there_is_is_passed_over() -> None:
    categories = ("Cc", "Zs", "Zl", "Zp")
    passed_over = [one for one in map(chr, range(sys.maxunicode)) if unicodedata.category(one) in categories]
    assert len(passed_over) > 80
    assert [one for one in passed_over if not is_formula(one + "=1")] == []


def test_numbers_below_zero_are_no_formulas() -> None:
    table = pa.table({"value": [-1.5]})
    content = b"".join(write_csv(export(table, "escape_formulas")))
    assert content == b"value\r\n-1.5\r\n"


@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.sampled_from(TEXTS) | OPENINGS | st.text("a,\"\r\n\t=+-@'；é\N{CROCODILE} ", max_size=8),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.booleans(),
            st.none() | st.dates(),
        ),
        min_size=1,
    ),
    options=st.sampled_from([frozenset(), frozenset({"escape_formulas"})]),
)
def test_the_engine_writes_csv_to_the_byte(rows: list[tuple[Any, ...]], options: frozenset[str]) -> None:
    kinds = {"text": str, "number": float, "count": int, "flag": bool, "day": dt.date}
    arrow = {"text": pa.string(), "number": pa.float64(), "count": pa.int64(), "flag": pa.bool_(), "day": pa.date32()}
    table = pa.table(
        {name: pa.array(column, arrow[name]) for name, column in zip(kinds, zip(*rows, strict=True), strict=True)}
    )
    cells = ", ".join(csv_lines.cell(column(name, kind | None), bool(options)) for name, kind in kinds.items())
    with duckdb.connect() as connection:
        connection.register("rows", table)
        found = connection.sql(f"select concat_ws(',', {cells}) as line from rows").to_arrow_table()  # noqa: S608
    written = b"".join(csv_lines.join_lines(batch) for batch in found.to_batches())
    assert b"text,number,count,flag,day\r\n" + written == b"".join(write_csv(export(table, *options)))


def book_of(client: TestClient, address: str) -> openpyxl.Workbook:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def as_cell(value: object) -> object:
    """A value as a workbook holds it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no zone
    if isinstance(value, float):
        return float(f"{value:.16g}")  # Excel itself shows 15 digits
    return None if value == "" else value


@pytest.mark.slow
@every_table
def test_a_workbook_has_the_table_as_parquet_has_it(client: TestClient, release: Release, table: Table) -> None:
    names, *found = book_of(client, f"/v1/{table.name}.xlsx")[table.name].values
    stored = pq.read_table(release.table_file(table.name)).to_pylist()
    assert sorted(names) == sorted(column.name for column in columns_of(table.row))
    assert found == [tuple(as_cell(row[name]) for name in names) for row in stored]


def test_a_workbook_starts_with_what_its_reader_looks_for(client: TestClient) -> None:
    names, *_ = book_of(client, "/v1/projects.xlsx?limit=1")["projects"].values
    assert names[:5] == ("id", "report_id", "project_key", "family_key", "key_rule")
    assert names[-8:] == ("section", "paragraph", "char_start", "char_end", "quote", "rule", "review", "because")
    names, *_ = book_of(client, "/v1/projects.xlsx?limit=1&select=quote,id")["projects"].values
    assert names == ("quote", "id")
    header = client.get("/v1/projects.csv?limit=1").text.partition("\r\n")[0].split(",")
    assert header == [column.name for column in columns_of(BY_NAME["projects"].row)]  # CSV is as it was


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("", ("code", "name", "name_en")),
        ("&header=name", ("code", "name", "name_en")),
        ("&header=zh", ("代码", "名称", "英文名称")),
        ("&header=en", ("Code", "Name", "Name in English")),
    ],
)
def test_the_first_row_of_a_workbook_has_names_or_titles(client: TestClient, header: str, first: tuple[str]) -> None:
    names, *rows = book_of(client, f"/v1/regions.xlsx?select=code,name,name_en{header}")["regions"].values
    assert names == first
    assert rows[0][0] == "000000"


def test_the_titles_of_an_aggregate_say_what_was_computed(client: TestClient) -> None:
    address = "/v1/indicators/aggregate.xlsx?group_by=reports.year,measure&agg=count,avg(char_start)&header="
    names, *_ = book_of(client, f"{address}zh")["aggregate"].values
    assert names == ("报告：年份", "数字类型", "行数", "引文起点：平均值")
    names, *_ = book_of(client, f"{address}en")["aggregate"].values
    assert names == ("Reports: year", "Kind of figure", "Rows", "First character of the quote: mean")
    assert client.get(f"{address}fr").json()["allowed"] == ["name", "zh", "en"]
    assert client.get("/v1/units?header=cn").json()["parameter"] == "header"


def test_csv_of_an_aggregate_is_written_as_that_of_a_listing(client: TestClient) -> None:
    plain = client.get("/v1/regions/aggregate.csv?group_by=name")
    marked = client.get("/v1/regions/aggregate.csv?group_by=name&bom=true")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    assert client.get("/v1/regions/aggregate.csv?group_by=name&escape_formulas=true").content == plain.content
    assert client.get("/v1/regions/aggregate?bom=yes").json()["parameter"] == "bom"


def test_a_workbook_explains_its_columns_and_says_where_it_is_from(client: TestClient, home: Path) -> None:
    address = "/v1/indicators.xlsx?select=measure,base_value&metric_id=gdp"
    book = book_of(client, address)
    assert book.sheetnames == ["indicators", "codebook", "about"]
    _, measure, base = book["codebook"].values
    assert measure[:4] == ("measure", "Kind of figure", "数字类型", "text")
    assert "growth: " in measure[9]
    assert base[:6] == ("base_value", "Value in the base unit", "换算数值", "number", "yes 是", "base_unit")
    about = dict(list(book["about"].values)[1:])
    assert about["release 版本"] == "1.0.0"
    assert f"Published on {about['published on 发布日期']}." in client.get("/v1/releases/1.0.0/citation.txt").text
    assert client.get(about["address 地址"]).json()["page"]["total"] == 2
    assert about["citation 引用"].startswith("Baogao contributors (")
    assert about["citation 引用"].endswith(about["address 地址"])
    report = client.get("/v1/reports/211102-2024").json()["data"]
    assert about["report 报告 211102-2024"] == f"{report['region_name']} {report['title']} {report['publisher']}"
    with TestClient(create_app(home, Settings(home=home, public_url="https://data.example.org"))) as named:
        assert named.get(address).headers["etag"] != client.get(address).headers["etag"]
        about = dict(list(book_of(named, address)["about"].values)[1:])
        assert about["address 地址"].startswith("https://data.example.org/v1/releases/1.0.0/indicators?")
    book = book_of(client, "/v1/indicators/aggregate?group_by=reports.year&agg=count,avg(char_start)&format=xlsx")
    assert [row[0] for row in list(book["codebook"].values)[1:]] == ["reports.year", "count", "avg(char_start)"]


@pytest.mark.slow
def test_a_workbook_says_at_which_addresses_its_reports_were_published(tmp_path: Path) -> None:
    for code in ("211102", "211103"):
        add_report(tmp_path, code=code, more=f'url = "https://example.gov.cn/{code}"')
    next_release(tmp_path)
    with TestClient(create_app(tmp_path)) as client:
        about = dict(list(book_of(client, "/v1/targets.xlsx")["about"].values)[1:])
    for code in ("211102", "211103"):
        assert about[f"report 报告 {code}-2024"] == f"某区 政府工作报告 https://example.gov.cn/{code}"


def test_codes_are_text_and_nothing_is_run_in_a_workbook() -> None:
    escaped = re.compile("_x([0-9A-F]{4})_")
    texts = [*TEXTS, "000000", "=cmd|' /C calc'!A0", "http://example.org", "x" * 40_000, "\x01", "1e5"]
    content = b"".join(write_workbook(export(pa.table({"text": texts}))))
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["t"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    read = [escaped.sub(lambda code: chr(int(code[1], 16)), cell.value or "") for cell in cells]  # as Excel does
    assert read[: len(TEXTS)] == TEXTS
    assert [cell.quotePrefix for cell in cells[: len(TEXTS)]] == [text in FORMULAS for text in TEXTS]
    assert cells[len(TEXTS)].value == "000000"
    assert not any(cell.hyperlink for cell in cells)
    (cut,) = [cell.value for cell in cells if len(str(cell.value)) > 1000]
    assert (len(cut), "cut here" in cut) == (32_767, True)


def test_the_same_rows_are_the_same_workbook(client: TestClient) -> None:
    address = "/v1/regions.xlsx"
    assert client.get(address).content == client.get(address).content


def test_a_problem_names_the_address_with_its_suffix(client: TestClient) -> None:
    for address in ("/v1/units.csv", "/v1/releases/1.0.0/units/aggregate.ndjson", "/v1/units"):
        assert client.get(f"{address}?nothing=1").json()["instance"] == address


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xlsx", "dta"])
def test_more_rows_than_a_format_holds_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    few = msgspec.structs.replace(formats.BY_NAME[name], most_rows=3)
    monkeypatch.setitem(formats.BY_NAME, name, few)
    with TestClient(create_app(home)) as client:
        answer = client.get(f"/v1/indicators.{name}")
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-many-rows")
        assert client.get(f"/v1/indicators.{name}?limit=3").status_code == 200
        assert client.get(f"/v1/indicators.{name}?metric_id=gdp").status_code == 200
