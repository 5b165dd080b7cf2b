"""A frozen DuckLake over releases: a catalogue that DuckDB attaches by its address, and finds all tables in.

It is written as the specification of DuckLake 1.0 says, as plain tables of a DuckDB file that DuckDB 1.0 and later
read. Rows stay in the Parquet files of the releases. The same releases give the same bytes, for a client asks for
parts of them, of one replica and another.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from api.store.duckdb import fragments
from api.store.duckdb.ducklake.tables import CATALOG
from datasets.files import open_regular
from datasets.releases.release import Release
from schemas.releases import ReleaseFile

FORMAT = "1.0"  # of the specification: later clients read it as it is, earlier ones do not
STORAGE = "block_size 16384, storage_version 'v1.0.0'"  # small, without anything random, and read by all clients
NEWEST = "main"  # the schema of the newest release
MOST = 100  # releases; the newest
FOOTER = 8  # bytes at the end of a Parquet file: the length of its footer, and a mark
TYPES = {
    pa.bool_(): "boolean",
    pa.int8(): "int8",
    pa.int16(): "int16",
    pa.int32(): "int32",
    pa.int64(): "int64",
    pa.float64(): "float64",
    pa.string(): "varchar",
    pa.date32(): "date",
}
Rows = dict[str, list[tuple[Any, ...]]]


class Field(Struct, frozen=True):
    """A column, or a part of one: its number, its place among its like, what it is in (0: the table), its type."""

    number: int
    place: int
    name: str
    type: str
    nullable: bool
    parent: int | None
    description: str


def schema_of(release: Release) -> str:
    """The schema of a release in the catalogue, a name that needs no quotes: `v8_0_0`."""
    return f"v{release.version}".replace(".", "_")


def ducklake(releases: Sequence[Release], files: str, day: dt.date) -> bytes:
    """The catalogue of some releases, the newest first, which is also `main`.

    `files` is the address above `VERSION/files/`, with a slash at its end. Raises OSError or ArrowException for a
    release whose files went meanwhile.
    """
    rows = rows_of(releases[:MOST], files, day)
    with TemporaryDirectory(prefix="baogao-") as folder, duckdb.connect() as connection:
        file = Path(folder) / "catalog.ducklake"
        connection.execute(f"attach {fragments.text(file)} as written ({STORAGE})")
        connection.execute("set force_compression = 'uncompressed'")  # others try samples that are drawn at random
        connection.execute("begin")
        for name, columns in CATALOG.items():
            connection.execute(f"create table written.ducklake_{name} ({columns})")
            if given := rows[name]:
                connection.register("given", in_columns(given))
                connection.execute(f"insert into written.ducklake_{name} from given")
        connection.execute("commit")
        connection.execute("detach written")
        return file.read_bytes()


def in_columns(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as DuckDB takes them at once."""
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays(columns, [str(place) for place, _ in enumerate(columns)])


def rows_of(releases: Sequence[Release], files: str, day: dt.date) -> Rows:
    """The rows of the catalogue: one snapshot, a schema for each release, and one for the newest."""
    rows: Rows = {name: [] for name in CATALOG}
    schemas = [(NEWEST, releases[0]), *((schema_of(release), release) for release in releases)]
    tables = [(place, release, *table) for place, (_, release) in enumerate(schemas) for table in tables_in(release)]
    for place, (name, release) in enumerate(schemas):
        identity = str(uuid5(NAMESPACE_URL, name))
        rows["schema"].append((place, identity, 0, None, name, f"{release.version}/files/", True))
    for number, (schema, release, file, stored) in enumerate(tables, len(schemas)):
        add_table(rows, number, schema, file, stored)
        size = file.bytes, footer_size(release, file)
        where = 0, None, None, file.name, True, "parquet", file.rows
        rows["data_file"].append((number, number, *where, *size, 0, None, None, number, None))
    behind = len(schemas) + len(tables)
    rows["metadata"] = [(*said, None, None) for said in metadata(files)]
    rows["snapshot"] = [(0, dt.datetime.combine(day, dt.time(), dt.UTC), 0, behind, behind)]
    made = ",".join(f'created_schema:"{name}"' for name, _ in schemas)
    rows["snapshot_changes"] = [(0, made, None, None, None)]
    return rows


def metadata(files: str) -> list[tuple[str, str]]:
    """What the catalogue says of itself."""
    return [("version", FORMAT), ("created_by", "Baogao"), ("data_path", files), ("encrypted", "false")]


def tables_in(release: Release) -> Iterator[tuple[ReleaseFile, pa.Schema]]:
    """The tables that a release has, without those that are not known yet and have types that none of ours has."""
    for file in release.manifest.files:
        if file.table:
            stored = pq.read_schema(release.folder / file.name)
            if all(map(is_named, stored.types)):
                yield file, stored


def add_table(rows: Rows, number: int, schema: int, file: ReleaseFile, stored: pa.Schema) -> None:
    """Add a table that is a file of a release. Its number is also that of its file, and of the names in it."""
    identity = str(uuid5(NAMESPACE_URL, f"{schema}/{file.sha256}"))
    rows["table"].append((number, identity, 0, None, schema, file.table, "", True))
    rows["schema_versions"].append((0, 0, number))
    if about := (stored.metadata or {}).get(b"description"):
        rows["tag"].append((number, 0, None, "comment", about.decode(errors="replace")))
    rows["table_stats"].append((number, file.rows, file.rows, file.bytes))
    rows["column_mapping"].append((number, number, "map_by_name"))
    for field in fields_of(stored):
        add_field(rows, number, field)


def add_field(rows: Rows, table: int, field: Field) -> None:
    """Add a column of a table, what it means, and by which name it is found in the file."""
    default = ("literal" if field.type not in ("list", "struct") else "", "duckdb")
    named = field.number, 0, None, table, field.place, field.name, field.type
    rows["column"].append((*named, None, "NULL", field.nullable, field.parent, *default))
    rows["name_mapping"].append((table, field.number, field.name, field.number, field.parent, False))
    if field.description:
        rows["column_tag"].append((table, field.number, 0, None, "comment", field.description))


def footer_size(release: Release, file: ReleaseFile) -> int:
    """The bytes of the footer of a Parquet file."""
    with open_regular(release.folder, file.name) as content:
        content.seek(file.bytes - FOOTER)
        return int.from_bytes(content.read(FOOTER // 2), "little")


def fields_of(schema: pa.Schema) -> Iterator[Field]:
    """The columns of a table, numbered, each with its parts behind it."""
    found: list[Field] = []
    add_fields(found, schema, None)
    return iter(found)


def add_fields(found: list[Field], fields: Iterable[pa.Field], parent: int | None) -> None:
    """Add fields, and what is in them."""
    for place, field in enumerate(fields, 1):
        number, about = len(found) + 1, (field.metadata or {}).get(b"description", b"").decode(errors="replace")
        found.append(Field(number, place, field.name, type_of(field.type), field.nullable, parent, about))
        if pa.types.is_list(field.type):
            item = field.type.value_field
            add_fields(found, [item.with_name("element")], number)
        elif pa.types.is_struct(field.type):
            add_fields(found, field.type, number)


def is_named(arrow: pa.DataType) -> bool:
    """Whether a type, and what is in it, is one that our tables have."""
    if pa.types.is_nested(arrow):
        is_ours = pa.types.is_list(arrow) or pa.types.is_struct(arrow)
        return is_ours and all(is_named(arrow.field(place).type) for place in range(arrow.num_fields))
    return arrow in TYPES


def type_of(arrow: pa.DataType) -> str:
    """What DuckLake calls a type that `is_named`."""
    if pa.types.is_list(arrow):
        return "list"
    return "struct" if pa.types.is_struct(arrow) else TYPES[arrow]
