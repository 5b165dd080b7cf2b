"""SQL statements and their values, from queries that were understood. Values are never part of a statement."""

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from api.query.filters import Filter, filters_of
from api.query.listing import Order, Query
from api.query.measures import MIXED, MOST_GROUPS, REPORT, Measure
from api.query.where import Where
from api.query.words import Word
from api.store.duckdb.fragments import ROW_NUMBER, Statement, any_of, column, name, placeholders, quoted
from api.store.duckdb.word_sql import CALLED, NAMES, has_word
from schemas.tables import Table

ROWS = "rows of a group"  # what is counted beside a measure; no measure is called so
Sort = Sequence[tuple[str, bool]]  # columns of an answer, each with whether the largest comes first


def select(query: Query, limit: int | None, with_order: bool = False) -> Statement:
    """The statement of a query and its values. The limit comes after the order, so that pages are stable.

    Releases are written in the order of the table, and DuckDB keeps the order of a file: what asks for that order is
    not sorted again, which would take all rows into memory.
    """
    order = [one.column.name for one in query.order]
    columns = dict.fromkeys([*query.columns, *(order if with_order else ())])
    return selected(query, limit, ", ".join(map(column, columns)))


def lookup(query: Query, key: str) -> Statement:
    """The statement of a query that names the key of its row.

    Without a limit, for which DuckDB would find the number of the row first; the report is compared first, for reports
    are few beside keys.
    """
    report = [(filters_of(query.table)["report_id"], one) for one in filter(None, [query.table.report_of(key)])]
    where = structs.replace(query.where, filters=(*report, *query.where.filters))
    return select(structs.replace(query, where=where), None, with_order=True)


def last_before_more(query: Query, limit: int) -> Statement:
    """The last of the first rows of a query, and the row behind it, by the columns it is sorted by."""
    order = dict.fromkeys(column(one.column.name) for one in query.order)
    statement, values = selected(query, 2, ", ".join(order))
    return f"{statement} offset {limit - 1:d}", values


def selected(query: Query, limit: int | None, what: str) -> Statement:
    """The statement of a query for what is wanted of its rows, and its values."""
    where, values = conditions(query.table, query.where, query.order, query.after)
    statement = f"select {what} from {name(query.table)} {where}"
    if not query.is_in_stored_order:
        statement += f" order by {ordering(query)}"
    return (f"{statement} limit {limit:d}" if limit is not None else statement), values


def row_numbers(query: Query, limit: int | None) -> Statement:
    """The statement of a query for the numbers of its rows."""
    return selected(query, limit, ROW_NUMBER)


def numbered(query: Query, limit: int) -> Statement:
    """The numbers of the first rows of a query in stored order, each with how many rows match in all.

    Words take long to look for, so that is done once, by all threads: `count(*) over ()` has one.
    """
    found, values = selected(query, None, f"{ROW_NUMBER} as number")
    counted = f"select number, (select count(*) from found) from found order by number limit {limit:d}"
    return f"with found as materialized ({found}) {counted}", values


def ordering(query: Query) -> str:
    """The order of a query. Empty values come last either way."""
    directions = {True: "desc", False: "asc"}
    return ", ".join(f"{column(one.column.name)} {directions[one.descending]} nulls last" for one in query.order)


def count(query: Query) -> Statement:
    """How many rows match."""
    where, values = conditions(query.table, query.where)
    return f"select count(*) as n from {name(query.table)} {where}", values


def aggregate(
    table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure], order: Sort | None = ()
) -> Statement:
    """The groups of a table with their measures; one more than there may be tells that there are too many.

    They are in an order, and where that says nothing in that of the groups; in none where the order is None.

    Beside a measure that needs one unit stands whether the values of the group have more. No measure stands alone:
    DuckDB takes neighbours of one group together, such as rows of one report, where it takes two measures or more.
    """
    computed = [f'{one.sql.format(column=column(one.column))} as "{one.name}"' for one in measures]
    computed += [f'{is_mixed(measure)} as "{MIXED}{measure.name}"' for measure in measures if measure.unit]
    beside = [f"count(*) as {quoted(ROWS)}"] if groups and len(computed) == 1 else []
    return grouped(table, where, groups, [*computed, *beside], order)


def units(table: Table, where: Where, groups: Sequence[str], measures: Sequence[Measure]) -> Statement:
    """The units of the values that measures are taken of, for each group, in the order of the groups."""
    lists = [units_of(measure) for measure in measures if measure.unit]
    statement, values = grouped(table, where, groups, lists)
    return f"select * exclude ({', '.join(map(quoted, groups))}) from ({statement})" if groups else statement, values


def grouped(
    table: Table, where: Where, groups: Sequence[str], computed: Sequence[str], order: Sort | None = ()
) -> Statement:
    """Groups of the rows of a table, and what is computed of each."""
    keys = [f'{column(group if "." in group else f"{table.name}.{group}")} as "{group}"' for group in groups]
    kept, values = conditions(table, where)
    source = f"{name(table)} {kept}"
    if any(group.startswith(REPORT) for group in groups):  # where columns without their table could be of both
        source = f"(select * from {source}) as {name(table)} left join reports on {name(table)}.report_id = reports.id"
    statement = f"select {', '.join([*keys, *computed])} from {source}"
    if groups:
        places = range(1, len(groups) + 1)
        statement += f" group by {', '.join(map(str, places))}"
        if order is not None:
            sort = [f"{quoted(one)} {'desc' if descending else 'asc'} nulls last" for one, descending in order]
            statement += f" order by {', '.join([*sort, *(f'{place} nulls last' for place in places)])}"
    return f"{statement} limit {MOST_GROUPS + 1:d}", values


def facet(table: Table, where: Where, by: str, limit: int) -> Statement:
    """The most frequent values of a column."""
    kept, values = conditions(table, where)
    counted = f"select {column(by)} as value, count(*) as count, count(*) over () as values from {name(table)} {kept}"
    return f"{counted} group by 1 order by 2 desc, 1 nulls last limit {limit:d}", values


def rows_by_number(table: Table, columns: Sequence[str], numbers: Sequence[int]) -> Statement:
    """Rows by their numbers, each behind its number. Either form reads only the parts of the table the rows are in."""
    statement = f"select {ROW_NUMBER}, {', '.join(map(column, columns))} from {name(table)} where {ROW_NUMBER}"
    first, last = min(numbers), max(numbers)
    if last - first < len(numbers):  # a run of rows, without a join
        return f"{statement} between ? and ?", [first, last]
    return f"{statement} in (select unnest(?))", [list(numbers)]


def keys(table: Table) -> Statement:
    """The keys of all rows of a table."""
    return f"select {column(table.key)} from {name(table)}", []


def rows_by_key(table: Table, keys: Sequence[str], is_copied: bool) -> Statement:
    """The rows with these keys. Each is a value of its own, so that row groups without any are not read.

    Of a large table that DuckDB has copied their numbers are found first: it would read all columns of whole row groups
    to compare one of them. Of one row the report is compared first, for reports are few beside keys.
    """
    where = f"{column(table.key)} in ({placeholders(keys)})"
    report = [one for one in (table.report_of(key) for key in keys) if one] if is_copied and len(keys) == 1 else []
    if report:
        where = f"{column('report_id')} = ? and {where}"
    elif is_copied and len(keys) > 1:
        where = f"{ROW_NUMBER} in (select {ROW_NUMBER} from {name(table)} where {where})"
    return f"select * from {name(table)} where {where}", [*report, *keys]


def paragraph(report_id: str, number: int) -> Statement:
    """A paragraph of a report."""
    return "select * from paragraphs where report_id = ? and paragraph = ? limit 1", [report_id, number]


def metric_names(called: Word) -> Statement:
    """The names of every metric that is called so."""
    return f"select {NAMES} as names from metrics where {CALLED}", [called.pattern]


def conditions(
    table: Table, where: Where, order: Sequence[Order] = (), after: Sequence[Any] | None = None
) -> Statement:
    """The where clause and its values: filters, groups, words, and only what comes behind a cursor."""
    parts = [comparison(one) for one, _ in where.filters]
    parts += [any_of(comparison(one) for one, _ in group) for group in where.groups]
    values = [value for group in [where.filters, *where.groups] for _, value in group]
    for word in where.words:
        part, given = has_word(table, word, where.known_by)
        parts.append(part)
        values += given
    if after is not None:
        part, placed = after_cursor(order, after)
        parts.append(part)
        values.extend(placed)
    return (f"where {' and '.join(parts)}" if parts else ""), values


def comparison(one: Filter) -> str:
    """The condition of a filter."""
    return one.operator.sql.format(column=column(one.column.name))


def after_cursor(order: Sequence[Order], after: Sequence[Any]) -> Statement:
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


def is_mixed(measure: Measure) -> str:
    """Whether the values a measure is computed over have several units. None has none."""
    unit, has_value = f"coalesce({column(measure.unit or '')}, '')", f"{column(measure.column)} is not null"
    return f"min({unit}) filter ({has_value}) <> max({unit}) filter ({has_value})"


def units_of(measure: Measure) -> str:
    """The units of the values a measure is computed over, as a list."""
    units = f"list(distinct coalesce({column(measure.unit or '')}, ''))"
    return f"list_sort({units} filter ({column(measure.column)} is not null))"
