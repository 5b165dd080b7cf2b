"""Measures of an aggregate: one line each. What has different units is never added up."""

import re
from functools import cache

from msgspec import Struct, inspect
from msgspec.structs import replace

from api.http.problems import BadParameter, nearest
from api.query.filters import LISTS, NUMBERS, ORDERED, SCALARS
from schemas.inspection import Column, column, columns_of
from schemas.tables import BY_NAME as TABLES
from schemas.tables import Table

MOST_GROUPS = 10_000
MOST_MEASURES = 20
REPORT = "reports."  # what a column of the report of a row starts with
MIXED = "mixed units of "  # what an answer of the store calls whether the values of a measure have several units
REPORTS = TABLES["reports"]
MEASURED_IN = {"value": "unit", "value_high": "unit", "base_value": "base_unit", "investment": "investment_unit"}
MEASURED = column("", float | None)  # what every measure is, but for its name
ASKED = re.compile(r"(?P<function>[a-z_]+)(?:\((?P<column>\w+)\))?")


class Function(Struct, frozen=True):
    """A way to make one value of many: in SQL, and for which columns."""

    name: str
    sql: str
    en: str
    zh: str
    types: tuple[type[inspect.Type], ...]
    needs_one_unit: bool = True


FUNCTIONS = (
    Function("count",          "count({column})",          "Number of values", "非空值个数", (*SCALARS, *LISTS), False),
    Function("count_distinct", "count(distinct {column})", "Number of different values", "不同值个数", SCALARS, False),
    Function("sum",            "sum({column})",            "Sum",    "合计",   NUMBERS),
    Function("avg",            "avg({column})",            "Mean",   "平均值", NUMBERS),
    Function("min",            "min({column})",            "Least",  "最小值", ORDERED),
    Function("max",            "max({column})",            "Largest", "最大值", ORDERED),
    Function("median",         "median({column})",         "Median", "中位数", NUMBERS),
)  # fmt: skip
BY_NAME = {function.name: function for function in FUNCTIONS}


class Measure(Struct, frozen=True):
    """A function of a column, such as `sum(value)`; `unit` is the column whose values must not differ.

    Columns are named with their table: an aggregate may join the reports.
    """

    name: str
    sql: str
    column: str = ""
    unit: str | None = None
    is_of_amounts: bool = False  # takes amounts of something together
    en: str = "Number of rows."
    zh: str = "行数。"
    title: str = "Rows"
    title_zh: str = "行数"


def read_measures(table: Table, given: str, groups: tuple[str, ...]) -> tuple[Measure, ...]:
    """The measures that `agg` asks for. Raises BadParameter for one that makes no sense."""
    asked = given.split(",")
    if len(asked) > MOST_MEASURES:
        raise BadParameter(f"agg: {len(asked)} measures; at most {MOST_MEASURES}", parameter="agg")
    if len(set(asked)) < len(asked):
        raise BadParameter("agg: a measure is named twice", parameter="agg")
    return tuple(read_measure(table, one, groups) for one in asked)


def read_measure(table: Table, given: str, groups: tuple[str, ...]) -> Measure:
    """One measure."""
    if given == "count":
        return Measure("count", "count(*)")
    match = ASKED.fullmatch(given)
    function = BY_NAME.get(match["function"]) if match else None
    if match is None or function is None or match["column"] is None:
        raise BadParameter(
            f"agg: {given[:80]!r} is not count, or {', '.join(BY_NAME)} of a column in brackets",
            parameter="agg",
            nearest=nearest(given if "(" in given else f"{given}(value)", measures_of(table)),
            allowed=["count", *(f"{name}(column)" for name in BY_NAME)],
        )
    fit = fitting(table, function)
    name = match["column"]
    if name not in fit:
        raise BadParameter(
            f"agg: {function.name} cannot be taken of {name[:80]!r}",
            parameter="agg",
            nearest=nearest(name, fit),
            allowed=list(fit),
        )
    unit = MEASURED_IN.get(name) if function.needs_one_unit else None
    columns = {column.name: column for column in columns_of(table.row)}
    return Measure(
        name=given,
        sql=function.sql,
        column=f"{table.name}.{name}",
        unit=f"{table.name}.{unit}" if unit in columns and unit not in groups else None,
        is_of_amounts=unit is not None,
        en=f"{function.en} of `{name}`.",
        zh=f"{name}的{function.zh}。",
        title=f"{columns[name].title}: {function.en.lower()}",
        title_zh=f"{columns[name].title_zh}：{function.zh}",
    )


def described_columns(table: Table, groups: tuple[str, ...], measures: tuple[Measure, ...]) -> tuple[Column, ...]:
    """What the columns of an aggregate mean: a measure is of the column it names."""
    own = {column.name: column for column in columns_of(table.row)}
    known = own | {f"{REPORT}{column.name}": of_report(column) for column in columns_of(REPORTS.row)}
    return (*(known[name] for name in groups), *map(of_measure, measures))


def of_report(column: Column) -> Column:
    """A column of the report of a row."""
    title, title_zh = f"{REPORTS.title}: {column.title.lower()}", f"{REPORTS.title_zh}：{column.title_zh}"
    return replace(column, name=f"{REPORT}{column.name}", title=title, title_zh=title_zh)


def of_measure(measure: Measure) -> Column:
    """The column of a measure."""
    return replace(
        MEASURED,
        name=measure.name,
        title=measure.title,
        title_zh=measure.title_zh,
        description=measure.en,
        description_zh=measure.zh,
    )


def measures_of(table: Table) -> tuple[str, ...]:
    """Every measure that can be taken of a table."""
    return ("count", *(f"{one.name}({name})" for one in FUNCTIONS for name in fitting(table, one)))


@cache
def fitting(table: Table, function: Function) -> tuple[str, ...]:
    """The columns a function makes sense for."""
    return tuple(column.name for column in columns_of(table.row) if isinstance(column.type, function.types))


@cache
def groups_of(table: Table) -> tuple[str, ...]:
    """The columns rows can be grouped by: the table's own, and those of the report a row was read from."""
    own = plain_columns(table)
    return (*own, *(f"{REPORT}{name}" for name in plain_columns(REPORTS))) if "report_id" in own else own


@cache
def plain_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table with one plain value."""
    return tuple(column.name for column in columns_of(table.row) if isinstance(column.type, SCALARS))
