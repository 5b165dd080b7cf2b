"""DuckDB over one release: read-only, and able to open nothing else. The only module with SQL."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from api.query import Query
from datasets.release import Release
from schemas.arrow import arrow_schema
from schemas.tables import TABLES, Table

BATCH = 10_000  # rows
SQL_TYPES = {
    pa.string(): "varchar",
    pa.float64(): "double",
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int16(): "smallint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}


class Store:
    """The tables of one release. Safe to use from many threads: each query has a cursor of its own."""

    def __init__(self, release: Release, memory_limit: str, threads: int) -> None:
        self.release = release
        self.version = str(release.version)
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "threads": str(threads),
                "temp_directory": "",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        for table in TABLES:
            file = release.table_file(table.name)
            missing = missing_columns(table, set(pq.read_schema(file).names))
            self._connection.execute(f"create view {name(table)} as select *{missing} from {text(file)}")
        self._lock(release)

    def _lock(self, release: Release) -> None:
        """From here on the connection reads this release and nothing else, and cannot be told otherwise."""
        self._connection.execute(f"set allowed_directories = [{text(release.folder / '_')[:-2]}']")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def rows(self, query: Query, limit: int | None) -> list[dict[str, Any]]:
        """The rows a query asks for, in the order of the table."""
        sql, values = select(query, limit)
        rows: list[dict[str, Any]] = self._fetch(sql, values).to_pylist()
        return rows

    def batches(self, query: Query, limit: int | None) -> Iterator[pa.RecordBatch]:
        """The rows a query asks for as Arrow batches, so that a download of any size fits in memory."""
        sql, values = select(query, limit)
        yield from self._connection.cursor().sql(sql, params=values).to_arrow_reader(BATCH)

    def count(self, query: Query) -> int:
        """How many rows match, whatever the page."""
        where, values = conditions(query, with_cursor=False)
        found = self._fetch(f"select count(*) as n from {name(query.table)} {where}", values)
        return int(found.column("n")[0].as_py())

    def row(self, table: Table, key: str) -> dict[str, Any] | None:
        """The row with this key, if there is one."""
        sql = f'select * from {name(table)} where "{table.key}" = ? limit 1'
        return next(iter(self._fetch(sql, [key]).to_pylist()), None)

    def paragraph(self, report_id: str, number: int) -> dict[str, Any] | None:
        """A paragraph of a report, by its number."""
        sql = "select * from paragraphs where report_id = ? and paragraph = ? limit 1"
        return next(iter(self._fetch(sql, [report_id, number]).to_pylist()), None)

    def _fetch(self, sql: str, values: list[Any]) -> pa.Table:
        return self._connection.cursor().sql(sql, params=values).to_arrow_table()


def missing_columns(table: Table, present: set[str]) -> str:
    """The columns that came after a release, as typed nulls: every release answers to the same names."""
    fields = [field for field in arrow_schema(table.row) if field.name not in present]
    return "".join(f', cast(null as {sql_type(field.type)}) as "{field.name}"' for field in fields)


def sql_type(of: pa.DataType) -> str:
    """The DuckDB type of a column of our schemas."""
    if pa.types.is_list(of):
        return f"{sql_type(of.value_type)}[]"
    if pa.types.is_struct(of):
        return "struct(" + ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in of) + ")"
    return SQL_TYPES[of]


def select(query: Query, limit: int | None) -> tuple[str, list[Any]]:
    """The statement of a query and its values. The limit comes after the order, so that pages are stable."""
    where, values = conditions(query, with_cursor=True)
    order = ", ".join(f'"{column}"' for column in query.table.sort)
    statement = f"select * from {name(query.table)} {where} order by {order}"
    return (f"{statement} limit {limit:d}" if limit is not None else statement), values


def conditions(query: Query, with_cursor: bool) -> tuple[str, list[Any]]:
    """The where clause of a query and its values."""
    parts = [chosen.sql for chosen, _ in query.filters]
    values = [value for _, value in query.filters]
    if with_cursor and query.after is not None:
        columns = ", ".join(f'"{column}"' for column in query.table.sort)
        parts.append(f"({columns}) > ({', '.join('?' for _ in query.after)})")
        values.extend(query.after)
    return (f"where {' and '.join(parts)}" if parts else ""), values


def name(table: Table) -> str:
    """The name of a table in SQL."""
    return f'"{table.name}"'


def text(value: object) -> str:
    """A text literal in SQL."""
    return "'" + str(value).replace("'", "''") + "'"
