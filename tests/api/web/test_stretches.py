"""A long report in stretches: none has more than a page has room for, and together they are the report."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.annotation.stretches import stretches

PARTS = ("front", "review", "problems", "plan", "closing")
MOST = 100


def paragraphs_of(lines: list[tuple[str, int, bool]]) -> list[dict[str, Any]]:
    """Paragraphs of a part, of so many characters, headings or not; numbers have gaps as those of reports have."""
    return [
        {"paragraph": 2 * n + 1, "part": part, "quote": "字" * size, "kind": "heading" if heading else "body"}
        for n, (part, size, heading) in enumerate(lines)
    ]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 150), st.booleans()), max_size=60))
def test_stretches_are_the_report_in_order_and_no_longer_than_allowed(lines: list[tuple[str, int, bool]]) -> None:
    paragraphs = paragraphs_of(lines)
    found = stretches(paragraphs, MOST)
    assert [one for stretch in found for one in stretch.paragraphs] == paragraphs
    assert len({stretch.name for stretch in found}) == len(found)
    for stretch in found:
        assert sum(len(one["quote"]) for one in stretch.paragraphs) <= MOST or len(stretch.paragraphs) == 1
        assert stretch.name != "all" or len(found) == 1


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([("front", 10, False), ("review", 90, False)], ["all"]),
        ([("front", 100, False), ("review", 5000, False), ("problems", 100, False), ("plan", 4000, False)], ["review", "plan"]),
        ([("review", 5000, False), ("plan", 5000, False), ("plan", 5000, False)], ["review", "plan", "plan-2"]),
        ([("plan", 4500, False), ("plan", 300, True), ("plan", 5000, False)], ["plan", "plan-2"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_stretch_is_called_by_its_part(lines: list[tuple[str, int, bool]], names: list[str]) -> None:
    assert [stretch.name for stretch in stretches(paragraphs_of(lines), 6000)] == names


def test_a_long_part_is_cut_at_a_heading_where_there_is_one_near() -> None:
    lines = [("plan", 4500, False), ("plan", 300, True), ("plan", 5000, False)]
    first, second = stretches(paragraphs_of(lines), 6000)
    assert (first.last, second.first) == (1, 3)
    assert second.paragraphs[0]["kind"] == "heading"
