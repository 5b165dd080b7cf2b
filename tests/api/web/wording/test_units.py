"""Amounts in English: their magnitude and their unit are words, and their value stays what it was."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.web.wording.numbers import figure_text
from api.web.wording.units import MAGNITUDES, SHARES, WORDS, Speech, several
from datasets.rules.units import SCALES, written_units
from tests.api.web.test_pages import CHINESE, ask

UNITS = {form: unit.rule.name_en for form, unit in written_units().items()}
EN, ZH = Speech("en", UNITS), Speech("zh")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (155.5, "亿元", "15.55 billion yuan"),
        (1.2, "万亿元", "1.2 trillion yuan"),
        (3800, "万元", "38 million yuan"),
        (38950, "元", "38,950 yuan"),
        (0.5, "万元", "5000 yuan"),
        (12.3, "万人", "123,000 people"),
        (1, "人", "1 person"),
        (74, "个", "74 items"),
        (1, "亿", "100 million"),
        (2, "万亿", "2 trillion"),
        (-3, "亿元", "−300 million yuan"),
        (2, "个百分点", "2 percentage points"),
        (3, "户", "3 households or businesses"),
        (2, "千克", "2 kilograms"),
        (5, "吨/天", "5 tonnes a day"),
        (6, "岁", "6 years of age"),
        (9, "家", "9 enterprises or bodies"),
        (4, "批", "4 batches"),
        (7, "架", "7 aircraft"),
        (6, "%", "6%"),
        (7, "百分之", "7%"),
        (2.5, "千分之", "2.5‰"),
        (3, "个月", "3 months"),
        (2, "成", "2 tenths"),
        (8, "箱", "8 boxes"),
        (6, "no such unit", "6 no such unit"),
        (6, None, "6"),
    ],
)
def test_an_amount_is_said_in_english(value: float, unit: str | None, text: str) -> None:
    assert figure_text({"value": value, "unit": unit}, EN) == text


def test_a_share_in_words_is_said_with_a_sign_in_both_languages() -> None:
    row = {"value": 7, "unit": "百分之", "value_text": "七", "measure": "growth", "comparator": "ge"}
    assert figure_text(row, ZH) == figure_text(row, EN) == "≥ +7%"


def test_the_ends_of_a_range_are_said_in_one_unit_and_bounds_stay() -> None:
    row = {"value": 0.8, "value_high": 1.2, "unit": "亿元", "measure": "level", "comparator": "approx"}
    assert figure_text(row, EN) == "≈ 80–120 million yuan"
    assert figure_text({"value": 1, "value_high": 2, "unit": "万亿元"}, EN) == "1–2 trillion yuan"
    assert figure_text(row, ZH) == "≈ 0.8–1.2 亿元"


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("亿元", "100 million yuan"),
        ("万人", "10,000 people"),
        ("公里", "kilometres"),
        ("万亿", "trillion"),
        ("%", "%"),
        (None, ""),
    ],
)
def test_a_unit_by_itself_has_its_magnitude(unit: str | None, text: str) -> None:
    assert EN.unit(unit) == text
    assert ZH.unit(unit) == (unit or "")


@given(st.decimals(-(10**7), 10**7, places=4), st.sampled_from([*UNITS]))
def test_an_amount_keeps_its_value_and_every_unit_has_words(value: Decimal, unit: str) -> None:
    shown, _, words = EN.amount(float(value), None, unit)
    assert not CHINESE.search(words + EN.unit(unit))
    power = next((of for of, word in WORDS if words.startswith(word)), 0)
    magnitude, noun = EN.parts(unit)
    expected = value.scaleb(MAGNITUDES[magnitude][0] if magnitude else 0)
    assert Decimal(repr(shown)).scaleb(power) == pytest.approx(expected)
    assert not noun or words.endswith((noun, several(noun), SHARES.get(unit, unit)))


def test_a_magnitude_is_that_of_the_registry() -> None:
    assert {form: Decimal(factor) for form, factor in SCALES.items() if form} == {
        form: Decimal(10) ** power for form, (power, _) in MAGNITUDES.items()
    }
    for form, unit in written_units().items():
        magnitude, _ = EN.parts(form)
        power = MAGNITUDES[magnitude][0] if magnitude else 0
        one = Decimal(1 if form == magnitude else unit.rule.factor)  # 亿 is a unit, too
        assert unit.factor == one.scaleb(power), form


@pytest.mark.parametrize("page", ["/rows/211102-2024.i566", "/tables/indicators", "/regions/211102", "/"])
def test_english_pages_say_units_in_english(published: TestClient, page: str) -> None:
    html = ask(published, page, "en")
    assert ("15.55 billion yuan (155.5 亿元)" if "/rows/" in page else "billion yuan") in html
    assert " 亿元<" not in html
