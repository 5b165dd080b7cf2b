"""Stata datasets (.dta, format 118, Stata 14 and later): labelled, with notes, made on disk in bounded memory.

Our own, because what writes them elsewhere takes all rows at once, and pandas or polars with it. Closed lists are
numbered, with their values as labels; `label language zh` shows titles and values in Chinese. Notes say what a column
means, and where the rows are from.
"""

import datetime as dt
import json
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Any

import pyarrow as pa
from msgspec import Struct

from api.formats import dta
from api.formats.export import Export, chunks
from api.formats.stata_names import variable_names
from datasets import arrow_compute as pc
from schemas.inspection import Column

BEGINNING = dt.date(1960, 1, 1)  # of Stata's days
LONGEST_FIXED = (
    244  # bytes of a text that is kept in its row, so that rows can be merged by it; longer ones stand apart
)
MOST_NOTES = 9_999
DAY = "%tdCCYY-NN-DD"
FLAGS = {False: ("no", "否"), True: ("yes", "是")}
SURELY_VALUES = 16  # bits of whole numbers that a long holds without taking one for a missing value


class Variable(Struct):
    """A column as Stata has it. `codes` number the values of a closed list, from 1, or flags, from 0."""

    name: str
    column: Column
    kind: int
    is_day: bool = False
    codes: dict[Any, int] = {}

    @property
    def packed(self) -> str:
        """How a value is packed into a row."""
        return dta.PACKED.get(self.kind, f"{self.kind}s")

    @property
    def shown(self) -> str:
        """How Stata shows a value."""
        return DAY if self.is_day else dta.SHOWN.get(self.kind, f"%{self.kind}s")

    @property
    def label(self) -> str:
        """The title in both languages."""
        return f"{self.column.title_zh} {self.column.title}"[: dta.LONGEST_LABEL]

    def label_name(self, suffix: str = "") -> str:
        """What the labels of its values are called."""
        return f"{self.name[: dta.LONGEST_NAME - len(suffix)]}{suffix}" if self.codes else ""

    def number(self, value: Any) -> Any:
        """A value that is not text as its number; one that Stata cannot hold is missing."""
        if value is None:
            return dta.MISSING[self.kind]
        if self.codes:
            return self.codes.setdefault(value, len(self.codes) + 1)
        if self.is_day:
            return (value - BEGINNING).days
        return value if abs(value) < dta.MISSING[self.kind] else dta.MISSING[self.kind]


def write_dataset(export: Export) -> Iterator[bytes]:
    """A dataset, made on disk before its first byte is given: its head says how long the texts behind it are."""
    with ExitStack() as stack:
        spool, texts, file = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        widths, total = spooled(export, spool)
        write_file(file, texts, export, variables_of(export, widths), (total, stored(spool)))
        yield from chunks(file)


def spooled(export: Export, spool: IO[bytes]) -> tuple[dict[str, int], int]:
    """Put rows aside, to know how many bytes the longest text of each column has, and how many rows there are."""
    schema = pa.schema([field.with_type(plain_type(field.type)) for field in export.schema])
    widths, total = dict.fromkeys(schema.names, 1), 0
    with pa.ipc.new_stream(spool, schema) as writer:
        for batch in export.batches:
            plain = pa.record_batch([as_plain(column) for column in batch.columns], schema=schema)
            for name, column in zip(schema.names, plain.columns, strict=True):
                if pa.types.is_string(column.type):
                    widths[name] = max(widths[name], pc.max(pc.binary_length(column)).as_py() or 0)
            total += plain.num_rows
            writer.write_batch(plain)
    return widths, total


def plain_type(of: pa.DataType) -> pa.DataType:
    """The type of a column whose nested values are JSON text."""
    return pa.string() if pa.types.is_nested(of) else of


def as_plain(column: pa.Array) -> pa.Array:
    """A column whose nested values are JSON text, as in CSV."""
    if not pa.types.is_nested(column.type):
        return column
    texts = (None if one is None else json.dumps(one, ensure_ascii=False) for one in column.to_pylist())
    return pa.array(texts, pa.string())


def stored(spool: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """The rows that were put aside."""
    spool.seek(0)
    with pa.ipc.open_stream(spool) as reader:
        for batch in reader:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def variables_of(export: Export, widths: dict[str, int]) -> list[Variable]:
    """The columns as Stata has them."""
    names, pairs = variable_names(export.schema.names), zip(export.schema, export.columns, strict=True)
    return [variable(names[field.name], column, field.type, widths[field.name]) for field, column in pairs]


def variable(name: str, column: Column, of: pa.DataType, width: int) -> Variable:
    """A column as Stata has it. Whole numbers that may be large are doubles, which hold them to 2**53."""
    if column.labels:
        return Variable(name, column, dta.INT, codes={value: n for n, value in enumerate(column.labels, 1)})
    if pa.types.is_boolean(of):
        return Variable(name, column, dta.BYTE, codes={value: int(value) for value in FLAGS})
    if pa.types.is_date(of):
        return Variable(name, column, dta.LONG, is_day=True)
    if pa.types.is_integer(of) and of.bit_width <= SURELY_VALUES:
        return Variable(name, column, dta.LONG)
    if pa.types.is_integer(of) or pa.types.is_floating(of):
        return Variable(name, column, dta.DOUBLE)
    return Variable(name, column, width if width <= LONGEST_FIXED else dta.LONG_TEXT)


def write_file(
    file: IO[bytes],
    texts: IO[bytes],
    export: Export,
    variables: list[Variable],
    rows: tuple[int, Iterator[tuple[Any, ...]]],
) -> None:
    """The sections of a dataset, and last, in the map, where each begins. `rows` has how many there are, and them."""
    head = dta.header(len(variables), rows[0], f"Baogao {export.name}"[: dta.LONGEST_LABEL])
    file.write(b"<stata_dta>" + head)
    places = [0, file.tell()]
    file.write(dta.place_map())
    for name, content in described(export, variables):
        places.append(file.tell())
        file.write(dta.section(name, content))
    places.append(file.tell())
    write_rows(file, texts, variables, rows[1])
    places.append(file.tell())
    file.write(b"<strls>")
    texts.seek(0)
    file.writelines(chunks(texts))
    file.write(b"</strls>")
    places.append(file.tell())
    file.write(dta.section("value_labels", b"".join(label_tables(variables))))
    places.append(file.tell())
    file.write(b"</stata_dta>")
    places.append(file.tell())
    file.seek(places[1])
    file.write(dta.place_map(places))


def described(export: Export, variables: list[Variable]) -> Iterator[tuple[str, bytes]]:
    """The sections that say what the variables are."""
    yield "variable_types", b"".join(struct.pack("<H", one.kind) for one in variables)
    yield "varnames", b"".join(dta.fixed(one.name, dta.NAME) for one in variables)
    yield "sortlist", bytes(2 * len(variables) + 2)
    yield "formats", b"".join(dta.fixed(one.shown, dta.FORMAT) for one in variables)
    yield "value_label_names", b"".join(dta.fixed(one.label_name(), dta.NAME) for one in variables)
    yield "variable_labels", b"".join(dta.fixed(one.label, dta.LABEL) for one in variables)
    yield "characteristics", b"".join(dta.characteristic(*one) for one in characteristics(export, variables))


def characteristics(export: Export, variables: list[Variable]) -> Iterator[tuple[str, str, str]]:
    """What is noted of the dataset and of its variables, and the second language of labels: whose, name, text."""
    yield "_dta", "_lang_c", "default"
    yield "_dta", "_lang_list", "default zh"
    yield from notes("_dta", [f"{name}: {value}" for name, value in export.about().items()])
    for one in variables:
        yield one.name, "_lang_v_zh", one.column.title_zh[: dta.LONGEST_LABEL]
        if one.codes:
            yield one.name, "_lang_l_zh", one.label_name("_zh")
        values = "; ".join(f"{value}: {en} {zh}" for value, (en, zh) in one.column.labels.items())
        yield from notes(
            one.name, [f"{one.column.description} {one.column.description_zh}", *([values] * bool(values))]
        )


def notes(whose: str, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """Notes as Stata keeps them: how many, and each by its number."""
    kept = texts[:MOST_NOTES]
    yield whose, "note0", str(len(kept))
    yield from ((whose, f"note{n}", text) for n, text in enumerate(kept, 1))


def write_rows(file: IO[bytes], texts: IO[bytes], variables: list[Variable], rows: Iterable[tuple[Any, ...]]) -> None:
    """The rows, each as long as the others; long texts stand in a file of their own, by their row and variable."""
    pack = struct.Struct("<" + "".join(one.packed for one in variables)).pack

    def value_of(one: Variable, value: Any, column: int, row: int) -> Any:
        if one.kind in dta.MISSING:
            return one.number(value)
        text = (value or "").replace("\0", " ").encode()  # where Stata reads no further
        if one.kind != dta.LONG_TEXT:
            return text[: one.kind]
        if not text:
            return 0
        texts.write(dta.long_text(text, column, row))
        return dta.reference(column, row)

    file.write(b"<data>")
    for row, values in enumerate(rows, 1):
        pairs = enumerate(zip(variables, values, strict=True), 1)
        file.write(pack(*(value_of(one, value, column, row) for column, (one, value) in pairs)))
    file.write(b"</data>")


def label_tables(variables: Iterable[Variable]) -> Iterator[bytes]:
    """What numbered values are called: as they are, and in Chinese."""
    for one in variables:
        if one.codes:
            yield dta.label_table(one.label_name(), {n: value_label(one, value)[0] for value, n in one.codes.items()})
            yield dta.label_table(
                one.label_name("_zh"), {n: value_label(one, value)[1] for value, n in one.codes.items()}
            )


def value_label(one: Variable, value: Any) -> tuple[str, str]:
    """What a value is called: a flag in words of both languages, any other as it is, and in Chinese."""
    if isinstance(value, bool):
        return FLAGS[value]
    return str(value), one.column.labels.get(value, ("", str(value)))[1]
