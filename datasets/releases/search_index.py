"""The search index of a release: which texts are searched, and in which of them each pair of characters stands.

Chinese is written without spaces, so words are not known before they are asked for; pairs of characters (bigrams) are,
and a text with a word has all its pairs. The texts that may have a word are looked up, and then read to make sure.
After Zobel & Moffat, "Inverted files for text search engines" (2006), 3; CJK bigrams as in Apache Lucene.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.reading.text import fold
from schemas.tables import BY_NAME

GRAMS, TEXTS = "search_grams", "search_texts"
FILES = {GRAMS: f"{GRAMS}.parquet", TEXTS: f"{TEXTS}.parquet"}
SCHEMAS = {
    GRAMS: pa.schema(
        [pa.field("gram", pa.dictionary(pa.int32(), pa.string()), False), pa.field("text", pa.int32(), False)]
    ),
    TEXTS: pa.schema(
        [
            pa.field("text", pa.int32(), False),
            pa.field("table", pa.string(), False),
            pa.field("key", pa.string(), False),
            pa.field("name", pa.int16()),  # which of the names of the row it is; null for all its texts together
        ]
    ),
}
ROW_GROUP = 65_536  # rows
END = "\n"  # stands behind every text, so that its last character has a pair too

PlainRow = Mapping[str, Any]


class Searched(Struct, frozen=True):
    """A table that is searched: the columns that name a row, and its other texts."""

    table: str
    names: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The column that tells its rows apart."""
        return BY_NAME[self.table].key


# In the order in which rows are found: the shortest name with the words first, then texts, the newest first.
SEARCHED = (
    Searched("metrics", ("name", "name_en", "id", "aliases"), ("definition", "definition_en")),
    Searched("glossary", ("term", "term_en"), ("quote", "definition_en")),
    Searched("regions", ("name", "name_en", "code"), ()),
    Searched("reports", ("title", "region_name", "region_name_en"), ("speaker", "publisher", "session", "id")),
    Searched("projects", ("name",), ("quote", "owner")),
    Searched("targets", ("name", "name_en", "metric_id"), ("quote",)),
    Searched("indicators", ("name", "name_en", "metric_id"), ("quote",)),
    Searched("paragraphs", (), ("quote",)),
    Searched("glossary_mentions", (), ("quote",)),
    Searched("units", ("name_en", "id"), ()),
    Searched("figures", (), ("quote",)),
)
BY_TABLE = {searched.table: searched for searched in SEARCHED}


class Text(Struct, frozen=True):
    """One text of a row, and the column it is in."""

    column: str
    text: str


def searchable(text: str) -> str:
    """A text as it is searched: folded, in small letters. Every character stays one, so places stay the same."""
    return "".join(small if len(small := c.lower()) == 1 else c for c in fold(text))


def texts_of(row: PlainRow, columns: Iterable[str]) -> Iterator[Text]:
    """The texts of a row; each member of a list is one."""
    for name in columns:
        value = row.get(name)
        for text in value if isinstance(value, list) else [value]:
            if text:
                yield Text(name, str(text))


def grams(text: str) -> set[str]:
    """The pairs of characters of a searchable text."""
    ended = text + END
    return {ended[n : n + 2] for n in range(len(text))}


class Entry(Struct, frozen=True):
    """A text of the index: where it stands in the order, whose it is, and its pairs of characters."""

    order: tuple[Any, ...]
    table: str
    key: str
    name: int | None
    grams: set[str]


def indexed(tables: Mapping[str, Iterable[PlainRow]]) -> dict[str, pa.Table]:
    """The index of a catalogue: its texts by number, the best first, and the texts of each pair of characters."""
    entries = sorted(entered(tables), key=lambda entry: entry.order)
    postings: dict[str, array[int]] = {}
    for number, entry in enumerate(entries):
        for gram in entry.grams:
            postings.setdefault(gram, array("i")).append(number)
    found = sorted(postings)
    ends = pa.array(accumulate(len(postings[gram]) for gram in found), pa.int32())
    places = pa.py_buffer(b"".join(postings[gram] for gram in found))
    numbers = pa.RunEndEncodedArray.from_arrays(ends, pa.array(range(len(found)), pa.int32()))
    names = pa.DictionaryArray.from_arrays(pc.run_end_decode(numbers), pa.array(found, pa.string()))
    columns = [
        pa.array(range(len(entries)), pa.int32()),
        pa.array([entry.table for entry in entries], pa.string()),
        pa.array([entry.key for entry in entries], pa.string()),
        pa.array([entry.name for entry in entries], pa.int16()),
    ]
    texts = pa.Array.from_buffers(pa.int32(), len(names), [None, places])
    return {
        GRAMS: pa.Table.from_arrays([names, texts], schema=SCHEMAS[GRAMS]),
        TEXTS: pa.Table.from_arrays(columns, schema=SCHEMAS[TEXTS]),
    }


def entered(tables: Mapping[str, Iterable[PlainRow]]) -> Iterator[Entry]:
    """Every text that is searched: each name of a row, and all its names and texts together."""
    for place, searched in enumerate(SEARCHED):
        for row in tables.get(searched.table, ()):
            key, year = row[searched.key], -(row.get("year") or year_of(row))
            whole: set[str] = set()
            for n, name in enumerate(texts_of(row, searched.names)):
                found = grams(searchable(name.text))
                whole |= found
                yield Entry((False, len(name.text), place, year, key, n), searched.table, key, n, found)
            for text in texts_of(row, searched.texts):
                whole |= grams(searchable(text.text))
            yield Entry((True, 0, place, year, key, 0), searched.table, key, None, whole)


def year_of(row: PlainRow) -> int:
    """The year of the report a row is from; 0 for a registry."""
    return int(str(row.get("report_id") or "-0").rpartition("-")[2])


def write_index(folder: Path, tables: Mapping[str, Iterable[PlainRow]]) -> None:
    """Write the index of a catalogue: small numbers next to each other, which take a byte or two."""
    for name, table in indexed(tables).items():
        pq.write_table(
            table,
            folder / FILES[name],
            compression="zstd",
            row_group_size=ROW_GROUP,
            use_dictionary=[field.name for field in table.schema if field.name != "text"],
            column_encoding={"text": "DELTA_BINARY_PACKED"},
            write_page_index=True,
        )
