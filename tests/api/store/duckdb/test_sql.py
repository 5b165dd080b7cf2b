"""Statements have the shape that DuckDB answers soonest: what that is was measured (benchmarks/RESULTS.md)."""

import duckdb
import pytest

from api.query.measures import read_measures
from api.query.where import Where
from api.store.duckdb import sql
from schemas.tables import BY_NAME

INDICATORS = BY_NAME["indicators"]


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
