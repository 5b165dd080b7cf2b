"""The `projects` table."""

from schemas.located import Located
from schemas.scalars import (
    BatchCount,
    Capacity,
    Examples,
    FamilyKey,
    Investment,
    InvestmentBase,
    InvestmentUnit,
    KeyScore,
    Owner,
    Phase,
    ProjectKey,
    ProjectName,
    ProjectQuantity,
    RegionCode,
    RegionName,
    ReportYear,
    Year,
)
from schemas.vocabulary import Comparator, KeyRule, Level, ProjectCategory, ProjectStatus


class Project(Located, kw_only=True, frozen=True):
    """A concrete undertaking, one row for each statement about it."""

    project_key: ProjectKey
    family_key: FamilyKey
    key_rule: KeyRule
    key_score: KeyScore
    name: ProjectName
    phase: Phase | None = None
    status: ProjectStatus
    year: Year | None = None
    category: ProjectCategory
    owner: Owner | None = None
    investment: Investment | None = None
    investment_unit: InvestmentUnit | None = None
    investment_base: InvestmentBase | None = None
    quantity: ProjectQuantity | None = None
    examples: Examples = []
    batch_count: BatchCount | None = None
    investment_comparator: Comparator | None = None
    capacity: Capacity | None = None
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
    report_year: ReportYear | None = None
