"""A listing as it was asked for: rows, columns, order, page, format. Whatever is not understood is refused."""

from functools import cache
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from api.formats.export import HEADERS
from api.query.cursors import read_cursor
from api.query.measures import plain_columns
from api.query.parameters import columns
from api.query.values import MOST_ROWS, read_choice, read_flag, read_limit, read_names, read_sort
from api.query.where import Where, read_where
from schemas.inspection import Column, columns_of
from schemas.tables import Table

CSV_ONLY = ("bom", "escape_formulas")
SHOWN = frozenset(
    ("limit", "total", "format", "select", "header", *CSV_ONLY)
)  # what says how rows are shown, not which


class Order(Struct, frozen=True):
    """A column that rows are sorted by; empty values come last either way."""

    column: Column
    descending: bool = False


class Query(Struct, frozen=True):
    """A listing that was understood; `normal` is its query string without cursor, the same however it was written."""

    table: Table
    where: Where
    columns: tuple[str, ...]
    order: tuple[Order, ...]
    limit: int | None
    after: tuple[Any, ...] | None
    total: bool
    format: str | None
    options: frozenset[str]
    header: str
    given: dict[str, str]
    normal: str

    @property
    def is_in_stored_order(self) -> bool:
        """Whether it asks for rows in the order of the table, in which releases have them."""
        return self.order == own_order(self.table)

    @property
    def is_whole(self) -> bool:
        """Whether it asks for the whole table as it is stored."""
        return self.after is None and self.given.keys() <= {"format", "total"}


def normal(given: dict[str, str]) -> str:
    """A query string in its normal form."""
    return "&".join([f"{name}={quote(value, safe=',:')}" for name, value in sorted(given.items())])


def read_query(
    table: Table, given: dict[str, str], release: str, stored: tuple[str, ...], most: int = MOST_ROWS
) -> Query:
    """Understand the parameters of a listing of at most so many rows. Raises a Problem for whatever cannot be meant.

    Rows have the columns `stored` in the release, so that its answers stay as they are; those that came later are
    empty in it, and are there for whoever selects them.
    """
    cursor = given.pop("cursor", None)
    query = Query(
        table=table,
        where=read_where(table, given),
        columns=read_names("select", given["select"], columns(table)) if "select" in given else stored,
        order=read_order(table, given.get("sort")),
        limit=read_limit(given["limit"], most) if "limit" in given else None,
        after=None,
        total="total" not in given or read_flag("total", given["total"]),
        format=given.get("format"),
        options=read_options(given),
        header=read_header(given),
        given=given,
        normal=normal(given),
    )
    if cursor is None:
        return query
    return msgspec.structs.replace(
        query, after=read_cursor(cursor, [o.column for o in query.order], cursor_scope(query, release))
    )


def read_options(given: dict[str, str]) -> frozenset[str]:
    """How CSV is to be written."""
    return frozenset([name for name in CSV_ONLY if name in given and read_flag(name, given[name])])


def read_header(given: dict[str, str]) -> str:
    """What the first row of a workbook is to have."""
    return read_choice("header", given.get("header", HEADERS[0]), HEADERS)


def read_order(table: Table, given: str | None) -> tuple[Order, ...]:
    """The order asked for, or that of the table. The key comes last, so that no two rows are equal in order."""
    if given is None:
        return own_order(table)
    known = {column.name: column for column in columns_of(table.row)}
    order = [Order(known[name], descending) for name, descending in read_sort(given, plain_columns(table))]
    has_key = any(one.column.name == table.key for one in order)
    return tuple(order if has_key else [*order, Order(known[table.key])])


@cache
def own_order(table: Table) -> tuple[Order, ...]:
    """The order of a table."""
    known = {column.name: column for column in columns_of(table.row)}
    return tuple(Order(known[name]) for name in table.sort)


def cursor_scope(query: Query, release: str) -> str:
    """What a cursor is bound to: the rows, their order and their release, but not what is shown of them."""
    parts = query.normal.split("&")  # of which no name and no value has one
    bound = "&".join([part for part in parts if part.partition("=")[0] not in SHOWN])
    return f"{release}/{query.table.name}?{bound}"
