"""A release on disk is checked region by region, and what is wrong in any region, or between them, is found."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.releases.build import build
from datasets.releases.index.search_index import FILES
from datasets.releases.laws import partitions
from datasets.releases.publishing import listed_files, seal
from datasets.releases.release import Release, open_release
from datasets.releases.tables.parquet import ROW_GROUP
from datasets.releases.tables.rows import plain_tables
from datasets.releases.verify import verify
from tests.homes import OTHER, add_report

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of two regions."""
    home = add_report(tmp_path_factory.mktemp("two"))
    return build(add_report(home, OTHER, "211103")).release


def changed(release: Release, folder: Path, name: str, change: Callable[[Rows], None]) -> Release:
    """A copy of a release with rows of a table changed, sealed as if its builder had written it so."""
    shutil.copytree(release.folder, folder)
    file = folder / f"{name}.parquet"
    rows, schema = pq.read_table(file).to_pylist(), pq.read_schema(file)
    change(rows)
    file.unlink()  # it may be a link to that of another release
    pq.write_table(pa.Table.from_pylist(rows, schema), file, compression="zstd", row_group_size=ROW_GROUP)
    seal(folder, msgspec.structs.replace(open_release(folder).manifest, files=list(listed_files(folder))))
    return open_release(folder)


def test_partitions_have_every_row_once_and_its_region(two: Release) -> None:
    found = list(partitions(two))
    assert [one.code for one in found] == ["211102", "211103"]
    whole = plain_tables(two)
    for name in found[0].rows:
        assert [row for one in found for row in one.rows[name]] == whole[name]
    assert all(row["report_id"].startswith(one.code) for one in found for row in one.rows["figures"])


def test_a_release_of_several_regions_keeps_the_laws(two: Release) -> None:
    assert list(verify(two, None)) == []


def same_id(rows: Rows) -> None:
    rows[-1]["id"] = rows[0]["id"]


def set_last(column: str, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[-1][column] = value

    return change


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "change", "problem"),
    [
        ("indicators", same_id, "indicators: '211102-2024.i20' is the id of 2 rows"),
        (
            "targets",
            set_last("id", "211102-2025.t9"),
            "211102-2025.t9: is of report 211103-2024, which its id does not say",
        ),
        ("indicators", set_last("quote", "另一句"), "are not its quote"),
        ("indicators", set_last("unit", "光年"), "units has no unit '光年'"),
        ("indicators", set_last("measure", "magic"), "a value of none of its list: 'magic'"),
        ("targets", set_last("baseline_id", "211103-2024.i9999"), "indicators has no baseline_id '211103-2024.i9999'"),
        ("targets", set_last("baseline_id", "211102-2024.i20"), "indicators has no baseline_id '211102-2024.i20'"),
        ("regions", set_last("parent_code", "999900"), "regions has no parent_code '999900'"),
        ("series", set_last("region_code", "211199"), "regions has no region_code '211199'"),
        ("figures", lambda rows: rows.pop(), "time(s) fewer than it is printed"),
    ],
)
def test_what_breaks_a_law_is_found(
    two: Release, tmp_path: Path, table: str, change: Callable[[Rows], None], problem: str
) -> None:
    home = two.folder.parents[1]
    found = list(verify(changed(two, tmp_path / "1.0.0", table, change), home))
    assert any(problem in one for one in found), found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["search_grams", "search_texts"])
def test_an_index_of_other_rows_is_found(two: Release, tmp_path: Path, name: str) -> None:
    def drop_last(rows: Rows) -> None:
        rows.pop()

    assert f"{name}.parquet" in FILES.values()
    assert list(verify(changed(two, tmp_path / "1.0.0", name, drop_last), None)) == [
        f"{name}.parquet: is not the index of these rows"
    ]
