"""Each text of an index has the number of its place, whatever came between the others and whatever went."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.releases.index.numbers import NewNumbers, OldNumbers

Numbers = Sequence[int]


def arrow(numbers: Numbers) -> pa.Array:
    return pa.array(numbers, pa.int32())


def batches(data: st.DataObject, some: list[int]) -> Iterator[list[int]]:
    """The same, a few at a time; batches may be empty."""
    places = sorted(data.draw(st.lists(st.integers(0, len(some)), max_size=4), label="places"))
    return (some[start:end] for start, end in pairwise([0, *places, len(some)]))


@given(st.lists(st.sampled_from(["stays", "goes", "new"]), max_size=30), st.data())
def test_old_texts_are_moved_by_what_is_new_and_gone_before_them(kinds: list[str], data: st.DataObject) -> None:
    old = [kind for kind in kinds if kind != "new"]
    now = [kind for kind in kinds if kind != "goes"]
    places = [place for place, kind in enumerate(now) if kind == "stays"]
    had = [number for number, kind in enumerate(old) if kind == "stays"]
    expected = dict(zip(had, places, strict=True))
    numbers = OldNumbers(len(old))
    for some in batches(data, had):
        numbers.add(arrow(some), arrow([expected[number] for number in some]))
    for asked in (range(len(old)), data.draw(st.lists(st.sampled_from(range(len(old))))) if old else []):
        found = numbers.now(arrow([*asked])).to_pylist()
        assert [max(-1, number) for number in found] == [expected.get(number, -1) for number in asked]


def test_texts_that_stay_next_to_each_other_take_no_memory_each() -> None:
    numbers = OldNumbers(300_000)
    numbers.add(arrow(range(100_000)), arrow(range(100_000)))
    numbers.add(arrow(range(100_000, 200_000)), arrow(range(100_007, 200_007)))
    assert numbers.now(arrow([99_999, 100_000, 199_999, 200_000])).to_pylist()[:3] == [99_999, 100_007, 200_006]
    assert len(numbers._starts) == 3, "one that is moved by nothing, one by seven, and what is gone"


@given(st.lists(st.integers(0, 8), max_size=6), st.integers(0, 9), st.data())
def test_new_texts_have_their_numbers_as_their_parts_are_read(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], first: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("numbers")
    parts = [*accumulate(sizes, initial=first)][:-1]
    had = data.draw(st.permutations(range(first, first + sum(sizes))))
    expected = {number: place for place, number in enumerate(had, 5)}
    numbers = NewNumbers(folder / "numbers.parquet")
    for some in batches(data, list(had)):
        numbers.add(arrow(some), arrow([expected[number] for number in some]))
    asked = [
        number
        for start, size in zip(parts, sizes, strict=True)
        for number in (data.draw(st.lists(st.integers(start, start + size - 1), max_size=10)) if size else [])
    ]
    with numbers.read(parts) as window:
        for some in batches(data, asked):
            assert window.now(arrow(some)).to_pylist() == [expected[number] for number in some]
    assert not [*folder.iterdir()]


def test_no_more_of_the_numbers_is_in_memory_than_of_the_parts_that_are_read(tmp_path: Path) -> None:
    numbers = NewNumbers(tmp_path / "numbers.parquet")
    count, size = 1_000_000, 1_000
    numbers.add(arrow(range(count)), arrow(range(count - 1, -1, -1)))
    with numbers.read(range(0, count, size)) as window:
        for start in range(0, count, size):
            assert window.now(arrow([start + 3])).to_pylist() == [count - start - 4]
            assert len(window._numbers) < 4 * 65_536
