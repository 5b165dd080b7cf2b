"""Tables as they are written: some rows are new, the others stay those of a release before."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from datasets.releases.tables.reading import RowReader
from datasets.releases.tables.writer import TableWriter
from schemas.arrow import arrow_schema
from schemas.tables import BY_NAME


class ContinuedTables:
    """Writes tables in a folder; `before` is the folder of a release whose rows may stay, in the same order."""

    def __init__(self, folder: Path, names: Iterable[str], before: Path | None) -> None:
        self._stack = ExitStack()
        self._writers = {name: self._stack.enter_context(writer_of(folder, name)) for name in names}
        files = {name: before / f"{name}.parquet" for name in self._writers} if before else {}
        self._readers = {name: self._stack.enter_context(RowReader(file)) for name, file in files.items()}
        self._kept: Counter[str] = Counter()

    def keep(self, rows: Mapping[str, int]) -> None:
        """So many rows of each table stay. They are written with others, many at a time."""
        self._kept.update(rows)

    def drop(self, rows: Mapping[str, int]) -> None:
        """So many rows of each table are no more."""
        self.flush()
        for name, reader in self._readers.items():
            reader.skip(rows[name])

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Write new rows."""
        self.flush()
        for name, writer in self._writers.items():
            writer.add(tables[name])

    def flush(self) -> None:
        """Write the rows that stay."""
        for name, reader in self._readers.items():
            for rows in reader.take(self._kept[name]):
                self._writers[name].add(rows)
        self._kept.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.flush()
        self._stack.__exit__(kind, error, at)


def writer_of(folder: Path, name: str) -> TableWriter:
    """The writer of a table."""
    return TableWriter(folder / f"{name}.parquet", arrow_schema(BY_NAME[name].row))
