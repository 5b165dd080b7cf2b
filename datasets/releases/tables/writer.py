"""A Parquet file that is written as rows come, the same bytes for the same rows however they come."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.types import is_dictionary

from datasets.releases.tables.parquet import group_rows

PIECES = 256  # tables of few rows that wait: until they are one, the memory between them is not given back


class TableWriter:
    """Writes rows in row groups as large as `group_rows` says, and holds no more of them than one."""

    def __init__(self, file: Path, schema: pa.Schema, *, grows: bool = False, **options: Any) -> None:
        self.schema, self.rows = schema, 0
        self._grows, self._groups = grows, 0
        self._writer = pq.ParquetWriter(file, schema, compression="zstd", write_page_index=True, **options)
        self._waiting: list[pa.Table] = []
        self._count = 0

    def add(self, rows: pa.Table) -> None:
        """Write rows behind those before; text may come plain where the schema has a dictionary."""
        self._waiting.append(rows)
        self._count += len(rows)
        self.rows += len(rows)
        if self._count >= self._group_rows:
            waiting, start = pa.concat_tables(self._waiting), 0
            while self._count >= (size := self._group_rows):
                self._write(waiting.slice(start, size))
                start, self._count = start + size, self._count - size
            self._waiting = [waiting.slice(start)]
        elif len(self._waiting) >= PIECES:
            self._waiting = [pa.concat_tables(self._waiting).combine_chunks()]

    @property
    def _group_rows(self) -> int:
        """The rows of the group that is written next."""
        return group_rows(self._groups, grows=self._grows)

    def _write(self, group: pa.Table) -> None:
        """Write a row group."""
        columns = [
            self.encoded(column) if is_dictionary(field.type) and not is_dictionary(column.type) else column
            for column, field in zip(group.combine_chunks().columns, self.schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self.schema), self._group_rows)
        self._groups += 1

    def encoded(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """A column with a dictionary, which has only what is in it: Parquet keeps one for each group."""
        return column.dictionary_encode()

    def close(self) -> None:
        """Write what is left, and the end of the file. A table without rows has one group of none."""
        if self._count or not self.rows:
            self._write(pa.concat_tables(self._waiting) if self._waiting else self.schema.empty_table())
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            self._writer.close()


def write_table(file: Path, rows: pa.Table) -> None:
    """Write rows that are in memory, in the order of their table."""
    with TableWriter(file, rows.schema) as writer:
        writer.add(rows)
