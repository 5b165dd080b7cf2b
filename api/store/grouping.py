"""Aggregates of a large table in memory, by Arrow."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import repeat
from math import prod
from typing import Any

import pyarrow as pa

from api.query.measures import MOST_GROUPS, UNITS, Measure
from api.query.where import Where
from api.store.columnar import Columns
from api.store.columns import Numbers, Repeated
from datasets import arrow_compute as pc

MOST_HELD = 1_000_000  # groups there may be, so that Arrow is asked for them
NOTHING = "nothing"  # a column that only counts rows


def grouped(
    columns: Columns, where: Where, groups: Sequence[str], measures: Sequence[Measure]
) -> list[dict[str, Any]] | None:
    """One row for each group, with its measures and their units, in the order of the groups, as DuckDB gives it.

    None when it is left to DuckDB, which has a limit of memory: many groups, and a median.
    """
    can = can_group(columns, groups) and all(can_measure(columns, one) for one in measures)
    matching = columns.matching(where) if can else None
    if matching is None:
        return None
    names = dict.fromkeys([*groups, *(own(name) for one in measures for name in (one.column, one.unit) if name)])
    parts = {name: countable(matching.part(columns[name])) for name in names}
    rows = pa.table(parts or {NOTHING: pa.nulls(len(matching), pa.int8())})
    found = rows.group_by([*groups], use_threads=False).aggregate(
        [(own(one.column) if one.column else [], one.arrow) for one in measures]
    )
    answers: list[dict[str, Any]] = [{} for _ in range(found.num_rows)]
    if found.num_rows > MOST_GROUPS:  # which is refused
        return answers
    shown = {name: columns[name].shown(found[name].to_pylist()) for name in groups}
    for one in measures:
        shown[one.name] = found[f"{own(one.column)}_{one.arrow}" if one.column else one.arrow].to_pylist()
        if one.unit:
            shown[UNITS + one.name] = units_of(columns, rows, groups, found, one, shown[one.name])
    for name, values in shown.items():
        for answer, value in zip(answers, values, strict=True):
            answer[name] = value
    return sorted(answers, key=lambda answer: [(answer[name] is None, answer[name]) for name in groups])


def units_of(
    columns: Columns, rows: pa.Table, groups: Sequence[str], found: pa.Table, measure: Measure, values: Sequence[Any]
) -> list[list[str]]:
    """The units of the values a measure was taken of, for each group; `values` are the measure of each."""
    unit, measured = own(measure.unit or ""), rows[own(measure.column)]
    with_value = rows.filter(pc.is_valid(measured)) if measured.null_count else rows
    if is_one(with_value[unit]):  # as it is for one metric, or when a unit is asked for
        only = [shown or "" for shown in columns[unit].shown(with_value[unit].slice(0, 1).to_pylist())]
        return [[] if value is None else only for value in values]
    pairs = with_value.group_by([*groups, unit], use_threads=False).aggregate([])
    keys = zip(*(pairs[name].to_pylist() for name in groups), strict=True) if groups else repeat(())
    of_group: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for key, shown in zip(keys, columns[unit].shown(pairs[unit].to_pylist()), strict=False):
        of_group[key].add(shown or "")
    asked = zip(*(found[name].to_pylist() for name in groups), strict=True) if groups else [()]
    return [sorted(of_group[key]) for key in asked]


def is_one(values: pa.ChunkedArray) -> bool:
    """Whether all values are the same."""
    bounds = pc.min_max(values)
    return values.null_count in (0, len(values)) and bounds["min"] == bounds["max"]


def can_group(columns: Columns, names: Sequence[str]) -> bool:
    """Whether rows can be grouped by columns: not into too many groups to hold."""
    found = [columns.get(name) for name in names]
    return all(found) and prod(column.most_different for column in found if column) <= MOST_HELD


def can_measure(columns: Columns, measure: Measure) -> bool:
    """Whether a measure can be taken: of numbers, or of how many values there are that are kept once each."""
    if not measure.column or measure.arrow is None:
        return measure.arrow is not None
    column = columns.get(own(measure.column))
    return isinstance(column, Numbers) or (
        isinstance(column, Repeated) and column.is_sortable and "count" in measure.arrow
    )


def own(column: str) -> str:
    """The name of a column without its table."""
    return column.rpartition(".")[2]


def countable(part: pa.Array) -> pa.Array:
    """What is stored for a column, with a type that Arrow groups by, also where nothing is stored."""
    return part.cast(pa.int8()) if pa.types.is_null(part.type) else part
