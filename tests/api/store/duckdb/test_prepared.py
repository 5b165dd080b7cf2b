"""Statements whose plan is kept find what DuckDB's Python package finds, and leave to it what they cannot say."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.problems import QueryTooSlow
from api.query.listing import read_query
from api.query.measures import read_measures
from api.query.where import Where
from api.settings import DEFAULTS
from api.store.duckdb import prepared, sql
from api.store.duckdb.prepared import PreparedStatements
from api.store.duckdb.tables import Executes, limits
from api.store.duckdb.watchdog import Watchdog
from api.store.store import Store
from datasets.releases.release import Release
from datasets.releases.tables.rows import columns_in
from schemas.tables import BY_NAME

INDICATORS = BY_NAME["indicators"]
TABLE = "create table t (b boolean, s smallint, i integer, l bigint, f double, v varchar, d date)"
ROWS = 5000  # of several vectors, as DuckDB reads them
SLOW = "select sum(a.range * b.range)::double from range(1000000) a, range(1000000) b where a.range <> ?"
COLUMNS = {
    "b": st.booleans(),
    "s": st.integers(-(2**15), 2**15 - 1),
    "i": st.integers(-(2**31), 2**31 - 1),
    "l": st.integers(-(2**63), 2**63 - 1),
    "f": st.floats(allow_nan=False),
    "v": st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
}


def opened(seconds: float = 60) -> PreparedStatements:
    statements = PreparedStatements(limits(DEFAULTS), Watchdog(seconds))
    statements.execute(TABLE)
    return statements


@pytest.fixture(scope="module")
def statements() -> Iterator[PreparedStatements]:
    opened_ = opened()
    yield opened_
    opened_.close()


@pytest.fixture(scope="module")
def beside() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(TABLE)
        yield connection


def found(statements: PreparedStatements, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]] | None:
    answer = statements.find(statement, values)
    return answer and [*zip(*answer.columns, strict=True)]


@given(st.lists(st.fixed_dictionaries({name: st.none() | values for name, values in COLUMNS.items()}), max_size=8))
def test_every_value_is_read_as_the_python_package_reads_it(
    statements: PreparedStatements, beside: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]
) -> None:
    connection: Executes
    for connection in (statements, beside):
        connection.execute("delete from t")
        for row in rows:
            values = ", ".join(literal(row[name]) for name in COLUMNS)
            connection.execute(f"insert into t ({', '.join(COLUMNS)}) values ({values})")
    for asked in (
        f"select {', '.join(COLUMNS)} from t",
        "select v, f from t order by v desc nulls last, f",
        "select b, count(*), sum(i), avg(f), max(v) from t group by b order by b nulls last",
    ):
        assert found(statements, asked) == beside.execute(asked).fetchall()


def literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return " || ".join(["''", *(f"chr({ord(character)})" for character in value)])
    return f"'{value!r}'::double" if isinstance(value, float) else str(value)


@given(st.data())
def test_every_value_is_bound_as_it_is(statements: PreparedStatements, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*COLUMNS]))
    value = data.draw(COLUMNS[name])
    statements.execute("delete from t")
    for _ in range(2):  # the second with the plan of the first
        assert found(statements, f"select count(*) from t where {name} = ?", [value]) == [(0,)]
    statements.execute(f"insert into t ({name}) values ({literal(value)})")
    asked = f"select {name} from t where {name} = ?"
    assert found(statements, asked, [value]) == [(value,)]


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65, 2047, 2048, 2049, ROWS])
def test_rows_of_any_number_come_whole_and_in_order(statements: PreparedStatements, rows: int) -> None:
    text = "case when range % 3 > 0 then repeat('文', range % 9) end"
    asked = f"select range, {text} from range({ROWS}) where range < ? order by range desc"
    expected = [(n, "文" * (n % 9) if n % 3 else None) for n in reversed(range(rows))]
    assert found(statements, asked, [rows]) == expected


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("select i from t where s = ?", [2**15]),  # too large for the type it was planned for
        ("select i from t where s = ?", [-(2**15) - 1]),
        ("select i from t where s = ?", [True]),
        ("select i from t where f = ?", [1]),
        ("select i from t where v = ?", [1]),
        ("select i from t where v = ?", [None]),
        ("select i from t where d = ?", [dt.date(2024, 1, 1)]),  # a type that is not bound
        ("select d from t", []),  # or not read
        ("select [i] from t", []),
        ("select i from t where list_contains(?, v)", [["a"]]),
        ("select i from t where regexp_matches(v, ?)", ["a"]),  # compiled for each row
        ("select i from t where s = ?", []),  # too few
        ("select i from t", [1]),  # too many
        ("select nothing from t", []),
        ("select", []),
        ("select error('no') from t", []),
    ],
)
def test_what_it_cannot_say_is_left_to_others(
    statements: PreparedStatements, statement: str, values: list[Any]
) -> None:
    statements.execute("delete from t")
    statements.execute("insert into t (i) values (1)")
    for _ in range(2):
        assert statements.find(statement, values) is None
    assert found(statements, "select i from t") == [(1,)]


def test_a_number_beyond_64_bits_is_read_whole(statements: PreparedStatements) -> None:
    for number in (2**100, -(2**100), -1, 2**64, -(2**64)):
        assert found(statements, f"select sum(x) from (values ({number}::hugeint)) t(x)") == [(number,)]


def test_numbers_that_are_none_are_read(statements: PreparedStatements) -> None:
    answer = found(statements, "select 'nan'::double, 'inf'::double, '-inf'::double")
    assert answer is not None
    assert math.isnan(answer[0][0])
    assert answer[0][1:] == (math.inf, -math.inf)


def test_columns_have_their_names(statements: PreparedStatements) -> None:
    answer = statements.find('select 1 as "年份", avg(f) as "avg(f)" from t', [])
    assert answer is not None
    assert answer.names == ["年份", "avg(f)"]


def test_a_statement_that_takes_too_long_is_ended_and_the_next_is_answered() -> None:
    statements = opened(seconds=0.2)
    with pytest.raises(QueryTooSlow):
        statements.find(SLOW, [1])
    assert found(statements, "select 1::bigint") == [(1,)]
    statements.close()


def test_what_is_asked_while_another_thread_asks_is_left_to_others() -> None:
    statements = opened(seconds=1)
    ended: list[Exception] = []

    def ask() -> None:
        try:
            statements.find(SLOW, [1])
        except QueryTooSlow as error:
            ended.append(error)

    thread = Thread(target=ask)
    thread.start()
    while thread.is_alive() and statements.find("select 1::bigint", []) is not None:
        pass
    assert thread.is_alive()
    thread.join()
    assert ended
    assert found(statements, "select 1::bigint") == [(1,)]
    statements.close()


def test_so_many_statements_are_kept_and_all_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "STATEMENTS", 3)
    statements = opened()
    for n in [*range(10), *range(10)]:
        assert found(statements, f"select {n}::bigint") == [(n,)]
        assert len(statements._statements) <= 3
    statements.close()


def test_it_cannot_be_opened_with_an_option_that_is_none() -> None:
    with pytest.raises(duckdb.Error):
        PreparedStatements({"no_option": "1"}, Watchdog(1))


@pytest.mark.parametrize("error", [AttributeError("duckdb_prepare"), OSError("no library"), duckdb.Error("no memory")])
def test_without_the_c_api_answers_are_the_same(
    release: Release, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse() -> None:
        raise error

    query = read_query(INDICATORS, {"sort": "-value"}, str(release.version), columns_in(release, INDICATORS))
    groups = (INDICATORS, Where(), ("unit",), read_measures(INDICATORS, "count,avg(value)", ("unit",)))
    expected = Store(release)
    monkeypatch.setattr(prepared, "functions", refuse)
    store = Store(release)
    assert store.engine._planned is None
    assert store.row_numbers(query, None) == expected.row_numbers(query, None)
    assert store.rows(query, 5) == expected.rows(query, 5)
    assert store.aggregate_rows(*groups) == expected.aggregate_rows(*groups)


def test_small_tables_are_asked_with_a_kept_plan(release: Release) -> None:
    store = Store(release)
    planned = store.engine._planned
    assert planned is not None
    for year in ("2023", "2024"):
        query = read_query(INDICATORS, {"year": year}, str(release.version), columns_in(release, INDICATORS))
        statement, values = sql.selected(query, None, sql.ROW_NUMBER)
        answer = planned.find(statement, values)
        assert answer is not None
        assert answer.columns[0] == store.engine.column(statement, values) == store.row_numbers(query, None)
    with pytest.raises(duckdb.Error, match="disabled"):
        planned.execute("copy indicators to '/tmp/never.csv'")


def test_what_is_closed_finds_nothing_any_more() -> None:
    statements = opened()
    assert found(statements, "select 1::bigint") == [(1,)]
    for _ in range(2):
        statements.close()
        assert statements.find("select 1::bigint", []) is None


def test_without_room_for_small_tables_once_more_they_are_asked_where_they_are(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: list[PreparedStatements] = []
    closed: list[PreparedStatements] = []
    close = PreparedStatements.close

    def refuse(one: PreparedStatements, _: str) -> None:
        full.append(one)
        raise duckdb.OutOfMemoryException("no memory")

    monkeypatch.setattr(PreparedStatements, "execute", refuse)
    monkeypatch.setattr(PreparedStatements, "close", lambda one: (closed.append(one), close(one)))
    store = Store(release)
    assert store.engine._planned is None
    assert [one for one in closed if one in full] == full != []
    assert store.row(BY_NAME["metrics"], "gdp")
