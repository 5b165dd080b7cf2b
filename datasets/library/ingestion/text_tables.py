"""Tables that hold texts: a report in a row of a CSV file, or in a line of JSON (NDJSON), other columns beside it."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from datasets import json
from datasets.errors import SourceError
from datasets.library.bounds import LARGEST, MEGABYTE
from datasets.library.documents.originals import read_original
from datasets.library.ingestion.staging import Item, Unread
from datasets.library.ingestion.statements import ALIASES, COLUMNS, statement, table

TEXT = "text"
SHORTEST = 300  # characters of a report: a table of shorter texts in a folder is of something else
TEXT_COLUMNS = ("text", "content", "body", "fulltext", "full_text", "正文", "全文", "内容")
LINES = (".jsonl", ".ndjson")


class NoTextsError(SourceError):
    """A table without a column of texts."""


def is_table(name: str) -> bool:
    """Whether a name is that of a table that may hold texts."""
    return name.lower().endswith((".csv", *LINES))


def rows_of(file: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """The rows of a table with their lines, or why a line is none. Raises SourceError for what is no table."""
    if not file.name.lower().endswith(LINES):
        yield from table(read_original(file), file)
        return
    for number, line in json.lines(file):
        try:
            yield number, json.decode(line, dict[str, Any])
        except ValueError as error:
            yield number, str(error)


def texts_in(file: Path, own: Mapping[str, str], shortest: int = 0) -> Iterator[Item | Unread]:
    """The texts of a table, each with what its row states. `own` says what columns are that are called otherwise.

    A row that is wrong stops no other. Raises SourceError for what is no table, NoTextsError for one whose first row
    has no text, or one of less than so many characters, and for one without a row.
    """
    number = -1
    for number, (line, row) in enumerate(rows_of(file)):
        where = f"{file}:{line}"
        try:
            item = text_in(row, where, own) if isinstance(row, dict) else Unread(where, row)
            if not number and isinstance(item, Item) and len(item.read().decode()) < shortest:
                raise NoTextsError(f"{where}: is shorter than a report")
            yield item
        except SourceError as error:
            if not number and isinstance(error, NoTextsError):
                raise
            yield Unread(where, str(error))
    if number < 0:
        raise NoTextsError(f"{file}: has no row, and so no text")


def text_in(row: Mapping[str, Any], where: str, own: Mapping[str, str]) -> Item:
    """The text of a row. Raises SourceError for a row that is wrong, NoTextsError for one that has no such column."""
    named = by_name(row, where, own)
    if TEXT not in named:
        raise NoTextsError(
            f"{where}: has no column of texts ({', '.join(TEXT_COLUMNS)}); name it with --column text=NAME, "
            "or give the file with --index if it tells of other files"
        )
    content = text_of(named.pop(TEXT), where)
    return Item(where, partial(bytes, content), statement(named, where))


def by_name(row: Mapping[str, Any], where: str, own: Mapping[str, str]) -> dict[str, Any]:
    """A row by the names of our columns. One that has the name itself counts before those that are called otherwise.

    Raises NoTextsError when two of these could be meant.
    """
    columns: dict[str, list[str]] = {}
    for column in row:
        if name := column_of(column, own):
            columns.setdefault(name, []).append(column)
    for name, those in columns.items():
        exact = [column for column in those if column in own or plain(column) == name]
        if len(exact or those) > 1:
            raise NoTextsError(f"{where}: two columns may be {name}; name one of them: --column {name}=NAME")
        columns[name] = exact or those
    return {name: row[column] for name, (column,) in columns.items()}


def column_of(column: str, own: Mapping[str, str]) -> str | None:
    """Which column of ours one is; None for one that is none, for tables of texts have many."""
    if (name := own.get(column.strip())) is None:
        name = TEXT if plain(column) in TEXT_COLUMNS else ALIASES.get(plain(column), plain(column))
        if name in own.values():
            return None
    return name if name == TEXT or COLUMNS.get(name) or name in ("report_id", "region") else None


def plain(column: str) -> str:
    """The name of a column as ours are written."""
    return column.strip().lower().replace(" ", "_")


def text_of(value: Any, where: str) -> bytes:
    """The text of a row as it is stored. Raises SourceError when it is none."""
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{where}: has no text")
    try:
        content = value.encode()
    except UnicodeEncodeError:
        raise SourceError(f"{where}: its text has half a character") from None
    if len(content) > LARGEST:
        raise SourceError(f"{where}: has more than {LARGEST // MEGABYTE} MB")
    return content
