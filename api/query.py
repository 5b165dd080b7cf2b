"""A listing as it was asked for: rows, columns, order, page, format. Whatever is not understood is refused."""

from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from api.cursors import read_cursor
from api.measures import plain_columns
from api.parameters import columns, read_flag, read_limit, read_names, read_sort
from api.where import Where, read_where
from schemas.inspection import Column, columns_of
from schemas.tables import Table

CSV_ONLY = ("bom", "escape_formulas")


class Order(Struct, frozen=True):
    """A column that rows are sorted by; empty values come last either way."""

    column: Column
    descending: bool = False


class Query(Struct, frozen=True):
    """A listing that was understood. `given` is its normal form: the same query always reads the same."""

    table: Table
    where: Where
    columns: tuple[str, ...]
    order: tuple[Order, ...]
    limit: int | None
    after: tuple[Any, ...] | None
    total: bool
    format: str | None
    options: frozenset[str]
    given: dict[str, str]

    @property
    def normal(self) -> str:
        """The query string in its normal form, without cursor."""
        return normal(self.given)

    @property
    def is_in_stored_order(self) -> bool:
        """Whether it asks for rows in the order of the table, in which releases have them."""
        is_own = tuple(one.column.name for one in self.order) == self.table.sort
        return is_own and not any(one.descending for one in self.order)

    @property
    def is_whole(self) -> bool:
        """Whether it asks for the whole table as it is stored."""
        return self.after is None and self.given.keys() <= {"format", "total"}


def normal(given: dict[str, str]) -> str:
    """A query string in its normal form."""
    return "&".join(f"{name}={quote(value, safe=',:')}" for name, value in sorted(given.items()))


def read_query(table: Table, given: dict[str, str], release: str, stored: tuple[str, ...]) -> Query:
    """Understand the parameters of a listing. Raises a Problem for whatever cannot be meant.

    Rows have the columns `stored` in the release, so that its answers stay as they are; those that came later are
    empty in it, and are there for whoever selects them.
    """
    cursor = given.pop("cursor", None)
    query = Query(
        table=table,
        where=read_where(table, given),
        columns=read_names("select", given["select"], columns(table)) if "select" in given else stored,
        order=read_order(table, given.get("sort")),
        limit=read_limit(given["limit"]) if "limit" in given else None,
        after=None,
        total=read_flag("total", given.get("total", "true")),
        format=given.get("format"),
        options=frozenset(name for name in CSV_ONLY if read_flag(name, given.get(name, "false"))),
        given=given,
    )
    if cursor is None:
        return query
    return msgspec.structs.replace(
        query, after=read_cursor(cursor, [o.column for o in query.order], same(query, release))
    )


def read_order(table: Table, given: str | None) -> tuple[Order, ...]:
    """The order asked for, or that of the table. The key comes last, so that no two rows are equal in order."""
    known = {column.name: column for column in columns_of(table.row)}
    if given is None:
        return tuple(Order(known[name]) for name in table.sort)
    order = [Order(known[name], descending) for name, descending in read_sort(given, plain_columns(table))]
    has_key = any(one.column.name == table.key for one in order)
    return tuple(order if has_key else [*order, Order(known[table.key])])


def same(query: Query, release: str) -> str:
    """What a cursor is bound to: the rows, their order and their release, but not what is shown of them."""
    shown = ("limit", "total", "format", "select", *CSV_ONLY)
    return f"{release}/{query.table.name}?{normal({n: v for n, v in query.given.items() if n not in shown})}"
