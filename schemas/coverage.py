"""The `coverage` table: which reports the library has, and how much was read from each."""

from typing import Annotated

from msgspec import Meta

from schemas.described import described
from schemas.located import Row
from schemas.scalars import CharLength, PartConfidence, RegionCode, RegionName, ReportId, Year
from schemas.vocabulary import Level

CoverageId = Annotated[
    str, Meta(min_length=1), described("Region and year of the report.", "区划与报告年份。", "211102-2024")
]
HasReport = Annotated[bool, described("Whether the library has the report.", "库中是否有该报告。", True)]
RowCount = Annotated[int, Meta(ge=0), described("Rows read from it.", "读出的行数。", 120, arrow="int32")]
Unresolved = Annotated[
    int,
    Meta(ge=0),
    described("Numerals that are not understood yet.", "尚未识别的数字个数。", 3, arrow="int32"),
]
Reviewed = Annotated[
    int, Meta(ge=0), described("Rows that a person has checked.", "经人工核对的行数。", 118, arrow="int32")
]
HasGrowthTarget = Annotated[
    bool,
    described("Whether the GDP growth it promises was read.", "是否读到经济增长目标。", True),
]


class Coverage(Row, kw_only=True, frozen=True):
    """A region and a year between its first and its last report: what the library has of it."""

    id: CoverageId
    year: Year
    has_report: HasReport
    report_id: ReportId | None = None
    char_length: CharLength | None = None
    parts_confidence: PartConfidence | None = None
    indicators: RowCount = 0
    targets: RowCount = 0
    outcomes: RowCount = 0
    projects: RowCount = 0
    glossary: RowCount = 0
    figures: RowCount = 0
    unresolved: Unresolved = 0
    reviewed: Reviewed = 0
    has_growth_target: HasGrowthTarget = False
    region_code: RegionCode
    region_name: RegionName
    level: Level
