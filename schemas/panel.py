"""The `panel` table: target and outcome of the main metrics beside each other, and what is absent said so."""

from typing import Annotated, Literal

from msgspec import Meta

from schemas.described import described
from schemas.located import Row
from schemas.outcomes import Difference, DifferenceUnit, OutcomeUnit, OutcomeValue, Status, TargetValue
from schemas.scalars import (
    MetricId,
    NameEn,
    OutcomeId,
    RegionCode,
    RegionName,
    ReportId,
    UnitText,
    ValueHigh,
    Year,
)
from schemas.series import Kind
from schemas.vocabulary import Comparator, Level, Measure, Strength

PanelId = Annotated[
    str,
    Meta(min_length=1),
    described("Region, metric, measure and year.", "区划、指标、类型与年份。", "211102.gdp.growth.2024"),
]
Presence = Annotated[
    Literal["stated", "not_stated", "not_read", "no_report"],
    described(
        "Whether the library has it, and if not, why.",
        "库中有无；若无，原因为何。",
        "stated",
        labels={
            "stated": ("a report states it", "报告有述"),
            "not_stated": ("the report is there, and does not name it where it would", "报告已入库，未述及"),
            "not_read": ("the report names it there, and no such figure was read", "报告已入库，有述及而未读出"),
            "no_report": ("the report that would state it is not in the library", "应述及的报告未入库"),
        },
    ),
]
PanelTargetId = Annotated[str, described("The target.", "目标。", "211102-2024.t5678")]
TargetText = Annotated[
    str,
    described(
        "The target as printed, with its modifiers: 左右, 以上, 力争.",
        "目标原文，含左右、以上、力争等修饰语。",
        "增长6%左右",
    ),
]


class PanelRow(Row, kw_only=True, frozen=True):
    """A metric of a region in a year: what was promised, what came out, and how they compare."""

    id: PanelId
    metric_id: MetricId
    name_en: NameEn
    measure: Measure
    year: Year
    target: Presence
    target_value: TargetValue | None = None
    target_value_high: ValueHigh | None = None
    target_unit: UnitText | None = None
    target_comparator: Comparator | None = None
    target_strength: Strength | None = None
    target_text: TargetText | None = None
    target_id: PanelTargetId | None = None
    target_report_id: ReportId | None = None
    outcome: Presence
    outcome_value: OutcomeValue | None = None
    outcome_unit: OutcomeUnit | None = None
    outcome_kind: Kind | None = None
    outcome_id: OutcomeId | None = None
    outcome_report_id: ReportId | None = None
    status: Status | None = None
    difference: Difference | None = None
    difference_unit: DifferenceUnit | None = None
    region_code: RegionCode
    region_name: RegionName
    level: Level
