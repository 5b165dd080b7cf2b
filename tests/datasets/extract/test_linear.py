"""The work of a reading grows with the length of a text, not with its square: counted in steps, on texts made to be slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fragments import AROUND, MARKS, NUMERALS, UNITS, fragments, repeated
from datasets.extract.names.named import LONGEST_NAME, LONGEST_QUOTE
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.reading.text import LONGEST_SENTENCE, sentences
from tests.work import Work, work_of

SHORT, TIMES_LONGER = 3000, 4  # long enough for quotes of 400 characters, which grow no more
MOST_GROWTH = 6.0  # a quadratic reading would give 16
MOST_STEPS = 800  # a character; a real report takes 150

FRAGMENTS = fragments()
FIGURES = st.builds("{}{}".format, st.sampled_from(NUMERALS), st.sampled_from(("", *UNITS)))
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | FIGURES | st.sampled_from(MARKS), min_size=1, max_size=6).map("".join)
SLOW_ONCE = (
    ("居全省第1位、", ""),  # ranks without a name: each looked back for the mark its clause begins behind
    ("位居全国第1、", ""),
    ("3亿元", ""),
    ("旧城", "占5%"),  # a name of thousands of characters, in the row of every figure that leans on it
    ("甲、", "分别增长5%、"),
    ("规模5个、数量6个、", ""),  # a name that grows with each figure
    ("甲率、", "均增长5%、"),
    ("与经济增长同步", ""),
    ("发展和建设", "居全省第1位"),
    ("占全国的", "5%"),
    ("建设某中心、", ""),
    ("甲乙丙丁等3个项目、", ""),
    ("“1+", "3”"),
    ("(一)", ""),
)


def growth(short: Work, long: Work) -> float:
    """How much more work the long text is than the short one."""
    return long.steps / short.steps


def assert_linear(unit: str, behind: str, part: str) -> None:
    """Compare a text with one that is four times as long."""
    short, long = (work_of(repeated(unit, length, part, behind)) for length in (SHORT, SHORT * TIMES_LONGER))
    assert growth(short, long) <= MOST_GROWTH, (short, long)
    assert long.steps / (SHORT * TIMES_LONGER) <= MOST_STEPS, long


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "behind"), SLOW_ONCE)
@pytest.mark.parametrize("part", ["review", "plan"])
def test_what_was_slow_once_is_not_slow_again(unit: str, behind: str, part: str) -> None:
    assert_linear(unit, behind, part)


@pytest.mark.slow
@given(TEXTS, TEXTS | st.just(""), st.sampled_from(sorted(AROUND)))
def test_fragments_of_the_rules_repeated_are_read_in_linear_work(unit: str, behind: str, part: str) -> None:
    assert_linear(unit, behind, part)


def test_many_notes_and_their_uses_are_read_in_linear_work() -> None:
    def noted(count: int) -> str:
        terms = [f"甲{number}乙" for number in range(count)]
        body = "、".join(terms)
        notes = "\n".join(f"{number}.{term}:丁" for number, term in enumerate(terms, 1))
        return f"一、2023年工作回顾\n{body}\n二、2024年工作安排\n正文。\n注释\n{notes}\n"

    assert growth(work_of(noted(200)), work_of(noted(800))) <= MOST_GROWTH


def test_the_count_of_work_would_tell_a_quadratic_reading() -> None:
    """What is counted: calls, what patterns pass over, and bytes of rows."""
    text = "一、2023年工作回顾\n地区生产总值增长5%。\n"
    work_of(text)  # what is kept of a text, such as its names, is made when it is first read
    assert work_of(text) == work_of(text)
    once, twice = (work_of("一、2023年工作回顾\n" + "地区生产总值增长5%。" * n) for n in (100, 200))
    for name in Work.__struct_fields__:
        assert 1.5 < getattr(twice, name) / getattr(once, name) < 2.1


def test_a_sentence_without_an_end_is_read_in_pieces_that_lose_nothing() -> None:
    for text in ("增长5%、" * 5000, "7" * 9000, "发展" * 3000 + "。完"):
        found = list(sentences(text, 0, len(text)))
        assert all(span.end - span.start <= LONGEST_SENTENCE for span in found)
        assert [found[0].start, *(span.end for span in found)] == [*(span.start for span in found), len(text)]


def test_a_name_of_thousands_of_characters_is_none_and_its_figure_is_told_in_the_ledger() -> None:
    document = Document("一、2023年工作回顾\n" + "旧城" * 500 + "增长5%，增速6%。地区生产总值增长7%。", "x", year=2024)
    rows = extract(document)
    assert [(row.name, row.value) for row in rows.indicators][-1] == ("地区生产总值", 7.0)
    assert all(len(row.name) <= LONGEST_NAME and len(row.quote) <= LONGEST_QUOTE for row in rows.indicators)
    assert [figure.reason for figure in rows.figures if figure.value == 5] == ["unresolved"]
