"""The grammar of a query string: however a question is written, it is one, and finds what a plain reading finds."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.http.problems import BadParameter
from api.query.filters import TEXTS, Filter, Operator, applies, filters_of
from api.query.listing import read_query
from api.query.parameters import LISTING, allowed_parameters, read_parameters
from datasets.releases.release import Release
from datasets.releases.tables.parquet import read_parquet
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES, Table
from tests import plain
from tests.asking import every_table, walked

FLAGS = {True: ["true", "True", "TRUE", "1"], False: ["false", "False", "FALSE", "0"]}


def value_of(one: Filter, rows: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """A value for a filter: one that its column has, or far beyond."""
    own = [row[one.column.name] for row in rows if row[one.column.name] is not None] or ["x"]
    if isinstance(own[0], list):
        own = [member for value in own for member in value if isinstance(member, str)] or ["x"]
    match one.operator.takes:
        case "yes or no":
            return st.booleans()
        case "values":
            return st.lists(st.sampled_from(own), max_size=4)
        case "bound" if isinstance(own[0], int | float):
            return st.sampled_from(own) | st.sampled_from([-(10**9), 0, 10**9])
    return st.sampled_from(own)


def written(draw: st.DrawFn, value: Any) -> str:
    """A value as it may be written."""
    if isinstance(value, bool):
        return str(draw(st.sampled_from(FLAGS[value])))
    return value if isinstance(value, str) else str(msgspec.to_builtins(value))


@st.composite
def questions(draw: st.DrawFn, table: Table, rows: list[dict[str, Any]]) -> tuple[list[tuple[str, str]], Any]:
    """Parameters in some order, and the conditions that they mean."""
    known = [one for one in filters_of(table).values() if one.operator.stands_for is None]  # see test_regions.py
    usable = [one for one in known if any(row[one.column.name] is not None for row in rows)]
    asked = draw(st.lists(st.sampled_from(usable), max_size=3, unique_by=lambda one: one.name))
    conditions = [(one, draw(value_of(one, rows))) for one in asked]
    pairs: list[tuple[str, str]] = []
    for one, value in conditions:
        if one.operator.takes != "values":
            pairs.append((one.name, written(draw, value)))
            continue
        values = [written(draw, each).replace(",", "\\,") for each in value]
        cut = draw(st.integers(0, len(values)))
        parts = [part for part in (values[:cut], values[cut:]) if part] or [[]]
        pairs += [(one.name, ",".join(part)) for part in parts]
    group = draw(st.lists(st.sampled_from(usable), max_size=3))
    alternatives = [(one, draw(value_of(one, rows))) for one in group if one.operator.takes != "values"]
    if alternatives:
        texts = [f"{one.name}={written(draw, value)}".replace(";", "\\;") for one, value in alternatives]
        pairs.append(("or", ";".join(texts)))
    return pairs, (conditions, [alternatives] if alternatives else [])


def same_conditions(conditions: Iterable[tuple[Filter, Any]]) -> list[tuple[str, Any]]:
    """Conditions in one order; a bound of a column of fractions may be written as a whole number."""
    return sorted(((one.name, value) for one, value in conditions), key=lambda pair: (pair[0], repr(pair[1])))


@given(data=st.data())
def test_a_question_means_what_was_written(client: TestClient, release: Release, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([one for one in TABLES if one.name != "outcomes"]))  # of which it has no rows
    rows = read_parquet(release.table_file(table.name)).to_pylist()
    pairs, (conditions, groups) = data.draw(questions(table, rows))
    query_string = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    given = read_parameters(query_string.encode(), allowed_parameters(table, LISTING))
    query = read_query(table, given, "1.0.0", (table.key,))
    assert same_conditions(query.where.filters) == same_conditions(conditions)
    assert [list(group) for group in query.where.groups] == groups
    listed = walked(client, f"/v1/{table.name}?limit=1000&{query_string}")
    assert [row[table.key] for row in listed] == [row[table.key] for row in plain.listed(query, rows)]


@pytest.mark.parametrize(
    ("repeated", "once"),
    [
        ("select=id&select=value", "select=id,value"),
        ("sort=-value&sort=id", "sort=-value,id"),
        ("metric_id__in=gdp&metric_id__in=cpi", "metric_id__in=gdp,cpi"),
        ("metric_id__in=gdp,cpi&metric_id__in=x", "metric_id__in=gdp,cpi,x"),
    ],
)
def test_a_list_may_come_in_parts(repeated: str, once: str) -> None:
    known = allowed_parameters(BY_NAME["indicators"], LISTING)
    assert read_parameters(repeated.encode(), known) == read_parameters(once.encode(), known)


@pytest.mark.parametrize(
    ("repeated", "said"),
    [
        ("year=2023&year=2024", "year is given twice; several values go into year__in"),
        ("limit=1&limit=2", "limit is given twice"),
        ("year__gt=1&year__gt=2", "year__gt is given twice"),
        ("section__in=a\\&section__in=b", "section__in is given twice"),
    ],
)
def test_what_takes_one_value_is_refused_when_it_comes_twice(repeated: str, said: str) -> None:
    with pytest.raises(BadParameter) as caught:
        read_parameters(repeated.encode(), allowed_parameters(BY_NAME["indicators"], LISTING))
    assert caught.value.detail == said


@pytest.mark.slow
@every_table
def test_every_column_can_be_asked_for_emptiness(client: TestClient, release: Release, table: Table) -> None:
    rows = read_parquet(release.table_file(table.name)).to_pylist()
    for column in columns_of(table.row):
        page = client.get(f"/v1/{table.name}?{column.name}__isnull=true&limit=1").json()["page"]
        assert page["total"] == sum(row[column.name] is None for row in rows), column.name


@pytest.mark.parametrize("bound", ["year__gte=0", "year__lt=3000", "year__gt=-5", "char_start__gte=-1", "value__gte=-1e300"])  # fmt: skip
def test_a_bound_may_lie_beyond_what_a_column_can_have(client: TestClient, bound: str) -> None:
    name = bound.partition("__")[0]
    found = walked(client, f"/v1/indicators?{bound}&limit=1000&select=id,{name}")
    every = walked(client, f"/v1/indicators?limit=1000&select=id,{name}")
    assert found == [row for row in every if row[name] is not None] != []


@pytest.mark.parametrize("name", ["year", "metric_id", "measure", "value"])
def test_a_list_without_values_has_no_rows_and_says_so(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/indicators?{name}__in=")
    assert (answer.status_code, answer.json()["data"]) == (200, [])
    assert answer.json()["warnings"] == [f"{name}__in: has no value, and no row is one of none"]


@pytest.mark.parametrize("written", [*FLAGS[True], *FLAGS[False]])
def test_a_flag_is_written_alike_everywhere(client: TestClient, written: str) -> None:
    meant = written in FLAGS[True]
    content = client.get(f"/v1/regions.csv?bom={written}").content
    assert content.startswith(b"\xef\xbb\xbf") == meant
    assert client.get(f"/v1/regions.csv?escape_formulas={written}").status_code == 200
    assert (client.get(f"/v1/regions?total={written}").json()["page"]["total"] is not None) == meant
    found = {row["is_headline"] for row in walked(client, f"/v1/targets?is_headline={written}&limit=1000")}
    assert found == {meant}
    assert client.get(f"/v1/targets?is_headline__isnull={written}&limit=1").status_code == 200


def test_an_operator_may_be_for_some_columns_only() -> None:
    within = Operator("__within", "{column} in (?)", "", "", TEXTS, takes="text", columns=("section",))
    found = {column.name for column in columns_of(BY_NAME["indicators"].row) if applies(within, column)}
    assert found == {"section"}


def test_ne_keeps_rows_without_a_value(client: TestClient) -> None:
    found = {row["basis"] for row in walked(client, "/v1/indicators?basis__ne=year_on_year&limit=1000")}
    assert None in found
    assert "year_on_year" not in found
    without = walked(client, "/v1/indicators?basis__ne=year_on_year&basis__isnull=false&limit=1000")
    assert None not in {row["basis"] for row in without}
