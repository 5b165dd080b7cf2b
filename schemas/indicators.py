"""The `indicators` table."""

from schemas.quantities import Quantity
from schemas.scalars import Value


class Indicator(Quantity, kw_only=True, frozen=True):
    """A figure the report states as achieved, observed or existing. A level and its growth are two rows."""

    value: Value
