"""DuckDB reads the release it was given and nothing else."""

from pathlib import Path

import duckdb
import pytest

from api.settings import Settings
from api.store.store import Store
from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.release import Release, open_release
from schemas.arrow import arrow_schema
from schemas.tables import BY_NAME, TABLES


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return Store(release, Settings(memory_limit="256MB"))


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "select * from read_csv('/proc/self/environ')",
        "select * from read_parquet('http://127.0.0.1/x.parquet')",
        "copy (select 1) to 'out.csv'",
        "attach 'other.db'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set memory_limit = '1TB'",
        "set lock_configuration = false",
        "reset enable_external_access",
        "copy indicators to '/dev/stdout'",
        "export database '/srv/x'",
        "import database '/srv/x'",
        "attach '/srv/x.db' (type sqlite)",
        "create secret s (type s3, key_id 'x')",
        "create persistent secret s (type http, bearer_token 'x')",
        "set temp_directory = '/tmp'",
        "set extension_directory = '/tmp'",
        "set home_directory = '/'",
        "set secret_directory = '/'",
        "set allow_unsigned_extensions = true",
        "set threads = 64",
        "set python_enable_replacements = true",
        "pragma enable_profiling = 'json'; pragma profiling_output = '/srv/x'",
        "call import_database('/srv/x')",
        "select getenv('PATH')",
        "select * from read_blob('/etc/shadow')",
        "select * from read_json('/proc/self/cmdline')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from parquet_metadata('/srv/x.parquet')",
        "select * from query('select * from read_text(''/etc/passwd'')')",
    ],
)
def test_what_would_escape_is_refused(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store.engine.connection.cursor().execute(statement).fetchall()


def test_files_beside_the_release_cannot_be_read(store: Store) -> None:
    beside = store.release.folder.parent.parent / "sources/211102-2024/origin.toml"
    assert beside.is_file()
    for path in (beside, store.release.folder / "../../sources/211102-2024/origin.toml"):
        with pytest.raises(duckdb.Error):
            store.engine.connection.cursor().execute("select * from read_text(?)", [str(path)]).fetchall()


def test_memory_is_limited(store: Store) -> None:
    (limit,) = store.engine.connection.cursor().execute("select current_setting('memory_limit')").fetchone()
    assert limit == "244.1 MiB"


def test_an_older_release_answers_to_todays_columns_with_nulls_in_new_ones() -> None:
    store = Store(open_release(releases_folder(BUILT_IN) / "1.0.0"))
    for table in TABLES:
        found = store.engine.connection.cursor().table(table.name)
        assert set(found.columns) >= set(arrow_schema(table.row).names), table.name
    (row,) = store.engine.connection.cursor().sql("select family_key from projects limit 1").fetchall()
    assert row == (None,)


def test_a_question_takes_no_time_once_duckdb_is_open_and_if_few_values_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(open_release(releases_folder(BUILT_IN) / "5.2.0"))
    indicators, regions = BY_NAME["indicators"], BY_NAME["regions"]
    assert not store.is_quick(regions, 1)
    assert store.engine.tables
    assert store.is_quick(indicators, 10)
    assert not store.is_quick(indicators, 1000)
    monkeypatch.setattr("api.store.small_tables.SMALL", 100)
    store = Store(store.release)
    assert store.engine.tables
    assert store.is_quick(regions, 1)
    assert not store.is_quick(indicators, 1)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    """A store all of whose tables are large, with a folder for temporary files of its own."""
    monkeypatch.setattr("api.store.small_tables.SMALL", -1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Store(open_release(releases_folder(BUILT_IN) / "5.2.0"))


def test_large_tables_are_copied_into_a_database_file_that_leaves_nothing_behind(large: Store, tmp_path: Path) -> None:
    before = large.row(BY_NAME["metrics"], "gdp")
    assert not large.engine.tables
    large.materialize()
    large.wait()
    assert large.engine.tables == {table.name for table in TABLES if large.release.has_table(table.name)}
    assert large.row(BY_NAME["metrics"], "gdp") == before
    assert not [*tmp_path.iterdir()]  # the open file has no name any more
    large.dematerialize()
    assert not large.engine.tables
    assert large.row(BY_NAME["metrics"], "gdp") == before


def test_without_room_for_a_database_file_parquet_is_read(large: Store) -> None:
    small = Store(large.release, Settings(tables_mb=0))
    small.materialize()
    small.wait()
    assert not small.engine.tables
    assert small.row(BY_NAME["metrics"], "gdp")


def test_without_a_folder_for_temporary_files_parquet_is_read(large: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/dev/null/nowhere")
    large.materialize()
    large.wait()
    assert not large.engine.tables
    assert large.row(BY_NAME["metrics"], "gdp")
