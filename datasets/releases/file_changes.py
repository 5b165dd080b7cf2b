"""What differs between the tables of two releases on disk, some rows at a time: a build of any size is compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

import pyarrow as pa
import pyarrow.parquet as pq

from datasets import arrow_compute as pc
from datasets.releases.changes import TableChange, column_changes, key_of, row_changes, table_change
from datasets.releases.release import Release
from datasets.releases.tables.parquet import open_parquet, read_parquet
from schemas.tables import BY_NAME

BATCH = 8_192  # rows
SHOWN = 100  # keys of each kind of change that are kept
Files = dict[str, Path]
Tables = Mapping[str, pa.Table]


class FirstKeys(Sequence[str]):
    """Keys of which only the first, by name, are kept: there may be very many. Its length is that of all."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._count = 0

    def add(self, keys: Sequence[str]) -> None:
        """Have some more."""
        self._first = sorted([*self._first, *keys])[:SHOWN]
        self._count += len(keys)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self._first[place]


def first_keys() -> tuple[FirstKeys, FirstKeys, FirstKeys]:
    """Room for the keys of what was added, removed and changed."""
    return FirstKeys(), FirstKeys(), FirstKeys()


class Differences:
    """What differs between tables and those of a release before, as it is met."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[FirstKeys, FirstKeys, FirstKeys]] = {}  # added, removed, changed

    def note(self, names: Iterable[str], old: Tables | None, new: Tables | None) -> None:
        """Have rows of some tables in place of others, or more, or fewer; each of their rows is in them once."""
        for name in names:
            either = (old or new or {})[name].slice(0, 0)
            more = row_changes(name, old[name] if old else either, new[name] if new else either)
            for keys, some in zip(self._found.setdefault(name, first_keys()), more, strict=True):
                keys.add(some)

    def changes(self) -> Iterator[TableChange]:
        """The differences of each table that has any."""
        found = (TableChange(name, *self._found[name]) for name in BY_NAME if name in self._found)
        yield from (change for change in found if change.differs)


def table_files(release: Release) -> Files:
    """The tables that a release lists, by name."""
    return {file.table: release.table_file(file.table) for file in release.manifest.files if file.table}


def written_files(folder: Path) -> Files:
    """The tables of today in a folder, by name."""
    return {name: folder / f"{name}.parquet" for name in BY_NAME}


def compare_files(old: Files, new: Files) -> Iterator[TableChange]:
    """The differences of each table that has any, as `changes.compare` tells them, with the first keys of each."""
    known = [name for name in BY_NAME if name in old or name in new]
    for name in [*known, *sorted((old.keys() | new.keys()) - set(known))]:
        before, after = old.get(name), new.get(name)
        change = one_sided(name, before, after) if before is None or after is None else file_change(name, before, after)
        if change.differs:
            yield change


def one_sided(name: str, old: Path | None, new: Path | None) -> TableChange:
    """How a table differs that only one side has: all its rows came, or went."""
    keys = FirstKeys()
    with open_parquet(*filter(None, (old, new))) as stored:
        if key_of(name) in stored.schema_arrow.names:
            for batch in stored.iter_batches(columns=[key_of(name)]):
                keys.add(batch.column(0).to_pylist())
    return TableChange(name, added=keys if new else [], removed=keys if old else [])


def file_change(name: str, old: Path, new: Path) -> TableChange:
    """How a table differs that both sides have."""
    with open_parquet(old) as before, open_parquet(new) as after:
        common = [column for column in after.schema_arrow.names if column in before.schema_arrow.names]
        columns = column_changes(before.schema_arrow, after.schema_arrow)
        by = BY_NAME[name].sort[0] if name in BY_NAME else None
        if by is None or not {key_of(name), by} <= {*common}:
            return table_change(name, read_parquet(old), read_parquet(new))
        found = first_keys()
        try:
            for one, other in aligned(Reader(before, common, by), Reader(after, common, by)):
                if not one.equals(other):
                    for keys, more in zip(found, row_changes(name, one, other), strict=True):
                        keys.add(more)
        except UnorderedError:
            return table_change(name, read_parquet(old), read_parquet(new))
        return TableChange(name, *found, **columns)


class UnorderedError(ValueError):
    """A table is not in the order of today."""


class Reader:
    """Reads a table in its order, some rows at a time. `rows` have been read and not yet taken."""

    def __init__(self, file: pq.ParquetFile, columns: Sequence[str], by: str) -> None:
        self._by = by
        self._batches = (
            pa.Table.from_batches([batch]).select([*columns])  # files may have them in another order
            for group in range(file.num_row_groups)
            for batch in file.iter_batches(BATCH, row_groups=[group], columns=[*columns])
        )
        self._next = next(self._batches, None)
        self.rows = file.schema_arrow.empty_table().select([*columns])

    @property
    def has_more(self) -> bool:
        return self._next is not None

    def read(self) -> None:
        """Read some rows more. Raises UnorderedError when they are not in order."""
        self.rows = pa.concat_tables([self.rows, self._next])
        self._next = next(self._batches, None)
        values = self.rows[self._by].combine_chunks()
        if len(values) > 1 and not pc.all(pc.less_equal(values[:-1], values[1:])).as_py():
            raise UnorderedError

    def bound(self) -> str | None:
        """The value that rows which were not read may have, too; None when all are read."""
        while self.has_more and not len(self.rows):
            self.read()
        return self.rows[self._by][-1].as_py() if self.has_more else None

    def take(self, bound: str | None) -> pa.Table:
        """The rows that come before a value, or all."""
        count = len(self.rows) if bound is None else pc.sum(pc.less(self.rows[self._by], bound)).as_py() or 0
        taken, self.rows = self.rows.slice(0, count), self.rows.slice(count)
        return taken


def aligned(old: Reader, new: Reader) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The rows of two tables that may be the same, some at a time: those up to a value of the column they are by."""
    while True:
        bounds = [bound for bound in (old.bound(), new.bound()) if bound is not None]
        least = min(bounds, default=None)
        yield old.take(least), new.take(least)
        if least is None:
            return
        for reader in (old, new):
            if reader.bound() == least:
                reader.read()
