"""The tables of a release in a DuckDB that may open nothing else: copies of some, views of the files of others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from api.settings import Settings
from api.store.duckdb import fragments
from datasets.releases.index.search_index import BY_TABLE, FILES, has_index
from datasets.releases.release import Release
from datasets.releases.tables.parquet import later_columns
from schemas.tables import TABLES, Table

TEXTS = ("paragraphs", "quote")  # the table and column whose texts no two rows share
TOGETHER = 1 << 18  # rows whose numbers are found at once: more keys would not fit into the memory of a small server
UNOPTIMIZED = "pragma disable_optimizer"  # a small table needs no plan
ROW_GROUP = 16_384  # rows of a database file that are looked at, or passed over, together: few, for most ask for few
CLOSED: dict[str, str] = {  # what a connection has no use for
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
SQL_TYPES = {
    pa.string(): "varchar",
    pa.float64(): "double",
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.int16(): "smallint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}

Columns = Mapping[str, Sequence[str]]  # those a release has, by table
Connection = duckdb.DuckDBPyConnection


class Executes(Protocol):
    """What runs a statement: a connection of either of DuckDB's interfaces."""

    def execute(self, statement: str, /) -> Any:
        """Run a statement."""


def limits(settings: Settings) -> dict[str, Any]:
    """What DuckDB may take, and that it has nothing else to do with the machine."""
    return {"memory_limit": settings.memory_limit, "threads": str(settings.threads)} | CLOSED


def connect(settings: Settings, database: Path | None = None) -> Connection:
    """A connection within the limits of the settings: to a database file, to be read, or in memory."""
    config = limits(settings)
    return duckdb.connect(database, read_only=True, config=config) if database else duckdb.connect(config=config)


@contextmanager
def new_file(connection: Connection, file: Path) -> Iterator[None]:
    """A new database file, for what a connection to memory creates meanwhile; whole when it ends."""
    connection.execute(f"attach {fragments.text(file)} as written (row_group_size {ROW_GROUP})")
    connection.execute("use written")
    yield
    connection.execute("use memory")
    connection.execute("detach written")


def create_tables(
    connection: Executes, release: Release, columns: Columns, copied: Collection[str], *, plain: bool = False
) -> None:
    """Create the tables of a release, and its search index if it has one: copies of some, views of others."""
    create_copies(connection, release, columns, copied, plain=plain)
    for table in TABLES:
        if table.name not in copied:
            connection.execute(f"create view {fragments.name(table)} as {rows_of(release, table, columns[table.name])}")
    for name, listed in FILES.items():
        if (file := release.folder / listed).is_file():
            connection.execute(f"create view {fragments.quoted(name)} as from {fragments.text(file)}")


def create_copies(
    connection: Executes, release: Release, columns: Columns, copied: Collection[str], *, plain: bool = False
) -> None:
    """Copy tables of a release: rows stand in the order of the file, their numbers (`rowid`) are those of the file.

    With `plain`, texts are not compressed: where a word is looked for in some of them, DuckDB decompresses all.
    """
    for table in TABLES:
        if table.name in copied:
            rows, copy = rows_of(release, table, columns[table.name]), fragments.name(table)
            if plain and table.name == TEXTS[0]:
                described = connection.execute(f"describe {rows}").fetchall()
                connection.execute(f"create table {copy} ({', '.join(uncompressed_texts(described))})")
                connection.execute(f"insert into {copy} {rows}")
            else:
                connection.execute(f"create table {copy} as {rows}")


def uncompressed_texts(described: Iterable[Sequence[str]]) -> Iterator[str]:
    """The columns of a table by their names and types, for a copy whose texts are not compressed."""
    for name, of, *_ in described:
        yield f"{fragments.quoted(name)} {of}{' using compression uncompressed' if name == TEXTS[1] else ''}"


def create_search_rows(connection: Connection, release: Release, copied: Collection[str]) -> None:
    """Have the texts of the search index, if there is one, by the numbers of copied rows: keys take twice as long."""
    if not has_index(release.folder):
        return
    connection.execute(f'create table {fragments.SEARCH_ROWS} ("table" varchar, "text" integer, "row" integer)')
    for table in TABLES:
        if table.name not in copied or table.name not in BY_TABLE:
            continue
        ((rows,),) = connection.execute(f"select count(*) from {fragments.name(table)}").fetchall()
        for first in range(0, rows, TOGETHER):
            connection.execute(
                f'insert into {fragments.SEARCH_ROWS} select "table", "text", found."row" from search_texts join '
                f'(select {fragments.column(table.key)} as "key", {fragments.ROW_NUMBER} as "row" '
                f"from {fragments.name(table)} where {fragments.ROW_NUMBER} between ? and ?) as found "
                'using ("key") where "table" = ? and name is null',
                [first, first + TOGETHER - 1, table.name],
            )


def rows_of(release: Release, table: Table, stored: Sequence[str]) -> str:
    """The query of all rows of a table of a release: none of a table that came after it."""
    if not release.has_table(table.name):
        return f"select {', '.join(missing_columns(table, ()))} where false"
    named = ", ".join(("*", *missing_columns(table, stored)))
    return f"select {named} from {fragments.text(release.table_file(table.name))}"


def stored_tables(connection: Connection) -> frozenset[str]:
    """The tables of a release that rows have numbers in: the copies."""
    found = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
    return frozenset(name for (name,) in found if name != fragments.SEARCH_ROWS)


def restrict(connection: Executes, folder: Path) -> None:
    """Let a connection see the files of a folder, and from here on nothing else."""
    connection.execute(f"set allowed_directories = [{fragments.text(folder / '_')[:-2]}']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def missing_columns(table: Table, stored: Sequence[str]) -> list[str]:
    """The columns that came after a release, as typed nulls: every release can be asked by the same names."""
    fields = later_columns(table, stored)
    return [f'cast(null as {sql_type(field.type)}) as "{field.name}"' for field in fields]


def sql_type(of: pa.DataType) -> str:
    """The DuckDB type of a column of our schemas."""
    if pa.types.is_list(of):
        return f"{sql_type(of.value_type)}[]"
    if pa.types.is_struct(of):
        return "struct(" + ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in of) + ")"
    return SQL_TYPES[of]
