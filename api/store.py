"""DuckDB over one release: read-only, and able to open nothing else. The only module with SQL."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import inspect

from api.filters import Filter, is_text
from api.measures import MOST_GROUPS, REPORT, UNITS, Measure
from api.query import Order, Query
from api.where import Where
from datasets.release import Release
from schemas.arrow import arrow_schema
from schemas.inspection import columns_of
from schemas.tables import TABLES, Table

BATCH = 10_000  # rows
METRIC_CALLED = """"metric_id" in (select id from metrics where list_contains(
    list_transform(list_concat(aliases, [id, name, name_en]), lambda called: lower(called)), lower(?)))"""
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
        """The rows a query asks for, in its order, with the columns it is sorted by."""
        sql, values = select(query, limit, with_order=True)
        rows: list[dict[str, Any]] = self._fetch(sql, values).to_pylist()
        return rows

    def batches(self, query: Query, limit: int | None) -> Iterator[pa.RecordBatch]:
        """The rows a query asks for as Arrow batches, so that a download of any size fits in memory."""
        sql, values = select(query, limit)
        yield from self._connection.cursor().sql(sql, params=values).to_arrow_reader(BATCH)

    def count(self, query: Query) -> int:
        """How many rows match, whatever the page."""
        where, values = conditions(query.table, query.where)
        found = self._fetch(f"select count(*) as n from {name(query.table)} {where}", values)
        return int(found.column("n")[0].as_py())

    def aggregate(self, table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure]) -> pa.Table:
        """One row for each group, with its measures, in the order of the groups; the unit columns of measures too.

        A group is a column of the table, or `reports.<column>` of the report that a row was read from.
        """
        keys = [f'{column(group if "." in group else f"{table.name}.{group}")} as "{group}"' for group in groups]
        computed = [f'{one.sql.format(column=column(one.column))} as "{one.name}"' for one in measures]
        units = [f'{units_of(measure)} as "{UNITS}{measure.name}"' for measure in measures if measure.unit]
        kept, values = conditions(table, where)
        source = f"(select * from {name(table)} {kept}) as {name(table)}"
        if any(group.startswith(REPORT) for group in groups):
            source += f" left join reports on {name(table)}.report_id = reports.id"
        statement = f"select {', '.join([*keys, *computed, *units])} from {source}"
        if groups:
            places = range(1, len(groups) + 1)
            statement += f" group by {', '.join(map(str, places))}"
            statement += f" order by {', '.join(f'{place} nulls last' for place in places)}"
        return self._fetch(f"{statement} limit {MOST_GROUPS + 1:d}", values)

    def facet(self, table: Table, where: Where, by: str, limit: int) -> list[dict[str, Any]]:
        """The most frequent values of a column, how many rows have each, and how many values there are in all."""
        kept, values = conditions(table, where)
        counted = (
            f"select {column(by)} as value, count(*) as count, count(*) over () as values from {name(table)} {kept}"
        )
        sql = f"{counted} group by 1 order by 2 desc, 1 nulls last limit {limit:d}"
        rows: list[dict[str, Any]] = self._fetch(sql, values).to_pylist()
        return rows

    def row(self, table: Table, key: str) -> dict[str, Any] | None:
        """The row with this key, if there is one."""
        sql = f"select * from {name(table)} where {column(table.key)} = ? limit 1"
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


def select(query: Query, limit: int | None, with_order: bool = False) -> tuple[str, list[Any]]:
    """The statement of a query and its values. The limit comes after the order, so that pages are stable."""
    order = [one.column.name for one in query.order]
    columns = dict.fromkeys([*query.columns, *(order if with_order else ())])
    where, values = conditions(query.table, query.where, query.order, query.after)
    statement = f"select {', '.join(map(column, columns))} from {name(query.table)} {where} order by {ordering(query)}"
    return (f"{statement} limit {limit:d}" if limit is not None else statement), values


def ordering(query: Query) -> str:
    """The order of a query. Empty values come last either way."""
    directions = {True: "desc", False: "asc"}
    return ", ".join(f"{column(one.column.name)} {directions[one.descending]} nulls last" for one in query.order)


def conditions(
    table: Table, where: Where, order: Sequence[Order] = (), after: Sequence[Any] | None = None
) -> tuple[str, list[Any]]:
    """The where clause and its values: filters, groups, words, and only what comes behind a cursor."""
    parts = [compared(one) for one, _ in where.filters]
    parts += [any_of(compared(one) for one, _ in group) for group in where.groups]
    values = [value for group in [where.filters, *where.groups] for _, value in group]
    if where.words:
        part = has_word(table)
        parts += [part] * len(where.words)
        values += [word for word in where.words for _ in range(part.count("?"))]
    if after is not None:
        part, placed = behind(order, after)
        parts.append(part)
        values.extend(placed)
    return (f"where {' and '.join(parts)}" if parts else ""), values


def compared(one: Filter) -> str:
    """The condition of a filter."""
    return one.operator.sql.format(column=column(one.column.name))


def any_of(parts: Iterable[str]) -> str:
    """One of these conditions."""
    return f"({' or '.join(parts)})"


def has_word(table: Table) -> str:
    """Some text of a row has a word, or the word names its metric.

    Column by column: joined texts would lose the dictionaries of Parquet and take four times as long.
    """
    columns = columns_of(table.row)
    texts = [column(c.name) for c in columns if isinstance(c.type, inspect.StrType)]
    texts += [
        f"array_to_string({column(c.name)}, chr(10))"
        for c in columns
        if isinstance(c.type, inspect.ListType) and is_text(c.type.item_type)
    ]
    found = [f"contains(lower({each}), lower(?))" for each in texts]
    return any_of([*found, METRIC_CALLED] if any(c.name == "metric_id" for c in columns) else found)


def behind(order: Sequence[Order], after: Sequence[Any]) -> tuple[str, list[Any]]:
    """What comes behind a row in an order: equal in the first columns, and behind in the next.

    There always is such a column: an order ends with a key, which is never empty.
    """
    alternatives: list[str] = []
    values: list[Any] = []
    for n, (one, value) in enumerate(zip(order, after, strict=True)):
        if value is None:  # empty values come last: none is behind another
            continue
        equal = [f"{column(earlier.column.name)} is not distinct from ?" for earlier in order[:n]]
        sign = "<" if one.descending else ">"
        further = f"{column(one.column.name)} {sign} ?"
        if one.column.nullable:
            further = f"({further} or {column(one.column.name)} is null)"
        alternatives.append(" and ".join([*equal, further]))
        values += [*after[:n], value]
    return any_of(alternatives), values


def units_of(measure: Measure) -> str:
    """The units of the values a measure is computed over, as a list."""
    units = f"list(distinct coalesce({column(measure.unit or '')}, ''))"
    return f"list_sort({units} filter ({column(measure.column)} is not null))"


def column(of: str) -> str:
    """The name of a column in SQL."""
    table, _, own = of.rpartition(".")
    return f'"{table}"."{own}"' if table else f'"{own}"'


def name(table: Table) -> str:
    """The name of a table in SQL."""
    return f'"{table.name}"'


def text(value: object) -> str:
    """A text literal in SQL."""
    return "'" + str(value).replace("'", "''") + "'"
