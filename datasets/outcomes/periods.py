"""The time a target and a figure are about."""

import re

from datasets.outcomes.bases import YEARS, adds, is_average, on_basis_of, time_of
from datasets.rules.outcomes import REACHED, YEARS_IN_NAME
from schemas.indicators import Indicator
from schemas.outcomes import Lost
from schemas.quantities import Quantity

PARTS = re.compile(r"(\d{4})[-QH]")


def last_year(row: Quantity) -> int | None:
    """The year in which the time of a row ends."""
    span = YEARS.match(row.period or "")
    return int(span[2]) if span else row.year


def mismatch(target: Quantity, indicator: Indicator) -> Lost | None:
    """Why a figure is of another time than a target; None when it is of the same.

    What is promised of a span is answered by a figure of that span, and a stock at its end by one of its last year.
    """
    if YEARS_IN_NAME.search(indicator.name) and not YEARS_IN_NAME.search(target.name):
        return "span"
    wanted, got = time_of(target), time_of(indicator)
    if wanted == got:
        return "span" if on_basis_of(target, indicator) is None else None
    if span := YEARS.match(got):
        if int(span[2]) == last_year(target) and is_reached(indicator):
            return None
        return "span" if int(span[2]) == last_year(target) or YEARS.match(wanted) else "other_year"
    if YEARS.match(wanted) and got == wanted[-4:]:
        is_stock = target.measure in ("level", "share", "rate", "rank") and not adds(target)
        return None if target.basis is None and is_stock else "part_of_year"
    partial = PARTS.match(got)
    return "part_of_year" if partial and int(partial[1]) == last_year(target) else "other_year"


def is_reached(indicator: Indicator) -> bool:
    """Whether a figure of a span is what there was at its end: 五年来达到3300户."""
    return indicator.measure == "level" and not is_average(indicator) and bool(REACHED.search(indicator.quote))
