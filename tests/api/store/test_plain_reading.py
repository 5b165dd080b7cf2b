"""The store answers what a plain reading of the rows gives, to the byte: small tables, database files, Parquet."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.formats.registry import CSV
from api.query.filters import Filter, filters_of
from api.query.listing import Order, Query, read_query
from api.query.measures import MIXED, Measure, measures_of, plain_columns, read_measures
from api.query.values import DEFAULT_LIMIT
from api.query.where import Where, read_where
from api.query.words import spellings_of
from api.routes.tables.listing import export_of
from api.store.duckdb import csv_lines
from api.store.library import Library
from api.store.store import Store
from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.release import open_release
from datasets.releases.tables.csv import csv_parts
from datasets.releases.tables.parquet import later_columns, read_parquet
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES, Table
from tests import plain

ENCODER = msgspec.json.Encoder()
FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # ASCII in full width
KEPT = ("in memory", "in a database file", "in Parquet")


@pytest.fixture(scope="module", params=[(v, kept) for v in ("1.0.0", "5.2.0") for kept in KEPT], ids=" ".join)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    version, kept = request.param
    with pytest.MonkeyPatch.context() as patch:
        if kept != KEPT[0]:
            patch.setattr("api.store.small_tables.SMALL", -1)
        store = Store(open_release(releases_folder(BUILT_IN) / version))
        if kept == KEPT[1]:
            with patch.context() as stored:
                stored.setattr(store.search_index, "is_stored", True)  # an old release is not copied for want of one
                store.materialize()
            store.wait()
        assert bool(store.engine.tables) == (kept != KEPT[2])
        yield store
        store.dematerialize()


@pytest.fixture(scope="module")
def rows(store: Store) -> Callable[[Table], list[dict[str, Any]]]:
    """All rows of a table as Parquet has them; columns that came later are empty."""
    known: dict[str, list[dict[str, Any]]] = {}

    def of(table: Table) -> list[dict[str, Any]]:
        if table.name not in known:
            stored = store.columns[table.name]
            if not store.release.has_table(table.name):  # it came after the release
                return []
            whole = read_parquet(store.release.table_file(table.name)).select(stored)
            for field in later_columns(table, stored):
                whole = whole.append_column(field, pa.nulls(whole.num_rows, field.type))
            known[table.name] = whole.to_pylist()
        return known[table.name]

    return of


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
    if one.operator.stands_for is not None:
        return seen.map(one.read)
    if one.operator.takes == "values":
        return st.lists(seen, min_size=1, max_size=4)
    if isinstance(own[0], str):
        part = st.builds(
            lambda text, start, size: text[start : start + size], seen, st.integers(0, 3), st.integers(0, 3)
        )
        return st.one_of(seen, part) if one.operator.takes == "text" else seen
    return seen


@st.composite
def wheres(draw: st.DrawFn, table: Table, rows: list[dict[str, Any]]) -> Where:
    known = [*filters_of(table).values()]

    def conditions(most: int) -> tuple[Any, ...]:
        some = draw(st.lists(st.sampled_from(known), max_size=most))
        usable = [(one, value_of(one, rows)) for one in some]
        return tuple((one, draw(value)) for one, value in usable if not value.is_empty)

    group = conditions(3)
    return Where(filters=conditions(3), groups=(group,) if group else ())


@st.composite
def queries(draw: st.DrawFn, store: Store, rows: Callable[[Table], list[dict[str, Any]]]) -> Query:
    table = draw(st.sampled_from(TABLES))
    columns = {column.name: column for column in columns_of(table.row)}
    names = draw(st.lists(st.sampled_from(plain_columns(table)), max_size=3, unique=True))
    order = [Order(columns[name], draw(st.booleans())) for name in names if name != table.key]
    if not names:
        order = [Order(columns[name]) for name in table.sort if name != table.key]
    order.append(Order(columns[table.key], bool(names) and draw(st.booleans())))
    last = draw(st.none() | st.sampled_from(rows(table))) if rows(table) else None
    return Query(
        table=table,
        where=draw(wheres(table, rows(table))),
        columns=draw(st.sampled_from([store.columns[table.name], (table.key,), tuple(reversed(plain_columns(table)))])),
        order=tuple(order),
        limit=draw(st.none() | st.integers(1, 50)),
        after=None if last is None else tuple(last[one.column.name] for one in order),
        total=True,
        format=None,
        options=frozenset(),
        header="name",
        given={},
        normal="",
    )


@pytest.mark.slow
@given(data=st.data())
def test_a_listing_has_the_rows_of_a_plain_reading_in_its_order(
    store: Store, rows: Callable[[Table], list[dict[str, Any]]], data: st.DataObject
) -> None:
    query = data.draw(queries(store, rows))
    limit = query.limit or DEFAULT_LIMIT
    expected = plain.listed(query, rows(query.table))
    shown = [{name: row[name] for name in query.columns} for row in expected]
    found = store.slice(query, limit)
    assert found.rows == [*map(ENCODER.encode, shown[:limit])]
    assert found.total == sum(plain.matches(query.where, row) for row in rows(query.table))
    assert bool(found.last) == (len(expected) > limit)
    if found.last:
        last = {one.column.name: expected[limit - 1][one.column.name] for one in query.order}
        assert ENCODER.encode({name: found.last.get(name) for name in last}) == ENCODER.encode(last)


def texts(rows: list[dict[str, Any]]) -> st.SearchStrategy[str]:
    """A part of a text of some rows, written as it is, in capitals, or in full width, with or without quotes."""
    own = sorted({text for row in rows[:200] for text in row.values() if isinstance(text, str) and text})
    part = st.builds(lambda text, at, size: text[at : at + size], st.sampled_from(own), st.integers(0, 40), st.integers(1, 6))  # fmt: skip
    written = (str.swapcase, lambda text: text.translate(FULL), '"{}"'.format, "\ufeff{}\u200b".format, str)
    return st.builds(lambda text, write: write(text), part, st.sampled_from(written))


@pytest.mark.slow
@given(data=st.data())
def test_words_find_the_rows_of_a_plain_reading(
    store: Store, rows: Callable[[Table], list[dict[str, Any]]], data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from([table for table in TABLES if rows(table)]))
    asked = data.draw(st.sampled_from(["gdp", "ＧＤＰ", "生产总值"]) | texts(rows(table)).filter(str.strip))
    assume(spellings_of(asked.strip()))
    where = read_where(table, {"q": asked})
    found = {row[table.key] for row in store.rows(msgspec.structs.replace(whole(table), where=where), None)}
    metrics = rows(BY_NAME["metrics"])
    assert found == {
        row[table.key] for row in rows(table) if all(plain.has_word(table, row, word, metrics) for word in where.words)
    }


def whole(table: Table) -> Query:
    """All rows of a table, as its keys."""
    return read_query(table, {}, "1.0.0", (table.key,))


@pytest.mark.slow
@given(data=st.data())
def test_csv_has_the_rows_of_a_plain_reading(
    store: Store, rows: Callable[[Table], list[dict[str, Any]]], data: st.DataObject
) -> None:
    query = data.draw(queries(store, rows))
    export = export_of(Library(BUILT_IN), store, query, CSV)
    as_csv = b"".join(csv_parts(export.schema.names, export.batches))
    expected = [[row[name] for name in query.columns] for row in plain.listed(query, rows(query.table))[: query.limit]]
    batches = [pa.RecordBatch.from_arrays([pa.array(c, f.type) for c, f in zip(zip(*expected), export.schema)], schema=export.schema)] if expected else []  # fmt: skip  # noqa: B905
    assert as_csv == b"".join(csv_parts(query.columns, batches))
    if store.is_encoded(query):
        assert b"".join([*csv_parts(query.columns, []), store.encoded_csv(query, query.limit)]) == as_csv
    if csv_lines.supports(query):
        assert b"".join([*csv_parts(query.columns, []), *store.csv(query, query.limit)]) == as_csv


@pytest.mark.slow
@given(data=st.data())
def test_aggregates_are_those_of_a_plain_reading(
    store: Store, rows: Callable[[Table], list[dict[str, Any]]], data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from([table for table in TABLES if rows(table)]))
    groups = tuple(data.draw(st.lists(st.sampled_from(plain_columns(table)), max_size=2, unique=True)))
    asked = data.draw(st.lists(st.sampled_from(measures_of(table)), min_size=1, max_size=4, unique=True))
    where = data.draw(wheres(table, rows(table)))
    measures = read_measures(table, ",".join(asked), groups)
    expected = plain.grouped(where, groups, measures, rows(table))
    assert_same_groups(store.aggregate_rows(table, where, groups, measures), expected, groups, measures)
    assert_same_groups(store.aggregate(table, where, groups, measures).to_pylist(), expected, groups, measures)
    for one in measures:
        if one.unit:
            units = [found or [] for (found,) in store.units(table, where, groups, [one])]
            assert units == [row[f"units of {one.name}"] for row in expected]


def assert_same_groups(
    found: list[dict[str, Any]], expected: list[dict[str, Any]], groups: tuple[str, ...], measures: tuple[Measure, ...]
) -> None:
    """Sums of many numbers may differ in their last digits."""
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        for name in (*groups, *(measure.name for measure in measures)):
            same = one[name] == other[name] and type(one[name]) is type(other[name])
            assert same or math.isclose(one[name], other[name], rel_tol=1e-12), (name, one[name], other[name])
        for measure in measures:
            if measure.unit:
                assert bool(one[MIXED + measure.name]) == (len(other[f"units of {measure.name}"]) > 1)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_is_found_by_its_key(store: Store, rows: Callable[[Table], list[dict[str, Any]]], table: Table) -> None:
    stored = {row[table.key]: {name: row[name] for name in store.columns[table.name]} for row in rows(table)}
    assert store.keys(table) == [*stored]
    keys = [*stored]
    for key in (*keys[:1], *keys[len(keys) // 2 :][:1], *keys[-1:], "nothing", "", "211102-2024.", "x" * 300):
        assert store.row(table, key) == stored.get(key)
    assert store.stored(table, [*keys[:3], "nothing", *keys[-2:]]) == {
        key: stored[key] for key in [*keys[:3], *keys[-2:]]
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_listing_that_names_a_key_has_its_row_if_all_else_holds(
    store: Store, rows: Callable[[Table], list[dict[str, Any]]], table: Table
) -> None:
    known = {row[table.key]: row for row in rows(table)}
    unknown = ("nothing", "211102-2024.", "211102-2025.i1") if table.is_located else ()
    for key in (*[*known][:1], *[*known][-1:], *unknown):
        for more in ({}, {f"{table.sort[0]}__isnull": "true"}, {"sort": f"-{table.key}"}, {"select": table.key}):
            query = read_query(table, {table.key: key, **more}, store.version, store.columns[table.name])
            found = [{name: row[name] for name in query.columns} for row in plain.listed(query, [*known.values()])]
            page = store.slice(query, 1)
            assert page.rows == [*map(ENCODER.encode, found)]
            assert (page.last, page.total) == (None, len(found))
