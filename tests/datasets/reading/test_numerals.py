"""Numerals are found where they stand and read as the number they are."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.reading.numerals import chinese_value, numerals
from datasets.reading.text import fold
from datasets.rules.numerals import ALPHABET

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """The number as Chinese writes it; an independent writer to check the reader against."""
    if number == 0:
        return "零"
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            above, below = divmod(number, size)
            gap = "零" if below and below < size // 10 else ""
            return written(above) + name + gap + (written(below) if below else "")
    text, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@pytest.mark.parametrize("block", range(100))
def test_every_number_below_a_hundred_thousand_is_read_back(block: int) -> None:
    for number in range(block * 1000, (block + 1) * 1000):
        assert chinese_value(written(number)) == number


@given(st.integers(0, 10**12 - 1))
def test_larger_numbers_are_read_back(number: int) -> None:
    text = written(number)
    if len(text) <= 18:
        assert chinese_value(text) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十三万", 130_000),
        ("两", 2),
        ("二〇二四", 2024),
        ("千亿", 10**11),
        ("一万三千亿", 1_300_000_000_000),
        ("十二点五", Decimal("12.5")),
        ("三点零五", Decimal("3.05")),
        ("五六", None),
    ],
)
def test_a_chinese_numeral_reads_as(text: str, value: object) -> None:
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("完成155.5亿元", [("155.5", "155.5")]),
        ("１４３６４元", [("１４３６４", "14364")]),
        ("1,234人", [("1,234", "1234")]),
        ("3，265人", [("3", "3"), ("265", "265")]),
        ("百分之五", [("百分之五", "5")]),
        ("四分之一", [("四分之一", "0.25")]),
        ("5万余人次", [("5", "5")]),
        ("1 9 9 7 年增长8 . 8", [("1 9 9 7", "1997"), ("8 . 8", "8.8")]),
        ("增长1 2%，3 家", [("1 2", "12"), ("3", "3")]),
        ("百分之十三点五", [("百分之十三点五", "13.5")]),
        ("百分之13.5", [("百分之13.5", "13.5")]),
        ("1万2千多户", [("1万2千", "12000")]),
        ("3亿5千万元", [("3亿5千万", "350000000")]),
        ("一亿六千四百多万人", [("一亿六千四百", "16400")]),
        ("330 000人", [("330 000", "330000")]),
        ("2万元3千户", [("2", "2"), ("3", "3")]),
        ("６，５００万亩", [("６，５００", "6500")]),
        ("⼗二億", [("⼗二億", "1200000000")]),
        ("没有数字", []),
        ("1" * 40, [("1" * 40, None)]),
    ],
)
def test_a_text_has_these_numerals(source: str, found: list[tuple[str, str | None]]) -> None:
    assert [
        (source[n.start : n.end], None if n.value is None else str(n.value)) for n in numerals(source, fold(source))
    ] == found


@given(st.text(alphabet=ALPHABET + "0123456789０１.,，点分之余多 甲", max_size=60))
def test_numerals_never_overlap_and_leave_no_digit_out(source: str) -> None:
    found = list(numerals(source, fold(source)))
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {place for n in found for place in range(n.start, n.end)}
    assert all(place in covered for place, character in enumerate(fold(source)) if character.isdigit())


@given(st.text())
def test_folding_keeps_every_offset(source: str) -> None:
    assert len(fold(source)) == len(source)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("总投资2. 12亿美元", ["2.12"]),
        ("增长8 . 8 %", ["8.8"]),
        ("增长12.\n34个项目", ["12", "34"]),
        ("。2. 12个项目", ["2", "12"]),
    ],
)
def test_a_space_behind_the_point_is_read_past_where_words_stand_before(text: str, values: list[str]) -> None:
    assert [str(one.value) for one in numerals(text, fold(text))] == values
