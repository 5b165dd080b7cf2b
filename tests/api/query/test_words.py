"""Words are read and folded once: for the rows of a table, and for the search of all."""

import re
from urllib.parse import quote

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.http.problems import BadParameter
from api.query.parameters import WORDS
from api.query.words import Word, characters, read_listed, read_words, unfolded
from datasets.reading.text import FOLDING
from datasets.releases.index.search_index import searchable
from tests.asking import walked

TEXT = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from([*map(chr, FOLDING)])), max_size=20)


@pytest.mark.parametrize(
    ("given", "spellings"),
    [
        ("gdp", [("gdp",)]),
        ("ＧＤＰ　155．5", [("gdp",), ("155.5",)]),
        ("產業，發展", [("产业,发展",)]),
        ("\ufeffgdp\u200b", [("gdp",)]),
        ("生产\u200b总值", [("生产总值", "生产 总值")]),
        ('"Gross  domestic" product', [("gross domestic",), ("product",)]),
        ("“十四五” 规划", [("十四五",), ("规划",)]),
        ("＂经济 增长＂", [("经济 增长",)]),
        ('"', [('"',)]),
        ('"a b', [('"a',), ("b",)]),
        ('5"x6"', [('5"x6"',)]),
        ("“十四五”规划", [("“十四五”规划",)]),
        ("K\u212b", [("kå",)]),
    ],
)
def test_a_word_is_folded_and_a_phrase_stands_in_quotes(given: str, spellings: list[tuple[str, ...]]) -> None:
    assert [word.spellings for word in read_words(given)] == spellings


@pytest.mark.parametrize("given", ["", " ", "\u3000", "\u200b", '"\ufeff"', "a " * 11, "a" * 201])
def test_what_has_no_word_or_too_many_is_refused(given: str) -> None:
    with pytest.raises(BadParameter, match="1 to 10 words of 200 characters"):
        read_words(given)


@given(text=TEXT | st.text('"“” ab\u3000\u200b', max_size=60))
def test_the_document_allows_the_words_that_are_read(text: str) -> None:
    try:
        read_words(text)
    except BadParameter:
        is_read = False
    else:
        is_read = True
    assert re.search(str(WORDS["pattern"]), text) or not is_read


@given(text=TEXT, other=TEXT, start=st.integers(0, 19), size=st.integers(1, 5))
def test_a_pattern_finds_what_a_folded_text_has(text: str, other: str, start: int, size: int) -> None:
    part = searchable(text)[start : start + size] or "x"
    word = Word((part,))
    for one in (text, other):
        (found,) = duckdb.execute("select regexp_matches(?, ?)", [one, word.pattern]).fetchone() or ()
        assert found == (part in searchable(one))


@pytest.mark.slow
def test_every_character_is_found_by_the_one_it_folds_to() -> None:
    pairs = [(chr(code), characters(folded)) for folded, codes in unfolded().items() for code in codes]
    assert len(pairs) > 4000
    for character, pattern in pairs:
        (found,) = duckdb.execute("select regexp_full_match(?, ?)", [character, pattern]).fetchone() or ()
        assert found, hex(ord(character))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＧＤＰ", "gdp"),
        ("gDp", "gdp"),
        ("G\u200bDP", "gdp"),
        ("\ufeffgdp", "gdp"),
        ('"gdp"', "gdp"),
        ("地区生產總值", "地区生产总值"),
        ("１５５．５", "155.5"),
        ("155.5亿\u200d元", "155.5亿元"),
        ("“亿元”", "亿元"),
        ("增長 ％", "增长 %"),
    ],
)
@pytest.mark.parametrize("address", ["/v1/indicators?limit=1000&", "/v1/search?limit=1000&tables=indicators&"])
def test_both_searches_fold_alike(client: TestClient, address: str, written: str, plain: str) -> None:
    found = [row["id"] for row in walked(client, f"{address}q={written}")]
    assert found == [row["id"] for row in walked(client, f"{address}q={plain}")] != []


@pytest.mark.parametrize("mark", [",", ";", ":", "(", "%"])
def test_a_mark_is_found_in_either_width(client: TestClient, mark: str) -> None:
    for address in ("/v1/paragraphs?limit=1000&", "/v1/search?limit=1000&tables=paragraphs&"):
        found = {row["id"] for row in walked(client, f"{address}q={chr(ord(mark) + 0xFEE0)}")}
        assert found == {row["id"] for row in walked(client, f"{address}q={quote(mark)}")} != set()


def test_a_phrase_stands_as_it_is_written(client: TestClient) -> None:
    for address in ("/v1/metrics?limit=1000&", "/v1/search?limit=1000&tables=metrics&"):
        found = {
            asked: [row["id"] for row in walked(client, f"{address}q={asked}")]
            for asked in ("product domestic", '"domestic product"', '"product domestic"')
        }
        assert [*found.values()] == [["gdp"], ["gdp"], []]


LISTED = [
    ("新质生产力，数字经济", ["新质生产力", "数字经济"]),
    ("新质生产力, 数字经济、低空经济；绿色", ["新质生产力", "数字经济", "低空经济", "绿色"]),
    ("新质生产力 数字经济", ["新质生产力", "数字经济"]),
    ('"保基本、兜底线" 数字经济', ["保基本、兜底线", "数字经济"]),
    ("“保基本、兜底线”，数字经济", ["保基本、兜底线", "数字经济"]),
    ("1,000个", ["1,000个"]),
]


@pytest.mark.parametrize(("given", "texts"), LISTED)
def test_phrases_that_are_compared_are_set_apart_by_spaces_or_commas(given: str, texts: list[str]) -> None:
    assert [text for text, _ in read_listed(given)] == texts


def test_a_list_of_nothing_but_commas_is_refused() -> None:
    with pytest.raises(BadParameter, match="q: expected 1 to 10 words"):
        read_listed("，、")


@given(st.lists(TEXT, max_size=3), TEXT)
def test_what_is_said_of_a_word_holds_for_every_text_that_has_it(around: list[str], text: str) -> None:
    for word in read_some(text):
        for has in [*around, "".join([*around, text])]:
            if re.search(python_pattern(word), has):
                assert word.plain in has
                assert word.may_be_ascii or not has.isascii()


def read_some(text: str) -> tuple[Word, ...]:
    """The words of a text, if it has few."""
    try:
        return read_words(text)
    except BadParameter:
        return ()


def python_pattern(word: Word) -> str:
    """The pattern of a word as Python writes it."""
    return re.sub(r"\\x\{(\w+)\}", lambda code: re.escape(chr(int(code[1], 16))), word.pattern)


@pytest.mark.parametrize(
    ("given", "plain", "may_be_ascii"),
    [
        ("乡村振兴", "村振", False),
        ("教育", "教育", False),
        ("养老", "", False),
        ("gdp", "", True),
        ("ＧＤＰ亿", "", False),
    ],
)
def test_a_word_has_a_part_that_is_written_in_one_way_alone(given: str, plain: str, may_be_ascii: bool) -> None:
    (word,) = read_words(given)
    assert (word.plain, word.may_be_ascii) == (plain, may_be_ascii)
