"""A row in plain words: its bound, its period and its unit are spelled out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.web.sentences import period_in_words, value_in_words
from api.web.wording.units import Speech
from datasets.rules.units import written_units
from tests.api.web.test_pages import ask

UNITS = {form: unit.rule.name_en for form, unit in written_units().items()}


class Reader:
    """What sentences know of a visit."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.speech = Speech(language, UNITS if language == "en" else {})

    def choose(self, zh: Any, en: Any) -> Any:
        return zh if self.language == "zh" else en


ZH, EN = Reader("zh"), Reader("en")
FIGURE = {"value_high": None, "comparator": "eq", "basis": None, "value_text": None}


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ({"value": 6, "unit": "%", "measure": "growth", "comparator": "ge"}, "增长不少于6%", "growth of at least 6%"),
        ({"value": -3.4, "unit": "%", "measure": "growth", "comparator": "ge"}, "下降不少于3.4%", "a fall of at least 3.4%"),
        ({"value": 3, "unit": "万亿元", "measure": "level", "comparator": "gt"}, "超过3万亿元", "more than 3 trillion yuan"),
        ({"value": 5, "unit": "%", "measure": "growth", "value_high": 6}, "增长5至6%", "growth of 5 to 6%"),
        ({"value": 7, "unit": "%", "measure": "growth", "basis": "annual_average"}, "年均增长7%", "growth of 7% a year on average"),
        ({"value": 4.5, "unit": "%", "measure": "rate", "comparator": "le"}, "不高于4.5%", "at most 4.5%"),
        ({"value": 2, "unit": None, "measure": "rank"}, "居第2位", "place 2"),
        ({"value": 12, "unit": "家", "measure": "level"}, "为12家", "12 enterprises or bodies"),
        ({"value": -2, "unit": "个百分点", "measure": "change", "comparator": "approx"}, "减少约2个百分点", "a fall of about 2 percentage points"),
        ({"value": 1 / 3, "unit": None, "measure": "share", "value_text": "三分之一"}, "为三分之一", "三分之一"),
    ],
)  # fmt: skip
def test_a_value_is_said_with_its_bound(row: dict[str, Any], zh: str, en: str) -> None:
    assert (value_in_words(ZH, FIGURE | row), value_in_words(EN, FIGURE | row)) == (zh, en)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2021-2025", "2021年至2025年", "2021 to 2025"),
        ("2023Q1/2023Q3", "2023年一季度至2023年三季度", "Q1 2023 to Q3 2023"),
        ("2023H1", "2023年上半年", "H1 2023"),
        ("2023-03", "2023年3月", "2023-03"),
        ("2023-01/2023-11", "2023年1月至2023年11月", "2023-01 to 2023-11"),
        (None, "", ""),
    ],
)
def test_a_period_is_spelled_out(period: str | None, zh: str, en: str) -> None:
    assert (period_in_words(ZH, period), period_in_words(EN, period)) == (zh, en)  # type: ignore[arg-type]


@given(
    st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from(["growth", "change"]), st.sampled_from(["ge", "le", "gt"])
)
def test_a_change_has_no_sign_for_its_words_say_the_direction(value: float, measure: str, comparator: str) -> None:
    row = FIGURE | {"value": value, "unit": "%", "measure": measure, "comparator": comparator}
    assert "−" not in value_in_words(ZH, row)  # type: ignore[arg-type]


def test_the_page_of_a_row_says_it_as_a_sentence(published: TestClient) -> None:
    zh, en = (ask(published, "/rows/211102-2024.i566", language) for language in ("zh", "en"))
    assert "双台子区在2024年的报告中称：2023年，地区生产总值为155.5亿元（合15,550,000,000元）（预计数）。" in zh
    assert "Gross domestic product in 2023, 15.55 billion yuan (155.5 亿元) (expected)." in en
    for table in ("targets", "projects"):
        for row in published.get(f"/v1/{table}?limit=40").json()["data"]:
            html = ask(published, f"/rows/{row['id']}", "zh")
            assert f"双台子区在2024年的报告中{'承诺' if table == 'targets' else '说到项目'}：" in html
