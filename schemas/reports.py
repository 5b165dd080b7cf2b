"""The `reports` and `paragraphs` tables."""

from schemas.located import Located, Row
from schemas.scalars import (
    CharLength,
    DeliveredOn,
    Licence,
    Notes,
    ParagraphCount,
    PartConfidence,
    PublishedOn,
    Publisher,
    RegionCode,
    RegionName,
    RegionNameEn,
    ReportId,
    Session,
    Sha256,
    SiteCode,
    SiteName,
    Speaker,
    SpeakerTitle,
    Title,
    Url,
    Year,
)
from schemas.vocabulary import Level, ParagraphKind, Part


class Report(Row, kw_only=True, frozen=True):
    """A report and where it came from."""

    id: ReportId
    region_code: RegionCode
    region_name: RegionName
    region_name_en: RegionNameEn
    level: Level
    year: Year
    title: Title
    session: Session | None = None
    speaker: Speaker | None = None
    speaker_title: SpeakerTitle | None = None
    delivered_on: DeliveredOn | None = None
    published_on: PublishedOn | None = None
    publisher: Publisher | None = None
    site_name: SiteName | None = None
    site_code: SiteCode | None = None
    url: Url | None = None
    licence: Licence
    sha256: Sha256
    char_length: CharLength
    paragraph_count: ParagraphCount
    notes: Notes = []
    parts_confidence: PartConfidence | None = None
    review_confidence: PartConfidence | None = None
    problems_confidence: PartConfidence | None = None
    outlook_confidence: PartConfidence | None = None
    plan_confidence: PartConfidence | None = None


class Paragraph(Located, kw_only=True, frozen=True):
    """A line of the source that is not blank; all of them together are the full text."""

    part: Part
    kind: ParagraphKind
