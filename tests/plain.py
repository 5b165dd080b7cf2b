"""A plain Python reading of rows: which match a question, in which order, and what measures of them are.

It is what the store must answer, written without an engine: one row, one value after another.
"""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

from msgspec import inspect

from api.query.filters import is_text
from api.query.listing import Query
from api.query.measures import Measure
from api.query.where import Where
from api.query.words import Word
from datasets.releases.index.search_index import searchable
from schemas.inspection import columns_of
from schemas.tables import Table

Row = dict[str, Any]

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "": lambda own, given: own in given if isinstance(given, list) else own == given,  # names of regions are several
    "__within": lambda own, given: own in given,
    "__ne": lambda own, given: own is None or own != given,
    "__gt": lambda own, given: own is not None and own > given,
    "__gte": lambda own, given: own is not None and own >= given,
    "__lt": lambda own, given: own is not None and own < given,
    "__lte": lambda own, given: own is not None and own <= given,
    "__in": lambda own, given: own is not None and own in given,
    "__contains": lambda own, given: own is not None and given in own,  # a part of a text, a member of a list
    "__startswith": lambda own, given: own is not None and own.startswith(given),
    "__isnull": lambda own, given: (own is None) == given,
}
FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "count_distinct": lambda values: len(set(values)),
    "sum": lambda values: sum(values) if values else None,
    "avg": lambda values: sum(values) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "median": lambda values: float(median(values)) if values else None,
}


def matches(where: Where, row: Row) -> bool:
    """Whether a row is meant. `where` has no words."""

    def holds(asked: Any, value: Any) -> bool:
        return HOLDS[asked.operator.suffix](row[asked.column.name], value)

    return all(holds(*one) for one in where.filters) and all(
        any(holds(*one) for one in group) for group in where.groups
    )


def has_word(table: Table, row: Row, word: Word, metrics: Iterable[Row]) -> bool:
    """Whether a text of a row has a word, folded, or the word is a name of its metric."""
    plain = [row[c.name] for c in columns_of(table.row) if isinstance(c.type, inspect.StrType)]
    lists = [
        c.name for c in columns_of(table.row) if isinstance(c.type, inspect.ListType) and is_text(c.type.item_type)
    ]
    texts = [searchable(text) for text in plain if text is not None]
    texts += [searchable("\n".join(row[name])) for name in lists if row[name] is not None]
    called = {metric["id"] for metric in metrics if not names_of(metric).isdisjoint(word.spellings)}
    return any(spelling in text for spelling in word.spellings for text in texts) or row.get("metric_id") in called


def names_of(metric: Row) -> set[str]:
    """The names of a metric, folded."""
    return {searchable(name) for name in (metric["id"], metric["name"], metric["name_en"], *metric["aliases"]) if name}


def listed(query: Query, rows: Iterable[Row]) -> list[Row]:
    """The rows that match, from behind the cursor, in order: those without a value last, equal ones as they were."""
    found = [row for row in rows if matches(query.where, row)]
    for one in reversed(query.order):
        name = one.column.name
        some = [row for row in found if row[name] is not None]
        some.sort(key=lambda row: row[name], reverse=one.descending)  # used at once
        found = some + [row for row in found if row[name] is None]
    return [row for row in found if query.after is None or is_behind(query, row)]


def is_behind(query: Query, row: Row) -> bool:
    """Whether a row comes behind the one of a cursor."""
    for one, last in zip(query.order, query.after or (), strict=True):
        value = row[one.column.name]
        if value == last:
            continue
        if value is None or last is None:
            return value is None
        return bool(value < last if one.descending else value > last)
    return False


def grouped(where: Where, groups: Sequence[str], measures: Sequence[Measure], rows: Iterable[Row]) -> list[Row]:
    """One row for each group, in the order of the groups, with its measures and whether their units differ."""
    members: dict[tuple[Any, ...], list[Row]] = {} if groups else {(): []}
    for row in rows:
        if matches(where, row):
            members.setdefault(tuple(row[name] for name in groups), []).append(row)
    ordered = sorted(members.items(), key=lambda one: [(value is None, value) for value in one[0]])
    return [dict(zip(groups, key, strict=True)) | measured(some, measures) for key, some in ordered]


def measured(rows: list[Row], measures: Sequence[Measure]) -> Row:
    """The measures of some rows, and the units of the values they are taken of."""
    found: Row = {}
    for one in measures:
        column, unit = own(one.column), own(one.unit or "")
        some = [row for row in rows if not column or row[column] is not None]
        values = [row[column] for row in some] if column else [*some]
        found[one.name] = FUNCTIONS[one.name.partition("(")[0]](values)
        if unit:
            found[f"units of {one.name}"] = sorted({row[unit] or "" for row in some})
    return found


def own(column: str) -> str:
    """The name of a column without its table."""
    return column.rpartition(".")[2]
