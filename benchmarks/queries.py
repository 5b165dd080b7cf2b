"""How long the API takes to answer, as the table grows: `python benchmarks/queries.py [ROWS ...]`.

The indicators of the newest release are repeated, each time as another report, in a copy of the release. Times are the
best of five; compare the columns of one run, for machines are noisy.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from litestar.testing import TestClient

from api.app import create_app
from datasets.home import BUILT_IN, releases_folder
from datasets.release import newest_release

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
    release = newest_release(releases_folder(BUILT_IN))
    if release is None:
        raise SystemExit("there is no release; run baogao build")
    folder = releases_folder(home) / str(release.version)
    shutil.copytree(release.folder, folder)
    table = pq.read_table(folder / "indicators.parquet")
    times = -(-rows // table.num_rows)
    parts = [as_report(table, n) for n in range(times)]
    pq.write_table(pa.concat_tables(parts), folder / "indicators.parquet", compression="zstd")


def as_report(table: pa.Table, n: int) -> pa.Table:
    """The same rows as those of another report."""
    for name in ("id", "report_id"):
        place = table.schema.get_field_index(name)
        values = pa.array([f"{n:06d}{value[6:]}" for value in table.column(name).to_pylist()])
        table = table.set_column(place, table.schema.field(name), values)
    return table


def best(client: TestClient, address: str) -> float:
    """Milliseconds of the fastest of five answers."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - start)
        answer.raise_for_status()
    return min(times) * 1000


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
