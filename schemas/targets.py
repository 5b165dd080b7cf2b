"""The `targets` table."""

from schemas.quantities import Quantity
from schemas.scalars import BaselineId, OutcomeId, Reference, RegionCode, RegionName, ReportYear
from schemas.vocabulary import Level, Strength


class Target(Quantity, kw_only=True, frozen=True):
    """A figure, or a relation that can be measured, that the report commits to. `value` is null for a relation."""

    strength: Strength
    reference: Reference | None = None
    baseline_id: BaselineId | None = None
    outcome_id: OutcomeId | None = None
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None
