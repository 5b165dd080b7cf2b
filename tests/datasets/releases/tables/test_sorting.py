"""More rows than memory holds are sorted, in ranges where they are very many, and it is told where they cannot be."""

import random
from bisect import bisect_right
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import ReleaseError
from datasets.releases.tables import sorting
from datasets.releases.tables.sorting import bounds_of, sorted_rows

CHARACTERS = "ab甲乙丙𠀀￿"


def written(folder: Path, rows: list[tuple[str, int]]) -> Path:
    file = folder / "rows.parquet"
    table = pa.table(
        {"word": pa.array([word for word, _ in rows], pa.string()), "n": pa.array([n for _, n in rows], pa.int32())}
    )
    pq.write_table(table, file, row_group_size=7)
    return file


def in_order(file: Path) -> list[tuple[str, int]]:
    with sorted_rows(file, ["word", "n"], ["word", "n"], file.parent) as found:
        return [(row["word"], row["n"]) for some in found for row in some.to_pylist()]


@given(
    rows=st.lists(st.tuples(st.text(CHARACTERS, max_size=2), st.integers(0, 999)), unique=True, max_size=200),
    most=st.integers(1, 90),
)
def test_rows_come_in_order_in_however_many_ranges(
    rows: list[tuple[str, int]], most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "MOST", most)
        patch.setattr(sorting, "EVERY", 1)
        assert in_order(written(tmp_path_factory.mktemp("rows"), rows)) == sorted(rows)


def test_no_range_has_many_more_rows_than_are_sorted_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(24)  # noqa: S311
    rows = [(chr(chance.randrange(0x4E00, 0x9FA5)), n) for n in range(10_000)]
    monkeypatch.setattr(sorting, "MOST", 1_000)
    bounds = bounds_of(written(tmp_path, rows), "word")
    sizes = Counter(bisect_right(bounds, word) for word, _ in rows)
    assert (len(sizes), sizes.total()) == (10, len(rows))
    assert max(sizes.values()) < 2_500


def test_a_sort_that_has_not_the_memory_says_so_also_while_rows_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, [(f"{n % 977:05}", n) for n in range(200_000)])
    monkeypatch.setattr(sorting, "CONFIG", sorting.CONFIG | {"memory_limit": "1MB", "threads": 1})
    with pytest.raises(ReleaseError, match=r"cannot sort rows\.parquet: .*Out of Memory"):
        in_order(file)
