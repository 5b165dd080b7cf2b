"""What must be true of every published table."""

import typing

import duckdb
import msgspec
import pytest
from msgspec import inspect

from api.query.parameters import AGGREGATE, AS_OF, FACETS, LISTING
from schemas.arrow import arrow_schema
from schemas.inspection import Column, columns_of
from schemas.jsonschema import json_schema
from schemas.tables import BY_NAME, TABLES, Table
from schemas.titles import TITLES

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
RESERVED_BY_CONTRACT = {"table"}  # named so by the design; quoted in our SQL


def literal_values(column: Column) -> tuple[str, ...]:
    """The values of a closed list, in the order they are written."""
    annotation = column.annotation
    while typing.get_origin(annotation) is not typing.Literal:
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    return typing.get_args(annotation)


@every_table
def test_every_column_says_what_it_means_in_both_languages_and_shows_an_example(table: Table) -> None:
    columns = columns_of(table.row)
    assert [c.name for c in columns if not (c.description and c.description_zh and c.examples)] == []


@every_table
def test_every_example_is_a_value_the_column_can_hold(table: Table) -> None:
    for column in columns_of(table.row):
        for example in column.examples:
            msgspec.convert(example, column.annotation)


@every_table
def test_every_value_of_a_closed_list_is_explained(table: Table) -> None:
    for column in columns_of(table.row):
        if isinstance(column.type, inspect.LiteralType):
            assert tuple(column.labels) == literal_values(column), column.name


@every_table
def test_no_column_needs_quotes_in_sql(table: Table) -> None:
    query = "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
    with duckdb.connect() as connection:
        reserved = {name for (name,) in connection.sql(query).fetchall()} - RESERVED_BY_CONTRACT
    assert reserved.isdisjoint(c.name for c in columns_of(table.row))


@every_table
def test_no_column_has_the_name_of_a_query_parameter(table: Table) -> None:
    parameters = {parameter.name for parameter in (*LISTING, *AGGREGATE, *FACETS, AS_OF)}
    assert parameters.isdisjoint(c.name for c in columns_of(table.row))


@every_table
def test_key_and_sort_name_real_columns_that_are_never_null(table: Table) -> None:
    solid = {c.name for c in columns_of(table.row) if not c.nullable}
    assert {table.key, *table.sort} <= solid


@every_table
def test_the_arrow_schema_has_the_columns_of_the_struct_in_order(table: Table) -> None:
    schema = arrow_schema(table.row)
    assert schema.names == [c.name for c in columns_of(table.row)]
    assert [f.nullable for f in schema] == [c.nullable for c in columns_of(table.row)]
    assert all(field.metadata[b"description"] for field in schema)


@every_table
def test_the_json_schema_has_a_property_for_every_column(table: Table) -> None:
    schema = json_schema(table)
    assert list(schema["$defs"][table.row.__name__]["properties"]) == [c.name for c in columns_of(table.row)]


def test_nested_columns_are_real_lists_and_structs() -> None:
    glossary = arrow_schema(next(t.row for t in TABLES if t.name == "glossary"))
    assert str(glossary.field("items").type) == "list<item: string not null>"
    assert [f.name for f in glossary.field("components").type.value_type] == ["label", "meaning"]


def test_row_ids_of_different_tables_have_different_letters() -> None:
    letters = [table.letter for table in TABLES if table.letter]
    assert len(letters) == len(set(letters))
    assert all(table.letter for table in TABLES if table.is_located)


@every_table
def test_every_column_has_a_title_in_both_languages_that_no_other_of_its_table_has(table: Table) -> None:
    columns = columns_of(table.row)
    assert [column.name for column in columns if column.name not in TITLES] == []
    for language in (0, 1):
        titles = [TITLES[column.name][language] for column in columns]
        assert all(titles)
        assert len(set(titles)) == len(titles)


def test_a_title_is_of_a_column_there_is_and_fits_where_statistics_packages_show_it() -> None:
    names = {column.name for table in TABLES for column in columns_of(table.row)}
    assert TITLES.keys() == names
    assert [name for name, (en, zh) in TITLES.items() if len(f"{zh} {en}") > 80] == []


@pytest.mark.parametrize(
    ("table", "column", "title"),
    [
        ("outcomes", "status", "What became of it"),
        ("panel", "status", "What became of the target"),
        ("projects", "status", "Stage"),
        ("undertakings", "status", "Stage"),
        ("outcomes", "value", "Target value"),
        ("indicators", "value", "Value"),
    ],
)
def test_a_column_is_titled_by_what_it_says_in_its_table(table: str, column: str, title: str) -> None:
    titles = {one.name: one.title for one in columns_of(BY_NAME[table].row)}
    assert titles[column] == title
