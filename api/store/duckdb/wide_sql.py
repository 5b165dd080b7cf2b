"""SQL statements of the wide panel."""

from typing import Any

from api.query.listing import Query
from api.query.wide import ABSENT, PANEL, Pair
from api.store.duckdb.fragments import Statement, column, name
from api.store.duckdb.sql import conditions

PLACE = "region_code, year"


def pairs(query: Query) -> Statement:
    """The metrics and measures of the rows that match."""
    where, values = conditions(PANEL, query.where)
    return f"select distinct metric_id, measure from {name(PANEL)} {where} order by metric_id, measure", values


def rows_in_all(query: Query) -> Statement:
    """How many regions and years match."""
    where, values = conditions(PANEL, query.where)
    return f"select count(distinct ({PLACE})) from {name(PANEL)} {where}", values


def places(query: Query, skipped: int, most: int) -> Statement:
    """Some of the places that a query asks for, in their order, without those before them."""
    where, values = conditions(PANEL, query.where)
    behind = "" if query.after is None else "where (region_code, year) > (?, ?)"
    values += query.after or ()
    statement = f"select {PLACE} from (select distinct {PLACE} from {name(PANEL)} {where}) {behind} order by {PLACE}"
    return f"{statement} limit {most:d} offset {skipped:d}", values


def wide(query: Query, spread: list[Pair], limit: int | None) -> Statement:
    """A row for each region and year: its place, and what each metric has. Columns behind the place have no names.

    Where the panel has no row, the report that would tell is there or not.
    """
    where, chosen = conditions(PANEL, query.where)
    cells: list[str] = []
    values: list[Any] = []
    for pair in spread:
        for one in query.columns:
            cell = f"any_value(p.{column(one)}) filter (p.metric_id = ? and p.measure = ?)"
            cells.append(f"coalesce({cell}, {why_absent(ABSENT[one])})" if one in ABSENT else cell)
            values += pair
    statement = (
        "select p.region_code, any_value(p.region_name), any_value(p.level), p.year"
        f"{''.join(f', {cell}' for cell in cells)} from (select * from {name(PANEL)} {where}) as p "
        "left join coverage as r0 on r0.region_code = p.region_code and r0.year = p.year "
        "left join coverage as r1 on r1.region_code = p.region_code and r1.year = p.year + 1 "
        "group by p.region_code, p.year"
    )
    values += chosen
    if query.after is not None:
        statement += " having (p.region_code, p.year) > (?, ?)"
        values += query.after
    statement += " order by p.region_code, p.year"
    return (f"{statement} limit {limit:d}" if limit is not None else statement), values


def why_absent(years: int) -> str:
    """Why there is no value: the report of so many years later does not state it, or is not in the library."""
    return f"case when any_value(r{years:d}.has_report) then 'not_stated' else 'no_report' end"
