"""Where the marks of pictures stand."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.web.charts import line, round_numbers

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [(2.5, 6.8, [4.0, 6.0]), (0, 100, [0, 50, 100]), (-3, 3, [-2, 0, 2]), (0.01, 0.05, [0.01, 0.02, 0.03, 0.04, 0.05])],
)
def test_a_scale_has_round_numbers(low: float, high: float, numbers: list[float]) -> None:
    assert round_numbers(low, high) == numbers


@given(st.lists(NUMBERS, min_size=2, max_size=30))
def test_a_line_is_within_its_picture(values: list[float]) -> None:
    assume(max(values) - min(values) > 1e-3 or max(values) == min(values))
    rows = [{"year": 2000 + n, "value": value, "value_kind": "final"} for n, value in enumerate(values)]
    drawn = line(rows)
    assert drawn is not None
    assert all(0 <= dot.x <= 420 and 0 <= dot.y <= 220 for dot in drawn.dots)
    assert all(0 <= y <= 220 for _, y in drawn.ticks)
    assert len(drawn.years) <= 6
    assert drawn.path.count("L") == len(values) - 1
