"""The `outcomes` table: what became of the targets whose time is over."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.described import described
from schemas.located import Row
from schemas.scalars import (
    IsEstimated,
    IsHeadline,
    MetricId,
    Name,
    NameEn,
    OutcomeId,
    Period,
    Reference,
    RegionCode,
    RegionName,
    ReportId,
    ReportYear,
    RowId,
    Scope,
    UnitText,
    ValueHigh,
    Year,
)
from schemas.vocabulary import Basis, Comparator, Level, Measure, Strength

Status = Annotated[
    Literal["met", "missed", "exceeded", "not_reported", "not_comparable", "pending"],
    described(
        "What became of the target.",
        "目标的完成情况。",
        "met",
        labels={
            "met": ("reached, within what the target says", "完成"),
            "missed": ("not reached", "未完成"),
            "exceeded": ("more than reached: 2 % above an exact target, 5 % above an approximate one", "超额完成"),
            "not_reported": ("no later report says what came of it", "后续报告未述及"),
            "not_comparable": ("a later report says something else about it", "口径不同，无法比较"),
            "pending": ("its time is not over in the library", "尚未到期或后续报告未入库"),
        },
    ),
]
Method = Annotated[
    Literal["same_metric", "same_name", "similar_name", "related_metric", "relation"],
    described(
        "How the outcome was found.",
        "结果的匹配方法。",
        "same_metric",
        labels={
            "same_metric": ("the same metric of the registry", "登记指标相同"),
            "same_name": ("the same name", "名称相同"),
            "similar_name": ("a name that is like it", "名称相近"),
            "related_metric": ("a metric that reports put for it", "相关指标"),
            "relation": ("both sides of a relation", "关系两端的数值"),
        },
    ),
]
Lost = Annotated[
    Literal[
        "other_kind", "other_unit", "other_scope", "span", "part_of_year", "other_year", "less_alike", "preliminary",
        "rounded", "said_again", "ambiguous",
    ],
    described(
        "Why a candidate is not the outcome; null for the one that is.",
        "候选未被采用的原因；被采用者为空。",
        "span",
        labels={
            "other_kind": ("a level for a growth, a stock for what was added", "数字类型不同"),
            "other_unit": ("a unit that cannot be compared", "单位不可比"),
            "other_scope": ("of another place or body", "范围不同"),
            "span": ("an average or total of several years", "多年平均或累计"),
            "part_of_year": ("of a part of the year", "非全年"),
            "other_year": ("of another year", "年份不同"),
            "less_alike": ("its name is less like that of the target", "名称相似度较低"),
            "preliminary": ("estimated, where a firmer figure is given", "预计数，另有更确切的数"),
            "rounded": ("rounded or bounded, where an exact figure is given", "约数，另有确数"),
            "said_again": ("says the same later in the report", "重复陈述"),
            "ambiguous": ("one of several as sure that say something else", "同样可能者不止一个，数值不同"),
        },
    ),
]  # fmt: skip
CandidateScore = Annotated[
    float, Meta(ge=0, le=1), described("How sure it is that it is about the same thing.", "系同一事物的把握。", 1.0)
]
TargetId = Annotated[str, Meta(min_length=1), described("The target.", "目标。", "211102-2024.t5678")]
OutcomeReportId = Annotated[str, described("Report that states the outcome.", "说明结果的报告。", "211102-2025")]
TargetValue = Annotated[
    float, described("The target in `unit`; null for a relation.", "目标值，以unit计；关系类目标为空。", 6.0)
]
OutcomeValue = Annotated[float, described("The outcome in `outcome_unit`.", "结果值，以outcome_unit计。", 5.5)]
OutcomeUnit = Annotated[str, described("Unit of the outcome as printed.", "结果的原文单位。", "%")]
Difference = Annotated[
    float, described("Outcome less target, in `difference_unit`.", "结果减目标，以difference_unit计。", -0.5)
]
DifferenceUnit = Annotated[
    str,
    described(
        "Unit of the difference: percentage points between two percentages, else the base unit.",
        "差值单位：两个百分数之间为百分点，其余为基本单位。",
        "percentage_point",
    ),
]
RestatedId = Annotated[
    str,
    described(
        "Indicator of a still later report that states the figure of that year again.",
        "更后的报告中对同一年数字的再次陈述。",
        "211102-2026.i640",
    ),
]
RestatedValue = Annotated[
    float, described("The restated figure in `outcome_unit`.", "再次陈述的数值，以outcome_unit计。", 5.4)
]
ProgressId = Annotated[
    str,
    described(
        "Newest indicator on the way to a target of several years that is not over.",
        "多年目标尚未到期时最新的进展指标。",
        "211102-2025.i702",
    ),
]
ReferenceId = Annotated[
    str, described("Indicator a relation was judged against.", "判断关系类目标所依据的指标。", "210000-2025.i415")
]


class Candidate(Struct, kw_only=True, frozen=True):
    """A figure that was considered, and why it lost."""

    outcome_id: OutcomeId
    method: Method
    score: CandidateScore
    lost: Lost | None = None


Candidates = Annotated[
    list[Candidate],
    described(
        "Figures that were considered, the chosen one first, at most eight.",
        "曾考虑的数字，被采用者居首，至多八个。",
        [{"outcome_id": "211102-2025.i801", "method": "same_metric", "score": 1.0, "lost": None}],
    ),
]


class Outcome(Row, kw_only=True, frozen=True):
    """What became of a target: the figure of a later report that answers it, or that there is none."""

    id: RowId
    report_id: ReportId
    target_id: TargetId
    metric_id: MetricId | None = None
    name: Name
    name_en: NameEn | None = None
    measure: Measure
    basis: Basis | None = None
    year: Year
    period: Period | None = None
    comparator: Comparator = "eq"
    strength: Strength
    value: TargetValue | None = None
    value_high: ValueHigh | None = None
    unit: UnitText | None = None
    reference: Reference | None = None
    scope: Scope | None = None
    is_headline: IsHeadline = False
    status: Status
    outcome_id: OutcomeId | None = None
    outcome_report_id: OutcomeReportId | None = None
    outcome_value: OutcomeValue | None = None
    outcome_unit: OutcomeUnit | None = None
    outcome_is_estimated: IsEstimated = False
    method: Method | None = None
    score: CandidateScore | None = None
    difference: Difference | None = None
    difference_unit: DifferenceUnit | None = None
    restated_id: RestatedId | None = None
    restated_value: RestatedValue | None = None
    progress_id: ProgressId | None = None
    reference_id: ReferenceId | None = None
    candidates: Candidates = []
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None
