"""A figure as read, before it is an indicator or a target."""

from decimal import Decimal

from msgspec import Struct

from datasets.extract.periods import Period
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.rules.units import WrittenUnit
from schemas.vocabulary import Basis, Comparator, Measure


class Quantity(Struct, frozen=True, gc=False):
    """A figure as read. Places are offsets into the text; `numerals` are all it uses (two for a range)."""

    name: str
    measure: Measure
    value: Decimal
    unit: WrittenUnit | None
    quote: Span
    figure: Span
    numerals: tuple[int, ...]
    rule: str
    paragraph: Paragraph
    period: Period
    high: Decimal | None = None
    basis: Basis | None = None
    comparator: Comparator = "eq"
    is_estimated: bool = False
    is_preliminary: bool = False
    again: int = 0  # 1 for the second name of the same figure
