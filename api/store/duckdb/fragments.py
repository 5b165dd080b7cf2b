"""Parts of SQL statements: names, literals, places of values. Values are never part of a statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from schemas.tables import Table

Statement = tuple[str, list[Any]]  # or a part of one, and its values
ROW_NUMBER = "rowid"  # of a table that DuckDB has copied: where a row stands in its file
SEARCH_ROWS = "search_rows"  # the texts of the search index by the numbers of their rows, where tables are copied


def placeholders(values: Sequence[Any]) -> str:
    """A `?` for each value."""
    return ", ".join("?" * len(values))


def any_of(parts: Iterable[str]) -> str:
    """One of these conditions."""
    return f"({' or '.join(parts)})"


def column(of: str) -> str:
    """The name of a column in SQL."""
    table, _, own = of.rpartition(".")
    return f'"{table}"."{own}"' if table else f'"{own}"'


def name(table: Table) -> str:
    """The name of a table in SQL."""
    return quoted(table.name)


def quoted(identifier: str) -> str:
    """A name in SQL; a release of a stranger may have columns of any."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: object) -> str:
    """A text literal in SQL."""
    return "'" + str(value).replace("'", "''") + "'"
