"""What pictures are made of: texts that fit, values in one unit, heights that follow from what is drawn."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.drawing.bars import Bar, Bars
from api.web.drawing.frame import LONGEST_TEXT, SIZES, THEMES, Drawing, Frame, cut, specification, width_of, wrapped
from api.web.drawing.heaps import Heaps
from api.web.drawing.lines import MOST_TICKS, Lines, Point, round_years
from api.web.drawing.pairs import Pair, Pairs
from api.web.drawing.stages import PHASES, Stage, Stages
from api.web.picture_kinds import PHASE_OF, in_one_unit
from schemas.inspection import columns_of
from schemas.tables import BY_NAME

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False, allow_infinity=False)
NAMES = st.text(min_size=1, max_size=40)
YEARS = st.integers(1950, 2100)
HEAD = {"title": "T", "note": "N", "source": "S"}
DRAWINGS: st.SearchStrategy[Drawing] = st.one_of(
    st.builds(lambda bars: Bars(**HEAD, bars=bars), st.lists(st.builds(Bar, NAMES, NUMBERS), min_size=1, max_size=40)),
    st.builds(
        lambda pairs: Pairs(**HEAD, pairs=pairs), st.lists(st.builds(Pair, NAMES, NUMBERS, NUMBERS), min_size=1, max_size=24)
    ),
    st.builds(lambda values: Heaps(**HEAD, values=values), st.dictionaries(NAMES, NUMBERS, min_size=1, max_size=40)),
    st.builds(
        lambda points: Lines(**HEAD, points=points),
        st.lists(st.builds(Point, NAMES, YEARS, NUMBERS, st.booleans()), min_size=1, max_size=40),
    ),
    st.builds(
        lambda stages: Stages(**HEAD, words=("a", "b", "c"), stages=stages),
        st.lists(st.builds(Stage, NAMES, YEARS, st.sampled_from(PHASES)), min_size=1, max_size=40),
    ),
)  # fmt: skip


@given(DRAWINGS, st.sampled_from([*SIZES]), st.sampled_from([*THEMES]))
def test_a_picture_has_a_bounded_size_and_text_alternative(drawing: Drawing, size: str, theme: str) -> None:
    spec = specification(drawing, Frame(THEMES[theme], SIZES[size]))
    assert 100 < spec["height"] < 1500
    assert drawing.alternative.startswith("T (N)")
    assert len(drawing.alternative) <= LONGEST_TEXT + 3
    assert spec["background"] == THEMES[theme].paper


@given(st.text(max_size=200), st.integers(2, 80))
def test_a_text_is_in_lines_that_are_not_too_wide_and_loses_nothing_but_blanks(text: str, most: int) -> None:
    lines = wrapped(text, most)
    assert all(width_of(line) <= most for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=100), st.integers(2, 40))
def test_a_name_that_is_too_wide_is_cut(text: str, most: int) -> None:
    shown = cut(text, most)
    assert width_of(shown) <= most
    assert shown == text or shown.endswith("…")


@pytest.mark.parametrize("count", [1, 4, 40, 2000])
def test_a_heap_of_any_height_is_a_picture_of_a_bounded_one(count: int) -> None:
    heaps = Heaps(**HEAD, values={f"r{n}": 5.0 for n in range(count)} | {"other": 6.0})
    assert 150 < heaps.height <= 750
    (dots, numbers) = specification(heaps, Frame())["layer"]
    assert len(dots["data"]["values"]) == count + 1
    assert [one["said"] for one in numbers["data"]["values"]] == [str(count), "1"]
    assert dots["mark"]["size"] * count <= 750 * 130


def test_chinese_characters_are_twice_as_wide() -> None:
    assert (width_of("GDP"), width_of("地区")) == (3, 4)
    assert wrapped("地区生产总值", 6) == ["地区生", "产总值"]
    assert wrapped("value added of industry", 12) == ["value added", "of industry"]


def row(year: int, value: float, unit: str, base: float | None, base_unit: str = "CNY") -> dict[str, Any]:
    return {"year": year, "value": value, "unit": unit, "base_value": base, "base_unit": base_unit}


@pytest.mark.parametrize(
    ("rows", "values", "unit"),
    [
        ([row(2023, 9000.0, "亿元", 9e11), row(2024, 1.2, "万亿元", 1.2e12)], [0.9, 1.2], "万亿元"),
        ([row(2023, 3.0, "%", None), row(2024, 4.0, "%", None)], [3.0, 4.0], "%"),
        ([row(2023, 5.0, "万人", 5e4, "person"), row(2024, 2.0, "亿元", 2e8)], [2.0], "亿元"),
        ([row(2023, 7.0, "亿元", 7e8), row(2024, 0.0, "万元", 0.0)], [7.0, 0.0], "亿元"),
        ([], [], None),
    ],
)
def test_values_are_shown_in_the_unit_of_the_newest(rows: list[Any], values: list[float], unit: str | None) -> None:
    found, shown = in_one_unit(rows)
    assert ([value for _, value in found], shown) == (values, unit)


def test_every_stage_that_is_named_is_one_of_the_schema() -> None:
    (status,) = [column for column in columns_of(BY_NAME["projects"].row) if column.name == "status"]
    assert {*PHASE_OF} < {*status.labels}
    assert {*PHASE_OF.values()} < {*PHASES}


@given(st.integers(1900, 2100), st.integers(1, 300))
def test_ticks_are_round_years_of_the_data(first: int, span: int) -> None:
    ticks = round_years([first, first + span])
    assert 2 <= len(ticks) <= MOST_TICKS or span < 2
    assert all(first <= year <= first + span for year in ticks)
    steps = {later - earlier for earlier, later in pairwise(ticks)}
    assert len(steps) <= 1
    assert all(year % step == 0 for year in ticks for step in steps)
