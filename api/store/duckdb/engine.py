"""DuckDB over one release: read-only, and able to open nothing else.

Imported when a question first needs it: a server that answers from its cache does without DuckDB's 30 MB, and starts
without the tenth of a second that it takes to load.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from time import perf_counter
from typing import Any
from weakref import WeakSet, finalize

import duckdb
import pyarrow as pa

from api.http.metrics import QUERIES
from api.http.problems import QueryTooLarge, ReleaseDamaged
from api.settings import Settings
from api.store.duckdb.fragments import quoted
from api.store.duckdb.prepared import Found, PreparedStatements
from api.store.duckdb.tables import (
    UNOPTIMIZED,
    Columns,
    Connection,
    connect,
    create_copies,
    create_tables,
    limits,
    restrict,
    stored_tables,
)
from api.store.duckdb.watchdog import Watchdog
from api.store.small_tables import small_tables
from datasets.releases.release import Release

LOG = logging.getLogger("baogao")
STATEMENTS = 500  # that a session keeps parsed
Row = tuple[Any, ...]


class Session:
    """A cursor, and the statements it has parsed: values are no part of them, so there are few."""

    def __init__(self, cursor: Connection) -> None:
        self.cursor = cursor
        self._statements: dict[str, duckdb.Statement] = {}

    def parsed(self, statement: str) -> duckdb.Statement:
        """A statement, parsed once."""
        if (parsed := self._statements.get(statement)) is None:
            if len(self._statements) >= STATEMENTS:
                self._statements.clear()
            (parsed,) = self.cursor.extract_statements(statement)
            self._statements[statement] = parsed
        return parsed


class Engine:
    """The tables of a release in DuckDB. Safe to use from many threads: each has a cursor of its own.

    Small tables are in memory. Large ones are read from Parquet, or from a database file that they were copied into.
    Raises ReleaseDamaged when the files of the release cannot be read, now or later.
    """

    def __init__(self, release: Release, columns: Columns, settings: Settings, database: Path | None = None) -> None:
        self._release = release
        self._watchdog = Watchdog(settings.query_seconds)
        self._threads = local()
        self._cursors: WeakSet[Connection] = WeakSet()
        self._unoptimized_lock = Lock()
        try:
            self.connection = connect(settings, database)
            if database is None:
                create_tables(self.connection, release, columns, small_tables(release))
            self._unoptimized = Session(self._new_cursor())
            self._unoptimized.cursor.execute(UNOPTIMIZED)  # before the configuration is locked
            restrict(self.connection, release.folder)
            self._planned = self._planned_statements(columns, settings)
        except duckdb.Error as error:
            raise self._damaged(error) from error
        self.tables = stored_tables(self.connection)
        finalize(self, close, self._cursors, self.connection, self._planned)

    def select(self, statement: str, values: Sequence[Any], *, is_small: bool = False) -> list[Row]:
        """The rows a statement finds; one of small tables runs with the plan that is kept of it, or unoptimized."""
        if found := self._found(statement, values, is_small):
            return [*zip(*found.columns, strict=True)]
        return self._fetched(statement, values, is_small)[1]

    def rows(self, statement: str, values: Sequence[Any], *, is_small: bool = False) -> list[dict[str, Any]]:
        """The same, by column."""
        if found := self._found(statement, values, is_small):
            names, rows = found.names, [*zip(*found.columns, strict=True)]
        else:
            names, rows = self._fetched(statement, values, is_small)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def column(self, statement: str, values: Sequence[Any], *, is_small: bool = False) -> list[Any]:
        """The only column that a statement finds."""
        if found := self._found(statement, values, is_small):
            return found.columns[0]
        return [value for (value,) in self._fetched(statement, values, is_small)[1]]

    def _planned_statements(self, columns: Columns, settings: Settings) -> PreparedStatements | None:
        """Small tables once more, for statements about them alone; None where that fails: it is sooner, and no more."""
        statements = None
        try:
            statements = PreparedStatements(limits(settings), self._watchdog)
            create_copies(statements, self._release, columns, small_tables(self._release))
            statements.execute(UNOPTIMIZED)
            restrict(statements, self._release.folder)
        except (AttributeError, OSError, duckdb.Error) as error:  # without the C API, or without memory
            LOG.warning("plans of statements are not kept: %s", error)
            if statements is not None:
                statements.close()
            return None
        return statements

    def _found(self, statement: str, values: Sequence[Any], is_small: bool) -> Found | None:
        """What a statement of small tables finds by the plan that is kept of it, if one is."""
        if not is_small or self._planned is None:
            return None
        started = perf_counter()
        found = self._planned.find(statement, values)
        if found is not None:
            QUERIES.observe(perf_counter() - started)
        return found

    def _fetched(self, statement: str, values: Sequence[Any], is_small: bool) -> tuple[list[str], list[Row]]:
        """The names of the columns that a statement finds, and the rows."""
        with self._session(is_small) as session, self._guarded(session.cursor), QUERIES.time():
            rows = session.cursor.execute(session.parsed(statement), values).fetchall()
            return [column[0] for column in session.cursor.description or ()], rows

    def fetch(self, statement: str, values: list[Any]) -> pa.Table:
        """What a statement finds, as an Arrow table."""
        with self._session(is_small=False) as session, self._guarded(session.cursor), QUERIES.time():
            return session.cursor.sql(statement, params=values).to_arrow_table()

    def batches(self, statement: str, values: list[Any], size: int) -> Iterator[pa.RecordBatch]:
        """What a statement finds, so many rows at a time."""
        cursor = self._new_cursor()  # of its own: others are asked while it is read
        with self._guarded(cursor):
            reader = iter(cursor.sql(statement, params=values).to_arrow_reader(size))
        while True:
            with self._guarded(cursor):  # each batch for itself: a slow client is no slow query
                batch = next(reader, None)
            if batch is None:
                return
            yield batch

    def add(self, name: str, table: pa.Table) -> None:
        """Have one table more, in memory."""
        self.connection.register("made", table)
        self.connection.execute(f"create table {quoted(name)} as select * from made")
        self.connection.unregister("made")

    @contextmanager
    def _session(self, is_small: bool) -> Iterator["Session"]:
        """The session for a query: that of this thread, or the one that runs unoptimized while nobody else uses it."""
        if is_small and self._unoptimized_lock.acquire(blocking=False):
            try:
                yield self._unoptimized
            finally:
                self._unoptimized_lock.release()
        else:
            if not hasattr(self._threads, "session"):
                self._threads.session = Session(self._new_cursor())
            yield self._threads.session

    def _new_cursor(self) -> Connection:
        cursor = self.connection.cursor()
        self._cursors.add(cursor)
        return cursor

    def _damaged(self, error: Exception) -> ReleaseDamaged:
        """What is said when files went while they were read, or are none that DuckDB reads."""
        LOG.error("release %s: %s", self._release.version, error)
        return ReleaseDamaged(f"the files of release {self._release.version} cannot be read any more")

    @contextmanager
    def _guarded(self, cursor: Connection) -> Iterator[None]:
        """Watch a query. Raises QueryTooSlow for one that takes too long, ReleaseDamaged for files that went."""
        try:
            with self._watchdog.limit_time(cursor):
                yield
        except duckdb.OutOfMemoryException as error:
            raise QueryTooLarge("the query needs more memory than this server gives to one") from error
        except duckdb.IOException as error:
            raise self._damaged(error) from error


def close(cursors: Iterable[Connection], connection: Connection, planned: PreparedStatements | None) -> None:
    """Close connections: when their engine goes, and before the interpreter would take them down in no order."""
    for one in (*cursors, connection, planned):
        with suppress(duckdb.Error):
            if one is not None:
                one.close()
