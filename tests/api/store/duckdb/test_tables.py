"""A database file has its rows in the order they came, in parts that are small enough to be passed over."""

from pathlib import Path

from api.settings import DEFAULTS
from api.store.duckdb.fragments import quoted
from api.store.duckdb.tables import ROW_GROUP, connect, new_file, stored_tables, uncompressed_texts

NUMBERED = "create table numbers as select range as n from range({}) order by n"


def test_a_database_file_is_whole_in_order_and_in_small_parts(tmp_path: Path) -> None:
    file, rows = tmp_path / "it's.duckdb", 3 * ROW_GROUP - 1
    with connect(DEFAULTS) as writing, new_file(writing, file):
        writing.execute(NUMBERED.format(rows))
    assert [*tmp_path.iterdir()] == [file]  # without a log beside it
    with connect(DEFAULTS, file) as reading:
        assert stored_tables(reading) == {"numbers"}
        assert reading.execute("select count(*), count(*) filter (rowid <> n) from numbers").fetchall() == [(rows, 0)]
        parts = reading.execute(
            "select row_group_id, max(start + count) from pragma_storage_info('numbers') group by 1"
        )
        assert len(parts.fetchall()) == 3


def test_what_is_created_afterwards_is_in_memory(tmp_path: Path) -> None:
    with connect(DEFAULTS) as connection:
        with new_file(connection, tmp_path / "file.duckdb"):
            connection.execute(NUMBERED.format(1))
        assert stored_tables(connection) == frozenset()
        connection.execute(NUMBERED.format(2))
        assert connection.execute("select count(*) from numbers").fetchall() == [(2,)]


NAMES = ("quote", "a\" int); attach 'other.db' as other; --", "b c", "数")


def test_a_copy_has_columns_of_any_name_and_its_texts_as_they_are() -> None:
    """Also those of a release of a stranger, whose names are no statements."""
    with connect(DEFAULTS) as connection:
        rows = "select " + ", ".join(f"'x' as {quoted(name)}" for name in NAMES)
        described = connection.execute(f"describe {rows}").fetchall()
        connection.execute(f"create table copy ({', '.join(uncompressed_texts(described))})")
        assert tuple(name for name, *_ in connection.execute("describe copy").fetchall()) == NAMES
        assert connection.execute(
            "select count(*) from duckdb_databases() where database_name = 'other'"
        ).fetchone() == (0,)
