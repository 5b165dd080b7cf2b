"""Tables on disk are compared row group by row group, and what differs is what differs in memory."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.releases.changes import TableChange, compare
from datasets.releases.file_changes import SHOWN, FirstKeys, compare_files

SCHEMA = pa.schema([("report_id", pa.string()), ("char_start", pa.int64()), ("id", pa.string()), ("term", pa.string())])
ROWS = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 12)), st.sampled_from("甲乙"), max_size=40)
Cells = dict[tuple[int, int], str]


def table_of(cells: Cells) -> pa.Table:
    """A table in its order: each cell is a row of a report."""
    rows = [
        {"report_id": f"{report}", "char_start": start, "id": f"{report}.g{start}", "term": term}
        for (report, start), term in sorted(cells.items())
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def written(folder: str, name: str, table: pa.Table, rows: int) -> Path:
    file = Path(folder, name)
    pq.write_table(table, file, row_group_size=rows)
    return file


def plain(changes: Sequence[TableChange]) -> list[tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...]]]:
    """Changes, with their keys as many as they say, and the first of them."""
    return [
        (
            one.table,
            (*one.added[:SHOWN], "|", *one.removed[:SHOWN], "|", *one.changed[:SHOWN]),
            (len(one.added), len(one.removed), len(one.changed)),
            (*one.columns_added, "|", *one.columns_removed, "|", *one.columns_changed),
        )
        for one in changes
    ]


def both(old: pa.Table, new: pa.Table, name: str, groups: tuple[int, int]) -> None:
    """Compare two tables in memory and on disk."""
    with TemporaryDirectory() as folder:
        files = [written(folder, f"{n}.parquet", *one) for n, one in enumerate(zip((old, new), groups, strict=True))]
        assert plain([*compare_files({name: files[0]}, {name: files[1]})]) == plain(
            [*compare({name: old}, {name: new})]
        )


@given(ROWS, ROWS, st.tuples(st.integers(1, 9), st.integers(1, 9)), st.sampled_from(["glossary", "series", "unknown"]))
def test_tables_differ_on_disk_as_they_do_in_memory(old: Cells, new: Cells, groups: tuple[int, int], name: str) -> None:
    both(table_of(old), table_of(new), name, groups)


@given(ROWS, st.tuples(st.integers(1, 9), st.integers(1, 9)), st.data())
def test_a_few_changes_of_a_table_are_found(old: Cells, groups: tuple[int, int], data: st.DataObject) -> None:
    new = {place: term for place, term in old.items() if data.draw(st.integers(0, 9))}
    new |= {place: "丙" for place in new if not data.draw(st.integers(0, 9))}
    both(table_of(old), table_of(new), "glossary", groups)


@given(ROWS, ROWS, st.tuples(st.integers(1, 9), st.integers(1, 9)))
def test_a_table_in_another_order_is_compared_whole(old: Cells, new: Cells, groups: tuple[int, int]) -> None:
    backwards = table_of(old).sort_by([("id", "descending")])
    both(backwards, table_of(new), "glossary", groups)


@pytest.mark.parametrize(
    "changed",
    [
        table_of({(1, 1): "甲"}).append_column("more", [["x"]]),
        table_of({(1, 1): "甲"}).drop(["term"]),
        table_of({(1, 1): "甲"}).select(["term", "id", "char_start", "report_id"]),
        table_of({(1, 1): "甲"}).drop(["id"]),
        table_of({(1, 1): "甲"}).drop(["report_id"]),
        table_of({(1, 1): "甲"}).set_column(1, "char_start", pa.array([1], pa.int32())),
    ],
)
def test_columns_that_come_go_or_change_are_told(changed: pa.Table) -> None:
    both(table_of({(1, 1): "甲", (2, 1): "甲"}), changed, "glossary", (1, 1))
    both(changed, table_of({(1, 1): "乙"}), "glossary", (1, 1))


def test_a_table_of_one_side_is_all_added_or_removed(tmp_path: Path) -> None:
    file = written(str(tmp_path), "glossary.parquet", table_of({(n, 0): "甲" for n in range(SHOWN + 1)}), 7)
    (added,) = compare_files({}, {"glossary": file})
    assert (len(added.added), len(added.removed), added.breaks) == (SHOWN + 1, 0, False)
    (removed,) = compare_files({"glossary": file}, {})
    assert (len(removed.added), len(removed.removed), removed.breaks) == (0, SHOWN + 1, True)


@given(st.lists(st.lists(st.text(max_size=3), max_size=60), max_size=6))
def test_of_many_keys_the_first_are_kept(some: list[list[str]]) -> None:
    keys = FirstKeys()
    for one in some:
        keys.add(one)
    every = sorted(key for one in some for key in one)
    assert (len(keys), keys[:SHOWN], bool(keys)) == (len(every), every[:SHOWN], bool(every))
