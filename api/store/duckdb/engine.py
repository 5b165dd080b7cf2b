"""DuckDB over one release: read-only, and able to open nothing else.

Imported when a question first needs it: a server that answers from its cache does without DuckDB's 30 MB, and starts
without the tenth of a second that it takes to load.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from typing import Any
from weakref import WeakSet, finalize

import duckdb
import pyarrow as pa

from api.http.metrics import QUERIES
from api.http.problems import QueryTooLarge, ReleaseDamaged
from api.settings import Settings
from api.store.duckdb import sql
from api.store.duckdb.watchdog import Watchdog
from api.store.small_tables import small_tables
from datasets.releases.parquet import later_columns
from datasets.releases.release import Release
from datasets.releases.search_index import FILES
from schemas.tables import TABLES, Table

LOG = logging.getLogger("baogao")
STATEMENTS = 500  # that a session keeps parsed
CLOSED: dict[str, Any] = {  # what a connection has no use for
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
SQL_TYPES = {
    pa.string(): "varchar",
    pa.float64(): "double",
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int16(): "smallint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}

Columns = Mapping[str, Sequence[str]]  # those a release has, by table
Connection = duckdb.DuckDBPyConnection
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
            self._unoptimized.cursor.execute("pragma disable_optimizer")  # before the configuration is locked
            restrict(self.connection, release.folder)
        except duckdb.Error as error:
            raise self._damaged(error) from error
        self.tables = stored_tables(self.connection)
        finalize(self, close, self._cursors, self.connection)

    def select(self, statement: str, values: Sequence[Any], *, is_small: bool = False) -> list[Row]:
        """The rows a statement finds; one of small tables runs unoptimized, which is sooner."""
        with self._session(is_small) as session:
            return self._fetched(session, statement, values)

    def rows(self, statement: str, values: Sequence[Any], *, is_small: bool = False) -> list[dict[str, Any]]:
        """The same, by column."""
        with self._session(is_small) as session:
            found = self._fetched(session, statement, values)
            names = [column[0] for column in session.cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _fetched(self, session: "Session", statement: str, values: Sequence[Any]) -> list[Row]:
        with self._guarded(session.cursor), QUERIES.time():
            return session.cursor.execute(session.parsed(statement), values).fetchall()

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
        self.connection.execute(f"create table {sql.quoted(name)} as select * from made")
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


def close(cursors: Iterable[Connection], connection: Connection) -> None:
    """Close connections: when their engine goes, and before the interpreter would take them down in no order."""
    for one in (*cursors, connection):
        with suppress(duckdb.Error):
            one.close()


def connect(settings: Settings, database: Path | None, *, read_only: bool = True) -> Connection:
    """A connection within the limits of the settings: to a database file, or in memory."""
    config = {"memory_limit": settings.memory_limit, "threads": str(settings.threads)} | CLOSED
    return duckdb.connect(database, read_only=read_only, config=config) if database else duckdb.connect(config=config)


def create_tables(connection: Connection, release: Release, columns: Columns, copied: Collection[str]) -> None:
    """Create the tables of a release, and its search index if it has one: copies of some, views of others.

    A copy has the rows in the order of the file: its row numbers (`rowid`) are theirs.
    """
    for table in TABLES:
        kind = "table" if table.name in copied else "view"
        connection.execute(f"create {kind} {sql.name(table)} as {rows_of(release, table, columns[table.name])}")
    for name, listed in FILES.items():
        if (file := release.folder / listed).is_file():
            connection.execute(f"create view {sql.quoted(name)} as from {sql.text(file)}")


def rows_of(release: Release, table: Table, stored: Sequence[str]) -> str:
    """The query of all rows of a table of a release: none of a table that came after it."""
    if not release.has_table(table.name):
        return f"select {', '.join(missing_columns(table, ()))} where false"
    named = ", ".join(("*", *missing_columns(table, stored)))
    return f"select {named} from {sql.text(release.table_file(table.name))}"


def stored_tables(connection: Connection) -> frozenset[str]:
    """The tables that rows have numbers in: the copies."""
    found = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
    return frozenset(name for (name,) in found)


def restrict(connection: Connection, folder: Path) -> None:
    """Let a connection see the files of a folder, and from here on nothing else."""
    connection.execute(f"set allowed_directories = [{sql.text(folder / '_')[:-2]}']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def missing_columns(table: Table, stored: Sequence[str]) -> list[str]:
    """The columns that came after a release, as typed nulls: every release can be asked by the same names."""
    fields = later_columns(table, stored)
    return [f'cast(null as {sql_type(field.type)}) as "{field.name}"' for field in fields]


def sql_type(of: pa.DataType) -> str:
    """The DuckDB type of a column of our schemas."""
    if pa.types.is_list(of):
        return f"{sql_type(of.value_type)}[]"
    if pa.types.is_struct(of):
        return "struct(" + ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in of) + ")"
    return SQL_TYPES[of]
