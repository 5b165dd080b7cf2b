"""Numbers as people say them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.wording.numbers import figure_text, number, target
from api.web.wording.units import Speech

ZH, EN = Speech("zh"), Speech("en", {"万人": "person", "人": "person"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (155.5, "155.5"),
        (-0.1, "−0.1"),
        (3.0, "3"),
        (9999, "9999"),
        (38950, "38,950"),
        (15_550_000_000.0, "15,550,000,000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (None, ""),
    ],
)
def test_a_number_is_written_out(value: float | None, text: str) -> None:
    assert number(value) == text


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_a_number_is_read_back_as_it_was(value: float) -> None:
    text = number(value)
    assert "e" not in text.lower()
    assert float(text.replace(",", "").replace("−", "-")) == pytest.approx(value, rel=1e-11)


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ({"value": 6.0, "unit": "%", "measure": "growth", "comparator": "ge"}, "≥ +6%", "≥ +6%"),
        ({"value": 5.0, "value_high": 5.5, "unit": "%", "measure": "growth"}, "+5–5.5%", "+5–5.5%"),
        ({"value": 3.0, "measure": "rank"}, "第3", "No. 3"),
        ({"value": -3.4, "unit": "%", "measure": "growth", "comparator": "ge"}, "≤ −3.4%", "≤ −3.4%"),
        ({"value": -3.4, "unit": "%", "measure": "growth", "comparator": "lt"}, "> −3.4%", "> −3.4%"),
        (
            {"value": 1 / 3, "value_text": "三分之一", "comparator": "approx", "measure": "share"},
            "≈ 三分之一",
            "≈ 三分之一",
        ),
        ({"value": None, "value_text": "同步"}, "同步", "同步"),
        ({"value": 45.0, "unit": "万人", "measure": "level", "comparator": "approx"}, "≈ 45 万人", "≈ 450,000 people"),
    ],
)
def test_a_figure_has_its_bound_its_sign_and_its_unit(row: dict[str, Any], zh: str, en: str) -> None:
    assert (figure_text(row, ZH), figure_text(row, EN)) == (zh, en)


def test_the_target_of_a_panel_is_said_as_a_target_is() -> None:
    row = {
        "measure": "growth",
        "target_value": 5.0,
        "target_value_high": 5.5,
        "target_comparator": "approx",
        "target_unit": "%",
    }
    assert target(row, ZH) == "≈ +5–5.5%"
