"""The `figures` table: the ledger of every numeral."""

from schemas.located import Located
from schemas.scalars import NumeralValue, RegionCode, RegionName, ReportYear, UsedBy
from schemas.vocabulary import FiguresTable, Level, Part, Reason, Script


class Figure(Located, kw_only=True, frozen=True):
    """A numeral of the source, with the row that uses it or the reason why none does. Exactly one of the two is set."""

    part: Part
    script: Script
    value: NumeralValue | None = None
    table: FiguresTable | None = None
    row_id: UsedBy | None = None
    reason: Reason | None = None
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None
