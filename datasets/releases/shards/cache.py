"""Shards: rows that follow from something that may stay as it is, each time in a Parquet file of its own.

A shard is one row: of each table the list of its rows. Its file is called by the key of what it follows from and by the
checksum of its content; a build uses those that it, or another of this user, wrote whole
(`datasets.releases.shards.known`). The folder is a cache, and safe to delete.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from datasets import json
from datasets.errors import ReleaseError
from datasets.files import is_own_folder, read_bounded
from datasets.releases.shards.known import UNFINISHED, Known, unwritable
from datasets.releases.tables.parquet import plain_rows
from schemas.arrow import arrow_schema
from schemas.located import Row
from schemas.tables import BY_NAME

LARGEST = 1 << 30  # bytes of a shard
NAME = re.compile(r"(?P<key>[0-9a-f]{64})\.(?P<sha256>[0-9a-f]{64})\.parquet")
KEY, ABOUT = b"baogao.key", b"baogao.about"


class Shard(Struct, frozen=True):
    """A shard that is there: its key, the name of its file, and what was said of it (JSON) when it was made."""

    key: str
    name: str
    about: bytes


class ShardError(ValueError):
    """What is wrong with the file of a shard."""


def reserve_memory() -> None:
    """Have Arrow reserve the addresses it allocates from, before processes part from this one and are bounded.

    It takes a gigabyte of them at once, which counts against the bound of a process that first asks it for memory.
    """
    pa.allocate_buffer(1 << 20)


def key_of(*parts: Any) -> str:
    """The key of what follows from some values, and from nothing else."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def list_type(schema: pa.Schema) -> pa.ListType:
    """The type of a column that has the rows of a table in a list."""
    return pa.list_(pa.field("item", pa.struct(list(schema)), nullable=False))


def as_list(rows: pa.Table) -> pa.ListArray:
    """The rows of a table in a list: a column of one row."""
    whole = rows.combine_chunks()
    columns = [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in whole.columns]
    return pa.ListArray.from_arrays(
        pa.array([0, len(rows)], pa.int32()),
        pa.StructArray.from_arrays(columns, fields=list(rows.schema)),
        type=list_type(rows.schema),
    )


def from_list(column: pa.ChunkedArray, schema: pa.Schema) -> pa.Table:
    """The rows of a table that stand in a list."""
    (chunk,) = column.chunks
    return pa.Table.from_arrays(chunk.flatten().flatten(), schema=schema)


def tables_in(content: bytes, schemas: Mapping[str, pa.Schema]) -> dict[str, pa.Table]:
    """Some tables in the content of a shard. Raises ShardError or ArrowException for that of none, or of others."""
    row = pq.ParquetFile(pa.BufferReader(content)).read(columns=[*schemas], use_threads=False)
    types = {name: list_type(schema) for name, schema in schemas.items()}
    if types != dict(zip(row.column_names, row.schema.types, strict=True)) or row.shape != (1, len(types)):
        raise ShardError("has tables of other schemas")
    return {name: from_list(row[name], schema) for name, schema in schemas.items()}


def arrow_rows(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of a table, checked and in its order. Raises CheckError for one that its columns cannot hold."""
    table = BY_NAME[name]
    return pa.Table.from_pylist(plain_rows(table, rows), schema=arrow_schema(table.row))


def encoded(key: str, tables: Mapping[str, pa.Table], about: Any = None) -> bytes:
    """The content of the file of a shard."""
    row = pa.table({name: as_list(table) for name, table in tables.items()})
    said = {KEY: key.encode(), ABOUT: msgspec.json.encode(about)}
    row, sink = row.replace_schema_metadata(said), pa.BufferOutputStream()
    with pq.ParquetWriter(sink, row.schema, compression="zstd") as writer:  # `write_table` would load pandas
        writer.write_table(row)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]  # pyarrow has no types


class Shards:
    """The shards in a folder. `told` are files that were none, and are made again; `known` is what is known of others.

    With `is_checked`, the content of each is compared with its checksum, also where its file is as it was written.
    """

    def __init__(self, folder: Path, schemas: Mapping[str, pa.Schema], *, is_checked: bool = False) -> None:
        self.folder, self.schemas = folder, schemas
        self.told: list[str] = []
        self.strange = 0  # how many were passed over that no build of this user is known to have written
        try:
            folder.mkdir(exist_ok=True)
            if not is_own_folder(folder):
                raise ReleaseError(f"{folder}: is no folder of its own; expected one that shards can be kept in")
            self.known = Known(folder, self.told, is_checked=is_checked)
            with os.scandir(folder) as entries:
                names = sorted((entry.name for entry in entries), key=lambda name: (name in self.known.shards, name))
        except OSError as error:
            raise ReleaseError(f"{folder}: {error.strerror or error}") from error
        self._names = {found["key"]: name for name in names if (found := NAME.fullmatch(name))}

    def find(self, key: str, tables: Iterable[str], about: Any = Any) -> Shard | None:
        """A shard, if there is a sound one with such tables, and `about` of that type; another is told, and removed."""
        if (name := self._names.get(key)) is None:
            return None
        if name not in self.known.shards:
            self.strange += 1
            return None
        if same := self.known.shard(name):
            return Shard(key, name, same.about.encode())
        try:
            shard = self._sound(key, name, tables, about)
            self.known.add_shard(name, shard.about)
        except (ValueError, OSError, pa.ArrowException) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            self.told.append(f"{self.folder / name}: {why}; the shard is made again")
            self._remove(self._names.pop(key))
            return None
        return shard

    def _sound(self, key: str, name: str, tables: Iterable[str], about: Any) -> Shard:
        """A shard whose content is that of its name. Raises ValueError, OSError or ArrowException for another."""
        content = read_bounded(self.folder, name, LARGEST)
        if hashlib.sha256(content).hexdigest() != name.split(".")[1]:
            raise ShardError(f"has not the content it was written with ({len(content):,} bytes)")
        stored = pq.read_schema(pa.BufferReader(content))
        said = stored.metadata or {}
        if said.get(KEY) != key.encode():
            raise ShardError("is the shard of something else")
        types = dict(zip(stored.names, stored.types, strict=True))
        if any(types.get(one) != list_type(self.schemas[one]) for one in tables):
            raise ShardError("has tables of other schemas")
        json.decode(said.get(ABOUT, b""), about)
        return Shard(key, name, said[ABOUT])

    def add(self, key: str, content: bytes) -> Shard:
        """Keep a shard. Raises ReleaseError when there is no room, or no right, to write it."""
        name = f"{key}.{hashlib.sha256(content).hexdigest()}.parquet"
        try:
            handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                self._place(Path(temporary), name)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return self._added(key, name, pq.read_schema(pa.BufferReader(content)).metadata[ABOUT])

    def new_file(self) -> Path:
        """Where a shard may be written that is too large for memory, until it is added."""
        return self.folder / f"{UNFINISHED}{os.getpid()}"

    def add_file(self, key: str, file: Path) -> Shard:
        """Keep what was written to a new file, with the metadata of a shard. Raises ReleaseError when it cannot be."""
        try:
            with file.open("rb") as content:
                name = f"{key}.{hashlib.file_digest(content, 'sha256').hexdigest()}.parquet"
            self._place(file, name)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return self._added(key, name, b"null")

    def _place(self, written: Path, name: str) -> None:
        """Have a file that was written be a shard, which is known before it is there: a build may be killed between."""
        self.known.expect_shard(name)
        written.rename(self.folder / name)

    def _added(self, key: str, name: str, about: bytes) -> Shard:
        """A shard that was written just now."""
        self._names[key] = name
        self.known.add_shard(name, about)
        return Shard(key, name, about)

    def read(self, shard: Shard, names: Sequence[str]) -> dict[str, pa.Table]:
        """Some tables of a shard. Raises ReleaseError when it was changed since it was found."""
        try:
            content = read_bounded(self.folder, shard.name, LARGEST)
            return tables_in(content, {name: self.schemas[name] for name in names})
        except (OSError, ShardError, pa.ArrowException) as error:
            raise ReleaseError(
                f"{self.folder / shard.name}: is damaged, or went while it was read: {error}; "
                "baogao build --check reads again what is so"
            ) from error

    def keep_only(self, used: Iterable[str], reports: Collection[str]) -> None:
        """Remove all shards but those with these keys, and what was left unfinished; know no other, nor report.

        Says how many were made again because nobody is known to have written those that were there.
        """
        keep = {self._names[key] for key in used}
        for entry in self.folder.iterdir():
            if entry.name not in keep and (NAME.fullmatch(entry.name) or entry.name.startswith(UNFINISHED)):
                self._remove(entry.name)
        self.known.keep_only(keep, reports)
        if self.strange:
            self.told.append(
                f"{self.folder}: {self.strange:,} shards were not written by builds of this user, and were made again"
            )

    def leave(self) -> None:
        """Remove the folder if nothing came into it."""
        with suppress(OSError):
            self.folder.rmdir()

    def _remove(self, name: str) -> None:
        """Remove a file, if there is one that can be."""
        with suppress(OSError):
            (self.folder / name).unlink()
