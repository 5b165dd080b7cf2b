"""Lines for an `origin.toml` that settle what a report leaves open: to be pasted, some with a value filled in."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, get_args

from msgspec import Struct, structs

from datasets import toml
from datasets.extract.names.units import unit_at
from datasets.extract.statements import PROMISING
from datasets.library.curation import ROWS, SET_BY_PLACE
from datasets.reading.document import Document
from datasets.reading.marks import strong_start
from datasets.reading.text import Span
from datasets.rules.grammar import STRONG_MARKS
from schemas.figures import Figure
from schemas.indicators import Indicator
from schemas.located import CURATED, Located
from schemas.projects import Project
from schemas.quantities import Quantity
from schemas.targets import Target
from schemas.vocabulary import ProjectStatus, Reason, Strength

END, TOP, INSTEAD = "at the end of the file", "above the first table of the file", "instead of the line `{}`"
REFERRING = ("baseline_id", "outcome_id")  # to rows that may be others by then
PLACE_IN_ID = re.compile(r"\.[itp](\d+)\Z")  # of the first row of a place; corrections can name no other
READ = "read by a person"
LONGEST_QUOTE = 120  # characters on each side of a numeral
REASONS = [one for one in get_args(get_args(Reason)[0]) if one != "unresolved"]
STRENGTHS = get_args(get_args(Strength)[0])
STATUSES = get_args(get_args(ProjectStatus)[0])


class Suggestion(Struct, frozen=True):
    """Lines, what they mean, where in the file they belong, and the keys that a person must fill in before."""

    means: str
    lines: str
    where: str = END
    fill: list[str] = []


def span_of(document: Document, row: Located) -> Span:
    """The characters a row is about: its figure; of a project as much of its name as stands there; else its quote."""
    if isinstance(row, Quantity):
        return Span(row.figure_start, row.figure_end)
    if isinstance(row, Project) and (found := PLACE_IN_ID.search(row.id)):
        start = int(found[1])
        same = takewhile(
            lambda pair: pair[0] == pair[1], zip(row.name, document.source[start : start + len(row.name)], strict=False)
        )
        return Span(start, start + max(1, sum(1 for _ in same)))
    return Span(row.char_start, row.char_end)


def of_quarantined(document: Document, table: str, row: Located) -> Iterator[Suggestion]:
    """How a row that breaks a law is put right. Nothing for one that corrections cannot name, or that they made."""
    if table not in ROWS or row.rule == CURATED or not PLACE_IN_ID.search(row.id):
        return
    span = span_of(document, row)
    if isinstance(row, Project):
        yield added(
            document,
            "projects",
            span,
            {**correctable_columns(row, Project), "status": ""},
            "what happened to it is said here",
        )
        return
    aim = {"strength": "committed", **correctable_columns(row, Target)}
    yield added(document, "targets", span, aim, "it is promised, so it is a target")
    dated = {name: one for name, one in correctable_columns(row, Indicator).items() if name != "period"} | {"year": 0}
    yield added(document, "indicators", span, dated, "it is achieved, in another year")
    yield no_figure(document, span)


def correctable_columns(row: Located, table: type[Struct]) -> dict[str, Any]:
    """The columns of a row that a correction can give to a row of a table, without those that say nothing."""
    given = {field.name: (getattr(row, field.name, None), field.default) for field in structs.fields(table)}
    return {
        name: one
        for name, (one, default) in given.items()
        if one not in (None, [], default) and name not in SET_BY_PLACE and name not in REFERRING
    }


def of_unresolved(document: Document, figure: Figure) -> Iterator[Suggestion]:
    """What a numeral can be: no figure, or one whose name a person says."""
    span = Span(figure.char_start, figure.char_end)
    yield no_figure(document, span)
    unit = unit_at(document.text, span.end)[1]
    columns: dict[str, Any] = {"name": "", "measure": "rate" if unit and unit.rule.dimension == "ratio" else "level"}
    if figure.value is not None:
        columns["value"] = figure.value
    if unit and figure.value is not None:
        columns |= {"unit": unit.form, "base_value": figure.value * float(unit.factor), "base_unit": unit.rule.base}
    columns["year"] = document.year_of(document.paragraph_at(span.start)) or 0
    if document.region:
        columns["scope"] = document.region
    table = "targets" if figure.part in PROMISING else "indicators"
    strength = {"strength": STRENGTHS[-1]} if table == "targets" else {}
    yield added(document, table, span, columns | strength, f"it is one of the {table}")


def of_unknown_verb(document: Document, project: Project) -> Iterator[Suggestion]:
    """What a project is whose verb no table has: of the stage that was taken for it, or of another; or none."""
    if not PLACE_IN_ID.search(project.id):
        return
    span = span_of(document, project)
    comment = f"or one of {' '.join(one for one in STATUSES if one != project.status)}"
    given = {**about("change", document, span), "table": "projects"}
    yield Suggestion(
        f"its stage is {project.status}, or another",
        lines({**given, "set": {"name": project.name, "status": project.status}, "because": READ}, {"set": comment}),
    )
    yield Suggestion("it is no project", lines({**given, "action": "drop", "because": READ}))


def of_unreviewed(read: list[str], unread: list[str]) -> Suggestion:
    """That a person has read tables through, beside those that were."""
    return Suggestion(
        "once they are read through",
        f"reviewed = {toml.encoded([*read, *unread])}\n",
        INSTEAD.format("reviewed") if read else TOP,
    )


def of_recognised() -> Suggestion:
    """That a person has compared what was recognised with the file."""
    return Suggestion("once they are compared with the file", "recognised = []\n", INSTEAD.format("recognised"))


def no_figure(document: Document, span: Span) -> Suggestion:
    """That a numeral is no figure."""
    given = {**about("reason", document, span), "reason": "", "because": READ}
    return Suggestion("it is no figure", lines(given, {"reason": f"one of {' '.join(REASONS)}"}), fill=["reason"])


def added(document: Document, table: str, span: Span, columns: dict[str, Any], means: str) -> Suggestion:
    """A row that is added; the columns that are empty, or 0 for a year, are to be filled in."""
    fill = [name for name, one in columns.items() if one == "" or (name == "year" and not one)]
    given = {**about("add", document, span), "table": table, "quote": quote_around(document, span)}
    comment = {"set": f"fill in {', '.join(fill)}"} if fill else {}
    return Suggestion(means, lines({**given, "set": columns, "because": READ}, comment), fill=fill)


def about(action: str, document: Document, span: Span) -> dict[str, Any]:
    """The action, the place, and the characters that stand there."""
    return {"action": action, "place": span.start, "text": document.source[span.start : span.end]}


def quote_around(document: Document, span: Span) -> str:
    """The clause of a numeral, as it is stored."""
    paragraph = document.paragraph_at(span.start)
    start = strong_start(document.text, max(paragraph.start, span.start - LONGEST_QUOTE), span.start)
    reach = min(paragraph.end, span.end + LONGEST_QUOTE)
    ends = (document.text.find(mark, span.end, reach) for mark in STRONG_MARKS)
    end = min((one for one in ends if one >= 0), default=max(reach, span.end))
    return document.source[start:end]


def lines(given: dict[str, Any], comments: dict[str, str] | None = None) -> str:
    """A correction as TOML, some of its keys with a comment."""
    told = comments or {}
    keys = (f"{key} = {toml.encoded(one)}" + (f"  # {told[key]}" if key in told else "") for key, one in given.items())
    return "[[corrections]]\n" + "\n".join(keys) + "\n"
