"""The `glossary` and `glossary_mentions` tables."""

from typing import Annotated

from msgspec import Struct

from schemas.described import described
from schemas.located import Located
from schemas.scalars import (
    Definition,
    DefinitionEn,
    GlossaryId,
    IsExact,
    Items,
    Label,
    Meaning,
    MentionForm,
    NoteNumber,
    RegionCode,
    RegionName,
    ReportYear,
    Term,
    TermEn,
)
from schemas.vocabulary import Level, Translation


class Component(Struct, kw_only=True, frozen=True):
    """A part of a term and what it means."""

    label: Label
    meaning: Meaning


Components = Annotated[
    list[Component],
    described(
        "Parts of the term with their meanings, as the note lists them.",
        "词条各部分及其含义。",
        [{"label": "一圈", "meaning": "沈阳现代化都市圈"}],
    ),
]


class GlossaryEntry(Located, kw_only=True, frozen=True):
    """A term the report explains in its notes."""

    number: NoteNumber | None = None
    term: Term
    definition: Definition
    term_en: TermEn | None = None
    definition_en: DefinitionEn | None = None
    translation: Translation | None = None
    components: Components = []
    items: Items = []
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None


class GlossaryMention(Located, kw_only=True, frozen=True):
    """A place where the body of the report uses a term of its notes."""

    glossary_id: GlossaryId
    term: Term
    form: MentionForm
    is_exact: IsExact
