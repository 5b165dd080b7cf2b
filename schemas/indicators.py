"""The `indicators` table."""

from schemas.quantities import Quantity
from schemas.scalars import RegionCode, RegionName, ReportYear, Value
from schemas.vocabulary import Level


class Indicator(Quantity, kw_only=True, frozen=True):
    """A figure the report states as achieved, observed or existing. A level and its growth are two rows."""

    value: Value
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None
