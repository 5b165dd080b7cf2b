"""The tables of one release: those in memory, and DuckDB for all that memory does not answer."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from api.query.listing import Query
from api.query.measures import Measure
from api.query.where import Where
from api.settings import DEFAULTS, MEGABYTE, Settings
from api.store.columnar import Columns
from api.store.duckdb import csv_lines, sql
from api.store.encoded_rows import MOST, Rows
from api.store.holding import Holding
from datasets.releases.parquet import known_columns, later_columns, read_parquet
from datasets.releases.release import Release
from datasets.releases.search_index import FILES, SEARCHED, indexed
from schemas.tables import TABLES, Table

if TYPE_CHECKING:  # imported when it is needed
    from api.store.duckdb.engine import Engine

BATCH = 10_000  # rows
LINES = 2_048  # of CSV: servers keep several parts of an answer for a slow reader


class Store:
    """The tables of one release. Safe to use from many threads."""

    def __init__(self, release: Release, settings: Settings = DEFAULTS) -> None:
        self.release = release
        self.version = str(release.version)
        self.columns: dict[str, tuple[str, ...]] = {  # that the release has and today's schemas know, by table
            table.name: known_columns(release.table_file(table.name), table) for table in TABLES
        }
        self._settings = settings
        self._small: dict[str, Rows | None] = {}
        self.holding = Holding(release, self.columns, settings.tables_mb * MEGABYTE)
        self._opened: Engine | None = None
        self._opening = Lock()
        self._indexing = Lock()
        self._is_indexed = all((release.folder / file).is_file() for file in FILES.values())

    @property
    def engine(self) -> "Engine":
        """DuckDB, from when it is needed. Raises ReleaseDamaged when it cannot read the files."""
        with self._opening:
            if self._opened is None:
                self._opened = import_module("api.store.duckdb.engine").Engine(
                    self.release, self.columns, self._settings
                )
        return self._opened

    def rows(self, query: Query, limit: int | None) -> list[dict[str, Any]]:
        """The rows a query asks for, in its order, with the columns it is sorted by."""
        return self._rows(*sql.select(query, limit, with_order=True))

    def batches(self, query: Query, limit: int | None) -> Iterator[pa.RecordBatch]:
        """The rows a query asks for as Arrow batches, so that a download of any size fits in memory."""
        yield from self.engine.batches(*sql.select(query, limit), BATCH)

    def csv(self, query: Query, limit: int | None) -> Iterator[bytes]:
        """The rows a query asks for as lines of CSV, many at a time. The query is one that `csv_lines.fits`."""
        for batch in self.engine.batches(*csv_lines.lines(query, limit), LINES):
            if batch.num_rows:
                yield csv_lines.joined(batch)

    def count(self, query: Query) -> int:
        """How many rows match, whatever the page."""
        return int(self.engine.fetch(*sql.count(query)).column("n")[0].as_py())

    def aggregate(self, table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure]) -> pa.Table:
        """One row for each group, with its measures, in the order of the groups; the unit columns of measures too.

        A group is a column of the table, or `reports.<column>` of the report that a row was read from.
        """
        found = self.engine.fetch(*sql.aggregate(table, where, groups, measures))
        return found.cast(pa.schema([field.with_type(whole_number(field.type)) for field in found.schema]))

    def facet(self, table: Table, where: Where, by: str, limit: int) -> list[dict[str, Any]]:
        """The most frequent values of a column, how many rows have each, and how many values there are in all."""
        return self._rows(*sql.facet(table, where, by, limit))

    def is_loaded(self, table: Table) -> bool:
        """Whether it is known if a table is small, and if so it is in memory."""
        return table.name in self._small

    def memory(self, table: Table) -> Rows | Columns | None:
        """A table in memory: the rows of a small one, or the columns of a large one, once they are loaded."""
        return self.small(table) or self.holding.get(table)

    def small(self, table: Table) -> Rows | None:
        """The rows of a small table, in memory; None of a large one."""
        if table.name not in self._small:
            rows = next(file.rows or 0 for file in self.release.manifest.files if file.table == table.name)
            self._small[table.name] = self._rows_of(table) if rows <= MOST else None
        return self._small[table.name]

    def _rows_of(self, table: Table) -> Rows:
        """All rows of a table, which are stored in its order; columns that came later are empty."""
        whole, stored = read_parquet(self.release.table_file(table.name)), self.columns[table.name]
        whole = whole.select(stored)
        for field in later_columns(table, stored):
            whole = whole.append_column(field, pa.nulls(whole.num_rows, field.type))
        return Rows(table.key, stored, whole)

    def row(self, table: Table, key: str) -> dict[str, Any] | None:
        """The row with this key, if there is one, with the columns that the release has."""
        names = self.columns[table.name]
        memory = self.memory(table)
        return memory.with_key(key, names) if memory and memory.has(names) else self.stored(table, [key]).get(key)

    def with_keys(self, table: Table, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows with these keys, by key."""
        return {row[table.key]: row for row in self._rows(*sql.with_keys(table, keys))}

    def stored(self, table: Table, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows with these keys, by key, with the columns that the release has."""
        names = self.columns[table.name]
        return {key: {name: row[name] for name in names} for key, row in self.with_keys(table, keys).items()}

    def paragraph(self, report_id: str, number: int) -> dict[str, Any] | None:
        """A paragraph of a report, by its number."""
        return next(iter(self._rows(*sql.paragraph(report_id, number))), None)

    def metric_names(self, called: str) -> list[str]:
        """The id, names and aliases of every metric that is called so."""
        return [name for row in self._rows(*sql.metric_names(called)) for name in row["names"] if name]

    def texts_with(
        self, words: Sequence[Sequence[str]], tables: Sequence[str], after: int, limit: int
    ) -> list[dict[str, Any]]:
        """The first texts of the search index that may have all words: of each word one of its spellings."""
        with self._indexing:
            if not self._is_indexed:
                self._index()
        found = [row["text"] for row in self._rows(*sql.numbers_with(words, tables, after, limit))]
        return self._rows(*sql.numbered(found)) if found else []

    def _index(self) -> None:
        """Make the search index of a release that came before there was one, in memory."""
        rows = {one.table: read_parquet(self.release.table_file(one.table)).to_pylist() for one in SEARCHED}
        for name, table in indexed(rows).items():
            self.engine.add(name, table)
        self._is_indexed = True

    def _rows(self, statement: str, values: list[Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.engine.fetch(statement, values).to_pylist()
        return rows


def whole_number(of: pa.DataType) -> pa.DataType:
    """The type of a column; DuckDB's sums of whole numbers, which are too wide for JSON, are whole numbers again."""
    return pa.int64() if pa.types.is_decimal(of) else of
