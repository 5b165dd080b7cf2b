"""The rows of `projects`: the columns of one statement, and what its neighbours tell of it."""

from msgspec import Struct
from msgspec.structs import replace

from datasets.extract.projects.attributes import (
    Amount,
    amount_before,
    amount_next,
    capacity_in,
    category_of,
    invested,
    key_of,
)
from datasets.extract.projects.coined import Around, coined_owner
from datasets.extract.projects.owners import owner_of
from datasets.extract.projects.undertakings import Undertaking
from datasets.extract.projects.works import Statement
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.rules.projects.firms import OF_FIRMS
from datasets.rules.projects.shapes import SEVERAL
from schemas.projects import Project
from schemas.vocabulary import ProjectCategory, ProjectStatus

FIELDS_OF_FIRMS: frozenset[ProjectCategory] = frozenset(
    {"industry", "research", "digital", "commerce", "agriculture", "energy", "environment", "health", "other"}
)
BODIES = ("大学", "学院", "医院", "研究院", "研究所", "实验室", "中心")  # what owns no works of industry

OF_ANY_FIELD = "科技"  # what a firm's name ends with, whatever it makes
STAGES_OF_FIRMS: frozenset[ProjectStatus] = frozenset({"signed", "landed", "in_production", "to_reach_full_output"})


class Columns(Struct, frozen=True):
    """What a row says beside the name and the statement: its rule, and the group it is told by."""

    rule: str
    investment: Amount | None = None
    batch: int | None = None
    quantity: int | None = None
    examples: list[str] = []

    @property
    def told_by(self) -> str:
        """What tells a programme from others of its kind: its examples, else its number (团结老旧小区改造)."""
        return "" if self.rule != "programme" else "、".join(self.examples) or str(self.quantity)


def row(document: Document, statement: Statement, one: Undertaking, columns: Columns) -> Project:
    """The columns every statement has."""
    name = one.written(document)
    noun = document.text[statement.group.noun.start : statement.group.noun.end] if statement.group else ""
    folded = fold(name)
    family, key_rule, score = key_of(document.report_id.partition("-")[0], fold(columns.told_by) + folded)
    return Project(
        **document.located(
            min(statement.quote.start, one.name.start),
            statement.quote.end,
            "unknown_verb" if statement.is_unsure else columns.rule,
        ),
        id=document.row_id("p", one.name.start),
        project_key=":".join(filter(None, (family, one.phase))),
        family_key=family,
        key_rule=key_rule,
        key_score=score,
        name=name,
        phase=one.phase,
        status="continuing" if "续建" in noun else statement.status,
        year=document.year_of(document.paragraph_at(statement.quote.start)),
        category=category_of(folded, noun),
        owner=one.owner or owner_of(folded) or statement.owner,
        **invested(columns.investment),
        quantity=columns.quantity,
        examples=columns.examples,
        batch_count=columns.batch,
        capacity=capacity_of(document, statement, folded),
    )


def capacity_of(document: Document, statement: Statement, name: str) -> str | None:
    """The capacity in a name, or in what describes it alone."""
    in_name = capacity_in(name)
    described = statement.described or (statement.group.described if statement.group else None)
    told = document.text[described.start : described.end] if described else ""
    return in_name or (capacity_in(told) if told else None)


def with_total(document: Document, statement: Statement, found: list[Project]) -> list[Project]:
    """The only row of a statement with the total that the clause beside it tells; the sum of several is of none."""
    if len(found) != 1 or found[0].investment is not None:
        return found
    (only,), quote, works = found, statement.quote, statement.works
    behind = amount_next(document.text, quote.end)
    told = behind or amount_before(document.text, quote.start)
    if told is None:
        return found
    if only.rule != "programme" and SEVERAL.search(document.text, works.start, works.end):
        return found
    amount, place = told
    start, end = (only.char_start, place) if behind else (min(place, only.char_start), only.char_end)
    return [replace(only, **document.located(start, end, only.rule), **invested(amount))]


def owned(document: Document, statement: Statement, found: list[Project], *, is_near: bool) -> list[Project]:
    """The rows of a list, each with the owner that its neighbours, the noun of the group or the report tell.

    What begins with a size is of the owner named before it: 某厂3GW电池、15GW切片.
    """
    around = told_around(document.text, statement, found, is_near=is_near)
    owner = None
    for place, project in enumerate(found):
        owner = project.owner if project.owner or not project.name[:1].isdigit() else owner
        told = owner
        if owner is None and project.category in FIELDS_OF_FIRMS and not is_only_called(project):
            told = coined_owner(document.text, fold(project.name), around, project.category)
        if told and project.owner is None:
            found[place] = replace(project, owner=told)
    return [replace(one, category="industry") if is_made_by_firm(one) else one for one in found]


def is_made_by_firm(project: Project) -> bool:
    """Whether no word tells the field of what a firm builds: most often it makes something (浒璃二期, 浒璃科技二期)."""
    if project.owner is None or project.owner.endswith(BODIES):
        return False
    is_named_so = project.owner.endswith(OF_ANY_FIELD)
    return project.category == "other" or (
        is_named_so and category_of(fold(project.name).removeprefix(project.owner)) == "other"
    )


def told_around(text: str, statement: Statement, found: list[Project], *, is_near: bool) -> Around:
    """What a list and its verb tell of the firms in it."""
    noun = statement.group.noun if statement.group else None
    is_grouped = any(project.rule == "group" for project in found)
    return Around(
        of_firms=(len(found) > 1 and has_firm(found))
        or (noun is not None and OF_FIRMS.match(text, noun.start, noun.end) is not None),
        is_near=is_near,
        in_group=is_grouped and all(project.category in FIELDS_OF_FIRMS for project in found),
        is_made=statement.status in STAGES_OF_FIRMS,
    )


def is_only_called(project: Project) -> bool:
    """Whether a name is what a mall is called, and has no word of works: 莱茵春天."""
    return project.category == "commerce" and category_of(fold(project.name)) == "other"


def has_firm(found: list[Project]) -> bool:
    """Whether some of the works are a firm's; a hospital's branch is not."""
    return any(project.owner and not project.owner.endswith(BODIES) for project in found)
