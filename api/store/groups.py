"""Groups of an aggregate as they are answered: the types of their columns, and their order.

Few groups are put in order here: to sort takes DuckDB a quarter of the time of a small aggregate, however few there are
(benchmarks/RESULTS.md). The order is DuckDB's, by the values of the groups, and an empty one behind all others.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from msgspec import inspect

from api.query.measures import REPORT, REPORTS
from schemas.inspection import columns_of
from schemas.tables import Table


def whole_number(of: pa.DataType) -> pa.DataType:
    """The type of a column; DuckDB's sums of whole numbers, which are too wide for JSON, are whole numbers again."""
    return pa.int64() if pa.types.is_decimal(of) else of


def is_sortable(table: Table, groups: Sequence[str]) -> bool:
    """Whether Python has the order of DuckDB: not of fractions, among which may be one that is no number."""
    return not fractions_of(table).intersection(groups)


@cache
def fractions_of(table: Table) -> frozenset[str]:
    """The columns of a table, and of the reports of its rows, that have fractions."""
    return frozenset(
        prefix + column.name
        for prefix, of in (("", table), (REPORT, REPORTS))
        for column in columns_of(of.row)
        if isinstance(column.type, inspect.FloatType)
    )


def in_order(rows: list[dict[str, Any]], groups: Sequence[str]) -> list[dict[str, Any]]:
    """Rows in the order of their groups."""
    return sorted(rows, key=lambda row: [(row[group] is None, row[group]) for group in groups])
