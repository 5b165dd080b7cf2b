"""Parquet files larger than memory are read a row group at a time, and nothing of those before is kept."""

import os
from pathlib import Path

import pyarrow as pa

from datasets.releases.tables.parquet import ROW_GROUP, open_parquet
from datasets.releases.tables.reading import RowReader
from datasets.releases.tables.writer import TableWriter

GROUPS = 12
BYTES = 64  # of a value, which cannot be compressed
ONE_GROUP = ROW_GROUP * (BYTES + 4)


def written(folder: Path) -> Path:
    file = folder / "rows.parquet"
    with TableWriter(file, pa.schema([pa.field("value", pa.binary(), False)])) as writer:
        for _ in range(GROUPS):
            writer.add(pa.table({"value": pa.array([os.urandom(BYTES) for _ in range(ROW_GROUP)])}))
    return file


def test_what_was_read_of_a_file_is_let_go(tmp_path: Path) -> None:
    file, before, most = written(tmp_path), pa.total_allocated_bytes(), 0
    with open_parquet(file) as stored:
        for batch in stored.iter_batches(ROW_GROUP):
            assert len(batch) == ROW_GROUP
            most = max(most, pa.total_allocated_bytes() - before)
    assert most < 4 * ONE_GROUP < GROUPS * ONE_GROUP


def test_rows_that_are_passed_over_are_let_go(tmp_path: Path) -> None:
    file, before, most = written(tmp_path), pa.total_allocated_bytes(), 0
    with RowReader(file) as reader:
        for _ in range(GROUPS):
            reader.skip(ROW_GROUP)
            most = max(most, pa.total_allocated_bytes() - before)
    assert most < 4 * ONE_GROUP < GROUPS * ONE_GROUP
