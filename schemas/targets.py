"""The `targets` table."""

from schemas.quantities import Quantity
from schemas.scalars import BaselineId, OutcomeId, Reference
from schemas.vocabulary import Strength


class Target(Quantity, kw_only=True, frozen=True):
    """A figure, or a relation that can be measured, that the report commits to. `value` is null for a relation."""

    strength: Strength
    reference: Reference | None = None
    baseline_id: BaselineId | None = None
    outcome_id: OutcomeId | None = None
