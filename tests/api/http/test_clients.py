"""The programs that people read data with read ours by its address: each is run against a real server."""

import io
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import fsspec
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from datasets.library.home import BUILT_IN
from tests.asking import serving

UNITS = 1478  # of release 6.0.0
CSV, LINES, PARQUET = (f"/v1/releases/6.0.0/units.{suffix}" for suffix in ("csv", "ndjson", "parquet"))
FILTERED = "/v1/releases/6.0.0/targets.parquet?is_headline=true&select=id,name,value"
ARROW = "/v1/releases/6.0.0/units.arrow"
BOOK = "/v1/releases/6.0.0/targets.xlsx?is_headline=true"
FILE = "/v1/releases/6.0.0/files/units.parquet"


@pytest.fixture(scope="module", params=["32", "0"], ids=["kept", "not kept"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    with serving(BUILT_IN, BAOGAO_CACHE_MB=request.param) as (address, _):
        yield address


def opened(address: str) -> Any:
    """An address as a file that is read in parts."""
    return fsspec.open(address, block_size=4096).open()


CLIENTS: list[tuple[str, str, Callable[[str], int]]] = [
    ("polars.read_csv", CSV, lambda address: len(pl.read_csv(address))),
    ("polars.scan_csv", CSV, lambda address: len(pl.scan_csv(address).collect())),
    ("polars.read_ndjson", LINES, lambda address: len(pl.read_ndjson(address))),
    ("polars.scan_ndjson", LINES, lambda address: len(pl.scan_ndjson(address).collect())),
    ("polars.read_parquet", PARQUET, lambda address: len(pl.read_parquet(address))),
    ("polars.scan_parquet", PARQUET, lambda address: len(pl.scan_parquet(address).collect())),
    ("polars.scan_parquet of a file", FILE, lambda address: len(pl.scan_parquet(address).collect())),
    ("pandas.read_csv", CSV, lambda address: len(pd.read_csv(address))),
    ("pandas.read_json", LINES, lambda address: len(pd.read_json(address, lines=True))),
    ("pandas.read_parquet", PARQUET, lambda address: len(pd.read_parquet(address))),
    ("pyarrow.parquet", PARQUET, lambda address: pq.read_table(opened(address)).num_rows),
    ("pyarrow.csv", CSV, lambda address: pyarrow.csv.read_csv(opened(address)).num_rows),
    ("pyarrow.ipc", ARROW, lambda address: pa.ipc.open_stream(urllib.request.urlopen(address)).read_all().num_rows),
]
HEADLINES: list[tuple[str, str, Callable[[str], int]]] = [
    ("polars.read_parquet", FILTERED, lambda address: len(pl.read_parquet(address))),
    ("polars.scan_parquet", FILTERED, lambda address: len(pl.scan_parquet(address).select("value").collect())),
    ("pandas.read_parquet", FILTERED, lambda address: len(pd.read_parquet(address))),
    ("pandas.read_excel", BOOK, lambda address: len(pd.read_excel(address, sheet_name=0))),
    ("pyarrow.parquet", FILTERED, lambda address: pq.read_table(opened(address), columns=["value"]).num_rows),
]


@pytest.mark.parametrize(("name", "address", "count"), CLIENTS, ids=[name for name, _, _ in CLIENTS])
def test_a_table_is_read_from_its_address(server: str, name: str, address: str, count: Callable[[str], int]) -> None:
    assert count(server + address) == UNITS


@pytest.mark.parametrize(("name", "address", "count"), HEADLINES, ids=[name for name, _, _ in HEADLINES])
def test_a_query_is_read_from_its_address(server: str, name: str, address: str, count: Callable[[str], int]) -> None:
    with urllib.request.urlopen(f"{server}/v1/releases/6.0.0/targets.csv?is_headline=true") as answer:
        expected = len(pd.read_csv(io.BytesIO(answer.read())))
    assert count(server + address) == expected > 5


def test_polars_reads_only_what_it_needs(server: str) -> None:
    """Names of columns without a row, and a column without the others."""
    assert pl.scan_parquet(server + FILTERED).collect_schema().names() == ["id", "name", "value"]
    assert pl.scan_csv(server + CSV).select(pl.len()).collect().item() == UNITS


HTTPFS = os.environ.get("BAOGAO_HTTPFS_PYTHON", sys.executable)  # of an environment with duckdb-extension-httpfs
LOAD = """
import duckdb, importlib.util, pathlib, sys
spec = importlib.util.find_spec("duckdb_extension_httpfs")
found = pathlib.Path(spec.origin).parent.rglob("httpfs.duckdb_extension") if spec else []
connection = duckdb.connect()
connection.execute(f"load '{next(iter(found), 'httpfs')}'")
"""


@pytest.fixture(scope="module")
def httpfs() -> str:
    """A Python whose DuckDB can read addresses."""
    loaded = subprocess.run([HTTPFS, "-c", LOAD], capture_output=True, text=True, check=False, timeout=60)
    if loaded.returncode:
        pytest.skip(f"no DuckDB with httpfs here: {loaded.stderr.strip().splitlines()[-1][:120]}")
    return HTTPFS


@pytest.mark.parametrize(
    ("reader", "address"),
    [("read_csv", CSV), ("read_json", LINES), ("read_parquet", PARQUET), ("read_parquet", FILE)],
    ids=["csv", "ndjson", "parquet", "a file"],
)
def test_duckdb_reads_by_address(server: str, httpfs: str, reader: str, address: str) -> None:
    program = f"{LOAD}\nprint(connection.execute(\"select count(*) from {reader}('{server}{address}')\").fetchone()[0])"  # noqa: S608
    ran = subprocess.run([httpfs, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == str(UNITS)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_csv_by_address(server: str) -> None:
    program = f'cat(nrow(read.csv("{server}{CSV}", encoding = "UTF-8")))'
    command = ["Rscript", "-e", program]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout == str(UNITS)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_goes_on_with_a_download_that_was_broken_off(server: str, tmp_path: Any) -> None:
    whole = urllib.request.urlopen(server + CSV).read()
    part = tmp_path / "units.csv"
    part.write_bytes(whole[:1000])
    subprocess.run(["curl", "-sS", "-C", "-", "-o", part, server + CSV], check=True, timeout=60)  # noqa: S607
    assert part.read_bytes() == whole
