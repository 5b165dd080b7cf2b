"""A report is taken in when the tables stay such that they are served, whatever reports come behind it."""

import heapq
from collections.abc import Iterator

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from datasets.library.home import BUILT_IN
from datasets.releases.integrity.row_sizes import (
    GROUP_MINIMUM,
    GROUP_PER_ROW,
    KILOBYTE,
    LARGEST_ANSWER,
    LARGEST_ROW,
    ROWS_OF_ANSWER,
)
from datasets.releases.integrity.value_sizes import sizes
from datasets.releases.integrity.weights import LARGE, Scales, Weight, weight_of
from datasets.releases.tables.parquet import ROW_GROUP, read_parquet

Rows = list[tuple[int, int]]  # so many rows of so many bytes, in order
REPORTS = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 40_000), st.sampled_from([200, 1_900, GROUP_PER_ROW, 2_200, 20 * KILOBYTE, 200 * KILOBYTE])
        ),
        max_size=4,
    ),
    max_size=30,
)


def weight(rows: Rows) -> Weight:
    total = sum(count * size for count, size in rows)
    beyond = sum(count * max(0, size - GROUP_PER_ROW) for count, size in rows)
    large = [size for count, size in rows if size > LARGE for _ in range(count)]
    return Weight(sum(count for count, _ in rows), total, beyond, large)


def groups(rows: Rows) -> Iterator[tuple[int, int]]:
    """The rows and bytes of each row group of a table."""
    held = total = 0
    for count, size in rows:
        left = count
        while left:
            taken = min(left, ROW_GROUP - held)
            held, total, left = held + taken, total + taken * size, left - taken
            if held == ROW_GROUP:
                yield held, total
                held = total = 0
    yield held, total


@given(REPORTS)
def test_tables_of_what_is_taken_in_are_served(reports: list[Rows]) -> None:
    scales = Scales()
    table = [run for rows in reports if scales.refusal({"paragraphs": weight(rows)}) is None for run in rows]
    for rows, size in groups(table):
        assert size <= GROUP_MINIMUM + GROUP_PER_ROW * rows
    largest = heapq.nlargest(ROWS_OF_ANSWER, (size for count, size in table for _ in range(min(count, ROWS_OF_ANSWER))))
    assert sum(largest) <= LARGEST_ANSWER


@given(REPORTS)
def test_small_rows_are_always_taken_in(reports: list[Rows]) -> None:
    scales = Scales()
    for rows in reports:
        small = [(count, min(size, GROUP_PER_ROW)) for count, size in rows]
        assert scales.refusal({"paragraphs": weight(small), "figures": weight(small)}) is None


def test_what_is_too_large_is_told_and_weighs_nothing() -> None:
    scales = Scales()
    huge, large, small = weight([(1, LARGEST_ROW + 1)]), weight([(8, 200 * KILOBYTE)]), weight([(9, 100)])
    assert (
        scales.refusal({"figures": small, "paragraphs": huge}) == "paragraphs: a row of 262,145 bytes; at most 262,144"
    )
    assert scales.refusal({"figures": weight([(20, 200 * KILOBYTE)])}) == (
        "figures: large rows of 4,055,040 bytes in all; at most 2,097,152"
    )
    taken = [scales.refusal({"paragraphs": large}) for _ in range(5)]
    assert taken[:2] == [None, None]
    assert taken[2] == "paragraphs: its rows are too large beside those of the reports before it (1,638,400 bytes)"
    assert scales.refusal({"paragraphs": small}) is None


def test_the_weight_of_a_table_is_that_of_its_rows() -> None:
    table = read_parquet(BUILT_IN / "releases/7.0.0/paragraphs.parquet")
    each = [sum(sizes(column)[row].as_py() for column in table.columns) for row in range(len(table))]
    found = weight_of(table)
    assert (found.rows, found.bytes) == (len(table), sum(each))
    assert found.beyond == sum(max(0, one - GROUP_PER_ROW) for one in each)
    assert weight_of(table.slice(0, 0)) == Weight(0, 0, 0, [])
    assert weight_of(pa.table({"quote": ["x" * 20_000, "y"]})).large == [20_000]
