"""Where the marks of small pictures stand."""

from hypothesis import given
from hypothesis import strategies as st

from api.web.drawing.charts import tracks

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
FIGURES = st.tuples(st.sampled_from(["base", "promised", "done"]), st.builds(lambda value: {"value": value}, NUMBERS))


@given(st.lists(st.lists(FIGURES, min_size=1, max_size=3), max_size=9))
def test_marks_stand_on_their_line_in_the_order_of_their_values(
    lines: list[list[tuple[str, dict[str, float]]]],
) -> None:
    drawn = tracks(lines)
    assert [[mark.row for mark in track.marks] for track in drawn] == [[row for _, row in line] for line in lines]
    marks = [mark for track in drawn for mark in track.marks]
    assert all(4 <= mark.at <= 96 for mark in marks)
    in_order = sorted(marks, key=lambda mark: mark.row["value"])
    assert [mark.at for mark in in_order] == sorted(mark.at for mark in marks)
    assert all(track.start <= mark.at <= track.end for track in drawn for mark in track.marks)
