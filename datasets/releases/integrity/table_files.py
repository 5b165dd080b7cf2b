"""What a table file of a release may hold, whoever made it: asked before anything reads it for its rows.

A checksum says that a file is the one its manifest means, not that it means well: a column may be renamed or of another
type, a few bytes may unpack to gigabytes, and a value that is stored once may stand in every row.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from datasets.releases.index.search_index import FILES, SCHEMAS
from datasets.releases.integrity.first_format import FIRST_COLUMNS
from datasets.releases.integrity.parquet_pages import DICTIONARY, pages
from datasets.releases.integrity.row_sizes import (
    KILOBYTE,
    MEGABYTE,
    TableError,
    read_column,
    refuse_group,
    refuse_rows,
)
from datasets.releases.integrity.time_limit import NO_LIMIT, TimeLimit
from datasets.releases.integrity.value_sizes import Bound, bound_of
from datasets.releases.release import Release
from datasets.releases.tables.parquet import GROWN, ROW_GROUP
from schemas.arrow import arrow_schema
from schemas.inspection import columns_of
from schemas.releases import ReleaseFile
from schemas.tables import BY_NAME

MAGIC = b"PAR1"
LARGEST_FOOTER = 24 * MEGABYTE  # the figures of 1,000,000 reports have 20
FOOTER_MINIMUM, FOOTER_PART = (
    512 * KILOBYTE,
    16,
)  # a footer has so many bytes, and this part of the file; 100th is written
LARGEST_PAGE = 16 * MEGABYTE  # when decompressed; pages that are written have a megabyte, and what they end with
MOST_COLUMNS = 256
MOST_GROUPS = 40_000  # 38 billion rows of the search index; that of 1,396 corpus reports has 41 million
LEAST_OF_GROUP = ROW_GROUP // 16  # rows of a group but for the last, in the mean; written are as many as it may have
# Pages but for three (the dictionary, what is written when it is given up, the last) have, in the mean, so many values
# or bytes: those that are written have 1,024 or more, and a megabyte or 20,000 values.
FEW_PAGES, VALUES_OF_PAGE, BYTES_OF_PAGE = 3, 1000, 64 * KILOBYTE
MOST_MEMBERS = 64  # of a list, in the mean of a row group, and of 1000 rows where it has fewer
ENCODINGS = {0: "PLAIN", 2: "PLAIN_DICTIONARY", 3: "RLE", 5: "DELTA_BINARY_PACKED", 8: "RLE_DICTIONARY"}
THRIFT = {"thrift_string_size_limit": LARGEST_FOOTER, "thrift_container_size_limit": MOST_GROUPS}


class Leaf(Struct, frozen=True):
    """A column of values as Parquet stores it, which is what every reader follows."""

    path: str
    physical: str
    logical: str
    definition: int
    repetition: int


def unsound_tables(release: Release, known: Collection[str] = (), limit: TimeLimit = NO_LIMIT) -> Iterator[str]:
    """What is wrong with table files whose checksums are right, a line each; the values of `known` tables are sound.

    Raises OutOfTimeError.
    """
    for file in release.manifest.files:
        if file.name.endswith(".parquet"):
            try:
                with release.open(file.name) as content:
                    is_known = file.table in known
                    refuse_unsound(content, file, release.has_current_schemas, limit, is_known=is_known)
            except TableError as error:
                yield f"{file.name}: {error}"
            except (pa.ArrowException, OSError, ValueError) as error:
                yield f"{file.name}: is not Parquet that can be read: {error}"[:300]


def refuse_unsound(
    content: BinaryIO, file: ReleaseFile, is_current: bool, limit: TimeLimit, *, is_known: bool = False
) -> None:
    """Raise TableError when a table file is not what a table of a release can be; `is_current`: of today's schemas."""
    refuse_footer(content, file.bytes)
    stored = pq.ParquetFile(content, **THRIFT)
    refuse_columns(stored, file, is_current)
    refuse_counts(stored.metadata, file)
    groups = range(stored.num_row_groups)
    texts = {path for group in groups for path in refuse_pages(content, stored.metadata, group, limit)}
    if not is_known:
        closed = BY_NAME[file.table].row if is_current and file.table in BY_NAME else None
        as_dictionaries = pq.ParquetFile(content, read_dictionary=sorted(texts), pre_buffer=False, **THRIFT)
        refuse_values(as_dictionaries, closed, limit)


def refuse_footer(content: BinaryIO, size: int) -> None:
    """Raise TableError for a file that does not begin and end as Parquet, or says more of itself than of its rows."""
    head = content.read(4)
    content.seek(max(0, size - 8))
    end = content.read(8)
    if size < 12 or head != MAGIC or end[4:] != MAGIC:  # noqa: PLR2004
        raise TableError("is not Parquet")
    most = min(LARGEST_FOOTER, FOOTER_MINIMUM + size // FOOTER_PART, size - 12)
    if (footer := int.from_bytes(end[:4], "little")) > most:
        raise TableError(f"its footer has {footer:,} bytes; at most {most:,}")


def refuse_columns(stored: pq.ParquetFile, file: ReleaseFile, is_current: bool) -> None:
    """Raise TableError when columns are not those of the schema; older releases lack those that came later."""
    names, found = stored.schema_arrow.names, leaves(stored)
    if len(set(names)) != len(names) or len(stored.schema) > MOST_COLUMNS:
        raise TableError(f"has a column twice, or more than {MOST_COLUMNS}")
    expected = schema_of(file)
    if expected is None:
        return
    required = expected.names if is_current or file.table is None else FIRST_COLUMNS.get(str(file.table), ())
    if missing := [name for name in required if name not in names]:
        raise TableError(f"has no column {', '.join(missing[:3])}")
    if is_current and names != expected.names:
        raise TableError(f"its columns are not those of the schema: {', '.join(map(repr, names))}"[:200])
    known = leaves_of(expected)
    for field in expected:
        if field.name in names and found.get(field.name) != known[field.name]:
            raise TableError(f"its column {field.name} is stored as another type than {field.type}")
        if field.name in names and not same_type(stored.schema_arrow.field(field.name), field):
            raise TableError(f"its column {field.name} is another type than {field.type}, or may be empty")


def same_type(found: pa.Field, expected: pa.Field) -> bool:
    """Whether a column is of the type of the schema, and empty only where that lets it be."""
    return bool(found.type.equals(expected.type) and found.nullable == expected.nullable)


def schema_of(file: ReleaseFile) -> pa.Schema | None:
    """The schema of a table, or of a part of the search index; None for one that is not known here."""
    if file.table in BY_NAME:
        return arrow_schema(BY_NAME[file.table].row)
    return next((SCHEMAS[name] for name, listed in FILES.items() if listed == file.name), None)


@cache
def leaves_of(schema: pa.Schema) -> dict[str, list[Leaf]]:
    """How a schema is stored."""
    sink = pa.BufferOutputStream()
    pq.ParquetWriter(sink, schema).close()  # `write_table` would load pandas where that is there
    return leaves(pq.ParquetFile(pa.BufferReader(sink.getvalue())))


def leaves(stored: pq.ParquetFile) -> dict[str, list[Leaf]]:
    """The columns of values of a file, by the column of the table that they are of."""
    found: dict[str, list[Leaf]] = {}
    for n in range(len(stored.schema)):
        c = stored.schema.column(n)
        leaf = Leaf(c.path, c.physical_type, str(c.logical_type), c.max_definition_level, c.max_repetition_level)
        found.setdefault(c.path.partition(".")[0], []).append(leaf)
    return found


def refuse_counts(metadata: pq.FileMetaData, file: ReleaseFile) -> None:
    """Raise TableError when rows are not as many as the manifest says, or a group has more or fewer than is written."""
    if (count := metadata.num_row_groups) > 1 + max(0, metadata.num_rows) // LEAST_OF_GROUP:
        raise TableError(f"has {count:,} row groups of {metadata.num_rows:,} rows in all")
    groups = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]
    if file.rows is not None and metadata.num_rows != file.rows:
        raise TableError(f"has {metadata.num_rows} rows, the manifest says {file.rows}")
    most = ROW_GROUP * (GROWN if file.name in FILES.values() else 1)
    if sum(groups) != metadata.num_rows or not all(0 <= rows <= most for rows in groups):
        raise TableError(f"has a row group of more than {most:,} rows, or groups that do not have its rows")


def refuse_pages(content: BinaryIO, metadata: pq.FileMetaData, number: int, limit: TimeLimit) -> Iterator[str]:
    """The paths of the columns of text in a row group. Raises TableError when a page of it would take too much."""
    group, total = metadata.row_group(number), 0
    for n in range(group.num_columns):
        column, leaf = group.column(n), metadata.schema.column(n)
        if column.path_in_schema != leaf.path or column.physical_type != leaf.physical_type:
            raise TableError(f"its column {leaf.path} is another one in a row group")
        refuse_chunk(column, group.num_rows, is_list=leaf.max_repetition_level > 0)
        total += decompressed(content, column, limit)
        if leaf.physical_type == "BYTE_ARRAY":
            yield leaf.path
    refuse_group(total, group.num_rows, "decompressed")


def refuse_chunk(column: pq.ColumnChunkMetaData, rows: int, is_list: bool) -> None:
    """Raise TableError when a column does not have a value for each row, or lists without end, or more than values."""
    values = column.num_values
    if not (values <= MOST_MEMBERS * max(rows, 1000) if is_list else values == rows):
        raise TableError(f"its column {column.path_in_schema} has {values:,} values")
    if column.bloom_filter_offset is not None:
        raise TableError(f"its column {column.path_in_schema} has a Bloom filter, which is never written")


def decompressed(content: BinaryIO, column: pq.ColumnChunkMetaData, limit: TimeLimit) -> int:
    """The bytes that the pages of a column have when decompressed. Raises TableError when one is too large, many small.

    Raises OutOfTimeError.
    """
    total = values = 0
    dictionary, data = column.dictionary_page_offset or 0, column.data_page_offset or 0
    start = dictionary or data
    for number, page in enumerate(pages(content, start, start + column.total_compressed_size)):
        limit.check()
        if number >= FEW_PAGES + values // VALUES_OF_PAGE + total // BYTES_OF_PAGE:
            raise TableError(f"its column {column.path_in_schema} has {number} pages for {values:,} values")
        is_dictionary = page.kind == DICTIONARY
        first = dictionary if is_dictionary else data  # of its kind; readers begin at the one or at the other
        if column.file_path or start < len(MAGIC) or ((is_dictionary or not values) and page.place != first):
            raise TableError(f"its column {column.path_in_schema} is in another place, or has two dictionaries")
        if page.size > LARGEST_PAGE:
            raise TableError(f"its column {column.path_in_schema} has a page of {page.size:,} bytes")
        if page.encoding not in ENCODINGS:
            raise TableError(f"its column {column.path_in_schema} is not encoded as {', '.join(ENCODINGS.values())}")
        total += page.size
        values += 0 if is_dictionary else page.values
    if values != column.num_values:
        raise TableError(
            f"its column {column.path_in_schema} has pages of {values:,} values, not {column.num_values:,}"
        )
    return total


def refuse_values(stored: pq.ParquetFile, row: type[Struct] | None = None, limit: TimeLimit = NO_LIMIT) -> None:
    """Raise TableError when rows are larger than those of a report, each, in their group or in an answer.

    And for a value that is not in the list of its column, where `row` has lists. Texts are read as dictionaries: a
    value that stands in many rows is in memory once. Raises OutOfTimeError.
    """
    lists = {column.name: column.labels.keys() for column in columns_of(row) if column.labels} if row else {}
    bounds: list[Bound] = []
    for number in range(stored.num_row_groups):
        bound = Bound(0, 0)
        for name in stored.schema_arrow.names:
            limit.check()
            column = read_column(stored, number, name)
            column.validate(full=True)
            if name in lists and (unknown := values_in(column) - lists[name] - {None}):
                raise TableError(f"its column {name} has a value of none of its list: {min(unknown)!r}"[:200])
            bound += bound_of(column)
        bounds.append(bound)
    refuse_rows(stored, bounds)


def values_in(column: pa.ChunkedArray) -> set[Any]:
    """The values of a column of texts, those of its dictionaries that no row has among them."""
    return {value for chunk in column.chunks for value in getattr(chunk, "dictionary", chunk).to_pylist()}
