"""The rows of a Parquet file from its first to its last, some at a time: so many are taken, so many are passed over."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from datasets.releases.tables.parquet import open_parquet


class RowReader:
    """Reads rows in order, and holds no more of them than a row group."""

    def __init__(self, file: Path) -> None:
        self._file = open_parquet(file)
        self._group, self._rows = 0, self._file.schema_arrow.empty_table()

    def take(self, count: int) -> Iterator[pa.Table]:
        """The next rows. Raises ValueError when there are not so many."""
        while count:
            if not len(self._rows):
                self._read()
            taken = self._rows.slice(0, count)
            self._rows, count = self._rows.slice(len(taken)), count - len(taken)
            yield taken

    def skip(self, count: int) -> None:
        """Pass over the next rows."""
        for _ in self.take(count):
            pass

    def _read(self) -> None:
        """Read a row group."""
        if self._group == self._file.num_row_groups:
            raise ValueError("a table has fewer rows than are known of it")
        self._rows = self._file.read_row_group(self._group)
        self._group += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
