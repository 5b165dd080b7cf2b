"""Rows that break a law or their schema: left out, each numeral with the reason, so that they stop no other row."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from datasets.rules.registry import QUARANTINES
from schemas.indicators import Indicator
from schemas.located import Located
from schemas.quantities import Quantity

R = TypeVar("R", bound=Located)
AFTER_ITS_REPORT, OUTSIDE_ITS_QUOTE, AGAINST_SCHEMA = QUARANTINES
Laws = Mapping[str, Callable[[Located, int | None], bool]]
YEAR_DIGITS = 4
CHECKED = ("indicators", "targets", "projects", "glossary")


def year_in(report_id: str) -> int | None:
    """The year a report's id ends with, if it does."""
    year = report_id.rpartition("-")[2]
    return int(year) if year.isdecimal() and len(year) == YEAR_DIGITS else None


def after_its_report(row: Located, year: int | None) -> bool:
    """Whether a row is achieved, yet dated after its report."""
    return isinstance(row, Indicator) and None not in (year, row.year) and (row.year or 0) > (year or 0)


def outside_its_quote(row: Located, _: int | None) -> bool:
    """Whether the figure of a row is not inside its quote."""
    return isinstance(row, Quantity) and not row.char_start <= row.figure_start < row.figure_end <= row.char_end


def against_schema(row: Located, _: int | None) -> bool:
    """Whether a row does not fit the schema of its table."""
    try:
        msgspec.convert(structs.asdict(row), type(row))
    except msgspec.ValidationError:
        return True
    return False


LAW: Laws = {AFTER_ITS_REPORT: after_its_report, OUTSIDE_ITS_QUOTE: outside_its_quote}
ALL_LAWS: Laws = {**LAW, AGAINST_SCHEMA: against_schema}


def kept_out(tables: Mapping[str, Iterable[Located]], year: int | None, laws: Laws) -> dict[str, str]:
    """The ids of rows that are left out, with the reason."""
    rows = (row for name in CHECKED for row in tables[name])
    return {row.id: reason for row in rows for reason, breaks in laws.items() if breaks(row, year)}


def without(tables: Mapping[str, list[Any]], out: Mapping[str, str]) -> dict[str, list[Any]]:
    """The tables without the rows that are left out, and with nothing that refers to them."""
    kept = {name: [row for row in rows if getattr(row, "id", None) not in out] for name, rows in tables.items()}
    kept["figures"] = [mended(figure, out) for figure in kept["figures"]]
    kept["targets"] = [
        structs.replace(one, baseline_id=None) if one.baseline_id in out else one for one in kept["targets"]
    ]
    kept["glossary_mentions"] = [one for one in kept["glossary_mentions"] if one.glossary_id not in out]
    return kept


def mended(figure: R, out: Mapping[str, str]) -> R:
    """A numeral of the ledger: one whose row is left out says why."""
    row_id = getattr(figure, "row_id", None) or ""
    if row_id not in out:
        return figure
    return structs.replace(figure, table=None, row_id=None, reason="unresolved", rule=out[row_id])


def sound(extraction: Struct, year: int | None, laws: Laws = LAW) -> dict[str, list[Any]]:
    """The rows of an extraction that break no law, by table."""
    tables = {name: getattr(extraction, name) for name in extraction.__struct_fields__}
    out = kept_out(tables, year, laws)
    return without(tables, out) if out else tables


def quarantine_notes(rules: Iterable[str]) -> Iterator[str]:
    """What to say of numerals whose rows were left out, from the rules of the ledger."""
    for rule, count in Counter(rule for rule in rules if rule in QUARANTINES).items():
        yield f"{count} figures are quarantined ({rule})"
