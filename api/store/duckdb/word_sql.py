"""SQL conditions on the words of a row: the index says which rows may have one, where it knows; else all are read."""

from msgspec import inspect

from api.query.filters import is_text
from api.query.where import KnownBy
from api.query.words import Word
from api.store.duckdb.fragments import ROW_NUMBER, SEARCH_ROWS, Statement, any_of, column
from api.store.duckdb.search_sql import text_with
from datasets.releases.index.search_index import BY_TABLE
from schemas.inspection import Column, columns_of
from schemas.located import PLACE
from schemas.tables import Table

NAMES = "list_concat([id, name, name_en], aliases)"
CALLED = f"list_bool_or(list_transform({NAMES}, lambda called: regexp_full_match(called, ?)))"
METRIC_CALLED = f'"metric_id" in (select id from metrics where {CALLED})'
WRITTEN = frozenset(("id", "report_id", "rule"))  # columns of rows of reports that we write, in ASCII alone
PAIR = 2  # characters; a text has a word of so many just where the index says so


def has_word(table: Table, word: Word, known_by: KnownBy | None) -> Statement:
    """Some text of a row has a word, or the word names its metric: by its pattern, which knows every spelling.

    Column by column: joined texts would lose the dictionaries of Parquet and take four times as long. What has ASCII
    alone is not read for a word that has none.
    """
    texts = [one for one in text_columns(table) if word.may_be_ascii or not is_written(table, one)]
    looked_up = {*BY_TABLE[table.name].names, *BY_TABLE[table.name].texts} if known_by else set()
    parts = [has_pattern(one, word) for one in texts if one.name not in looked_up]
    if any(one.name == "metric_id" for one in texts):
        parts.append((METRIC_CALLED, [word.pattern]))
    if known_by:
        parts.append(is_found(table, word, known_by, [one for one in texts if one.name in looked_up]))
    return any_of_all(parts)


def any_of_all(parts: list[Statement]) -> Statement:
    """One of some conditions."""
    return any_of([part for part, _ in parts]), [value for _, values in parts for value in values]


def text_columns(table: Table) -> list[Column]:
    """The columns of a table that may have words, or lists of them; not those that all rows of a report have."""
    own = [one for one in columns_of(table.row) if not (table.is_located and one.name in PLACE)]
    return [one for one in own if isinstance(one.type, inspect.StrType) or is_list(one)]


def is_written(table: Table, one: Column) -> bool:
    """Whether a column has nothing but what we write into it, in ASCII characters."""
    return table.is_located and one.name in WRITTEN


def is_list(one: Column) -> bool:
    """Whether a column has lists of texts."""
    return isinstance(one.type, inspect.ListType) and is_text(one.type.item_type)


def has_pattern(one: Column, word: Word) -> Statement:
    """A column has a word somewhere. A part that is written in one way alone is looked for first: it takes a third."""
    text = f"array_to_string({column(one.name)}, chr(10))" if is_list(one) else column(one.name)
    pattern = f"regexp_matches({text}, ?)"
    if is_list(one) or not word.plain:
        return pattern, [word.pattern]
    return f"case when contains({text}, ?) then {pattern} else false end", [word.plain, word.pattern]


def is_found(table: Table, word: Word, known_by: KnownBy, columns: list[Column]) -> Statement:
    """The index has a row for a word; the texts of one that has all pairs of a longer word are read, too.

    By `case`, for DuckDB computes both sides of an `and` that stands in an `or`. Neither is a condition that DuckDB
    would make a join of, whose sides it may turn: rows stay in the order of the table.
    """
    found, values = may_have(table, word, known_by)
    if all(len(spelling) <= PAIR for spelling in word.spellings):
        return f"({found}) is true", values
    read, patterns = any_of_all([has_pattern(one, word) for one in columns])
    return f"case when {found} then {read} else false end", [*values, *patterns]


def may_have(table: Table, word: Word, known_by: KnownBy) -> Statement:
    """A row of a table has the characters of a word, in one of its spellings: one of those that the index knows."""
    parts = [text_with(spelling) for spelling in word.spellings]
    texts = " union ".join(part for part, _ in parts)
    if known_by == "number":
        found = f"""{ROW_NUMBER} in (select "row" from {SEARCH_ROWS} where "table" = ? and "text" in ({texts}))"""
    else:
        keys = f'select "key" from search_texts where "table" = ? and name is null and "text" in ({texts})'
        found = f"{column(table.key)} in ({keys})"
    return found, [table.name, *(value for _, given in parts for value in given)]
