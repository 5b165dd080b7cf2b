"""The layout of Hive has the rows of a release, for each engine that reads it, and no file more than a question needs."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from datasets.errors import ReleaseError
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from datasets.releases.release import Release, open_release
from datasets.releases.tables.hive import MOST_OPEN, export_hive, write_partitioned
from tests.homes import NEWEST, OTHER, TEXT, add_report
from tests.spark import needs_spark, spark


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of three reports, of two levels and two years."""
    home = tmp_path_factory.mktemp("hive")
    add_report(home)
    add_report(home, OTHER, "211103")
    text = TEXT.replace("2024", "2025").replace("2023", "2024")
    return build(add_report(home, text, "211100", level="prefecture", year=2025)).release


@pytest.fixture(scope="module")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "lake"
    export_hive(release, folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Path]:
    """The newest release built in, and what it is exported to."""
    release = open_release(BUILT_IN / "releases" / NEWEST)
    folder = tmp_path_factory.mktemp("built-in") / "lake"
    export_hive(release, folder, lambda _: None)
    return release, folder


@pytest.fixture(scope="module", autouse=True)
def no_spark_left() -> Iterator[None]:
    yield
    if "pyspark" in sys.modules:
        spark().stop()


def rows(table: pa.Table, columns: list[str]) -> list[str]:
    """Rows with the types of their values, in any order; partitions stand behind the other columns."""
    assert sorted(table.column_names) == sorted(columns)
    return sorted(str(row) for row in table.select(columns).to_pylist())


READERS = {
    "duckdb": lambda folder: duckdb.sql(f"from read_parquet('{folder}/**/*.parquet', hive_partitioning=true, union_by_name=true)").to_arrow_table(),
    "polars": lambda folder: pl.scan_parquet(folder / "**/*.parquet", hive_partitioning=True).collect().to_arrow(),
    "pyarrow": lambda folder: ds.dataset(folder, partitioning="hive").to_table(),
    "spark": lambda folder: spark().read.parquet(str(folder)).toArrow(),
}  # fmt: skip
SPARK = [needs_spark, pytest.mark.slow]
ENGINES = [pytest.param(name, marks=SPARK if name == "spark" else []) for name in READERS]


@pytest.mark.parametrize("reader", ENGINES)
def test_every_engine_finds_the_rows_of_every_table(
    release: Release, exported: Path, built_in: tuple[Release, Path], reader: str
) -> None:
    """And the columns of one that has none."""
    for of, folder in ((release, exported), built_in):
        tables = [file for file in of.manifest.files if file.table]
        assert not all(file.rows for file in tables)
        for file in tables:
            stored = pq.read_table(of.folder / file.name)
            found = READERS[reader](folder / file.table)
            assert rows(found, stored.column_names) == rows(stored, stored.column_names), file.table


@pytest.mark.slow
@needs_spark
def test_spark_reads_the_files_of_a_release_as_they_are() -> None:
    """Types, too, but that it says of none that it is never absent."""
    release = open_release(BUILT_IN / "releases" / NEWEST)
    for file in release.manifest.files:
        if file.table:
            stored = pq.read_table(release.folder / file.name)
            found = spark().read.parquet(str(release.folder / file.name)).toArrow()
            assert rows(found, stored.column_names) == rows(stored, stored.column_names), file.table
            assert [str(kind).replace(" not null", "") for kind in stored.schema.types] == [
                *map(str, found.schema.types)
            ]


ODD = {
    "level": ["county", None, "state", "county"],
    "year": pa.array([2024, None, 2024, None], pa.int16()),
    "id": ["a", "", "空\x00 b", "😀"],
    "value": [float("nan"), -0.0, float("inf"), None],
    "day": [dt.date(1, 1, 1), dt.date(1582, 10, 10), None, dt.date(9999, 12, 31)],
    "items": [[], None, ["x", ""], ["\u2028"]],
}


@pytest.mark.parametrize("reader", ENGINES)
def test_what_is_absent_or_odd_is_the_same_for_every_engine(tmp_path: Path, reader: str) -> None:
    table = pa.table(ODD)
    pq.write_table(table, tmp_path / "odd.parquet")
    write_partitioned(tmp_path / "odd.parquet", tmp_path / "odd")
    assert rows(READERS[reader](tmp_path / "odd"), [*ODD]) == rows(table, [*ODD])


def test_a_question_about_a_level_and_a_year_reads_one_file(exported: Path) -> None:
    assert sorted(str(file.relative_to(exported)) for file in (exported / "targets").rglob("*.parquet")) == [
        "targets/level=county/report_year=2024/part-0.parquet",
        "targets/level=prefecture/report_year=2025/part-0.parquet",
    ]
    plan = pl.scan_parquet(exported / "targets", hive_partitioning=True).filter(pl.col("level") == "prefecture")
    assert "level=county" not in plan.explain()
    assert plan.select("report_id").collect().to_series().unique().to_list() == ["211100-2025"]


def test_columns_keep_their_meaning_and_the_release_is_named(release: Release, exported: Path) -> None:
    (file,) = (exported / "metrics").iterdir()
    assert (
        pq.read_schema(file).field("name").metadata
        == pq.read_schema(release.table_file("metrics")).field("name").metadata
    )
    assert (exported / "_manifest.json").read_bytes() == (release.folder / "manifest.json").read_bytes()


def test_the_same_release_gives_the_same_bytes(release: Release, exported: Path, tmp_path: Path) -> None:
    export_hive(release, tmp_path / "again", lambda _: None)
    first, again = (
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (exported, tmp_path / "again")
    )
    assert first == again


def test_nothing_is_written_over_and_nothing_half(release: Release, tmp_path: Path) -> None:
    (tmp_path / "there").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ReleaseError, match="exists; give a folder that does not"):
        export_hive(release, tmp_path / "there", lambda _: None)
    with pytest.raises(ReleaseError, match=r"/nowhere: no such folder; lake would be in it"):
        export_hive(release, tmp_path / "nowhere/lake", lambda _: None)

    def stop(table: str) -> None:
        if table == "targets":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_hive(release, tmp_path / "new", stop)
    assert [entry.name for entry in tmp_path.iterdir()] == ["there"]


LEVELS = ["..", "", "../../x", "a/b", "a\x00b", "a" * 300, "\x1b[31m", "a=b", "County"]


@pytest.mark.parametrize("level", LEVELS)
def test_what_a_stranger_calls_a_level_becomes_no_folder(tmp_path: Path, level: str) -> None:
    table = pa.table({"level": ["county", None, level], "year": pa.array([2024] * 3, pa.int32()), "id": [1, 2, 3]})
    pq.write_table(table, tmp_path / "later.parquet")
    with pytest.raises(ReleaseError, match="of level names no folder"):
        write_partitioned(tmp_path / "later.parquet", tmp_path / "later")


def test_there_are_no_more_folders_than_levels_and_years(tmp_path: Path) -> None:
    for rows in (MOST_OPEN, MOST_OPEN + 1):
        table = pa.table({"level": ["county"] * rows, "year": pa.array(range(rows), pa.int32()), "id": range(rows)})
        pq.write_table(table, tmp_path / "years.parquet", row_group_size=100)
        if rows > MOST_OPEN:
            with pytest.raises(ReleaseError, match="more than 1,024 levels and years"):
                write_partitioned(tmp_path / "years.parquet", tmp_path / str(rows))
        else:
            write_partitioned(tmp_path / "years.parquet", tmp_path / str(rows))
            assert len([*tmp_path.glob(f"{rows}/*/*/*.parquet")]) == rows


def test_the_command_exports_any_release(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "export", "5.2.0", "--layout", "hive", "--to"]
    ran = subprocess.run(
        [*command, tmp_path / "lake"], cwd=BUILT_IN.parent, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"Release 5.2.0 written to {tmp_path}/lake\n"
    assert pl.scan_parquet(tmp_path / "lake/projects").collect().height == 79
