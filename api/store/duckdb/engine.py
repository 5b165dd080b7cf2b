"""DuckDB over one release: read-only, and able to open nothing else.

Imported when a question first needs it: what is answered from memory does without DuckDB, its 30 MB, and
the tenth of a second that it takes to load.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from api.http.metrics import QUERIES
from api.http.problems import QueryTooLarge, ReleaseDamaged
from api.settings import Settings
from api.store.duckdb import sql
from api.store.duckdb.watchdog import Watchdog
from datasets.releases.parquet import later_columns
from datasets.releases.release import Release
from datasets.releases.search_index import FILES
from schemas.tables import TABLES, Table

LOG = logging.getLogger("baogao")
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


class Engine:
    """A connection with the tables of a release. Safe to use from many threads: each query has a cursor of its own.

    Raises ReleaseDamaged when the files of the release cannot be read, now or later.
    """

    def __init__(self, release: Release, columns: Mapping[str, Sequence[str]], settings: Settings) -> None:
        self._release = release
        self._watchdog = Watchdog(settings.query_seconds)
        limits = {"memory_limit": settings.memory_limit, "threads": str(settings.threads)}
        try:
            self.connection = duckdb.connect(config=limits | CLOSED)
            self._open(columns)
        except duckdb.Error as error:
            raise self._gone(error) from error

    def _open(self, columns: Mapping[str, Sequence[str]]) -> None:
        """See the tables of the release, and its search index if it has one, and from here on nothing else."""
        for table in TABLES:
            file, missing = self._release.table_file(table.name), missing_columns(table, columns[table.name])
            self.connection.execute(f"create view {sql.name(table)} as select *{missing} from {sql.text(file)}")
        for name, listed in FILES.items():
            if (file := self._release.folder / listed).is_file():
                self.connection.execute(f"create view {sql.quoted(name)} as from {sql.text(file)}")
        self.connection.execute(f"set allowed_directories = [{sql.text(self._release.folder / '_')[:-2]}']")
        self.connection.execute("set enable_external_access = false")
        self.connection.execute("set lock_configuration = true")

    def _gone(self, error: Exception) -> ReleaseDamaged:
        """What is said when files went while they were read."""
        LOG.error("release %s: %s", self._release.version, error)
        return ReleaseDamaged(f"the files of release {self._release.version} went while they were read")

    def fetch(self, statement: str, values: list[Any]) -> pa.Table:
        """What a statement finds."""
        cursor = self.connection.cursor()
        with self._watched(cursor), QUERIES.time():
            return cursor.sql(statement, params=values).to_arrow_table()

    def batches(self, statement: str, values: list[Any], size: int) -> Iterator[pa.RecordBatch]:
        """What a statement finds, so many rows at a time."""
        cursor = self.connection.cursor()
        with self._watched(cursor):
            reader = iter(cursor.sql(statement, params=values).to_arrow_reader(size))
        while True:
            with self._watched(cursor):  # each batch for itself: a slow client is no slow query
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
    def _watched(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Watch a query. Raises QueryTooSlow for one that takes too long, ReleaseDamaged for files that went."""
        try:
            with self._watchdog.watching(cursor):
                yield
        except duckdb.OutOfMemoryException as error:
            raise QueryTooLarge("the query needs more memory than this server gives to one") from error
        except duckdb.IOException as error:
            raise self._gone(error) from error


def missing_columns(table: Table, stored: Sequence[str]) -> str:
    """The columns that came after a release, as typed nulls: every release can be asked by the same names."""
    fields = later_columns(table, stored)
    return "".join(f', cast(null as {sql_type(field.type)}) as "{field.name}"' for field in fields)


def sql_type(of: pa.DataType) -> str:
    """The DuckDB type of a column of our schemas."""
    if pa.types.is_list(of):
        return f"{sql_type(of.value_type)}[]"
    if pa.types.is_struct(of):
        return "struct(" + ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in of) + ")"
    return SQL_TYPES[of]
