"""Statements about undertakings to rows of `projects`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from re import Match
from typing import Any

from datasets.document import Document
from datasets.numerals import chinese_value
from datasets.rules.grammar import any_of
from datasets.rules.numerals import ALPHABET
from datasets.rules.projects import (
    CATEGORIES,
    INVESTED,
    NAME_LEADS,
    NO_NAMES,
    NOT_PROJECTS,
    PHASE,
    PROGRAMME,
    SINGLE,
    STAGES,
)
from datasets.rules.units import written_units
from datasets.structure import Paragraph
from datasets.text import Span
from schemas.projects import Project
from schemas.vocabulary import ProjectCategory, ProjectStatus

REVIEW_VERBS = {verb: stage.status for stage in STAGES for verb in stage.review}
PLAN_VERBS = {verb: stage.status for stage in STAGES for verb in stage.plan}
SHAPE_OF = {False: re.compile(any_of(REVIEW_VERBS)), True: re.compile(any_of(PLAN_VERBS))}
CLAUSE_MARK = re.compile(r"[,;。!?]")
CLAUSE_REACH = 80  # characters; a text without punctuation has clauses no longer than this
PLANNED = frozenset({"plan", "closing"})


def projects(document: Document) -> Iterator[Project]:
    """Every statement about a named undertaking or a counted programme of works."""
    taken: set[int] = set()
    for paragraph, sentence in document.sentences:
        for shape, make in ((INVESTED, invested), (PROGRAMME, programme), (SINGLE, single)):
            for match in shape.finditer(document.text, sentence.start, sentence.end):
                places = set(range(match.start("name"), match.end("name")))
                project = None if places & taken else make(document, paragraph, sentence, match)
                if project:
                    taken |= places
                    yield project


def invested(document: Document, paragraph: Paragraph, sentence: Span, match: Match[str]) -> Project:
    """总投资11亿元X(一期)等一批重点项目顺利实施: an undertaking with its investment."""
    unit = written_units()[match["unit"]]
    amount = Decimal(match["amount"])
    end = clause_end(document, sentence, match.end())
    return row(
        document,
        paragraph,
        match,
        Span(match.start(), end),
        rule="invested",
        status=status_of(document, paragraph, match.end(), end),
        investment=float(amount),
        investment_unit=match["unit"],
        investment_base=float(amount * unit.factor) if unit.rule.base == "CNY" else None,
        batch_count=count_of(match["count"]),
    )


def programme(document: Document, paragraph: Paragraph, sentence: Span, match: Match[str]) -> Project | None:
    """推进团结等7个老旧小区改造: works of one kind, with how many and some by name."""
    end = clause_end(document, sentence, match.end())
    if match["name"] in NO_NAMES or not SHAPE_OF[paragraph.part in PLANNED].search(document.text, match.start(), end):
        return None
    start = match.start("verb") if match["verb"] else match.start("examples")
    listed = NAME_LEADS.sub("", document.source[match.start("examples") : match.end("examples")], count=1)
    return row(
        document,
        paragraph,
        match,
        Span(start, end),
        rule="programme",
        status=status_of(document, paragraph, start, end),
        quantity=count_of(match["count"]),
        examples=[example.strip("“” ") for example in re.split(r"、|和", listed) if example.strip("“” ")],
    )


def single(document: Document, paragraph: Paragraph, _: Span, match: Match[str]) -> Project | None:
    """中检集团辽宁化学检测中心项目实现落户: an undertaking and what happened to it."""
    if not SHAPE_OF[paragraph.part in PLANNED].search(match["verb"]) or any(
        word in match["name"] for word in NOT_PROJECTS
    ):
        return None
    if re.search(rf"[\d{ALPHABET}](?:个|项|批)", match["name"]):
        return None
    span = Span(match.start("name"), match.end("verb"))
    return row(
        document, paragraph, match, span, rule="single", status=status_of(document, paragraph, *match.span("verb"))
    )


def row(document: Document, paragraph: Paragraph, match: Match[str], span: Span, rule: str, **columns: Any) -> Project:
    """The columns every statement has."""
    start, end = match.span("name")
    lead = NAME_LEADS.match(document.text, start, end)
    start = lead.end() if lead and lead.end() < end else start
    end = group if (group := document.text.find("等", start + 1, end)) > 0 else end
    phase = PHASE.search(document.text, start, end)
    phase = phase if phase and phase.start() > start else None
    name = document.source[start : phase.start() if phase else end].removesuffix("项目") or document.source[start:end]
    phase_text = (phase["bracketed"] or phase["bare"]) if phase else None
    return Project(
        **document.located(span.start, span.end, rule),
        id=document.row_id("p", start),
        project_key=":".join(filter(None, (document.report_id.partition("-")[0], name, phase_text))),
        name=name,
        phase=phase_text,
        year=document.year_of(paragraph.part),
        category=category_of(document.text[start:end]),
        **columns,
    )


def clause_end(document: Document, sentence: Span, place: int) -> int:
    """The end of the clause a place is in."""
    last = min(sentence.end, place + CLAUSE_REACH)
    mark = CLAUSE_MARK.search(document.text, place, last)
    return mark.start() if mark else last


def status_of(document: Document, paragraph: Paragraph, start: int, end: int) -> ProjectStatus:
    """The stage the verbs of a clause state; the plainest word when there are none."""
    planned = paragraph.part in PLANNED
    verbs = PLAN_VERBS if planned else REVIEW_VERBS
    found = SHAPE_OF[planned].search(document.text, start, end)
    return verbs[found[0]] if found else "advancing"


def category_of(name: str) -> ProjectCategory:
    """The field of a project, from the words of its name; the first line of the table wins."""
    return next((category for category, words in CATEGORIES if any(word in name for word in words)), "other")


def count_of(written: str | None) -> int | None:
    """A count in either kind of numerals."""
    if not written:
        return None
    value = Decimal(written) if written.isascii() else chinese_value(written)
    return None if value is None else int(value)
