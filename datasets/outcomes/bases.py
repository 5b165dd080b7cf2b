"""What a figure says on the basis of another of the same time: averages a year, totals, percentages, multiples."""

import math
import re
from typing import TypeVar

from msgspec import structs

from datasets.extract.metrics.names import ADDED, BUILT
from datasets.outcomes.names import name_form
from datasets.reading.text import fold
from datasets.rules.calendar import FLOW
from datasets.rules.outcomes import (
    BUILT_UP,
    END_OF_PLAN,
    LEAST_INDEX,
    MOST_DOUBLINGS,
    MOST_GROWTH,
    OF_A_PLAN,
    PRICES,
    TIMES_OF,
)
from schemas.quantities import Quantity
from schemas.series import Observation

YEARS = re.compile(r"(\d{4})-(\d{4})\Z")
PERCENT, DOUBLING, TIMES = "%", "doubling", "times"
MULTIPLES = (DOUBLING, TIMES)
AVERAGE, WHOLE, YEAR = "annual_average", "cumulative", "year"
INDEX_BEFORE = 100  # what an index of prices compares with, the year before
DECIMALS = 9
Row = TypeVar("Row", bound=Quantity | Observation)


def as_growth(row: Row) -> Row:
    """A figure of prices as the growth it tells of: 指数103 and 103.5% are 3% and 3.5%. Any other row as it is."""
    if row.metric_id not in PRICES or row.measure not in ("level", "rate", "growth") or row.value is None:
        return row
    if row.base_unit not in (None, PERCENT):
        return row
    low = growth_of_prices(row.value)
    high = None if row.value_high is None else growth_of_prices(row.value_high)
    told = {"value": low, "value_high": high, "base_value": low}
    return structs.replace(row, measure="growth", unit=PERCENT, base_unit=PERCENT, **told)


def growth_of_prices(value: float) -> float:
    """The growth in per cent that is told as an index, or as itself."""
    return round(value - INDEX_BEFORE, DECIMALS) if value >= LEAST_INDEX else value


def time_of(row: Quantity) -> str:
    """The time a row is about, as published."""
    return row.period or str(row.year)


def years_of(row: Quantity) -> int:
    """How many years the time of a row has."""
    span = YEARS.match(row.period or "")
    return int(span[2]) - int(span[1]) + 1 if span else 1


def is_average(row: Quantity) -> bool:
    """Whether a figure is of several years: an average of each, or a total."""
    return row.basis in (AVERAGE, WHOLE)


def is_of_growth(*rows: Quantity) -> bool:
    """Whether rows say how much something grows, in whatever unit of growth: 50%, 翻一番, 增长两倍."""
    return all(row.measure == "growth" and row.base_unit in (PERCENT, *MULTIPLES) for row in rows)


def adds(row: Quantity) -> bool:
    """Whether a row is about what is added, built or done, which adds up over the years."""
    return name_form(row.name).sign in (ADDED, BUILT) or FLOW.search(row.name.replace(BUILT_UP, "")) is not None


def basis_of(row: Quantity) -> str:
    """What a value is counted over: an average year, all years of a span, one year; a multiple is its own basis."""
    if row.measure == "growth" and row.base_unit in MULTIPLES:
        return row.base_unit or YEAR
    if row.basis in (AVERAGE, WHOLE):
        return row.basis
    return WHOLE if years_of(row) > 1 and row.measure != "growth" else YEAR


def is_restated(target: Quantity, figure: Quantity) -> bool:
    """Whether a figure of the same time is on another basis than a target."""
    return time_of(target) == time_of(figure) and basis_of(target) != basis_of(figure)


def on_basis_of(target: Quantity, figure: Quantity) -> float | None:
    """The value of a figure as a target of the same time counts it, in its base unit; None where nothing tells.

    Over five years 年均增长8% is 增长46.9%, and 0.555番; 新增就业150万人 is 年均30万人.
    """
    if basis_of(target) == basis_of(figure):
        return base(figure)
    years = years_of(target)
    if is_of_growth(target, figure):
        times = multiple(figure, years) if years > 1 and are_alike(target, figure) else None
        return growth(target, times, years) if times else None
    if years == 1 or figure.measure == "growth":
        return None if is_average(figure) and not is_average(target) else base(figure)
    if (target.basis, basis_of(figure)) == (AVERAGE, WHOLE) and (figure.basis == WHOLE or adds(figure)):
        return base(figure) / years
    return base(figure) * years if (target.basis, figure.basis) == (WHOLE, AVERAGE) else None


def are_alike(*rows: Quantity) -> bool:
    """Whether multiples and percentages of one span can be compared.

    A multiple has to name the year before its span. 是“十五”时期的两倍 compares the totals of two plans; 是2005年的两倍
    compares two levels, in the prices of their years, which percentages of growth are rarely in.
    """
    words = [fold(row.quote) for row in rows]
    since = str(int(time_of(rows[0])[:4]) - 1)
    if any(OF_A_PLAN.search(one) for one in words):
        return False
    if any(
        basis_of(row) in MULTIPLES and since not in one and not END_OF_PLAN.search(one)
        for row, one in zip(rows, words, strict=True)
    ):
        return False
    return all(basis_of(row) in MULTIPLES for row in rows) or not any(TIMES_OF.search(one) for one in words)


def multiple(row: Quantity, years: int) -> float | None:
    """How many times what there was before there is at the end of a growth; None where it does not say."""
    value, basis = base(row), basis_of(row)
    if abs(value) > (MOST_DOUBLINGS if basis == DOUBLING else MOST_GROWTH):
        return None
    if basis == DOUBLING:
        return math.pow(2, value)
    if basis == TIMES:
        return value if TIMES_OF.search(fold(row.quote)) else 1 + value
    return None if basis == YEAR else float(max(1 + value / 100, 0.0) ** (years if basis == AVERAGE else 1))


def growth(target: Quantity, times: float, years: int) -> float | None:
    """A growth by a number of times as a target says it; None where nothing is left, or the target does not say."""
    basis = basis_of(target)
    if times <= 0 or basis == YEAR:
        return None
    if basis == DOUBLING:
        return math.log2(times)
    if basis == TIMES:
        return times if TIMES_OF.search(fold(target.quote)) else times - 1
    return 100 * (float(times ** (1 / years if basis == AVERAGE else 1)) - 1)


def base(row: Quantity) -> float:
    """A value in its base unit, or as printed where it has none. Raises ValueError for a relation."""
    found = row.value if row.base_value is None else row.base_value
    if found is None:
        raise ValueError("a relation has no value")
    return found
