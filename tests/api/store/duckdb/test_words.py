"""Words that are looked up in the search index find the rows that reading every text finds, however they are asked for."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from api.query.listing import Query, read_query
from api.query.measures import plain_columns, read_measures
from api.query.where import Where, read_where
from api.query.words import read_texts
from api.store.duckdb import sql, tables
from api.store.phrases import first_uses, phrase_counts
from api.store.store import Store
from datasets.releases.index.search_index import SEARCHED
from datasets.releases.release import Release
from schemas.tables import BY_NAME, Table

KEPT = ("in a database file", "in Parquet")
TABLES = [BY_NAME[one.table] for one in SEARCHED]
PLAIN = {table.name: plain_columns(table) for table in TABLES}
WORDS = (
    "发展", "發展", "乡村振兴", "水", "211", "政府 工作", "gdp", "ＧＤＰ", "GDP 亿元", "碧桂园", "没有这个词", '"一般公共 预算"', "12", "1",
    "rule", "211102", "养\u200b老", "养老 示范", "people", "e", "（", "地区生产总值 增长", "-", "7%", "。",
)  # fmt: skip


@pytest.fixture(scope="module")
def scanned(release: Release) -> Store:
    """The tables as they are: small, so that every text is read."""
    return Store(release)


@pytest.fixture(scope="module", params=KEPT)
def indexed(request: pytest.FixtureRequest, release: Release) -> Iterator[Store]:
    """The same tables, as if each were large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.store.small_tables.SMALL", -1)
        store = Store(release)
        if request.param == KEPT[0]:
            store.materialize()
            store.wait()
        assert bool(store.engine.tables) == (request.param == KEPT[0])
        yield store
        store.dematerialize()


def asked(store: Store, table: Table, **given: str) -> Query:
    return read_query(table, given, store.version, store.columns[table.name])


def cells(found: list[dict[str, Any]]) -> list[str]:
    return [str(row) for row in found]


Answer = Callable[[Store, Table, dict[str, str]], Any]


def page(store: Store, table: Table, given: dict[str, str]) -> Any:
    found = store.slice(asked(store, table, **given), 7)
    return found.rows, found.last and found.last[table.key], found.total


def pages(store: Store, table: Table, given: dict[str, str]) -> Any:
    """The first pages, one after another."""
    query, rows = asked(store, table, **given, total="false"), []
    for _ in range(8):
        found = store.slice(query, 40)
        rows += found.rows
        if found.last is None:
            break
        query = structs.replace(query, after=tuple(found.last[one.column.name] for one in query.order))
    return rows


def arrow(store: Store, table: Table, given: dict[str, str]) -> Any:
    batches = [batch for batch in store.batches(asked(store, table, **given), None) if batch.num_rows]
    return pa.Table.from_batches(batches).to_pylist() if batches else []


def lines(store: Store, table: Table, given: dict[str, str]) -> Any:
    query = asked(store, table, **given, select=",".join(PLAIN[table.name][:2]))
    return b"".join(store.csv(query, None))


def facets(store: Store, table: Table, given: dict[str, str]) -> Any:
    return cells(store.facet(table, where(table, given), "report_id" if table.is_located else table.key, 50))


def groups(store: Store, table: Table, given: dict[str, str]) -> Any:
    by = ["report_id"] if table.is_located else [table.key]
    measures = read_measures(table, "count", tuple(by))
    rows = store.aggregate_rows(table, where(table, given), by, measures)
    assert rows == store.aggregate(table, where(table, given), by, measures).to_pylist()
    return rows


def where(table: Table, given: dict[str, str]) -> Where:
    return read_where(table, {name: value for name, value in given.items() if name != "sort"})


SCANNED: dict[tuple[Answer, str], list[Any]] = {}


def read_by_scan(answer: Answer, scanned: Store, table: Table, given: list[dict[str, str]]) -> list[Any]:
    """The answers without the index, made once for both ways to keep a table."""
    key = answer, table.name
    if key not in SCANNED:
        SCANNED[key] = [answer(scanned, table, one) for one in given]
    return SCANNED[key]


@pytest.mark.slow
@pytest.mark.parametrize("answer", [page, pages, arrow, lines, facets, groups])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_answer_is_the_same_by_the_index_and_without_it(
    scanned: Store, indexed: Store, table: Table, answer: Answer
) -> None:
    given: list[dict[str, str]] = [{"q": words} for words in (WORDS if answer is page else WORDS[:5])]
    for name in ("part", "level", "dimension"):
        if name in table.row.__struct_fields__:
            (value, *_) = [row["value"] for row in scanned.facet(table, Where(), name, 1)]
            given += [{"q": words, name: value, "sort": f"-{table.key}"} for words in ("发展", "亿元", "地区生产总值")]
    found = [answer(indexed, table, one) for one in given]
    assert found == read_by_scan(answer, scanned, table, given)
    assert any(found) or answer is not page


@pytest.fixture(scope="module")
def said(scanned: Store) -> list[str]:
    """Texts that rows have."""
    rows = [row for table in TABLES for row in scanned.rows(asked(scanned, table), 40)]
    return sorted({value for row in rows for value in row.values() if isinstance(value, str) and value.strip()})


@pytest.mark.slow
@given(data=st.data())
def test_any_part_of_any_text_is_found_where_reading_finds_it(
    scanned: Store, indexed: Store, said: list[str], data: st.DataObject
) -> None:
    table, text = data.draw(st.sampled_from(TABLES)), data.draw(st.sampled_from(said))
    start, size = data.draw(st.integers(0, max(0, len(text) - 1))), data.draw(st.integers(1, 6))
    word = text[start : start + size].strip() or text.strip()[:1]
    given = {"q": data.draw(st.sampled_from((word, word.swapcase(), f'"{word}"')))}
    assert page(indexed, table, given) == page(scanned, table, given)


def test_the_index_is_asked_of_large_tables_that_it_has_and_of_no_others(scanned: Store, indexed: Store) -> None:
    words = where(BY_NAME["paragraphs"], {"q": "发展"})
    known_by = "number" if indexed.engine.tables else "key"
    for table in BY_NAME.values():
        assert indexed.search_index.known(table, words).known_by == (known_by if table in TABLES else None)
        assert indexed.search_index.known(table, Where()).known_by is None
        assert scanned.search_index.known(table, words).known_by is None


def test_every_row_of_a_copied_table_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch, release: Release) -> None:
    monkeypatch.setattr("api.store.small_tables.SMALL", -1)
    monkeypatch.setattr("api.store.duckdb.tables.TOGETHER", 100)
    store = Store(release)
    store.materialize()
    store.wait()
    for table in TABLES:
        key, name = (f'"{one}"' for one in (table.key, table.name))
        known = (
            f'select {key}, texts.key from search_rows join {name} on {name}.rowid = "row" join search_texts as texts'
        )
        rows = store.engine.select(f'{known} using ("text") where search_rows."table" = \'{table.name}\'', [])
        assert sorted(one for one, _ in rows) == sorted(store.keys(table)), table.name
        assert all(one == other for one, other in rows), table.name
    store.dematerialize()


def repeated(rows_of: Callable[..., str], *args: Any) -> str:
    """The rows of a table a hundred times: DuckDB compresses none of a few."""
    return f"select found.* from ({rows_of(*args)}) as found, range(100)"


@pytest.mark.parametrize(("growth", "is_plain"), [(1, True), (1_000_000, False)])
def test_texts_are_not_compressed_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, release: Release, growth: int, is_plain: bool
) -> None:
    monkeypatch.setattr("api.store.small_tables.SMALL", 100)
    monkeypatch.setattr("api.store.duckdb.materializer.PLAIN_GROWTH", growth)
    monkeypatch.setattr(tables, "rows_of", partial(repeated, tables.rows_of))
    store = Store(release)
    store.materialize()
    store.wait()
    assert "paragraphs" in store.engine.tables
    stored = store.engine.select("select column_name, compression from pragma_storage_info('paragraphs')", [])
    ways = {way for name, way in stored if name == "quote" and way not in ("Constant", "Empty Validity")}
    assert (ways == {"Uncompressed"}) == is_plain
    store.dematerialize()


@pytest.mark.parametrize(("word", "is_read"), [("发展", False), ("水", False), ("乡村振兴", True)])
def test_texts_are_read_only_where_the_index_is_not_sure(indexed: Store, word: str, is_read: bool) -> None:
    query = indexed.search_index.resolved(asked(indexed, BY_NAME["paragraphs"], q=word))
    statement, values = sql.count(query)
    assert "search_grams" in statement
    assert ('"quote"' in statement) == is_read
    assert statement.count("?") == len(values)


def test_a_release_without_an_index_is_read(monkeypatch: pytest.MonkeyPatch, scanned: Store, release: Release) -> None:
    monkeypatch.setattr("api.store.small_tables.SMALL", -1)
    store = Store(release)
    monkeypatch.setattr(store.search_index, "is_stored", False)
    query = store.search_index.resolved(asked(store, BY_NAME["paragraphs"], q="发展"))
    assert "search_grams" not in sql.count(query)[0]
    assert store.count(query) == scanned.count(query) > 0


@pytest.mark.parametrize("words", WORDS)
def test_phrases_that_are_looked_up_are_counted_as_those_that_are_read(
    indexed: Store, scanned: Store, words: str
) -> None:
    phrases, where = dict(read_texts(words)), read_where(BY_NAME["reports"], {})
    assert phrases
    counts = [phrase_counts(store, phrases, where, ["year"]) for store in (indexed, scanned)]
    assert counts[0] == counts[1]
    assert first_uses(indexed, phrases) == first_uses(scanned, phrases)
