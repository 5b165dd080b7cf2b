"""Years in which a metric changed what it measures, so that values before and after cannot be compared."""

from msgspec import Struct

from schemas.vocabulary import Measure


class Break(Struct, frozen=True):
    """The first year of a new definition of some metrics, for the kinds of figure it matters to."""

    year: int
    metrics: tuple[str, ...]
    zh: str
    en: str
    measures: tuple[Measure, ...] = ("level",)  # growth is told on the new definition for both years


OUTPUT = ("gdp", "primary_value_added", "secondary_value_added", "tertiary_value_added")
BREAKS = (
    Break(2004, OUTPUT, "第一次全国经济普查后修订", "revised after the first economic census"),
    Break(2008, OUTPUT, "第二次全国经济普查后修订", "revised after the second economic census"),
    Break(2013, OUTPUT, "第三次全国经济普查后修订", "revised after the third economic census"),
    Break(2018, OUTPUT, "第四次全国经济普查后修订", "revised after the fourth economic census"),
    Break(2023, OUTPUT, "第五次全国经济普查后修订", "revised after the fifth economic census"),
    Break(2007, ("above_scale_industrial_value_added",), "规模以上工业口径调整", "the size of industry above scale changed"),
    Break(2011, ("above_scale_industrial_value_added", "fixed_asset_investment"),
          "统计起点提高（工业2000万元、投资500万元）", "the least size counted rose (industry 20 million, investment 5 million yuan)"),
    Break(2013, ("urban_resident_income", "rural_resident_income", "resident_income", "household_income"),
          "城乡一体化住户调查", "one survey of urban and rural households"),
    Break(2016, ("general_public_budget_revenue",), "营改增试点全面推开", "value-added tax replaced business tax"),
)  # fmt: skip
