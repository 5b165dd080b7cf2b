"""A release made larger, and the time an answer takes: what the benchmarks of the API share."""

import shutil
import time
from pathlib import Path

import msgspec
import pyarrow as pa
from litestar.testing import TestClient

from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.publishing import listed_files, seal
from datasets.releases.release import newest_release, open_release


def copied(home: Path) -> Path:
    """A copy of the newest built-in release in a home, to be changed."""
    release = newest_release(releases_folder(BUILT_IN))
    if release is None:
        raise SystemExit("there is no release; run baogao build")
    folder = releases_folder(home) / str(release.version)
    shutil.copytree(release.folder, folder)
    return folder


def sealed(folder: Path) -> None:
    """Make a changed copy a release again: one whose manifest and checksums are of its files."""
    manifest = open_release(folder).manifest
    seal(folder, msgspec.structs.replace(manifest, files=list(listed_files(folder))))


def repeated(table: pa.Table, times: int) -> pa.Table:
    """The rows of a table many times over, each time as those of another report."""
    return pa.concat_tables([as_report(table, n) for n in range(times)])


def as_report(table: pa.Table, n: int) -> pa.Table:
    """The same rows as those of another report."""
    for name in ("id", "report_id"):
        if name in table.schema.names:
            place = table.schema.get_field_index(name)
            values = pa.array([f"{n:06d}{value[6:]}" for value in table.column(name).to_pylist()])
            table = table.set_column(place, table.schema.field(name), values)
    return table


def best(client: TestClient, *addresses: str) -> float:
    """Milliseconds of the fastest of five times that all addresses were asked."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        for address in addresses:
            client.get(address).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)
