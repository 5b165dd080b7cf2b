"""DuckDB attaches all releases by one address, and finds in them what they have."""

import ast
import datetime as dt
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.store.duckdb.ducklake.catalog import ducklake
from datasets.library.home import BUILT_IN
from datasets.releases.release import open_release, versions
from tests.api.http.test_clients import HTTPFS, LOAD
from tests.asking import free_port, serving
from tests.hostile import newer_copy, reseal, write_manifest

LAKE = f"""{LOAD}
spec = importlib.util.find_spec("duckdb_extension_ducklake")
found = pathlib.Path(spec.origin).parent.rglob("ducklake.duckdb_extension") if spec else []
connection.execute(f"load '{{next(iter(found), 'ducklake')}}'")
connection.execute("set enable_progress_bar = false")
"""
NESTED = ("glossary", "outcomes", "undertakings", "reports")
ASKED = [
    ("select value, unit from baogao.indicators where metric_id = 'gdp' order by value", [(3.0, "%"), (155.5, "亿元")]),
    ("select count(*) from baogao.v1_0_0.units", [(1095,)]),
    ("select items from baogao.glossary where term = '四类单位'", [(["公共机构", "居民小区", "经营区域", "公共场所"],)]),
    ("select sum(len(components)) from baogao.glossary", [(11,)]),
    ("select comment from duckdb_columns() where (database_name, schema_name, table_name, column_name) = ('baogao', 'main', 'targets', 'value')", [("The figure in `unit`, as printed; a fall is negative.",)]),
    ("select comment is not null from duckdb_tables() where (database_name, schema_name, table_name) = ('baogao', 'main', 'targets')", [(True,)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(BUILT_IN) as (address, _):
        yield address


@pytest.fixture(scope="module")
def python() -> str:
    """A Python whose DuckDB attaches a DuckLake by its address."""
    loaded = subprocess.run([HTTPFS, "-c", LAKE], capture_output=True, text=True, check=False, timeout=60)
    if loaded.returncode:
        pytest.skip(f"no DuckDB with ducklake and httpfs here: {loaded.stderr.strip().splitlines()[-1][:120]}")
    return HTTPFS


def answered(python: str, attached: str, questions: list[str]) -> list[Any]:
    """What DuckDB answers when a DuckLake is attached."""
    asking = f"for question in {questions!r}: print(connection.execute(question).fetchall())"
    program = f"{LAKE}\nconnection.execute({attached!r})\n{asking}"
    ran = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return [ast.literal_eval(line) for line in ran.stdout.splitlines()]


def test_duckdb_attaches_all_releases_by_one_address(server: str, python: str) -> None:
    questions = [question for question, _ in ASKED]
    found = answered(python, f"attach 'ducklake:{server}/v1/baogao.ducklake'", questions)
    assert list(zip(questions, found, strict=True)) == ASKED


def test_a_release_has_a_catalogue_of_its_own_without_those_that_came_later(server: str, python: str) -> None:
    schemas = "select schema_name from duckdb_schemas() where database_name = 'baogao' order by all"
    asked = [schemas, "select count(*) from baogao.units"]
    found = answered(python, f"attach 'ducklake:{server}/v1/releases/2.0.0/baogao.ducklake'", asked)
    assert found == [[("main",), ("v1_0_0",), ("v2_0_0",)], [(1097,)]]


def test_where_users_see_another_address_it_is_that_of_the_files(server: str, python: str) -> None:
    """A client may say otherwise, for the files stand where they stand relative to it."""
    with serving(BUILT_IN, BAOGAO_PUBLIC_URL="http://127.0.0.1:1/of") as (address, _):
        other = f"(data_path '{server}/v1/releases/', override_data_path true)"
        found = answered(
            python,
            f"attach 'ducklake:{address}/v1/baogao.ducklake' {other}",
            ["select count(*) from baogao.v1_0_0.units", "select value from __ducklake_metadata_baogao.ducklake_metadata where \"key\" = 'data_path'"],
        )  # fmt: skip
    assert found == [[(1095,)], [("http://127.0.0.1:1/of/v1/releases/",)]]


def test_every_table_of_every_release_is_in_the_ducklake_as_it_is(server: str, python: str) -> None:
    """Names, types and rows, of all that any release has."""
    releases = json.loads(urllib.request.urlopen(f"{server}/v1/releases").read())["data"]
    tables = [(one["version"].replace(".", "_"), name, rows) for one in releases for name, rows in one["rows"].items()]
    counted = [f"(select count(*) from baogao.v{version}.{name})" for version, name, _ in tables]  # noqa: S608
    files = f"{server}/v1/releases/latest/files"
    types = [
        f"select column_name, column_type from (describe {of})"  # noqa: S608
        for name in NESTED
        for of in (f"baogao.{name}", f"from '{files}/{name}.parquet'")
    ]
    attached = f"attach 'ducklake:{server}/v1/baogao.ducklake'"
    counts, *described = answered(python, attached, [f"select {', '.join(counted)}", *types])
    assert list(counts[0]) == [rows for _, _, rows in tables]
    assert described[::2] == described[1::2]


OTHER = "attach 'ducklake:{server}/v1/releases/%s/baogao.ducklake' as other"
REFUSED = [
    (OTHER % "99.0.0", "database does not exist"),
    (OTHER % "newest", "database does not exist"),
    ("select count(*) from baogao.v99_0_0.units", 'schema "v99_0_0" does not exist'),
    ("select count(*) from baogao.units at (timestamp => timestamptz '2020-01-01')", "No snapshot found at timestamp"),
    ("select count(*) from baogao.units at (version => 1)", "No snapshot found at version 1"),
    ("delete from baogao.units", "read-only mode"),
    ("create table baogao.mine as select 1", "read-only mode"),
]
TELLING = """
from contextlib import suppress
for question in {questions!r}:
    try:
        print(connection.execute(question).fetchall(), flush=True)
    except duckdb.Error as error:
        print(" ".join(str(error).split()), flush=True)
        with suppress(duckdb.Error):  # that there is no transaction: some errors end one that is to be rolled back
            connection.rollback()
    input()
"""


def told(python: str, server: str, questions: list[str]) -> "subprocess.Popen[str]":
    """A DuckDB that attaches, and says in a line what comes of a question, each time after a line of ours."""
    attached = f"attach 'ducklake:{server}/v1/baogao.ducklake'"
    program = f"{LAKE}\nconnection.execute({attached!r})\n{TELLING.format(questions=questions)}"
    return subprocess.Popen([python, "-c", program], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_what_is_not_there_is_said_not_to_be_and_nothing_is_written(server: str, python: str) -> None:
    with told(python, server, [question.format(server=server) for question, _ in REFUSED]) as asking:
        said, _ = asking.communicate("\n" * len(REFUSED), timeout=120)
    for line, (question, words) in zip(said.splitlines(), REFUSED, strict=True):
        assert words in line, question


@pytest.mark.slow
def test_a_server_that_stops_is_an_error_until_it_is_back(python: str) -> None:
    """Not some of the rows; and what is attached need not be attached again."""
    port = free_port()
    sums = "select sum(char_end) from baogao.v3_0_0.figures"
    with serving(BUILT_IN, port) as (server, _):
        asking = told(python, server, ["select count(*) from baogao.v3_0_0.units", sums, sums])
        assert next(asking.stdout or iter(())) == "[(1112,)]\n"
    with asking:
        print(file=asking.stdin, flush=True)
        error = next(asking.stdout or iter(()))  # which one, depends on what was asked of the server last
        assert error.strip()
        assert not error.startswith("[")  # rows
        with serving(BUILT_IN, port):
            said, _ = asking.communicate("\n\n", timeout=120)
    figures = pq.read_table(BUILT_IN / "releases/3.0.0/figures.parquet")
    assert said == f"[({pc.sum(figures['char_end'])},)]\n"


STRANGE = {
    "moments": pa.array([dt.datetime(2026, 1, 1)]),  # noqa: DTZ001
    "times": pa.array([dt.time(1)]),
    "unsigned": pa.array([1], pa.uint64()),
    "bytes": pa.array([b"x"]),
    "parts": pa.array([{"a": [b"x"]}]),
    "coded": pa.array(["x"]).dictionary_encode(),
}


def test_a_table_that_ducklake_has_no_type_for_is_left_out_and_stops_no_other(tmp_path: Path) -> None:
    """A release may be a stranger's: it may have tables that are not known yet, and any bytes for what columns mean."""
    shutil.copytree(BUILT_IN / "releases/1.0.0", tmp_path / "releases/1.0.0")
    folder = newer_copy(tmp_path)
    described = pa.field('a";--', pa.string(), metadata={"description": b"\xff"})
    tables = STRANGE | {"named": pa.array(["x"], pa.string())}
    for name, values in tables.items():
        schema = pa.schema([described if name == "named" else pa.field("x", values.type)], {"description": b"\xff"})
        pq.write_table(pa.table([values], schema=schema), folder / f"{name}.parquet", compression="zstd")
    listed = [{"name": f"{name}.parquet", "table": name, "sha256": ""} for name in tables]
    write_manifest(folder, lambda manifest: manifest["files"].extend(listed))
    reseal(folder)
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        answer = client.get("/v1/baogao.ducklake")
    assert (answer.status_code, answer.headers["dataset-version"]) == (200, "2.0.0")
    (tmp_path / "lake").write_bytes(answer.content)
    with duckdb.connect(str(tmp_path / "lake"), read_only=True) as lake:
        found = lake.execute("select table_name from ducklake_table").fetchall()
    assert {"named", "units"} <= {name for (name,) in found}
    assert not STRANGE.keys() & {name for (name,) in found}


def test_the_same_releases_give_the_same_catalogue() -> None:
    folder = BUILT_IN / "releases"
    releases = [open_release(folder / str(version)) for version in versions(folder)[::-1]]
    made = {ducklake(releases, "https://data.example.org/v1/releases/", dt.date(2026, 11, 27)) for _ in range(5)}
    assert len(made) == 1
    assert len(made.pop()) < 2_000_000
