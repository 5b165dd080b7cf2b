"""Statements about undertakings to rows of `projects`."""

from collections.abc import Iterator

from msgspec import Struct

from datasets.extract.undertakings import Told, Undertaking, category_of, is_undertaking, key_of, named, owner_of
from datasets.extract.works import ENDS, Amount, Group, Statement, invested_in, members, statements
from datasets.reading.document import Document
from datasets.reading.text import Span, fold
from datasets.rules.projects import DESCRIBED, GROUP_NOUN, ROUNDS
from datasets.rules.units import written_units
from schemas.projects import Project
from schemas.vocabulary import Part

CODE_LENGTH = 6
PLANNED: frozenset[Part] = frozenset({"outlook", "plan", "closing"})


def projects(document: Document) -> Iterator[Project]:
    """Every statement about a named undertaking or a counted programme of works."""
    taken: set[str] = set()
    for paragraph, sentence in document.sentences:
        for statement in statements(document.text, sentence, paragraph.part in PLANNED):
            for project in rows(document, statement):
                if project.id not in taken:
                    taken.add(project.id)
                    yield project


def rows(document: Document, statement: Statement) -> Iterator[Project]:
    """The rows of one statement: one for a programme, one for each name of a list."""
    group = statement.group
    if group is None:
        yield from singles(document, statement, statement.works)
    elif GROUP_NOUN.match(document.text, group.noun.start, group.noun.end):
        if not document.text.endswith("企业", group.noun.start, group.noun.end):
            yield from grouped(document, statement, batch=group.count)
    elif ENDS.search(document.text, group.noun.start, group.noun.end):
        if group.count is None:
            yield from grouped(document, statement, batch=None)
        else:
            yield from programme(document, statement, group)


def singles(document: Document, statement: Statement, span: Span) -> Iterator[Project]:
    """The undertakings of a list without a group: each that names one, or all of it when only that does."""
    listed = [
        (named(document.text, member), amount)
        for member, amount in described_members(document.text, span, statement.investment)
    ]
    good = [(o, amount) for o, amount in listed if is_one(document, statement, o, in_group=amount is not None)]
    whole = named(document.text, span)
    if (
        len(good) < len(listed)
        and "、" not in document.text[span.start : span.end]
        and is_one(document, statement, whole)
    ):
        good = [(whole, statement.investment)]  # 保护和修复工程 is one name
    for one, amount in good:
        yield row(document, statement, one, Columns("named_works", amount))


def described_members(text: str, span: Span, first: Amount | None) -> Iterator[tuple[Span, Amount | None]]:
    """The members of a list, each with the investment that stands before it; `first` is that of the first one."""
    amount = first
    for member in members(text, span):
        described = DESCRIBED.match(text, member.start, member.end)
        amount = invested_in(text, Span(*described.span())) or amount if described else amount
        start = described.end() if described else member.start
        if start < member.end:
            yield Span(start, member.end), amount
            amount = None


def grouped(document: Document, statement: Statement, batch: int | None) -> Iterator[Project]:
    """The named members of a group of projects."""
    if statement.group is None:
        return
    for member, investment in described_members(document.text, statement.group.members, statement.investment):
        one = named(document.text, member)
        if is_one(document, statement, one, in_group=True):
            yield row(document, statement, one, Columns("group", investment, batch=batch))


def programme(document: Document, statement: Statement, group: Group) -> Iterator[Project]:
    """Works of one kind, with how many and some by name; works named whole before them are their own row."""
    examples = []
    for member in members(document.text, group.members):
        one = named(document.text, member)
        words = document.printed(member.start, member.end)
        is_whole = member.end < group.members.end and not document.text.startswith("、", member.end)
        if is_whole and words[:1] != "“" and is_one(document, statement, one):
            yield row(document, statement, one, Columns("named_works"))
            continue
        if not words.startswith(ROUNDS):
            examples.append(words.strip("“” "))
    noun = Undertaking(group.noun, group.noun)
    yield row(document, statement, noun, Columns("programme", quantity=group.count, examples=examples))


def is_one(document: Document, statement: Statement, one: Undertaking, *, in_group: bool = False) -> bool:
    """Whether a stretch names an undertaking, with 项目 and 建设 or without."""
    told = Told(in_group, is_county(document), statement.is_definite)
    return any(is_undertaking(document.text[span.start : span.end], told) for span in (one.words, one.name))


def is_county(document: Document) -> bool:
    """Whether the report is a county's or a district's, by its region code (GB/T 2260: those of cities end in 00)."""
    code = document.report_id.partition("-")[0]
    return code.isdigit() and len(code) == CODE_LENGTH and not code.endswith("00")


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
    name = document.printed(one.name.start, one.name.end)
    noun = document.text[statement.group.noun.start : statement.group.noun.end] if statement.group else ""
    family, key_rule, score = key_of(document.report_id.partition("-")[0], fold(columns.told_by + name))
    amount, unit = columns.investment or (None, None)
    written = written_units()[unit] if unit else None
    return Project(
        **document.located(min(statement.quote.start, one.name.start), statement.quote.end, columns.rule),
        id=document.row_id("p", one.name.start),
        project_key=":".join(filter(None, (family, one.phase))),
        family_key=family,
        key_rule=key_rule,
        key_score=score,
        name=name,
        phase=one.phase,
        status="continuing" if "续建" in noun else statement.status,
        year=document.year_of(document.paragraph_at(statement.quote.start)),
        category=category_of(fold(name)),
        owner=owner_of(fold(name)),
        investment=None if amount is None else float(amount),
        investment_unit=unit,
        investment_base=float(amount * written.factor)
        if amount is not None and written and written.rule.base == "CNY"
        else None,
        quantity=columns.quantity,
        examples=columns.examples,
        batch_count=columns.batch,
    )
