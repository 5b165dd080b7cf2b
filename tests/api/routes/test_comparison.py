"""What differs between releases, and what became of a row, is told over HTTP as it is on the command line."""

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from api.app import create_app
from api.cli import main
from benchmarks.grown import sealed
from datasets.library.home import BUILT_IN
from datasets.releases.publishing import seal
from tests.asking import asked, every_table, rows, walked
from tests.homes import NEWEST, add_report, next_release

GROWN = "211102-2024.i2043"  # its name lost the verb of its list until 4.0.0


def test_a_comparison_is_the_one_of_the_command_line(published: TestClient) -> None:
    printed = json.loads(CliRunner().invoke(main, ["diff", "1.0.0", "5.2.0", "--json"]).output)
    answer = asked(published, "/v1/releases/1.0.0/diff/5.2.0?limit=1000")
    assert (answer["from"], answer["to"], answer["tables"]) == ("1.0.0", "5.2.0", printed["tables"])
    assert walked(published, "/v1/releases/1.0.0/diff/5.2.0?limit=300") == printed["data"]
    assert answer["page"]["total"] == len(printed["data"])


def test_a_cell_has_what_it_was_what_it_is_and_why(published: TestClient) -> None:
    (row,) = (one for one in rows(published, "/v1/releases/3.0.0/diff/4.0.0") if one["id"] == GROWN)
    assert (row["table"], row["change"], row["reason"]) == (
        "indicators",
        "changed",
        {"kind": "rule", "rule": "named_value", "was_rule": "named_value"},
    )
    cells = {cell["column"]: (cell["old"], cell["new"]) for cell in row["cells"]}
    assert cells["name"] == ("雏鹰瞪羚企业", "新增雏鹰瞪羚企业")
    for version, n in (("3.0.0", 0), ("4.0.0", 1)):
        stored = asked(published, f"/v1/releases/{version}/indicators/{GROWN}")["data"]
        assert {column: stored[column] for column in cells} == {column: both[n] for column, both in cells.items()}


@pytest.mark.parametrize("narrowed", ["table=projects", "change=removed", "table=figures&change=added", "limit=7"])
def test_pages_and_filters_give_every_row_once(published: TestClient, narrowed: str) -> None:
    address = "/v1/releases/1.0.0/diff/5.2.0"
    everything = walked(published, f"{address}?limit=1000")
    wanted = dict(part.split("=") for part in narrowed.split("&") if not part.startswith("limit"))
    expected = [row for row in everything if all(row[name] == value for name, value in wanted.items())]
    assert expected
    assert walked(published, f"{address}?{narrowed}") == expected


def test_a_comparison_of_whole_versions_never_changes_and_one_of_others_may(published: TestClient) -> None:
    pinned = published.get("/v1/releases/1.0.0/diff/2.0.0")
    assert "immutable" in pinned.headers["cache-control"]
    for address in ("/v1/releases/1.0.0/diff/latest", "/v1/releases/1/diff/2.0.0", "/v1/releases/1.0.0/diff/2"):
        assert published.get(address).headers["cache-control"] == "public, max-age=60"
    again = published.get("/v1/releases/1.0.0/diff/2.0.0", headers={"if-none-match": pinned.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = published.get("/v1/releases/1.0.0/diff/3.0.0", headers={"if-none-match": pinned.headers["etag"]})
    assert other.status_code == 200


def test_pages_stay_on_the_releases_that_latest_meant(published: TestClient) -> None:
    page = asked(published, "/v1/releases/1/diff/latest?limit=5")["page"]
    assert page["next"].startswith(f"/v1/releases/1.0.0/diff/{NEWEST}?limit=5&cursor=")


def test_a_release_compared_with_itself_has_no_changes(published: TestClient) -> None:
    answer = asked(published, "/v1/releases/2.0.0/diff/2.0.0")
    assert (answer["data"], answer["tables"], answer["page"]["next"]) == ([], [], None)


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("/v1/releases/99/diff/1.0.0", 404, "release-not-found"),
        ("/v1/releases/1.0.0/diff/9.9", 404, "release-not-found"),
        ("/v1/releases/1.0.0/diff/1.x", 404, "release-not-found"),
        ("/v1/releases/1.0.0/diff/2.0.0?table=indicator", 400, "bad-parameter"),
        ("/v1/releases/1.0.0/diff/2.0.0?change=moved", 400, "bad-parameter"),
        ("/v1/releases/1.0.0/diff/2.0.0?limit=0", 400, "bad-parameter"),
        ("/v1/releases/1.0.0/diff/2.0.0?cursor=x", 400, "bad-cursor"),
        ("/v1/releases/1.0.0/diff/2.0.0?tabel=units", 400, "unknown-parameter"),
        ("/v1/releases/1.0.0/diff/2.0.0?as_of=2026-11-23", 400, "unknown-parameter"),
    ],
)
def test_what_cannot_be_meant_is_refused(published: TestClient, address: str, status: int, problem: str) -> None:
    answer = published.get(address)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")


def test_a_cursor_of_another_comparison_is_refused(published: TestClient) -> None:
    cursor = asked(published, "/v1/releases/1.0.0/diff/2.0.0?limit=5")["page"]["next"].partition("cursor=")[2]
    for address in ("1.0.0/diff/3.0.0?limit=5", "1.0.0/diff/2.0.0?limit=5&table=figures"):
        answer = published.get(f"/v1/releases/{address}&cursor={cursor}")
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-cursor")
    assert published.get(f"/v1/releases/1.0.0/diff/2.0.0?limit=9&cursor={cursor}").status_code == 200


@pytest.fixture
def incompatible(tmp_path: Path) -> Iterator[TestClient]:
    """Two releases of which one has a column of another type, one that today's schemas do not know."""
    release = next_release(add_report(tmp_path))
    for version, value in (("2.0.0", 1), ("3.0.0", "x")):
        newer = tmp_path / "releases" / version
        shutil.copytree(release.folder, newer)
        seal(newer, msgspec.structs.replace(release.manifest, version=version, schema_sha256="0" * 64))
        table = pq.read_table(newer / "regions.parquet")
        pq.write_table(table.append_column("rank", pa.array([value] * len(table))), newer / "regions.parquet")
        sealed(newer)
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        yield client


def test_releases_of_incompatible_columns_are_told_apart_by_name(incompatible: TestClient) -> None:
    answer = incompatible.get("/v1/releases/2.0.0/diff/3.0.0")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-comparable")
    assert "regions.rank is int64 in one and string in the other" in answer.json()["detail"]


# The history of a row


def test_the_history_of_a_row_is_what_each_release_did_to_it(published: TestClient) -> None:
    answer = asked(published, f"/v1/indicators/{GROWN}/history")
    assert (answer["table"], answer["id"], answer["release"]) == ("indicators", GROWN, NEWEST)
    told = [(one["release"], one["change"], one["reason"]["kind"]) for one in answer["data"]]
    assert told[0] == ("1.0.0", "added", "first")
    assert ("4.0.0", "changed", "rule") in told
    assert [one["published_on"] for one in answer["data"]] == sorted(one["published_on"] for one in answer["data"])


@pytest.mark.slow
@every_table
def test_a_history_leads_from_the_first_row_to_the_one_of_today(published: TestClient, table: Any) -> None:
    for stored in rows(published, f"/v1/{table.name}?limit=12&sort=-{table.key}"):
        key = quote(stored[table.key], safe="")
        row: dict[str, Any] = {}
        for moment in asked(published, f"/v1/{table.name}/{key}/history")["data"]:
            if moment["change"] == "added":
                row = dict(moment["row"])
            for cell in moment["cells"]:
                assert row[cell["column"]] == cell["old"]
                row[cell["column"]] = cell["new"]
        late = {name for name in stored if row.get(name) is None}  # columns that came later, or are empty
        assert {name: value for name, value in stored.items() if name not in late} == {
            name: value for name, value in row.items() if name not in late
        }


def test_a_row_that_is_gone_still_has_a_history(published: TestClient) -> None:
    removed = rows(published, "/v1/releases/1.0.0/diff/2.0.0?table=targets&change=removed")[0]["id"]
    assert published.get(f"/v1/targets/{removed}").status_code == 404
    moments = asked(published, f"/v1/targets/{removed}/history")["data"]
    assert [(one["release"], one["change"]) for one in moments] == [("1.0.0", "added"), ("2.0.0", "removed")]


def test_a_row_that_never_was_has_none(published: TestClient) -> None:
    answer = published.get("/v1/indicators/x/history")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/row-not-found")
    assert published.get(f"/v1/indicators/{GROWN}/history?limit=1").json()["type"] == "/problems/unknown-parameter"


@pytest.mark.parametrize("key", ["微克/立方米", "微克%2F立方米", "%25", "亿元"])
def test_a_unit_with_any_mark_in_its_name_has_a_history(published: TestClient, key: str) -> None:
    answer = asked(published, f"/v1/units/{key if '%' in key else quote(key)}/history")
    assert answer["data"][0]["change"] == "added"


# Days


def test_as_of_is_the_release_that_was_the_newest_on_that_day(published: TestClient) -> None:
    out = {one["version"]: one["published_on"] for one in rows(published, "/v1/releases")}
    for newer, older in pairwise(out):
        if out[newer] == out[older]:
            continue
        answer = published.get(f"/v1/indicators?as_of={out[older]}&limit=1")
        assert answer.headers["dataset-version"] == older
    newest = next(iter(out))
    assert published.get("/v1/indicators?as_of=2999-01-01&limit=1").headers["dataset-version"] == newest


@pytest.mark.parametrize(
    "address",
    [
        "/v1",
        "/v1/indicators",
        "/v1/indicators.csv",
        "/v1/indicators/211102-2024.i566",
        "/v1/indicators/211102-2024.i566/evidence",
        "/v1/indicators/aggregate?group_by=measure",
        "/v1/indicators/facets?by=measure",
        "/v1/indicators/receipt",
        "/v1/search?q=gdp",
        "/v1/reports/211102-2024/text",
    ],
)
def test_every_address_of_the_newest_release_answers_as_of_a_day(published: TestClient, address: str) -> None:
    separator = "&" if "?" in address else "?"
    answer = published.get(f"{address}{separator}as_of=2026-11-23")
    assert (answer.status_code, answer.headers["dataset-version"]) == (200, "3.0.0")
    assert answer.headers["cache-control"] == "public, max-age=60"


def test_pages_of_a_day_stay_on_its_release(published: TestClient) -> None:
    found = walked(published, "/v1/indicators?as_of=2026-11-23&limit=40&select=id,name")
    assert found == walked(published, "/v1/releases/3.0.0/indicators?limit=100&select=id,name")


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        (
            "/v1/indicators?as_of=2020-01-01",
            404,
            "no release was out on 2020-01-01; the first came out as 1.0.0 on 2026-11-23",
        ),
        ("/v1/indicators?as_of=yesterday", 400, "as_of"),
        ("/v1/indicators?as_of=2026-02-30", 400, "as_of"),
        ("/v1/indicators?as_of=", 400, "as_of"),
        ("/v1/releases/1.0.0/indicators?as_of=2026-11-23", 400, "as_of"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(published: TestClient, address: str, status: int, detail: str) -> None:
    answer = published.get(address)
    assert (answer.status_code, detail in answer.json()["detail"]) == (status, True), answer.text


# Errata


def test_errata_say_which_rows_of_which_releases_are_wrong(published: TestClient) -> None:
    found = rows(published, "/v1/errata")
    assert [erratum["id"] for erratum in found] == [f"E{n}" for n in range(1, len(found) + 1)]
    for erratum in found:
        assert erratum["rows"]
        wrong = asked(published, f"/v1/releases/{erratum['last']}/diff/{erratum['corrected_in']}?limit=1000")["data"]
        assert set(erratum["rows"]) <= {row["id"] for row in wrong if row["table"] == erratum["table"]}


@pytest.mark.slow
def test_errata_are_found_by_release_table_and_row(published: TestClient) -> None:
    def ids(asked_for: str) -> set[str]:
        return {erratum["id"] for erratum in rows(published, f"/v1/errata?{asked_for}")}

    assert ids("release=latest") == set()
    assert {"E14", "E15", "E16", "E17", "E19", "E20", "E21", "E22", "E23", "E24", "E25", "E26", "E28", "E29"} == ids(
        "release=5.0.0"
    )
    assert {"E10", "E11", "E12", "E13", "E14", "E15", "E17", "E19", "E20", "E21", "E25", "E26"} == ids("release=3.0.0")
    assert {"E10", "E14"} == ids("release=3.0.0&table=indicators")
    assert "E10" in ids(f"row={GROWN}")
    assert ids("row=none") == set()
    counted = {one["version"]: one["errata"] for one in rows(published, "/v1/releases")}
    assert all(len(ids(f"release={version}")) == n for version, n in counted.items())


@pytest.mark.parametrize(
    ("asked_for", "problem"),
    [
        ("release=99", "release-not-found"),
        ("table=x", "bad-parameter"),
        ("row=", "bad-parameter"),
        ("id=E1", "unknown-parameter"),
    ],
)
def test_errata_of_what_there_is_not_are_refused(published: TestClient, asked_for: str, problem: str) -> None:
    assert published.get(f"/v1/errata?{asked_for}").json()["type"] == f"/problems/{problem}"


def test_releases_say_why_they_were_made_in_both_languages(published: TestClient) -> None:
    found = rows(published, "/v1/releases")
    assert [one["version"] for one in found][-1] == "1.0.0"
    assert all(one["explained"] and one["explained_zh"] and one["published_on"] for one in found)
    assert sum(one["is_latest"] for one in found) == 1
    assert len(found) == len(list((BUILT_IN / "releases").glob("*.*.*")))
