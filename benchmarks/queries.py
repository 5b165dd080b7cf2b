"""How long the API takes to answer, as the table grows: `python benchmarks/queries.py [ROWS ...]`.

The indicators of the newest release are repeated, each time as another report, in a copy of the release. Times are the
best of five; compare the columns of one run, for machines are noisy.
"""

import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from litestar.testing import TestClient

from api.app import create_app
from benchmarks.grown import best, copied, repeated, sealed
from datasets.releases.tables.writer import write_table

QUERIES = (
    "/v1/indicators?limit=100",
    "/v1/indicators?limit=100&total=false",
    "/v1/indicators?metric_id=gdp&limit=100",
    "/v1/indicators?sort=-value&limit=100",
    "/v1/indicators?q=gdp&limit=100",
    "/v1/indicators?q=碧桂园&limit=100",
    "/v1/indicators?or=metric_id=gdp;measure=rank&limit=100",
    "/v1/indicators/aggregate?group_by=measure,unit&agg=count,median(value)",
    "/v1/indicators/facets?by=unit,metric_id",
    "/v1/indicators.csv?metric_id=gdp",
)


def grown(home: Path, rows: int) -> None:
    """A home whose newest release has at least so many indicators."""
    folder = copied(home)
    table = pq.read_table(folder / "indicators.parquet")
    write_table(folder / "indicators.parquet", repeated(table, -(-rows // table.num_rows)))
    sealed(folder)


def main(sizes: list[int]) -> None:
    """One line for each query, one column for each size."""
    print("ms".ljust(75), *(f"{size:>9,}" for size in sizes))
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            grown(Path(folder), size)
            with TestClient(create_app(Path(folder))) as client:
                columns.append([best(client, query) for query in QUERIES])
    for query, times in zip(QUERIES, zip(*columns, strict=True), strict=True):
        print(query.ljust(75), *(f"{ms:>9.1f}" for ms in times))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 100_000])
