"""How long a search takes as the texts grow: `python benchmarks/search.py [REPORTS ...]`.

The newest report is repeated, each time as another report, so that every word is in every one of them: the worst case
for an index. Beside it stands what it takes to look through the texts of all tables, with `q`. Times are the best of
five.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from litestar.testing import TestClient

from api.app import create_app
from benchmarks.grown import best, copied, repeated, sealed
from datasets.releases.index.index_files import IndexFiles
from datasets.releases.index.search_index import FILES, SEARCHED, part_of
from schemas.tables import BY_NAME

WORDS = ("gdp", "地区生产总值", "碧桂园", "养老", "发展", "水", "gdp 亿元", "养老 示范 辽河", "没有这个词")


def grown(home: Path, reports: int) -> None:
    """A home whose newest release has so many reports, and the index of them."""
    folder = copied(home)
    tables: dict[str, Any] = {}
    for searched in SEARCHED:
        table = pq.ParquetFile(folder / f"{searched.table}.parquet").read()
        if BY_NAME[searched.table].is_located or searched.table == "reports":
            table = repeated(table, reports)
            pq.write_table(table, folder / f"{searched.table}.parquet", compression="zstd", row_group_size=65_536)
        tables[searched.table] = table.to_pylist()
    started = time.perf_counter()
    index = IndexFiles(home)
    index.add(part_of(tables))
    index.write(folder)
    sealed(folder)
    size = sum((folder / file).stat().st_size for file in FILES.values())
    print(f"\n{reports} reports: index of {size / 1e6:.1f} MB made in {time.perf_counter() - started:.1f} s\n")


def scanned(words: str) -> list[str]:
    """The addresses that look through all tables without an index."""
    return [f"/v1/{searched.table}?limit=20&total=false&q={words}" for searched in SEARCHED]


def measure(reports: int) -> None:
    """Print how long each search takes, and looking through all texts."""
    with tempfile.TemporaryDirectory() as home:
        grown(Path(home), reports)
        with TestClient(create_app(Path(home))) as client:
            print("| words | hits of the page | search, ms | without it, ms |\n|---|---|---|---|")
            for words in WORDS:
                address = f"/v1/search?limit=20&q={words}"
                hits = client.get(address).json()["page"]["returned"]
                print(f"| {words} | {hits} | {best(client, address):.0f} | {best(client, *scanned(words)):.0f} |")


if __name__ == "__main__":
    for given in sys.argv[1:] or ("1", "100", "1000"):
        measure(int(given))
