"""The ledger: every numeral of a source, once, with the row that uses it or the reason why none does."""

from collections.abc import Iterable, Iterator

from datasets.extract.names.measures import ARABIC_ONLY, is_small_count
from datasets.extract.names.units import unit_at
from datasets.extract.quantity import Quantity
from datasets.extract.statements import is_promised
from datasets.reading.document import Document
from datasets.reading.numerals import Numeral
from datasets.rules.grammar import BARE_SCALE
from datasets.rules.projects.shapes import DESCRIBED
from schemas.figures import Figure
from schemas.projects import Project
from schemas.vocabulary import FiguresTable, Reason

FAR = 10_000  # a name behind its description is nearer than any before it


def figures(
    document: Document,
    excluded: dict[int, tuple[Reason, str]],
    quantities: Iterable[Quantity],
    projects: Iterable[Project],
) -> Iterator[Figure]:
    """One row for each numeral, in order."""
    used = dict(uses_by_quantities(document, quantities))
    claimed = dict(attributes_of_projects(document, projects))
    for numeral in document.numerals:
        paragraph = document.paragraph_at(numeral.start)
        table, row_id = used.get(numeral.start, claimed.get(numeral.start, (None, None)))
        reason, rule = reason_for(document, numeral, excluded, table)
        yield Figure(
            **document.located(numeral.start, numeral.end, rule, paragraph),
            id=document.row_id("f", numeral.start),
            part=paragraph.part,
            script=numeral.script,
            value=None if numeral.value is None else float(numeral.value),
            table=table,
            row_id=row_id,
            reason=reason,
        )


def uses_by_quantities(
    document: Document, quantities: Iterable[Quantity]
) -> Iterator[tuple[int, tuple[FiguresTable, str]]]:
    """Which row uses each numeral of a quantity."""
    for quantity in (first for first in quantities if not first.again):
        table: FiguresTable = "targets" if is_promised(document, quantity) else "indicators"
        for place in quantity.numerals:
            yield place, (table, document.row_id(table[0], quantity.figure.start))


def attributes_of_projects(
    document: Document, projects: Iterable[Project]
) -> Iterator[tuple[int, tuple[FiguresTable, str]]]:
    """Which project a figure only describes: its investment, capacity or size (装机600万千瓦、总投资近700亿元的…)."""
    nearest: dict[int, tuple[int, str]] = {}
    quoted: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for project in projects:
        name = int(project.id.rpartition("p")[2].partition("-")[0])
        quoted.setdefault((project.char_start, project.char_end), []).append((name, project.id))
    for (start, end), names in quoted.items():
        is_measured = bool(document.numerals_in(start, end))
        for described in DESCRIBED.finditer(document.text, start, end) if is_measured else ():
            behind = ((name - described.end(), row_id) for name, row_id in names if name >= described.end())
            before = ((described.start() - name + FAR, row_id) for name, row_id in names if name < described.end())
            found = min((*behind, *before))
            for numeral in document.numerals_in(described.start(), described.end()):
                nearest[numeral.start] = min(nearest.get(numeral.start, found), found)
    for place, (_, row_id) in nearest.items():
        yield place, ("projects", row_id)


def reason_for(
    document: Document, numeral: Numeral, excluded: dict[int, tuple[Reason, str]], table: FiguresTable | None
) -> tuple[Reason | None, str]:
    """Why a numeral is no indicator and no target, and the rule that says so."""
    if table == "projects":
        return "project_attribute", "invested"
    if table:
        return None, "figure"
    if numeral.start in excluded:
        return excluded[numeral.start]
    if numeral.script == "chinese":
        unit = unit_at(document.text, numeral.end)[1]
        counts = unit is not None and unit.form not in ARABIC_ONLY and numeral.value not in (None, 1)
        if not counts or BARE_SCALE.match(document.text, numeral.start, numeral.end):
            return "rhetorical", "word"
        if is_small_count(numeral, unit):
            return "rhetorical", "small_count"
    return "unresolved", "unresolved"
