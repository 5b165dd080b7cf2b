"""A table that is written some rows at a time."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datasets.releases.tables.writer import PIECES, TableWriter

ROWS = 1_000


def test_few_rows_of_many_keep_no_memory_of_the_others(tmp_path: Path) -> None:
    file, schema, times = tmp_path / "rows.parquet", pa.schema([pa.field("number", pa.int64())]), 8 * PIECES
    before = pa.total_allocated_bytes()
    with TableWriter(file, schema) as writer:
        for first in range(times):
            many = pa.table({"number": pa.array([first] * ROWS, pa.int64())}, schema)
            writer.add(many.slice(0, 1))
        of_pieces = PIECES * ROWS * schema.field("number").type.byte_width
        assert pa.total_allocated_bytes() - before < 2 * of_pieces
    assert pq.read_table(file)["number"].to_pylist() == [*range(times)]
