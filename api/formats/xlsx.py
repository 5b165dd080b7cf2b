"""Excel workbooks: the rows in typed cells, a codebook that says what the columns mean, and where it all is from."""

import datetime as dt
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from msgspec import Struct, inspect
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from api.formats.export import Export, chunks
from datasets.releases.tables.formulas import is_formula
from schemas.inspection import Column

LONGEST_TEXT = 32_767  # characters of a cell
CUT = " … [cut here: an Excel cell holds 32767 characters; the other formats have all. 单元格已满，全文见其他格式。]"
WIDTH = 16  # characters
UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones; the same rows are the same bytes
OPTIONS = {
    "constant_memory": True,  # a row is on disk as soon as the next begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
CODEBOOK = (
    *("column 列", "title", "标题", "type 类型", "may be null 可空", "unit 单位", "meaning", "含义"),
    *("example 例", "values 取值"),
)
ABOUT = ("about 关于", "")
KINDS = {
    inspect.BoolType: "boolean",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.DateType: "date",
    inspect.ListType: "JSON list",
    inspect.StructType: "JSON object",
}


class Styles(Struct, frozen=True):
    """How cells are: those of names; and those of texts that Excel would run if they were typed anew."""

    bold: Style
    text: Style


def write_workbook(export: Export) -> Iterator[bytes]:
    """A workbook (ECMA-376), made on disk before its first byte is given, so that its size does not matter."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, OPTIONS) as book:
            book.set_properties({"created": UNDATED})
            styles = Styles(book.add_format({"bold": True}), book.add_format({"quote_prefix": True}))
            write_sheet(book.add_worksheet(export.name[:31]), first_row(export), rows_of(export), styles)
            write_sheet(book.add_worksheet("codebook"), CODEBOOK, map(meaning, export.columns), styles)
            write_sheet(book.add_worksheet("about"), ABOUT, export.about().items(), styles)
        yield from chunks(file)


def first_row(export: Export) -> list[str]:
    """What stands on top of the columns: their names, or their titles in a language."""
    titles = {
        "en": {column.name: column.title for column in export.columns},
        "zh": {column.name: column.title_zh for column in export.columns},
    }.get(export.header, {})
    return [titles.get(name, name) for name in export.schema.names]


def rows_of(export: Export) -> Iterator[tuple[Any, ...]]:
    """The rows to write."""
    for batch in export.batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_sheet(sheet: Worksheet, names: Sequence[str], rows: Iterable[Sequence[Any]], styles: Styles) -> None:
    """A sheet with the names of its columns on top, which stay in sight."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 1, WIDTH)
    for n, name in enumerate(names):
        sheet.write_string(0, n, name, styles.bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for n, value in enumerate(row):
            write_cell(sheet, (last, n), value, styles.text)
    sheet.autofilter(0, 0, last, len(names) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})  # codes are text, and mean to be


def write_cell(sheet: Worksheet, place: tuple[int, int], value: Any, text: Style) -> None:
    """A value in a cell of its type. Text is always text: nothing is run, linked or taken for a number.

    A text like a formula has the `'` that Excel keeps beside a value, so that it stays text when the cell is edited.
    """
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*place, fitting(value), text if is_formula(value) else None)
    elif isinstance(value, list | dict):
        sheet.write_string(*place, fitting(json.dumps(value, ensure_ascii=False)))
    else:
        sheet.write(*place, value)


def fitting(text: str) -> str:
    """A text as long as a cell can hold; one that is cut says so."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def meaning(column: Column) -> tuple[str | None, ...]:
    """A column of the codebook."""
    values = "; ".join(f"{value}: {en} {zh}" for value, (en, zh) in column.labels.items())
    return (
        column.name,
        column.title,
        column.title_zh,
        KINDS.get(type(column.type), "text"),
        "yes 是" if column.nullable else "no 否",
        column.unit,
        column.description,
        column.description_zh,
        json.dumps(column.examples[0], ensure_ascii=False) if column.examples else None,
        values or None,
    )
