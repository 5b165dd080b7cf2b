"""Provenance: the part of a row that says where it was read."""

from msgspec import Struct

from schemas.scalars import Because, CharEnd, CharStart, ParagraphNumber, Quote, ReportId, RowId, RuleName, Section
from schemas.vocabulary import Review

PLACE = ("region_code", "region_name", "level", "report_year")  # where a row is from; last of its table
CURATED = "curated"  # the rule of a row, or of an entry of the ledger, that a person set


class Row(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A row of a published table."""


class Located(Row, kw_only=True, frozen=True):
    """A row that can be traced to the characters it was read from."""

    id: RowId
    report_id: ReportId
    section: Section | None = None
    paragraph: ParagraphNumber
    char_start: CharStart
    char_end: CharEnd
    quote: Quote
    rule: RuleName
    review: Review = "machine"
    because: Because | None = None
