"""How long a search takes as the texts grow: `python benchmarks/search.py [REPORTS ...]`.

The newest report is repeated, each time as another report, so that every word is in every one of them: the worst case
for an index. Beside it stands what it takes to look through the texts of all tables, with `q`. Times are the best of
five.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from litestar.testing import TestClient

from api.app import create_app
from datasets.home import BUILT_IN, releases_folder
from datasets.release import newest_release
from datasets.search import FILES, SEARCHED, write_index
from schemas.tables import BY_NAME

WORDS = ("gdp", "地区生产总值", "碧桂园", "养老", "发展", "水", "gdp 亿元", "养老 示范 辽河", "没有这个词")


def grown(home: Path, reports: int) -> None:
    """A home whose newest release has so many reports, and the index of them."""
    release = newest_release(releases_folder(BUILT_IN))
    if release is None:
        raise SystemExit("there is no release; run baogao build")
    folder = releases_folder(home) / str(release.version)
    shutil.copytree(release.folder, folder)
    tables: dict[str, Any] = {}
    for searched in SEARCHED:
        table = pq.ParquetFile(folder / f"{searched.table}.parquet").read()
        if BY_NAME[searched.table].is_located or searched.table == "reports":
            table = pa.concat_tables([as_report(table, n) for n in range(reports)])
            pq.write_table(table, folder / f"{searched.table}.parquet", compression="zstd", row_group_size=65_536)
        tables[searched.table] = table.to_pylist()
    started = time.perf_counter()
    write_index(folder, tables)
    size = sum((folder / file).stat().st_size for file in FILES.values())
    print(f"\n{reports} reports: index of {size / 1e6:.1f} MB made in {time.perf_counter() - started:.1f} s\n")


def as_report(table: pa.Table, n: int) -> pa.Table:
    """The same rows as those of another report."""
    for name in ("id", "report_id"):
        if name in table.schema.names:
            place = table.schema.get_field_index(name)
            values = pa.array([f"{n:06d}{value[6:]}" for value in table.column(name).to_pylist()])
            table = table.set_column(place, table.schema.field(name), values)
    return table


def scanned(words: str) -> list[str]:
    """The addresses that look through all tables without an index."""
    return [f"/v1/{searched.table}?limit=20&total=false&q={words}" for searched in SEARCHED]


def best(client: TestClient, addresses: list[str]) -> float:
    """Milliseconds of the fastest of five times that all addresses were asked."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        for address in addresses:
            client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def measure(reports: int) -> None:
    """Print how long each search takes, and looking through all texts."""
    with tempfile.TemporaryDirectory() as home:
        grown(Path(home), reports)
        with TestClient(create_app(Path(home))) as client:
            print("| words | hits of the page | search, ms | without it, ms |\n|---|---|---|---|")
            for words in WORDS:
                address = f"/v1/search?limit=20&q={words}"
                hits = client.get(address).json()["page"]["returned"]
                print(f"| {words} | {hits} | {best(client, [address]):.0f} | {best(client, scanned(words)):.0f} |")


if __name__ == "__main__":
    for given in sys.argv[1:] or ("1", "100", "1000"):
        measure(int(given))
