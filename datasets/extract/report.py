"""One report to the rows of every table: a pure function of the text and what is known of it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct, structs

from datasets.extract.exclusions import exclusions
from datasets.extract.figures import attributes_of_projects, figures
from datasets.extract.glossary import glossary, glossary_mentions
from datasets.extract.indicators import indicators
from datasets.extract.projects.extraction import projects
from datasets.extract.quantities import quantities
from datasets.extract.quarantine import sound, year_in
from datasets.extract.targets import targets, with_baselines
from datasets.reading.document import Document
from schemas.figures import Figure
from schemas.glossary import GlossaryEntry, GlossaryMention
from schemas.indicators import Indicator
from schemas.projects import Project
from schemas.reports import Paragraph
from schemas.tables import BY_NAME
from schemas.targets import Target

OF_EVERYTHING = "一、2023年工作回顾\n建成某桥。地区生产总值增长5%。\n二、2024年工作安排\n新建学校3所。\n"


class Extraction(Struct, frozen=True):
    """The rows of one report, by table."""

    indicators: list[Indicator]
    targets: list[Target]
    projects: list[Project]
    glossary: list[GlossaryEntry]
    glossary_mentions: list[GlossaryMention]
    figures: list[Figure]
    paragraphs: list[Paragraph]


def extract(document: Document) -> Extraction:
    """Read a report. Rows that break a law are left out; the ledger says why."""
    return lawful(document, unchecked(document))


def lawful(document: Document, rows: Extraction) -> Extraction:
    """The rows that the rules read, without those that break a law."""
    return Extraction(**sound(rows, document.year or year_in(document.report_id)))


def unchecked(document: Document) -> Extraction:
    """All rows that the rules read. Projects come first: a figure that only describes one of them is no indicator."""
    excluded = exclusions(document)
    undertakings = list(projects(document))
    attributes = {place for place, _ in attributes_of_projects(document, undertakings)}
    read = list(quantities(document, frozenset(excluded) | attributes))
    entries = list(glossary(document))
    achieved = list(indicators(document, read))
    return Extraction(
        indicators=achieved,
        targets=list(with_baselines(targets(document, read), achieved)),
        projects=undertakings,
        glossary=entries,
        glossary_mentions=list(glossary_mentions(document, entries)),
        figures=list(figures(document, excluded, read, undertakings)),
        paragraphs=list(paragraph_rows(document)),
    )


def with_region_and_year(extraction: Extraction, **place: Any) -> Extraction:
    """Rows that say which region and year their report is of (`PLACE`), where their table has columns for it."""
    rows = {
        name: [structs.replace(row, **place) for row in getattr(extraction, name)]
        for name in Extraction.__struct_fields__
        if BY_NAME[name].is_placed
    }
    return structs.replace(extraction, **rows)


@cache
def prepare() -> None:
    """Make the tables that are made when they are first asked for: processes that part from this one then have them."""
    extract(Document(OF_EVERYTHING, "", year=2024))


def paragraph_rows(document: Document) -> Iterator[Paragraph]:
    """The text of the report, line by line."""
    for paragraph in document.paragraphs:
        yield Paragraph(
            **document.located(paragraph.start, paragraph.end, paragraph.kind),
            id=document.row_id("s", paragraph.start),
            part=paragraph.part,
            kind=paragraph.kind,
        )
