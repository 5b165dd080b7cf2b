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


SIGMA = "Σ"  # whose small letter is another at the end of a word


class Text(Struct, frozen=True):
    """One text of a row, and the column it is in."""

    column: str
    text: str


def has_index(folder: Path) -> bool:
    """Whether a release in a folder was published with its search index."""
    return all((folder / file).is_file() for file in FILES.values())


def searchable(text: str) -> str:
    """A text as it is searched: folded, in small letters. Every character stays one, so places stay the same."""
    folded = fold(text)
    small = folded.lower()
    if len(small) == len(folded) and SIGMA not in folded:
        return small  # each character by itself would be the same, thirty times slower
    return "".join(one if len(one := c.lower()) == 1 else c for c in folded)


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
    """A text of the index: where it stands in the order, and its pairs of characters."""

    order: tuple[bool, int, int, int, str, int]
    grams: set[str]


class Part(Struct, frozen=True):
    """The texts of some rows (`ENTRIES`), and which of them, by number in this part, have each pair (`POSTINGS`)."""

    entries: pa.Table
    postings: pa.Table


ENTRIES = pa.schema(  # a text, by the columns it is ordered by
    [
        pa.field("is_whole", pa.bool_(), False),  # all texts of a row together; else one of its names
        pa.field("length", pa.int32(), False),  # of a name, in characters
        pa.field("place", pa.int8(), False),  # of its table in `SEARCHED`
        pa.field("before", pa.int16(), False),  # its year, negated
        pa.field("key", pa.string(), False),
        pa.field("n", pa.int16(), False),  # which of the names of its row it is
    ]
)
POSTINGS = pa.schema([pa.field("gram", pa.string(), False), pa.field("entry", pa.int32(), False)])


def part_of(tables: Mapping[str, Iterable[PlainRow]]) -> Part:
    """The part of the index that some rows make, by pair of characters."""
    orders: list[tuple[bool, int, int, int, str, int]] = []
    postings: dict[str, array[int]] = {}
    for number, entry in enumerate(entered(tables)):
        orders.append(entry.order)
        for gram in entry.grams:
            postings.setdefault(gram, array("i")).append(number)
    found = sorted(postings)
    ends = pa.array(accumulate(len(postings[gram]) for gram in found), pa.int32())
    grams = pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(ends, pa.array(found, pa.string())))
    places = pa.py_buffer(b"".join(postings[gram] for gram in found))
    columns = zip(*orders, strict=True) if orders else [()] * len(ENTRIES)
    return Part(
        pa.table([pa.array(column, field.type) for column, field in zip(columns, ENTRIES, strict=True)], ENTRIES),
        pa.table([grams, pa.Array.from_buffers(pa.int32(), len(grams), [None, places])], POSTINGS),
    )


def texts_in(ordered: pa.Table, first: int) -> pa.Table:
    """The rows of `search_texts` of entries in order, of which the first has this number."""
    numbers = pa.array(range(first, first + len(ordered)), pa.int32())
    tables = pa.array([searched.table for searched in SEARCHED]).take(ordered["place"])
    names = pc.if_else(ordered["is_whole"], pa.scalar(None, pa.int16()), ordered["n"])
    return pa.Table.from_arrays([numbers, tables, ordered["key"], names], schema=SCHEMAS[TEXTS])


def indexed(tables: Mapping[str, Iterable[PlainRow]]) -> dict[str, pa.Table]:
    """The index of a catalogue that fits into memory."""
    part = part_of(tables)
    order = pc.sort_indices(part.entries, [(name, "ascending") for name in ENTRIES.names]).cast(pa.int32())
    texts = pc.inverse_permutation(order).take(part.postings["entry"])
    grams = pa.table({"gram": part.postings["gram"], "text": texts})
    return {
        GRAMS: grams.sort_by([("gram", "ascending"), ("text", "ascending")]).cast(SCHEMAS[GRAMS]),
        TEXTS: texts_in(part.entries.take(order), 0),
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
                yield Entry((False, len(name.text), place, year, key, n), found)
            for text in texts_of(row, searched.texts):
                whole |= grams(searchable(text.text))
            yield Entry((True, 0, place, year, key, 0), whole)


def year_of(row: PlainRow) -> int:
    """The year of the report a row is from; 0 for a registry."""
    return int(str(row.get("report_id") or "-0").rpartition("-")[2])
