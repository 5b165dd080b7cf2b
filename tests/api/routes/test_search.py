"""Search: every row that has the words, the best first, with the place of each."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.app import create_app
from api.query.words import read_words
from api.routes.search import spellings
from api.store.store import Store
from datasets.releases.index.search_index import FILES, SEARCHED, searchable, texts_of
from datasets.releases.release import Release
from datasets.releases.tables.rows import plain_tables
from datasets.releases.verify import verify
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES
from tests.asking import asked, rows, walked

NAMES = ["gdp", "GDP", "ＧＤＰ", "生产总值", "地区生产总值", "Gross domestic product".replace(" ", "%20")]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return Store(release)


@pytest.fixture(scope="module")
def texts(release: Release) -> dict[tuple[str, str], list[str]]:
    """All that is searched, as it is searched, by row."""
    tables = plain_tables(release)
    return {
        (one.table, row[one.key]): [searchable(text.text) for text in texts_of(row, (*one.names, *one.texts))]
        for one in SEARCHED
        for row in tables[one.table]
    }


def having(texts: dict[tuple[str, str], list[str]], words: list[tuple[str, ...]]) -> set[tuple[str, str]]:
    """The rows that have all words, by looking through everything."""
    return {
        row
        for row, found in texts.items()
        if all(any(spelling in text for spelling in word for text in found) for word in words)
    }


def keys(hits: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(hit["table"], hit["id"]) for hit in hits]


def test_every_table_is_searched_in_columns_it_has() -> None:
    derived = {"outcomes", "series", "panel", "coverage", "undertakings"}  # what they follow from is found
    assert {one.table for one in SEARCHED} == {table.name for table in TABLES} - derived
    for one in SEARCHED:
        names = {column.name for column in columns_of(BY_NAME[one.table].row)}
        assert {one.key, *one.names, *one.texts} <= names


def test_each_name_of_a_metric_finds_the_same_rows_in_the_same_order(client: TestClient) -> None:
    found = [keys(rows(client, f"/v1/search?q={name}")) for name in NAMES[:-1]]
    assert all(one == found[0] for one in found)
    assert found[0][0] == ("metrics", "gdp")
    assert {
        ("indicators", "211102-2024.i566"),
        ("targets", "211102-2024.t5933"),
        ("paragraphs", "211102-2024.s534"),
    } <= {*found[0]}
    assert set(keys(rows(client, f"/v1/search?q={NAMES[-1]}"))) <= set(found[0])


def test_the_shortest_name_comes_first_and_texts_behind_all_names(client: TestClient) -> None:
    hits = rows(client, "/v1/search?q=养老")
    called = [hit["column"] != "quote" for hit in hits]
    assert called == sorted(called, reverse=True)
    assert {hit["table"] for hit in hits} >= {"metrics", "projects", "indicators", "paragraphs"}
    assert rows(client, "/v1/search?q=亿元&tables=units")[0]["id"] == "亿元"


def test_a_hit_shows_where_its_words_are(client: TestClient) -> None:
    source = client.get("/v1/reports/211102-2024/text").text
    for hit in rows(client, "/v1/search?q=155.5%20GDP"):
        shown = [hit["snippet"][match["start"] : match["end"]] for match in hit["matches"]]
        assert set(shown) <= {"155.5", "生产总值", "gdp", "GDP"}
        assert "155.5" in shown
        if hit["column"] == "quote":
            assert source[hit["char_start"] : hit["char_end"]] == shown[0]
        assert client.get(hit["url"]).json()["data"]["quote"]


@pytest.mark.slow
@given(seed=st.integers(0, 10**9), length=st.integers(1, 8), more=st.booleans())
@settings(max_examples=settings.default.max_examples * 3 // 10)
def test_any_part_of_any_text_finds_exactly_the_rows_that_have_it(
    client: TestClient, store: Store, texts: dict[tuple[str, str], list[str]], seed: int, length: int, more: bool
) -> None:
    chance = random.Random(seed)  # noqa: S311 - hypothesis chooses the seed
    found = chance.choice(list(texts.values()))
    words = [part for _ in range(2 if more else 1) for part in parts(chance, chance.choice(found), length)]
    if words:
        hits = keys(walked(client, f"/v1/search?limit=50&q={quoted(words)}"))
        assert len(hits) == len(set(hits))
        assert set(hits) == having(texts, [spellings(store, word) for word in read_words(" ".join(words))])


def parts(chance: random.Random, text: str, length: int) -> Iterator[str]:
    """A part of a text, in words."""
    start = chance.randrange(len(text))
    yield from text[start : start + length].split()[:3]


def quoted(words: list[str]) -> str:
    """Words for an address."""
    return "+".join("".join(f"%{byte:02X}" for byte in word.encode()) for word in words)


def test_a_search_is_narrowed_to_tables(client: TestClient) -> None:
    hits = rows(client, "/v1/search?q=发展&tables=glossary,reports,targets")
    assert {hit["table"] for hit in hits} <= {"glossary", "reports", "targets"}
    every = walked(client, "/v1/search?q=发展&limit=1000")
    assert hits == [hit for hit in every if hit["table"] in ("glossary", "reports", "targets")]


def test_pages_follow_each_other(client: TestClient) -> None:
    every = asked(client, "/v1/search?q=发展&limit=1000")
    assert every["page"] == {"limit": 1000, "returned": len(every["data"]), "next": None}
    assert walked(client, "/v1/search?q=发展&limit=7") == every["data"]
    following = asked(client, "/v1/search?q=发展&limit=7")["page"]["next"]
    assert following.startswith("/v1/releases/1.0.0/search?")
    for other in (following.replace("%E5%8F%91", "%E5%91%8F"), f"{following}&tables=glossary"):
        answer = client.get(other)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-cursor")
    assert client.get(f"{following}&limit=3".replace("limit=7&", "")).status_code == 200


@pytest.mark.parametrize("words", ["%25", "m", "辽宁", "政府", "微克/立方米"])
def test_a_hit_leads_to_its_row(client: TestClient, words: str) -> None:
    for hit in rows(client, f"/v1/search?q={words}&limit=30"):
        row = client.get(hit["url"]).json()["data"]
        assert hit["id"] in (row.get("id"), row.get("code"))


@pytest.mark.parametrize(
    ("query", "member"),
    [
        ("", ("parameter", "q")),
        ("q=", ("parameter", "q")),
        ("q=%20", ("parameter", "q")),
        ("q=a&tables=indicator", ("nearest", "indicators")),
        ("q=a&limit=0", ("parameter", "limit")),
        ("q=a&cursor=x", ("type", "/problems/bad-cursor")),
        ("q=a&table=units", ("nearest", "tables")),
        ("q=" + "a" * 201, ("parameter", "q")),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(client: TestClient, query: str, member: tuple[str, str]) -> None:
    answer = client.get(f"/v1/search?{query}")
    assert (answer.status_code, answer.json()[member[0]]) == (400, member[1])


@pytest.mark.parametrize("words", ["%25", "_", "'", '"', "\\", "%00x", "\U0010ffff", "(", "^$", ".*"])
def test_no_character_means_anything_but_itself(
    client: TestClient, texts: dict[tuple[str, str], list[str]], words: str
) -> None:
    answer = client.get(f"/v1/search?q={words}&limit=1000")
    if words == "%00x":
        assert answer.status_code == 400
        return
    plain = "%" if words == "%25" else words
    assert set(keys(answer.json()["data"])) == having(texts, [(plain,)])


@pytest.mark.slow
def test_a_release_from_before_the_index_finds_the_same(client: TestClient, release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "releases/1.0.0"
    shutil.copytree(release.folder, folder)
    for file in (*FILES.values(), "SHA256SUMS"):
        (folder / file).unlink()
    listed = [file for file in release.manifest.files if file.name not in FILES.values()]
    manifest = msgspec.structs.replace(release.manifest, files=listed, has_sums=False)
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    with TestClient(create_app(tmp_path)) as older:
        for words in ("gdp", "发展", "水", "经济 增长"):
            assert rows(older, f"/v1/search?q={words}") == rows(client, f"/v1/search?q={words}")


def test_an_index_of_other_rows_is_found_out(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.releases.verify.problems_of", lambda *_: ())  # as if the manifest agreed
    folder = tmp_path / "1.0.0"
    shutil.copytree(release.folder, folder)
    shutil.copy(folder / FILES["search_texts"], folder / FILES["search_grams"])
    assert list(verify(Release(folder, release.manifest), None)) == [
        "search_grams.parquet: is not the index of these rows"
    ]
