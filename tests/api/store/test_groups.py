"""Groups are in the order that DuckDB has them in, whoever sorted them."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.query.measures import groups_of, read_measures
from api.query.where import Where
from api.store.groups import in_order, is_sortable
from api.store.store import Store
from datasets.releases.release import Release
from schemas.tables import BY_NAME, Table
from tests.asking import every_table

INDICATORS = BY_NAME["indicators"]
KINDS: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [  # of columns that rows can be grouped by
    (pa.string(), st.text(st.characters(exclude_categories=["Cs"]), max_size=3) | st.sampled_from(["", "\U0001f600", "\uffff", "é"])),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    (pa.bool_(), st.booleans()),
    (pa.date32(), st.dates()),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return Store(release)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@given(st.data())
def test_values_of_every_kind_are_in_the_order_of_duckdb(
    connection: duckdb.DuckDBPyConnection, data: st.DataObject
) -> None:
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    names = [f"c{n}" for n in range(len(kinds))]
    values = [st.none() | values for _, values in kinds]
    rows = data.draw(st.lists(st.tuples(*values), max_size=12, unique=True))
    columns = [pa.array([row[n] for row in rows], kind) for n, (kind, _) in enumerate(kinds)]
    order = ", ".join(f"{name} nulls last" for name in names)
    expected = connection.from_arrow(pa.table(columns, names=names)).order(order).fetchall()
    assert [
        (*row.values(),) for row in in_order([dict(zip(names, row, strict=True)) for row in rows], names)
    ] == expected


@every_table
def test_groups_of_every_column_are_in_the_order_of_duckdb(store: Store, table: Table) -> None:
    (count,) = read_measures(table, "count", ())
    for group in groups_of(table):
        groups = (group, *groups_of(table)[:1]) if group != groups_of(table)[0] else (group,)
        rows = store.aggregate_rows(table, Where(), groups, [count])
        assert rows == store.aggregate(table, Where(), groups, [count]).to_pylist(), group


def test_fractions_and_whatever_a_question_sorts_by_is_put_in_order_by_duckdb(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Callable[..., Any]:
        raise AssertionError("sorted here")

    monkeypatch.setattr("api.store.store.in_order", refuse)
    (count,) = read_measures(INDICATORS, "count", ())
    assert not is_sortable(INDICATORS, ("year", "value"))
    assert store.aggregate_rows(INDICATORS, Where(), ("value",), [count])
    found = store.aggregate_rows(INDICATORS, Where(), ("year",), [count], [("count", True)])
    assert [row["count"] for row in found] == sorted((row["count"] for row in found), reverse=True)
