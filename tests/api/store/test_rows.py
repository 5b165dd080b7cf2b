"""What a small table answers from memory is what DuckDB answers, to the byte."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.query.filters import Filter, filters_of
from api.query.listing import Order, Query, read_query
from api.query.measures import UNITS, Measure, measures_of, plain_columns, read_measures
from api.query.parameters import DEFAULT_LIMIT
from api.query.where import Where
from api.routes.listing import export_of
from api.routes.pagination import placed
from api.settings import MEGABYTE
from api.store.columnar import Columns
from api.store.duckdb import csv_lines
from api.store.grouping import grouped
from api.store.holding import Holding
from api.store.store import Store
from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.csv import csv_parts
from datasets.releases.release import open_release
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES, Table

ENCODER = msgspec.json.Encoder()


@pytest.fixture(scope="module", params=["1.0.0", "5.2.0"])
def store(request: pytest.FixtureRequest) -> Store:
    return Store(open_release(releases_folder(BUILT_IN) / request.param))


def value_of(one: Filter, rows: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """A value to compare a column with: one it has, or one near it."""
    own = [row[one.column.name] for row in rows[:200] if row[one.column.name] is not None]
    if one.operator.takes == "yes or no":
        return st.booleans()
    if own and isinstance(own[0], list):
        own = [member for value in own for member in value if isinstance(member, str)]
    if not own:
        return st.nothing()
    seen = st.sampled_from(own)
    if one.operator.takes == "values":
        return st.lists(seen, min_size=1, max_size=4)
    if isinstance(own[0], str):
        part = st.builds(
            lambda text, start, size: text[start : start + size], seen, st.integers(0, 3), st.integers(0, 3)
        )
        return st.one_of(seen, part) if one.operator.takes == "text" else seen
    return seen


@st.composite
def queries(draw: st.DrawFn, store: Store) -> Query:
    table = draw(st.sampled_from(TABLES))
    small = store.small(table)
    assert small is not None
    known = [*filters_of(table).values()]

    def conditions(most: int) -> tuple[Any, ...]:
        some = draw(st.lists(st.sampled_from(known), max_size=most))
        usable = [(one, value_of(one, small.values)) for one in some]
        return tuple((one, draw(value)) for one, value in usable if not value.is_empty)

    columns = {column.name: column for column in columns_of(table.row)}
    names = draw(st.lists(st.sampled_from(plain_columns(table)), max_size=3, unique=True))
    order = [Order(columns[name], draw(st.booleans())) for name in names if name != table.key]
    if not names:
        order = [Order(columns[name]) for name in table.sort if name != table.key]
    order.append(Order(columns[table.key], bool(names) and draw(st.booleans())))
    last = draw(st.none() | st.sampled_from(small.values))
    group = conditions(3)
    return Query(
        table=table,
        where=Where(filters=conditions(3), groups=(group,) if group else ()),
        columns=draw(st.sampled_from([store.columns[table.name], (table.key,), tuple(reversed(plain_columns(table)))])),
        order=tuple(order),
        limit=draw(st.none() | st.integers(1, 50)),
        after=None if last is None else tuple(last[one.column.name] for one in order),
        total=True,
        format=None,
        options=frozenset(),
        given={},
        normal="",
    )


@given(data=st.data())
def test_rows_in_memory_are_those_of_the_engine_in_the_same_order(store: Store, data: st.DataObject) -> None:
    query = data.draw(queries(store))
    small = store.small(query.table)
    assert small is not None
    matching = small.matching(query.where)
    places = small.ordered(query, matching, query.limit)
    rows = [{name: row[name] for name in query.columns} for row in store.rows(query, query.limit)]
    assert small.as_json(places, query.columns) == [*map(ENCODER.encode, rows)]
    assert len(matching) == store.count(query)
    export = export_of(store, query)
    as_csv = b"".join(csv_parts(export.schema.names, export.batches))
    if small.has_as_csv(query):
        assert small.as_csv(places) == as_csv
    if csv_lines.fits(query):
        assert b"".join([*csv_parts(query.columns, []), *store.csv(query, query.limit)]) == as_csv


@pytest.fixture(scope="module")
def columns(store: Store) -> Iterator[Callable[[Table], Columns]]:
    """Every table as if it were a large one, of which few rows are looked at one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.store.holding.MOST", -1)
        patch.setattr("api.store.columnar.FEW", 20)
        patch.setattr("api.store.matching.FEW", 20)
        patch.setattr("api.store.loading.REPEATS", 1.01)
        holding = Holding(store.release, store.columns, MEGABYTE)
        holding.begin()
        holding.wait()

        def held(table: Table) -> Columns:
            found = holding.get(table)
            assert found is not None, table.name
            return found

        yield held


@given(data=st.data())
def test_columns_in_memory_have_the_rows_of_the_engine_in_the_same_order(
    store: Store, columns: Callable[[Table], Columns], data: st.DataObject
) -> None:
    query = data.draw(queries(store))
    table = columns(query.table)
    found = placed(query, table)
    if found is None:  # left to the engine
        return
    total, places = found
    rows = [
        {name: row[name] for name in query.columns} for row in store.rows(query, (query.limit or DEFAULT_LIMIT) + 1)
    ]
    assert table.as_json(places, query.columns) == [*map(ENCODER.encode, rows)]
    assert total == store.count(query)


def test_what_is_asked_most_is_not_left_to_the_engine(store: Store, columns: Callable[[Table], Columns]) -> None:
    table = BY_NAME["indicators"]
    for asked in (
        {},
        {"report_id": "211102-2024", "year": "2023"},
        {"metric_id": "gdp", "sort": "-value"},
        {"sort": "value,-year"},
        {"value__gte": "10", "unit__in": "亿元,%", "or": "year=2022;year=2023"},
        {"id": "211102-2024.i566"},
        {"quote__contains": "增长", "metric_id__startswith": "g"},
        {"measure": "growth", "value_high__isnull": "true", "name__contains": "生产"},
    ):
        query = read_query(table, {**asked, "limit": "10"}, store.version, store.columns["indicators"])
        assert placed(query, columns(table)) is not None, asked


def test_what_looks_at_many_values_takes_time(
    store: Store, columns: Callable[[Table], Columns], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = BY_NAME["indicators"]
    monkeypatch.setattr("api.store.columnar.STEPS", 100)  # of at most 20 rows, as they are here looked at one by one
    for values, is_quick in ((1, True), (5, True), (6, False)):
        given = {"name__in": ",".join("abcdef"[:values])}
        query = read_query(table, given, store.version, store.columns["indicators"])
        assert columns(table).is_quick(query) == is_quick


@given(data=st.data())
def test_aggregates_of_columns_in_memory_are_those_of_the_engine(
    store: Store, columns: Callable[[Table], Columns], data: st.DataObject
) -> None:
    table, groups, asked = data.draw(aggregates())
    where = data.draw(wheres(store, table))
    measures = read_measures(table, asked, groups)
    mine = grouped(columns(table), where, groups, measures)
    if mine is not None:
        assert_same_groups(mine, store.aggregate(table, where, groups, measures).to_pylist(), groups, measures)


def test_groups_of_columns_in_memory_are_not_left_to_the_engine(
    store: Store, columns: Callable[[Table], Columns]
) -> None:
    table = BY_NAME["indicators"]
    for groups, asked in (
        (("year",), "count,avg(value)"),
        ((), "sum(value),max(paragraph)"),
        (("metric_id", "unit"), "min(value)"),
    ):
        measures = read_measures(table, asked, groups)
        mine = grouped(columns(table), Where(), groups, measures)
        assert mine is not None, asked
        assert_same_groups(mine, store.aggregate(table, Where(), groups, measures).to_pylist(), groups, measures)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_in_memory_is_that_of_the_engine(store: Store, columns: Callable[[Table], Columns], table: Table) -> None:
    small, names = store.small(table), store.columns[table.name]
    assert small is not None
    keys = [*small.keys]
    for key in (keys[0], keys[len(keys) // 2], keys[-1], "nothing", "", "211102-2024.", "x" * 300):
        theirs = store.stored(table, [key]).get(key)
        assert store.row(table, key) == theirs
        if columns(table).has(names):
            assert columns(table).with_key(key, names) == theirs


@st.composite
def aggregates(draw: st.DrawFn) -> tuple[Table, tuple[str, ...], str]:
    table = draw(st.sampled_from(TABLES))
    groups = tuple(draw(st.lists(st.sampled_from(plain_columns(table)), max_size=2, unique=True)))
    measures = draw(st.lists(st.sampled_from(measures_of(table)), min_size=1, max_size=4, unique=True))
    return table, groups, ",".join(measures)


def wheres(store: Store, table: Table) -> st.SearchStrategy[Where]:
    return queries(store).filter(lambda query: query.table == table).map(lambda query: query.where) | st.just(Where())


def assert_same_groups(
    mine: list[dict[str, Any]], theirs: list[dict[str, Any]], groups: tuple[str, ...], measures: tuple[Measure, ...]
) -> None:
    """Sums of many numbers may differ in their last digits."""
    assert len(mine) == len(theirs)
    for one, other in zip(mine, theirs, strict=True):
        for name in (*groups, *(measure.name for measure in measures)):
            same = one[name] == other[name] and type(one[name]) is type(other[name])
            assert same or math.isclose(one[name], other[name], rel_tol=1e-12), (name, one[name], other[name])
        for measure in measures:
            if measure.unit:
                assert (one[UNITS + measure.name] or []) == (other[UNITS + measure.name] or [])


@given(data=st.data())
def test_aggregates_in_memory_are_those_of_the_engine(store: Store, data: st.DataObject) -> None:
    table, groups, asked = data.draw(aggregates())
    where = data.draw(wheres(store, table))
    measures = read_measures(table, asked, groups)
    small = store.small(table)
    assert small is not None
    mine, theirs = small.aggregate(where, groups, measures), store.aggregate(table, where, groups, measures).to_pylist()
    assert_same_groups(mine, theirs, groups, measures)


def test_a_large_table_is_left_to_the_engine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store.store.MOST", 100)
    fresh = Store(store.release)
    assert fresh.small(BY_NAME["indicators"]) is None
    assert fresh.small(BY_NAME["regions"]) is not None
