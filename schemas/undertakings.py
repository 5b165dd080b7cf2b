"""The `undertakings` table: each project across the reports that speak of it."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.described import described
from schemas.located import Row
from schemas.scalars import FamilyKey, Phase, ProjectKey, ProjectName, RegionCode, RegionName
from schemas.vocabulary import Level, ProjectCategory, ProjectStatus

StageYear = Annotated[
    int,
    Meta(ge=1900, le=2100),
    described("Year of a report.", "报告年份。", 2024, unit="year", arrow="int16"),
]
Mentions = Annotated[int, Meta(ge=1), described("How many statements there are.", "陈述条数。", 3, arrow="int32")]
StatementId = Annotated[
    str, Meta(min_length=1), described("Row of projects.", "projects表中的行。", "211102-2024.p8477")
]


class Stage(Struct, kw_only=True, frozen=True):
    """What one statement says of the project."""

    report_year: StageYear
    status: ProjectStatus
    row_id: StatementId


Stages = Annotated[
    list[Stage],
    described(
        "What the reports say of it, the oldest first, at most sixteen of the newest.",
        "各报告的陈述，由旧到新，至多为最新的十六条。",
        [{"report_year": 2024, "status": "started", "row_id": "211102-2024.p8477"}],
    ),
]
StalledYears = Annotated[
    int,
    Meta(ge=0),
    described(
        "How many reports plan or advance it, where none says that it began; 0 for a single one.",
        "始终只见计划或推进、未见开工的报告份数；仅一份时为0。",
        3,
        arrow="int16",
    ),
]


DueYear = Annotated[
    int,
    Meta(ge=1900, le=2100),
    described(
        "First year in which a report promises to finish it.",
        "报告首次承诺完工的年份。",
        2024,
        unit="year",
        arrow="int16",
    ),
]
FinishedYear = Annotated[
    int,
    Meta(ge=1900, le=2100),
    described(
        "First year in which a report says that it was finished, opened or put into production.",
        "报告首次说明已完工、开通或投产的年份。",
        2023,
        unit="year",
        arrow="int16",
    ),
]


class Undertaking(Row, kw_only=True, frozen=True):
    """A project across the statements and years that `project_key` ties together."""

    id: ProjectKey
    family_key: FamilyKey | None = None
    name: ProjectName
    phase: Phase | None = None
    category: ProjectCategory
    first_year: StageYear
    last_year: StageYear
    status: ProjectStatus
    statement_count: Mentions
    stages: Stages
    stalled_years: StalledYears
    due_year: DueYear | None = None
    finished_year: FinishedYear | None = None
    region_code: RegionCode | None = None
    region_name: RegionName | None = None
    level: Level | None = None
