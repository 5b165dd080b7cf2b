"""A value of a row as it is shown: in words, with the page it leads to."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec import Struct

from api.web.pages import label
from api.web.visit import Row, Visit
from api.web.wording.numbers import figure_text, number
from api.web.wording.words import WORDS
from schemas.inspection import columns_of
from schemas.tables import BY_NAME

UNITS = {  # columns whose value is said with its unit
    "value": "unit",
    "outcome_value": "outcome_unit",
    "target_value": "target_unit",
    "investment": "investment_unit",
    "base_value": "base_unit",
    "difference": "difference_unit",
    "restated_value": "outcome_unit",
    "investment_base": "",
}
PLACES = {  # columns whose value has a page
    "metric_id": "/metrics/",
    "report_id": "/reports/",
    "outcome_report_id": "/reports/",
    "target_report_id": "/reports/",
    "region_code": "/regions/",
    "parent_code": "/regions/",
    "glossary_id": "/rows/",
    "baseline_id": "/rows/",
    "outcome_id": "/rows/",
    "target_id": "/rows/",
    "statement_id": "/rows/",
    "restated_id": "/rows/",
    "progress_id": "/rows/",
    "reference_id": "/rows/",
    "row_id": "/rows/",
}
YEARS = ("year", "report_year", "first_year", "last_year", "valid_from", "valid_to", "vintage")
TEXTS = ("quote", "definition", "definition_en")
Say = Callable[[Visit, str, str, Any], str]
KINDS = {"indicators": "i", "targets": "t", "projects": "p", "glossary": "m", "glossary_mentions": "m"}


class Cell(Struct, frozen=True):
    """What is shown of a value, and of which kind it is.

    `n` is a number, `n said` one with its unit, `n long` words in the place of one; `q` are words of a report; `w` is a
    year or a value of a closed list.
    """

    text: str
    kind: str = ""
    href: str | None = None


def cell(visit: Visit, table: str, column: str, row: Row, say: Say = label) -> Cell:
    """A value of a row; `say` puts one of a closed list into words."""
    value = row.get(column)
    if column in UNITS and (value is not None or column == "value"):
        return Cell(figure_text(row, visit.speech, column, UNITS[column]), "n said" if value is not None else "n long")
    if value is None or value == []:
        return Cell("")
    if column in UNITS.values():
        return Cell(unit_in_words(visit, value))
    if column in PLACES and isinstance(value, str):
        return Cell(value, "", visit.to(PLACES[column] + value))
    if column in TEXTS:
        return Cell(str(value), "q")
    is_short = column in YEARS or column in closed(table)
    kind = "n" if is_number(column, value) else "w" if is_short else ""
    return Cell(in_words(visit, table, column, value, say), kind)


@cache
def closed(table: str) -> frozenset[str]:
    """The columns of a table whose values are a closed list."""
    return frozenset(column.name for column in columns_of(BY_NAME[table].row) if column.labels)


def unit_in_words(visit: Visit, unit: str) -> str:
    """A unit as it is called, and as it is written if that differs."""
    called = visit.speech.unit(unit)
    return unit if called == unit else f"{called} ({unit})"


def is_number(column: str, value: Any) -> bool:
    """Whether a value is an amount: a year is a name."""
    return isinstance(value, int | float) and not isinstance(value, bool) and column not in YEARS


def in_words(visit: Visit, table: str, column: str, value: Any, say: Say = label) -> str:
    """A value without a unit."""
    if isinstance(value, bool):
        return str(visit.choose(*WORDS["yes" if value else "no"]))
    if column in YEARS:
        return str(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return str(visit.choose("；", "; ")).join(in_words(visit, table, column, one) for one in value)
    if isinstance(value, dict):
        return str(visit.choose("，", ", ")).join(str(one) for one in value.values() if one is not None)
    return value.isoformat() if isinstance(value, dt.date) else say(visit, table, column, value)


def named_cells(visit: Visit, table: str, columns: tuple[str, ...], row: Row) -> list[tuple[str, str, Cell]]:
    """The values of a row that say something, each with the title and the meaning of its column."""
    described = {column.name: column for column in columns_of(BY_NAME[table].row)}
    found = ((described[name], whole_cell(visit, table, name, row)) for name in columns)
    return [
        (visit.choose(of.title_zh, of.title), visit.choose(of.description_zh, plain(of.description)), shown)
        for of, shown in found
        if shown.text and row.get(of.name) is not False and of.name not in UNITS.values()
    ]


def whole_cell(visit: Visit, table: str, column: str, row: Row) -> Cell:
    """A value of a row; an amount that is said in other words than it is written as it is written, too."""
    shown, unit = cell(visit, table, column, row), row.get(UNITS.get(column, ""))
    if row.get(column) is None or not visit.speech.is_named(unit):
        return shown
    return Cell(f"{shown.text} ({number(row[column])} {unit})", shown.kind)


def plain(description: str) -> str:
    """A description of a schema without the marks of code."""
    return description.replace("`", "")


def in_report(visit: Visit, report_id: str, paragraph: int, anchor: str = "", original: str | None = None) -> str:
    """The address of a paragraph in its report, or of a row there: in the stretch of it that has the paragraph."""
    page = visit.to(f"/reports/{report_id}", paragraph=paragraph, original=original)
    return f"{page}#{anchor or f's{paragraph}'}"


def own_page(visit: Visit, table: str, row: Row) -> str | None:
    """The page that is about a row."""
    of = BY_NAME[table]
    match table:
        case "paragraphs":
            return in_report(visit, row["report_id"], row["paragraph"])
        case "outcomes":
            return visit.to(f"/rows/{row['target_id']}")
        case "series":
            return visit.to(f"/rows/{row['statement_id']}")
        case "undertakings":
            return visit.to(f"/rows/{row['stages'][-1]['row_id']}") if row.get("stages") else None
        case "reports" | "metrics":
            return visit.to(f"/{table}/{row['id']}")
        case "regions":
            return visit.to(f"/regions/{row['code']}")
    return visit.to(f"/rows/{row['id']}") if of.is_located else None
