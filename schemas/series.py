"""The `series` table: one preferred value for each region, metric, kind of figure and year."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.described import described
from schemas.located import Row
from schemas.scalars import (
    BaseUnit,
    BaseValue,
    MetricId,
    NameEn,
    RegionCode,
    RegionName,
    ReportId,
    UnitText,
    Value,
    ValueHigh,
    Year,
)
from schemas.vocabulary import Comparator, Level, Measure

SeriesId = Annotated[
    str,
    Meta(min_length=1),
    described(
        "Region, metric, measure and year, the same in every release; a number at the end tells units apart.",
        "区划、指标、类型与年份，在各版本中保持不变；末尾数字区分不同单位。",
        "211102.gdp.growth.2023",
    ),
]
Kind = Annotated[
    Literal["final", "preliminary", "estimated", "target"],
    described(
        "What the preferred value is.",
        "首选值的性质。",
        "final",
        labels={
            "final": ("stated as it came out", "实际数"),
            "preliminary": ("marked 初步核算 (preliminary)", "初步核算数"),
            "estimated": ("governed by 预计 (expected)", "预计数"),
            "target": ("promised; nothing is stated yet", "目标值，尚无实际数"),
        },
    ),
]
StatementId = Annotated[
    str,
    Meta(min_length=1),
    described(
        "Row that states the value: an indicator, or a target.", "给出该值的行：指标或目标。", "211102-2024.i566"
    ),
]
StatementCount = Annotated[
    int,
    Meta(ge=1),
    described("How many statements of the figure there are.", "陈述次数。", 2, arrow="int32"),
]
Agrees = Annotated[
    bool,
    described("Whether all statements of what came out say the same.", "各实际数陈述是否一致。", True),
]
BreakZh = Annotated[
    str,
    described("Why this value cannot be compared with the one before.", "与上一值不可比的原因。", "住户调查方式改变"),
]
BreakEn = Annotated[
    str,
    described(
        "Why this value cannot be compared with the one before, in English.",
        "与上一值不可比的原因（英文）。",
        "the survey of households changed",
    ),
]


class Statement(Struct, kw_only=True, frozen=True):
    """What one row says of the figure."""

    statement_id: StatementId
    report_id: ReportId
    value_kind: Kind
    value: Value
    unit: UnitText | None = None
    comparator: Comparator = "eq"


Statements = Annotated[
    list[Statement],
    described(
        "All statements of the figure, the preferred one first, at most eight.",
        "全部陈述，首选者居首，至多八条。",
        [
            {
                "statement_id": "211102-2024.i566",
                "report_id": "211102-2024",
                "value_kind": "estimated",
                "value": 155.5,
                "unit": "亿元",
                "comparator": "eq",
            }
        ],
    ),
]


class Observation(Row, kw_only=True, frozen=True):
    """The preferred value of a metric for a region and a year, with every statement behind it."""

    id: SeriesId
    metric_id: MetricId
    name_en: NameEn
    measure: Measure
    year: Year
    value: Value
    value_high: ValueHigh | None = None
    unit: UnitText | None = None
    base_value: BaseValue | None = None
    base_unit: BaseUnit | None = None
    comparator: Comparator = "eq"
    value_kind: Kind
    statement_id: StatementId
    report_id: ReportId
    statement_count: StatementCount
    agrees: Agrees
    break_zh: BreakZh | None = None
    break_en: BreakEn | None = None
    statements: Statements = []
    region_code: RegionCode
    region_name: RegionName
    level: Level
