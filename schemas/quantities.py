"""What `indicators` and `targets` share: a figure and what it says."""

from schemas.located import Located
from schemas.scalars import (
    BaseUnit,
    BaseValue,
    FigureEnd,
    FigureStart,
    IsEstimated,
    IsHeadline,
    IsPreliminary,
    MetricId,
    Name,
    NameEn,
    Period,
    Scope,
    UnitText,
    Value,
    ValueHigh,
    ValueText,
    Year,
)
from schemas.vocabulary import Basis, Comparator, Measure


class Quantity(Located, kw_only=True, frozen=True):
    """A figure with its meaning. Values are as printed; `base_value` and `base_unit` can be compared."""

    metric_id: MetricId | None = None
    name: Name
    name_en: NameEn | None = None
    measure: Measure
    basis: Basis | None = None
    value: Value | None
    unit: UnitText | None = None
    value_text: ValueText
    value_high: ValueHigh | None = None
    base_value: BaseValue | None = None
    base_unit: BaseUnit | None = None
    comparator: Comparator = "eq"
    is_estimated: IsEstimated = False
    is_preliminary: IsPreliminary = False
    year: Year | None = None
    period: Period | None = None
    scope: Scope | None = None
    is_headline: IsHeadline = False
    figure_start: FigureStart
    figure_end: FigureEnd
