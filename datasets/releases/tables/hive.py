"""A release in the layout of Hive, as engines read folders: `targets/level=county/report_year=2024/part-0.parquet`."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from datasets.errors import ReleaseError
from datasets.releases.release import MANIFEST, Release
from datasets.releases.tables.parquet import ROW_GROUP, open_parquet

YEARS = ("report_year", "year")  # of the report that a row is of: the first of these columns that a table has
PARTITIONED_BY_LEVEL = "level"
LEVEL = re.compile(r"[a-z][a-z_]{0,39}")
HIDDEN = "_"  # what engines do not take for data begins so
PART = "part-{i}.parquet"
MOST_OPEN = 1_024  # files that are written beside each other: five levels of 200 years
UNFINISHED = ".export-"
Told = Callable[[str], None]


def export_hive(release: Release, folder: Path, tell: Told) -> None:
    """Write the tables of a release into a new folder, whole or not at all; the same release gives the same bytes.

    `tell` is told of each table. Raises ReleaseError when there is something in the place of the folder already, and
    when there is no folder that it would be in.
    """
    if os.path.lexists(folder):
        raise ReleaseError(f"{folder}: exists; give a folder that does not, for nothing is written over")
    if not folder.parent.is_dir():
        raise ReleaseError(f"{folder.parent}: no such folder; {folder.name} would be in it")
    aside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        for file in release.manifest.files:
            if file.table:
                tell(file.table)
                write_partitioned(release.folder / file.name, aside / file.table)
        shutil.copyfile(release.folder / MANIFEST, aside / f"{HIDDEN}{MANIFEST}")
        aside.chmod(0o755)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_partitioned(file: Path, folder: Path) -> None:
    """Write the rows of a table by level and year, in the order they have; in one file, if it has no such columns.

    A table without rows has no level and year: it is its file as it is, in which engines find all columns. Raises
    ReleaseError for levels that are no words, and for more levels and years than there are.
    """
    with open_parquet(file) as stored:
        if not stored.metadata.num_rows:  # Arrow would write nothing at all
            folder.mkdir()
            shutil.copyfile(file, folder / PART.format(i=0))
            return
        schema = stored.schema_arrow
        by = partitions_of(schema)
        parts = ds.partitioning(pa.schema([schema.field(name) for name in by]), flavor="hive")
        ds.write_dataset(
            checked(stored.iter_batches(ROW_GROUP), by, file.name),
            folder,
            schema=schema,
            basename_template=PART,
            format="parquet",
            file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
            partitioning=parts,
            use_threads=False,
            max_open_files=MOST_OPEN,
            max_partitions=MOST_OPEN,
            min_rows_per_group=ROW_GROUP,
            max_rows_per_group=ROW_GROUP,
        )


def checked(batches: Iterable[pa.RecordBatch], by: list[str], name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table, while what they are partitioned by can name folders: a stranger may have made them."""
    found: set[tuple[Any, ...]] = set()
    for batch in batches:
        if by:
            distinct = pa.Table.from_batches([batch.select(by)]).group_by(by).aggregate([])
            found |= {tuple(row[column] for column in by) for row in distinct.to_pylist()}
        for level, _ in found:
            if level is not None and not LEVEL.fullmatch(str(level)):
                raise ReleaseError(f"{name}: {str(level)[:80]!r} of {by[0]} names no folder")
        if len(found) > MOST_OPEN:
            raise ReleaseError(f"{name}: has more than {MOST_OPEN:,} levels and years: no release of reports has")
        yield batch


def partitions_of(schema: pa.Schema) -> list[str]:
    """The columns that a table is partitioned by."""
    years = [name for name in YEARS if name in schema.names]
    return [PARTITIONED_BY_LEVEL, years[0]] if PARTITIONED_BY_LEVEL in schema.names and years else []
