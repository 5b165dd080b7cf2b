"""The search index that is sorted on disk, part by part, is the one that is made in memory; rows come in any order."""

import itertools
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import ReleaseError
from datasets.releases.index import index_files
from datasets.releases.index.index_files import IndexFiles, OldIndex
from datasets.releases.index.search_index import (
    ENTRIES,
    FILES,
    GRAMS,
    POSTINGS,
    SCHEMAS,
    SEARCHED,
    Part,
    indexed,
    part_of,
)
from datasets.releases.integrity.table_files import LARGEST_FOOTER, MOST_GROUPS
from datasets.releases.release import PlainRows, Release
from datasets.releases.tables import parquet, sorting
from datasets.releases.tables.parquet import ROW_GROUP, SMALL_GROUPS, group_rows
from datasets.releases.tables.rows import plain_tables
from datasets.releases.tables.sorting import sorted_rows
from datasets.releases.tables.writer import TableWriter


@pytest.fixture(scope="module")
def rows(release: Release) -> PlainRows:
    tables = plain_tables(release)
    return {one.table: tables[one.table] for one in SEARCHED}


def plain(table: pa.Table) -> list[dict[str, object]]:
    return table.to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


@pytest.mark.slow
@pytest.mark.parametrize("most", [sorting.MOST, 10_000])
def test_parts_in_any_order_make_the_index_of_all_in_however_many_ranges(
    rows: PlainRows, tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "MOST", most)
    every = [(name, row) for name, some in rows.items() for row in some]
    random.Random(24).shuffle(every)  # noqa: S311
    parts, whole = IndexFiles(tmp_path), tmp_path / "whole"
    for start in range(0, len(every), 1_000):
        parts.add(part_of(grouped(every[start : start + 1_000])))
    parts.write(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES.values())
    whole.mkdir()
    one = IndexFiles(whole)
    one.add(part_of(rows))
    one.write(whole)
    for name, table in indexed(rows).items():
        assert pq.read_schema(tmp_path / FILES[name]).equals(SCHEMAS[name])
        assert plain(pq.read_table(tmp_path / FILES[name])) == plain(table)
        assert (tmp_path / FILES[name]).read_bytes() == (whole / FILES[name]).read_bytes()


def grouped(rows: list[tuple[str, dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Rows by their table."""
    return {name: [row for other, row in rows if other == name] for name, _ in rows}


def test_a_row_group_has_the_pairs_that_are_in_it_and_no_others(release: Release) -> None:
    stored = pq.ParquetFile(release.folder / FILES[GRAMS])
    for group in range(stored.num_row_groups):
        grams = stored.read_row_group(group, columns=["gram"]).column(0).combine_chunks()
        assert len(grams.dictionary) == len(set(grams.to_pylist()))


@given(st.lists(st.integers(0, 3 * ROW_GROUP), max_size=6))
def test_rows_have_the_same_bytes_however_they_come(sizes: list[int]) -> None:
    schema = pa.schema([pa.field("n", pa.int32(), False)])
    whole = pa.table([pa.array(range(sum(sizes)), pa.int32())], schema)
    sinks = [pa.BufferOutputStream(), pa.BufferOutputStream()]
    with TableWriter(sinks[0], schema) as writer:
        start = 0
        for size in sizes:
            writer.add(whole.slice(start, size))
            start += size
    pq.write_table(whole, sinks[1], compression="zstd", row_group_size=ROW_GROUP, write_page_index=True)
    assert sinks[0].getvalue().equals(sinks[1].getvalue())


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_a_file_that_grows_has_larger_groups_behind_many_small_ones_however_rows_come(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"ROW_GROUP": 4, "SMALL_GROUPS": 3, "GROWN": 5}.items():
        monkeypatch.setattr(parquet, name, value)
    rows = pa.table({"n": pa.array(range(50), pa.int32())})
    groups = {}
    for grows in (False, True):
        sink = pa.BufferOutputStream()
        with TableWriter(sink, rows.schema, grows=grows) as writer:
            for start in range(0, len(rows), size):
                writer.add(rows.slice(start, size))
        stored = pq.ParquetFile(pa.BufferReader(sink.getvalue()))
        assert stored.read() == rows
        groups[grows] = [stored.metadata.row_group(n).num_rows for n in range(stored.num_row_groups)]
    assert groups == {False: [4] * 12 + [2], True: [4, 4, 4, 20, 18]}


def test_a_million_reports_are_within_the_bounds_of_what_is_served() -> None:
    groups = {
        name: next(n for n in itertools.count(1) if sum_of_groups(n, grows=grows) >= rows * 1_000_000)
        for name, (rows, grows) in ROWS_OF_A_REPORT.items()
    }
    assert groups["search_grams"] < MOST_GROUPS
    assert groups["search_texts"] < MOST_GROUPS
    assert groups["figures"] * 2_700 < LARGEST_FOOTER, "bytes of a footer for a group of its columns"
    assert ROWS_OF_A_REPORT["search_texts"][0] * 1_000_000 < 2**31, "texts are numbered in 32 bits"


ROWS_OF_A_REPORT = {  # of 1,396 reports of the corpus, in the mean; and whether the file grows
    "search_grams": (29_100, True),
    "search_texts": (1_300, True),
    "figures": (486, False),
}


def sum_of_groups(count: int, *, grows: bool) -> int:
    """The rows of so many full groups; what `group_rows` says of each, added up at once."""
    small = min(count, SMALL_GROUPS)
    return small * group_rows(0, grows=grows) + (count - small) * group_rows(SMALL_GROUPS, grows=grows)


def test_a_sort_that_has_no_file_to_read_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(ReleaseError, match=r"cannot sort none\.parquet"),
        sorted_rows(tmp_path / "none.parquet", ["a"], ["a"], tmp_path) as found,
    ):
        list(found)


def part_of_report(number: int, texts: int) -> Part:
    """The texts of a report and their pairs, twenty in each."""
    chance = random.Random(number)  # noqa: S311
    pairs = sorted((f"{chr(chance.randrange(0x4E00, 0x4F00))}的", text) for text in range(texts) for _ in range(20))
    entries = [
        {"is_whole": True, "length": 0, "place": 4, "before": -2024, "key": f"{number:06}-2024.p{text:05}", "n": 0}
        for text in range(texts)
    ]
    rows = [{"gram": gram, "entry": text} for gram, text in dict.fromkeys(pairs)]
    return Part(pa.Table.from_pylist(entries, ENTRIES), pa.Table.from_pylist(rows, POSTINGS))


def most_memory_of_one_more(folder: Path, reports: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """The bytes that Arrow has at most, beyond those it has before, while a part is put between those of an index."""
    folder.mkdir()
    first = IndexFiles(folder)
    for number in range(reports):
        first.add(part_of_report(2 * number, 50))
    first.write(folder, folder / "ordered.parquet")
    taken: list[int] = []
    as_it_is = TableWriter.add

    def noted(self: TableWriter, rows: pa.Table) -> None:
        taken.append(pa.total_allocated_bytes())
        as_it_is(self, rows)

    (folder / "more").mkdir()
    before = pa.total_allocated_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(TableWriter, "add", noted)
        more = IndexFiles(folder / "more", OldIndex(folder / FILES[GRAMS], folder / "ordered.parquet"))
        more.add(part_of_report(reports, 50))
        more.write(folder / "more")
    return int(max(taken) - before)


@pytest.mark.slow
def test_one_part_more_takes_no_more_memory_where_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (parquet, index_files):
        monkeypatch.setattr(module, "ROW_GROUP", 512)
    few, many = (most_memory_of_one_more(tmp_path / str(count), count, monkeypatch) for count in (40, 160))
    assert many < 1.5 * few
