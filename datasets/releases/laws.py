"""The laws of releases over a release on disk, one region at a time: one of any size is checked in little memory.

What the rows of a region refer to is in the region itself, in a government above it, which comes before it in every
table, or in a registry.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from pyarrow.types import is_dictionary

from datasets import arrow_compute as pc
from datasets.outcomes.library import REGION
from datasets.releases.checks import (
    REFERENCES,
    Check,
    broken,
    ids_are_unique,
    references_lead_somewhere,
    unknown_references,
)
from datasets.releases.index.index_files import IndexFiles
from datasets.releases.index.search_index import FILES, SEARCHED, part_of
from datasets.releases.merging import REGISTRIES
from datasets.releases.release import PlainRow, PlainRows, Release
from datasets.releases.tables.parquet import ROW_GROUP, open_parquet
from schemas.region_codes import codes_above
from schemas.tables import BY_NAME, TABLES

ALONE = "undertakings"  # may be of several regions
BY_REGION = tuple(table.name for table in TABLES if table.name not in (*REGISTRIES, ALONE))
FEW = 4_096  # rows
Known = dict[str, set[str]]


class Partition(Struct, frozen=True):
    """The rows of a region in every table that is in the order of regions."""

    code: str
    rows: PlainRows


def partitions(release: Release) -> Iterator[Partition]:
    """The rows of a release, region by region."""
    groups = {name: groupby(rows_of(release, name), key=region_of(name)) for name in BY_REGION}
    heads = {name: head for name, group in groups.items() if (head := next(group, None))}
    while heads:
        code = min(code for code, _ in heads.values())
        rows: dict[str, list[PlainRow]] = {name: [] for name in BY_REGION}
        for name in [name for name, (found, _) in heads.items() if found == code]:
            rows[name] = list(heads.pop(name)[1])
            if head := next(groups[name], None):
                heads[name] = head
        yield Partition(code, rows)


def region_of(name: str) -> Callable[[PlainRow], str]:
    """How the code of the region is told from a row: from what the table is ordered by first."""
    by = BY_NAME[name].sort[0]
    return lambda row: str(row[by])[:REGION]


def rows_of(release: Release, name: str) -> Iterator[PlainRow]:
    """The rows of a table, some in memory at a time."""
    with open_parquet(release.table_file(name)) as stored:
        for batch in stored.iter_batches(FEW):
            yield from batch.to_pylist()


def broken_laws(release: Release, checks: Iterable[Check]) -> Iterator[str]:
    """Rows that their columns cannot hold, and rows that break a fact every release keeps."""
    registries = {name: list(rows_of(release, name)) for name in REGISTRIES}
    known = {name: {row[BY_NAME[name].key] for row in rows} for name, rows in registries.items()}
    alone = [check for check in checks if check not in (references_lead_somewhere, ids_are_unique)]
    yield from impossible_rows(registries)
    yield from unknown_references(registries, known)
    yield from repeated_keys(release)
    above: dict[str, Known] = {}
    for partition in partitions(release):
        if impossible := list(impossible_rows(partition.rows)):
            yield from impossible
            continue
        texts = {row["id"]: release.text(row["id"]) for row in partition.rows["reports"]}
        yield from broken(partition.rows, texts, alone)
        above = {code: above[code] for code in codes_above(partition.code) if code in above}
        above[partition.code] = {name: {row["id"] for row in rows} for name, rows in partition.rows.items()}
        names = {to for _, _, to in REFERENCES} - known.keys()
        there = known | {name: set().union(*(one[name] for one in above.values())) for name in names}
        yield from unknown_references(partition.rows, there)
    for row in rows_of(release, ALONE):
        yield from impossible_rows({ALONE: [row]})
        yield from unknown_references({ALONE: [row]}, known)


def impossible_rows(rows: PlainRows) -> Iterator[str]:
    """The first row of each table that has a value that its column cannot have."""
    for name, of_table in rows.items():
        for row in of_table:
            try:
                msgspec.convert(row, BY_NAME[name].row)
            except msgspec.ValidationError as error:
                yield f"{name}: {row[BY_NAME[name].key]!r}: {error}"
                break


def repeated_keys(release: Release) -> Iterator[str]:
    """Keys that several rows of a table have, wherever they stand."""
    for table in TABLES:
        keys = pq.read_table(release.table_file(table.name), columns=[table.key]).column(0)
        if pc.count_distinct(keys).as_py() != len(keys):
            counts = Counter(keys.to_pylist())
            yield from (f"{table.name}: {key!r} is the id of {n} rows" for key, n in counts.items() if n > 1)


def stale_index(release: Release) -> Iterator[str]:
    """Files of the search index that are not what the rows make. Releases from before there was one have none."""
    listed = {file.name for file in release.manifest.files} & {*FILES.values()}
    if not listed:
        return
    with TemporaryDirectory(prefix="baogao-") as folder:
        made = IndexFiles(Path(folder))
        for partition in partitions(release):
            made.add(part_of(partition.rows))
        made.add(part_of({one.table: rows_of(release, one.table) for one in SEARCHED if one.table in REGISTRIES}))
        made.write(Path(folder))
        for file in FILES.values():
            if file in listed and not same_rows(release.folder / file, Path(folder, file)):
                yield f"{file}: is not the index of these rows"


def same_rows(one: Path, other: Path) -> bool:
    """Whether two files have the same rows, whatever the dictionaries of their texts."""
    with open_parquet(one) as first, open_parquet(other) as second:
        if first.metadata.num_rows != second.metadata.num_rows:
            return False
        pairs = zip(first.iter_batches(ROW_GROUP), second.iter_batches(ROW_GROUP), strict=True)
        return all(plain(batch) == plain(found) for batch, found in pairs)


def plain(batch: pa.RecordBatch) -> pa.Table:
    """Rows without the dictionaries of their texts, which may be any."""
    fields = [field.with_type(field.type.value_type) if is_dictionary(field.type) else field for field in batch.schema]
    return pa.Table.from_batches([batch]).cast(pa.schema(fields))
