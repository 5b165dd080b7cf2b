"""Filters: one line per operator; one query parameter per column and operator."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct, inspect, structs

from api.http.problems import BadParameter, nearest
from datasets.library.regions.names import same_names
from datasets.library.regions.register import within
from schemas.inspection import Column, column, columns_of
from schemas.tables import Table

NUMBERS = (inspect.IntType, inspect.FloatType)
DATES = (inspect.DateType,)
TEXTS = (inspect.StrType,)
LISTS = (inspect.ListType,)
CLOSED = (inspect.LiteralType, inspect.BoolType)
ORDERED = (*NUMBERS, *DATES)
SCALARS = (*ORDERED, *TEXTS, *CLOSED)
ANY = (inspect.Type,)
WITHOUT_LIMITS = {inspect.IntType: int, inspect.FloatType: float, inspect.DateType: dt.date}
MOST_VALUES = 100  # values in one `__in`
LARGEST = 2**63 - 1
EXPECTED = {
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "true or false",
    inspect.DateType: "a day, such as 2024-01-23",
}
# The codes of the register, and of what the release has below them; a list, for a join may change the order of the rows.
WITHIN = (
    "list_contains((with recursive below(code) as (select unnest(?) union select regions.code from regions join below "
    "on parent_code = below.code) select list(code) from below where code in (select code from regions)), {column})"
)
COMMA = re.compile(r"(?<!\\),")  # between values; one in a value is `\,`
COMMALESS_TEXTS = frozenset({"metric_id", "region_code"})  # columns of texts of which none has a comma


class Operator(Struct, frozen=True):
    """A way to compare a column with a value: in SQL, and the types of column it makes sense for.

    It takes a `value` that the column can have, a `bound` that need not be one, some `values`, any `text`, or `yes or
    no`. One that is for some columns only names them.
    """

    suffix: str
    sql: str
    meaning: str
    meaning_zh: str
    types: tuple[type[inspect.Type], ...]
    takes: str = "value"
    columns: tuple[str, ...] = ()
    stands_for: Callable[[str], Iterable[str]] | None = None  # the values of the column that a given value means

    @property
    def is_equality(self) -> bool:
        """Whether only rows with the very value match."""
        return not self.suffix and self.takes == "value" and self.stands_for is None


OPERATORS = (
    Operator("",             "{column} = ?",                  "equals this value",                 "等于", SCALARS),
    Operator("__ne",         "{column} is distinct from ?",   "does not equal this value, or is empty", "不等于（含空值）", SCALARS),
    Operator("__gt",         "{column} > ?",                  "is more than this value",           "大于", ORDERED, takes="bound"),
    Operator("__gte",        "{column} >= ?",                 "is this value or more",             "大于等于", ORDERED, takes="bound"),
    Operator("__lt",         "{column} < ?",                  "is less than this value",           "小于", ORDERED, takes="bound"),
    Operator("__lte",        "{column} <= ?",                 "is this value or less",             "小于等于", ORDERED, takes="bound"),
    Operator("__in",         "list_contains(?, {column})",    "is one of these, comma between; a comma in a value is `\\,`","属于其一（逗号分隔，值内逗号写作\\,）", (*NUMBERS, *TEXTS, inspect.LiteralType), takes="values"),
    Operator("__contains",   "contains({column}, ?)",         "contains this text, in these very characters", "包含此文字（逐字匹配）", TEXTS, takes="text"),
    Operator("__startswith", "starts_with({column}, ?)",      "starts with this text, in these very characters", "以此文字开头（逐字匹配）", TEXTS, takes="text"),
    Operator("__contains",   "list_contains({column}, ?)",    "has this very member",              "包含此项", LISTS, takes="text"),
    Operator("__isnull",     "({column} is null) = ?",        "is empty (true) or not (false)",    "是否为空", ANY, takes="yes or no"),
    Operator("",             "list_contains(?, {column})", "is called this, in Chinese or English", "中文名或英文名为", TEXTS, columns=("region_name",), stands_for=same_names),
    Operator("__in",         "list_contains(?, {column})", "is called one of these, in Chinese or English, comma between", "中文名或英文名属于其一（逗号分隔）", TEXTS, takes="values", columns=("region_name",), stands_for=same_names),
    Operator("__within",     WITHIN, "is this region, or one below it", "为此区划或其下级", TEXTS, columns=("region_code", "code"), stands_for=within),
)  # fmt: skip

ONE_OF = Operator(
    "", "list_contains(?, {column})", "is one of these, comma between", "属于其一（逗号分隔）", (), takes="values"
)


class Filter(Struct, frozen=True):
    """A query parameter of a table, such as `value__gte`."""

    column: Column
    operator: Operator

    @property
    def name(self) -> str:
        return self.column.name + self.operator.suffix

    @property
    def takes_several(self) -> bool:
        """Whether commas set several values apart, of which a row has one: no value of the column has a comma."""
        is_commaless = isinstance(self.column.type, inspect.LiteralType) or self.column.name in COMMALESS_TEXTS
        return self.operator.is_equality and is_commaless

    def of_several(self) -> "Filter":
        """The same parameter, for rows that have one of several values."""
        return structs.replace(self, operator=ONE_OF)

    def read(self, given: str) -> Any:
        """The value of the parameter. Raises BadParameter when the column can never hold it."""
        value = self.read_given(given)
        if self.operator.stands_for is None:
            return value
        values = value if isinstance(value, list) else [value]
        return sorted({meant for one in values for meant in self.operator.stands_for(one)})

    def read_given(self, given: str) -> Any:
        """The value, or the values, that are given."""
        match self.operator.takes:
            case "text":
                return given
            case "yes or no":
                return converted(self.name, given, bool)
            case "bound":
                return converted(self.name, given, WITHOUT_LIMITS[type(self.column.type)])
            case "values":
                values = [value.replace("\\,", ",") for value in COMMA.split(given)] if given else []
                if len(values) > MOST_VALUES:
                    raise BadParameter(f"{self.name}: {len(values)} values; at most {MOST_VALUES}", parameter=self.name)
                if self.operator is ONE_OF and "" in values:
                    said = f"{self.name}: a value is empty; expected values with commas between"
                    raise BadParameter(said, parameter=self.name)
                return [self.read_one(value) for value in values]
        return self.read_one(given)

    def read_one(self, given: str) -> Any:
        """One value of the column."""
        if self.column.labels and given not in self.column.labels:
            raise BadParameter(
                f"{self.name}: {given[:80]!r} is not one of {', '.join(self.column.labels)}",
                parameter=self.name,
                nearest=nearest(given, self.column.labels),
                allowed=list(self.column.labels),
            )
        return converted(self.name, given, self.column.annotation)


def column_type(to: Any) -> type[inspect.Type]:
    """The plain type of an annotation."""
    return type(column("", to).type)


def converted(name: str, given: str, to: Any) -> Any:
    """The text of a parameter as a value of a type, within its limits. Raises BadParameter when it is none."""
    try:
        value = msgspec.convert(given, to, strict=False)
    except msgspec.ValidationError as error:
        expected = EXPECTED.get(column_type(to)) if "got `str`" in str(error) else None
        said = f"expected {expected}" if expected else str(error)
        allowed = ["true", "false"] if to is bool else None
        raise BadParameter(f"{name}: {said}, got {given[:80]!r}", parameter=name, allowed=allowed) from None
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise BadParameter(f"{name}: {given!r} is not a value to compare with; for empty, use __isnull", parameter=name)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise BadParameter(f"{name}: {given[:80]} is beyond {LARGEST} in size", parameter=name)
    return value


@cache
def filters_of(table: Table) -> dict[str, Filter]:
    """Every filter of a table by its name, from the row Struct alone."""
    found = [
        Filter(column, operator)
        for column in columns_of(table.row)
        for operator in OPERATORS
        if applies(operator, column)
    ]
    return {one.name: one for one in found}


def applies(operator: Operator, column: Column) -> bool:
    """Whether an operator makes sense for a column: for its name, its type, and the members of a list."""
    if operator.columns and column.name not in operator.columns:
        return False
    if operator.types == LISTS:
        return isinstance(column.type, inspect.ListType) and is_text(column.type.item_type)
    return isinstance(column.type, operator.types)


def is_text(of: inspect.Type) -> bool:
    """Whether the members of a list are plain text."""
    return isinstance(of.type if isinstance(of, inspect.Metadata) else of, inspect.StrType)
