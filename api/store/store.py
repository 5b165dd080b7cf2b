"""The tables of one release: DuckDB decides which rows an answer has; encoded rows are joined from ready bytes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from api.http.problems import ReleaseDamaged
from api.query.listing import Query
from api.query.measures import Measure
from api.query.where import Where
from api.query.words import Word
from api.settings import DEFAULTS, MEGABYTE, Settings
from api.store.duckdb import csv_lines, sql
from api.store.duckdb.fragments import Statement
from api.store.encoded_rows import ENCODER, EncodedRows, Slice, encode_csv, encode_json
from api.store.groups import in_order, is_sortable, whole_number
from api.store.search_index import SearchIndex
from api.store.small_tables import small_tables
from datasets.releases.release import Release
from datasets.releases.tables.rows import columns_in
from schemas.tables import BY_NAME, TABLES, Table

if TYPE_CHECKING:  # imported when it is needed
    from api.store.duckdb.engine import Engine
    from api.store.duckdb.materializer import Materializer

BATCH = 10_000  # rows
LINES = 2_048  # of CSV: servers keep several parts of an answer for a slow reader
QUICK = 50_000  # comparisons of values that take no time
ENCODED_BYTES = 8 * MEGABYTE  # of each table, in each of two formats
METRICS, PARAGRAPHS = BY_NAME["metrics"], BY_NAME["paragraphs"]

Refuse = Callable[[Release, str], None]  # told of a release that cannot be read after all


class Store:
    """The tables of one release. Safe to use from many threads."""

    def __init__(self, release: Release, settings: Settings = DEFAULTS, refuse: Refuse = lambda *_: None) -> None:
        self.release = release
        self._refuse = refuse
        self.version = str(release.version)
        self.columns: dict[str, tuple[str, ...]] = {  # that the release has and today's schemas know, by table
            table.name: columns_in(release, table) for table in TABLES
        }
        self._sizes = {file.table: file.rows or 0 for file in release.manifest.files if file.table}
        self._small = small_tables(release)
        self._settings = settings
        self._json = {table.name: self._encoded(table, encode_json) for table in TABLES}
        self._csv = {table.name: self._encoded(table, encode_csv) for table in TABLES}
        self._opened: Engine | None = None
        self._opening = Lock()
        self._materializer: Materializer | None = None
        self.search_index = SearchIndex(release, lambda: self.engine)

    @property
    def is_open(self) -> bool:
        """Whether DuckDB has the release open, so that a question takes no longer than its query."""
        return self._opened is not None

    @property
    def engine(self) -> "Engine":
        """DuckDB, from when it is needed. Raises ReleaseDamaged when it cannot read the files, which is told once."""
        with self._opening:
            if self._opened is None:
                engine = import_module("api.store.duckdb.engine")
                try:
                    self._opened = engine.Engine(self.release, self.columns, self._settings)
                except ReleaseDamaged as error:
                    self._refuse(self.release, error.detail)
                    raise
        return self._opened

    def materialize(self) -> None:
        """Have large tables copied into a database file, beside the answering. One that is not indexed is left."""
        if self._materializer is None and self.search_index.is_stored and self._small < self._sizes.keys():
            materializer = import_module("api.store.duckdb.materializer")
            self._materializer = materializer.Materializer(self.release, self.columns, self._settings)
            self._materializer.start(self._use)

    def wait(self) -> None:
        """Wait until large tables are copied."""
        if self._materializer is not None:
            self._materializer.wait()

    def dematerialize(self) -> None:
        """Copy no more, and let go of what is copied."""
        if self._materializer is not None:
            self._materializer.stop()
            self._materializer = None
            self._use(None)

    def _use(self, engine: "Engine | None") -> None:
        """Ask another engine from now on. The one before ends with the last query that it answers."""
        with self._opening:
            self._opened = engine

    def has(self, table: Table) -> bool:
        """Whether the release has a file of a table: one from before there was the table has none."""
        return table.name in self._sizes

    def is_small(self, table: Table) -> bool:
        """Whether a table has few rows."""
        return table.name in self._small

    def is_quick(self, table: Table, steps: int) -> bool:
        """Whether a question that compares every row of a table so many times takes no time."""
        return self.is_open and self.is_small(table) and self._sizes.get(table.name, 0) * steps <= QUICK

    def is_encoded(self, query: Query) -> bool:
        """Whether a query asks for rows as they are encoded: with all columns that are stored, and with numbers."""
        return query.columns == self.columns[query.table.name] and query.table.name in self.engine.tables

    def slice(self, query: Query, limit: int) -> Slice:
        """The first rows a query asks for, as JSON. One more is looked for, to know whether there are more."""
        key = None if self.is_small(query.table) else query.where.key_of(query.table)
        total = None
        if key is None and self.is_encoded(query):
            numbers, total = self._numbered(query, limit + 1)
            rows, found = self._json[query.table.name].get(numbers[:limit]), len(numbers)
            last = msgspec.json.decode(rows[-1]) if found > limit else None
        else:
            values = self.rows(query, limit + 1) if key is None else self._rows(query.table, sql.lookup(query, key))
            rows, found = [ENCODER.encode({n: row[n] for n in query.columns}) for row in values[:limit]], len(values)
            last = values[limit - 1] if found > limit else None
        if not query.total:
            return Slice(rows, last, None)
        if total is None:
            total = found if query.after is None and found <= limit else self.count(query)
        return Slice(rows, last, total)

    def _numbered(self, query: Query, limit: int) -> tuple[list[int], int | None]:
        """The numbers of the first rows a query asks for, and how many there are, if that comes with them."""
        if query.after is None and self.is_small(query.table):
            numbers = self.row_numbers(query, None)
            return numbers[:limit], len(numbers)
        if query.after is None and query.total and query.where.words and query.is_in_stored_order:
            found = self._select(query.table, sql.numbered(self.search_index.resolved(query), limit))
            return [number for number, _ in found], found[0][1] if found else 0
        return self.row_numbers(query, limit), None

    def row_numbers(self, query: Query, limit: int | None) -> list[int]:
        """The numbers of the rows a query asks for, in its order."""
        statement, values = sql.row_numbers(self.search_index.resolved(query), limit)
        numbers: list[int] = self.engine.column(statement, values, is_small=self.is_small(query.table))
        return numbers

    def rows(self, query: Query, limit: int | None) -> list[dict[str, Any]]:
        """The rows a query asks for, in its order, with the columns it is sorted by."""
        return self._rows(query.table, sql.select(self.search_index.resolved(query), limit, with_order=True))

    def last_before_more(self, query: Query, limit: int) -> dict[str, Any] | None:
        """The last of the first rows a query asks for, when more follow, with the columns it is sorted by."""
        found = self._rows(query.table, sql.last_before_more(self.search_index.resolved(query), limit))
        return found[0] if len(found) > 1 else None

    def batches(self, query: Query, limit: int | None) -> Iterator[pa.RecordBatch]:
        """The rows a query asks for as Arrow batches, so that a download of any size fits in memory."""
        yield from self.engine.batches(*sql.select(self.search_index.resolved(query), limit), BATCH)

    def encoded_csv(self, query: Query, limit: int | None) -> bytes:
        """The rows a query asks for as lines of CSV, of a query that `is_encoded`."""
        return b"".join(self._csv[query.table.name].get(self.row_numbers(query, limit)))

    def csv(self, query: Query, limit: int | None) -> Iterator[bytes]:
        """The rows a query asks for as lines of CSV, many at a time. The query is one that `csv_lines.supports`."""
        for batch in self.engine.batches(*csv_lines.statement(self.search_index.resolved(query), limit), LINES):
            if batch.num_rows:
                yield csv_lines.join_lines(batch)

    def count(self, query: Query) -> int:
        """How many rows match, whatever the page."""
        return int(self._select(query.table, sql.count(self.search_index.resolved(query)))[0][0])

    def aggregate(
        self, table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure], order: sql.Sort = ()
    ) -> pa.Table:
        """One row for each group, with its measures: in an order, and where that says nothing in that of the groups.

        A group is a column of the table, or `reports.<column>` of the report that a row was read from.
        """
        found = self.engine.fetch(*sql.aggregate(table, self.search_index.known(table, where), groups, measures, order))
        return found.cast(pa.schema([field.with_type(whole_number(field.type)) for field in found.schema]))

    def aggregate_rows(
        self, table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure], order: sql.Sort = ()
    ) -> list[dict[str, Any]]:
        """The same, as rows."""
        where = self.search_index.known(table, where)
        is_sorted_here = not order and self.is_small(table) and is_sortable(table, groups)
        rows = self._rows(table, sql.aggregate(table, where, groups, measures, None if is_sorted_here else order))
        return in_order(rows, groups) if is_sorted_here else rows

    def units(
        self, table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure]
    ) -> list[tuple[list[str], ...]]:
        """The units of the values that measures are taken of, for each group."""
        return self._select(table, sql.units(table, self.search_index.known(table, where), groups, measures))

    def facet(self, table: Table, where: Where, by: str, limit: int) -> list[dict[str, Any]]:
        """The most frequent values of a column, how many rows have each, and how many values there are in all."""
        return self._rows(table, sql.facet(table, self.search_index.known(table, where), by, limit))

    def row(self, table: Table, key: str) -> dict[str, Any] | None:
        """The row with this key, if there is one, with the columns that the release has."""
        return self.stored(table, [key]).get(key)

    def rows_by_key(self, table: Table, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows with these keys, by key."""
        statement = sql.rows_by_key(table, keys, is_copied=table.name in self.engine.tables - self._small)
        return {row[table.key]: row for row in self._rows(table, statement)}

    def stored(self, table: Table, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The rows with these keys, by key, with the columns that the release has."""
        names = self.columns[table.name]
        return {key: {name: row[name] for name in names} for key, row in self.rows_by_key(table, keys).items()}

    def keys(self, table: Table) -> list[str]:
        """The keys of all rows of a table."""
        return [key for (key,) in self._select(table, sql.keys(table))]

    def paragraph(self, report_id: str, number: int) -> dict[str, Any] | None:
        """A paragraph of a report, by its number."""
        return next(iter(self._rows(PARAGRAPHS, sql.paragraph(report_id, number))), None)

    def metric_names(self, called: Word) -> list[str]:
        """The id, names and aliases of every metric that is called so."""
        return [name for (names,) in self._select(METRICS, sql.metric_names(called)) for name in names if name]

    def _select(self, table: Table, statement: Statement) -> list[tuple[Any, ...]]:
        """What a statement about a table finds."""
        return self.engine.select(*statement, is_small=self.is_small(table))

    def _rows(self, table: Table, statement: Statement) -> list[dict[str, Any]]:
        """The same, by column."""
        return self.engine.rows(*statement, is_small=self.is_small(table))

    def _encoded(self, table: Table, encode: Any) -> EncodedRows:
        """The rows of a table in one format."""
        columns = self.columns[table.name]

        def fetch(numbers: Sequence[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
            return ((row[0], row[1:]) for row in self._select(table, sql.rows_by_number(table, columns, numbers)))

        return EncodedRows(partial(encode, columns), fetch, ENCODED_BYTES)
