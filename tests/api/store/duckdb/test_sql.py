"""Statements have the shape that DuckDB answers soonest: what that is was measured (benchmarks/RESULTS.md)."""

import duckdb
import pytest

from api.query.listing import read_query
from api.query.measures import read_measures
from api.query.where import Where
from api.store.duckdb import sql
from schemas.tables import BY_NAME

INDICATORS, REPORTS = BY_NAME["indicators"], BY_NAME["reports"]


@pytest.mark.parametrize("agg", ["count", "avg(value)", "sum(value),median(value)"])
def test_no_measure_stands_alone(agg: str) -> None:
    measures = read_measures(INDICATORS, agg, ("unit",))
    statement, values = sql.aggregate(INDICATORS, Where(), ("unit",), measures)
    with duckdb.connect() as connection:
        connection.execute("create table indicators (unit varchar, value double)")
        names = [name for name, *_ in connection.execute(statement, values).description]
    assert names[: 1 + len(measures)] == ["unit", *(one.name for one in measures)]
    assert len(names) > len(measures)
    assert len(names) > 2


def test_a_row_that_is_named_is_asked_for_by_its_report_first_and_without_a_limit() -> None:
    query = read_query(INDICATORS, {"id": "211102-2024.i566", "year": "2023"}, "1.0.0", ("id", "year"))
    statement, values = sql.lookup(query, "211102-2024.i566")
    assert statement.partition("where ")[2].startswith('"report_id" = ? and ')
    assert "limit" not in statement
    assert values == ["211102-2024", "211102-2024.i566", 2023]


def test_a_row_whose_key_names_no_report_is_asked_for_by_that_alone() -> None:
    query = read_query(REPORTS, {"id": "211102-2024"}, "1.0.0", ("id", "year"))
    assert sql.lookup(query, "211102-2024")[1] == ["211102-2024"]


def test_several_rows_of_a_copy_are_found_by_their_numbers_first() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table indicators as select 'i' || range as id, range as n from range(50_000)")
        for keys in (["i7"], ["i9", "i40000", "none"], ["none"]):
            plain, numbered = (
                connection.execute(*sql.rows_by_key(INDICATORS, keys, is_copied)).fetchall()
                for is_copied in (False, True)
            )
            assert sorted(numbered) == sorted(plain)
            assert len(plain) == len([key for key in keys if key != "none"])
    assert "rowid" in sql.rows_by_key(INDICATORS, ["i9", "i4"], is_copied=True)[0]


def test_one_row_of_a_copy_is_asked_for_by_its_report_first() -> None:
    key = "211102-2024.i7"
    statement, values = sql.rows_by_key(INDICATORS, [key], is_copied=True)
    assert (statement.partition("where ")[2], values) == ('"report_id" = ? and "id" in (?)', ["211102-2024", key])
    with duckdb.connect() as connection:
        rows = "select '211102-' || year as report_id, report_id || '.i' || n as id from range(2020, 2030) y(year), range(9) n(n)"
        connection.execute(f"create table indicators as {rows}")
        assert connection.execute(statement, values).fetchall() == [("211102-2024", key)]
