"""Stata datasets: two readers that are not ours, pandas and ReadStat, find in them what the tables have."""

import datetime as dt
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.formats.export import Export
from api.formats.stata import LONGEST_FIXED, variable_names, write_dataset
from datasets.releases.release import Release
from schemas.inspection import column, columns_of
from schemas.tables import TABLES, Table
from tests.asking import every_table

KINDS = {
    "text": (str, pa.string()),
    "number": (float, pa.float64()),
    "count": (int, pa.int64()),
    "year": (int, pa.int16()),
    "flag": (bool, pa.bool_()),
    "day": (dt.date, pa.date32()),
    "items": (list[str], pa.list_(pa.string())),
}
RESERVED = [
    "aggregate",
    "array",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "class",
    "colvector",
    "complex",
    "const",
    "continue",
    "default",
    "delegate",
    "delete",
    "do",
    "double",
    "else",
    "eltypedef",
    "end",
    "enum",
    "explicit",
    "export",
    "external",
    "float",
    "for",
    "friend",
    "function",
    "global",
    "goto",
    "if",
    "in",
    "inline",
    "int",
    "local",
    "long",
    "NULL",
    "pragma",
    "protected",
    "quad",
    "rowvector",
    "short",
    "strL",
    "this",
    "throw",
    "transmorphic",
    "try",
    "typedef",
    "typename",
    "using",
    "vector",
    "version",
    "virtual",
    "void",
    "while",
    "with",
    "_all",
    "_b",
    "_coef",
    "_cons",
    "_n",
    "_N",
    "_pi",
    "_pred",
    "_rc",
    "_skip",
]


def as_read(value: Any) -> Any:
    """A value as Stata can hold it: text is never missing, a list is its JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return ("no", "yes")[value]
    return value.replace("\0", " ") if isinstance(value, str) else value


def plain(value: Any, is_text: bool) -> Any:
    """What a reader found: None for what is missing, and a day as a date."""
    if is_text and value is None:
        return ""
    if value is pd.NaT or value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value


def read_by_pandas(content: bytes) -> list[dict[str, Any]]:
    return pd.read_stata(io.BytesIO(content)).astype(object).to_dict("records")


def read_by_readstat(content: bytes, folder: Path) -> list[dict[str, Any]]:
    file = folder / "read.dta"
    file.write_bytes(content)
    found, _ = pyreadstat.read_dta(file, apply_value_formats=True)
    return found.astype(object).to_dict("records")


def texts_of(schema: pa.Schema) -> list[str]:
    return [one.name for one in schema if pa.types.is_string(one.type) or pa.types.is_nested(one.type)]


def same(found: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], texts: Sequence[str]) -> None:
    assert len(found) == len(rows)
    for read, row in zip(found, rows, strict=True):
        assert {name: plain(value, name in texts) for name, value in read.items()} == {
            name: plain(as_read(row[name]), name in texts) for name in read
        }


@pytest.mark.slow
@every_table
def test_two_readers_find_the_table_as_parquet_has_it(
    client: TestClient, release: Release, table: Table, tmp_path: Path
) -> None:
    answer = client.get(f"/v1/{table.name}.dta")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-stata-dta")
    stored = pq.read_table(release.table_file(table.name))
    labelled = [one.name for one in columns_of(table.row) if one.labels]
    texts = [name for name in texts_of(stored.schema) if name not in labelled]
    for found in (read_by_pandas(answer.content), read_by_readstat(answer.content, tmp_path)):
        assert {name for row in found for name in row} == (set(stored.column_names) if len(stored) else set())
        same(
            [{name: None if name in labelled and row[name] == "" else row[name] for name in row} for row in found],
            stored.to_pylist(),
            texts,
        )


LONG = st.text("a中\0é ", max_size=8) | st.builds(
    lambda one, n: one * n, st.sampled_from("a中\N{CROCODILE}"), st.integers(60, 800)
)


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none() | LONG,
                "number": st.none() | st.floats(-1e300, 1e300),
                "count": st.none() | st.integers(-(2**53), 2**53),
                "year": st.none() | st.integers(-(2**15), 2**15 - 1),
                "flag": st.none() | st.booleans(),
                "day": st.none() | st.dates(dt.date(1700, 1, 1), dt.date(2200, 1, 1)),
                "items": st.none() | st.lists(LONG, max_size=3),
            }
        ),
        max_size=5,
    ),
    cut=st.integers(0, 5),
)
def test_every_value_there_can_be_is_read_back(rows: list[dict[str, Any]], cut: int, tmp_path_factory: Any) -> None:
    schema = pa.schema([(name, arrow) for name, (_, arrow) in KINDS.items()])
    batches = [pa.RecordBatch.from_pylist(some, schema) for some in (rows[:cut], rows[cut:])]
    columns = tuple(column(name, kind | None) for name, (kind, _) in KINDS.items())
    content = b"".join(write_dataset(Export("t", schema, batches, columns)))
    if rows:  # of a dataset without rows, pandas and ReadStat make columns without a type
        same(read_by_readstat(content, tmp_path_factory.getbasetemp()), rows, ("text", "items"))
        same(read_by_pandas(content), rows, ("text", "items"))
    else:
        assert len(pd.read_stata(io.BytesIO(content))) == 0


@pytest.mark.parametrize("length", [1, LONGEST_FIXED, LONGEST_FIXED + 1, 2045, 2046, 70_000])
def test_a_text_of_any_length_is_whole(length: int) -> None:
    table = pa.table({"text": ["中" * (length // 3) + "a" * (length % 3), None, "b"]})
    content = b"".join(write_dataset(Export("t", table.schema, table.to_batches(), (column("text", str | None),))))
    assert pd.read_stata(io.BytesIO(content)).text.tolist() == [table["text"][0].as_py(), "", "b"]


def test_a_number_that_stata_has_none_for_is_missing() -> None:
    table = pa.table({"number": [math.inf, -math.inf, math.nan, 1e308, 1.5]})
    content = b"".join(write_dataset(Export("t", table.schema, table.to_batches(), (column("number", float),))))
    assert pd.read_stata(io.BytesIO(content)).number.fillna(-1).tolist() == [-1, -1, -1, -1, 1.5]


def test_variables_values_and_dataset_are_labelled_in_both_languages(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "indicators.dta"
    file.write_bytes(client.get("/v1/indicators.dta?metric_id=gdp").content)
    _, meta = pyreadstat.read_dta(file)
    assert meta.column_names[:4] == ["id", "report_id", "metric_id", "name"]  # what is looked for first
    assert meta.column_names_to_labels["base_value"] == "换算数值 Value in the base unit"
    assert meta.variable_value_labels["measure"][2] == "growth"
    assert meta.variable_value_labels["is_headline"] == {0: "no", 1: "yes"}
    assert meta.value_labels["measure_zh"][2] == "增长率"  # shown after `label language zh`
    assert meta.file_label == "Baogao indicators"
    about = [note for note in meta.notes if note.startswith("citation")]
    assert len(about) == 1
    assert "release 1.0.0: indicators" in about[0]
    assert client.get(next(n for n in meta.notes if n.startswith("address")).partition(": ")[2]).status_code == 200


def test_the_same_rows_are_the_same_dataset(client: TestClient) -> None:
    assert client.get("/v1/regions.dta").content == client.get("/v1/regions.dta").content


def test_a_dataset_is_asked_for_by_its_media_type_too(client: TestClient) -> None:
    answer = client.get("/v1/regions", headers={"accept": "application/x-stata-dta"})
    assert answer.headers["content-disposition"].endswith('.dta"')
    assert len(pd.read_stata(io.BytesIO(answer.content))) == 4
    none = client.get("/v1/regions", headers={"accept": "image/png"})
    assert (none.status_code, "application/x-stata-dta" in none.json()["offered"]) == (406, True)


def test_an_aggregate_is_a_dataset_too(client: TestClient) -> None:
    answer = client.get("/v1/indicators/aggregate.dta?group_by=reports.year,measure&agg=count,avg(char_start)")
    found = pd.read_stata(io.BytesIO(answer.content))
    assert found.columns.tolist() == ["reports_year", "measure", "count", "avg_char_start"]
    assert found["count"].sum() == client.get("/v1/indicators?limit=1").json()["page"]["total"]


@given(names=st.lists(st.text("ab_.()éx1", min_size=1, max_size=50).filter(lambda one: one[0].isalpha()), unique=True))
def test_every_name_is_one_that_stata_allows_and_no_two_are_one(names: list[str]) -> None:
    found = variable_names(names)
    assert list(found) == names
    assert len(set(found.values())) == len(names)
    assert variable_names(["é", "中"]) == {"é": "v", "中": "v_2"}
    assert [one for one in found.values() if not (one.isascii() and one.isidentifier() and len(one) <= 32)] == []


def test_no_column_has_a_name_that_stata_keeps_for_itself() -> None:
    names = {one.name for table in TABLES for one in columns_of(table.row)}
    assert names & set(RESERVED) == set()
    assert variable_names(sorted(names)) == {name: name for name in sorted(names)}
