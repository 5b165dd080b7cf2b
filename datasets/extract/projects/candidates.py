"""Members of a list as undertakings: what describes each, who builds it, and which of them name one."""

from functools import cache
from re import Match

from msgspec.structs import replace

from datasets.extract.projects.attributes import Amount, amount_of, invested_in
from datasets.extract.projects.members import Member, members
from datasets.extract.projects.owners import is_firm, owner_of
from datasets.extract.projects.undertakings import NameEvidence, Undertaking, ends_like_one, is_undertaking, named
from datasets.extract.projects.works import Statement
from datasets.reading.document import Document
from datasets.reading.text import Span, fold
from datasets.rules.projects.shapes import BATCH, BUILT_BY, DESCRIBED, FUNDED, NO_KIND, POINTED, SUM_FIRST

CODE_LENGTH = 6
FEWEST_LISTED = 2  # names of a list
Listed = tuple[Undertaking, Amount | None]


def good_of(
    document: Document, statement: Statement, listed: list[Listed], *, in_group: bool, of_firms: bool = False
) -> list[Listed]:
    """The members that name an undertaking; beside one with a name or a sum of its own a plain name will do."""
    is_batch = not in_group and BATCH.search(document.text, statement.works.start, statement.works.end) is not None
    strict = [
        is_one(
            document,
            statement,
            one,
            replace(evidence(document, one, amount, in_group=in_group, is_batch=is_batch), of_firms=of_firms),
        )
        for one, amount in listed
    ]
    if not any(strict):
        return []
    told = NameEvidence(in_group, is_listed=True, of_firms=of_firms)
    return [
        (one, amount)
        for (one, amount), is_good in zip(listed, strict, strict=True)
        if is_good or is_one(document, statement, one, told)
    ]


def evidence(
    document: Document, one: Undertaking, amount: Amount | None, *, in_group: bool, is_batch: bool
) -> NameEvidence:
    """How a member of a list is told: in a group, or with a sum of its own, or as works of a firm in a batch."""
    is_cost = is_priced(document.text, one, amount)
    is_whole = amount is not None and is_kind(document.text, one)
    in_group = in_group or is_cost or (is_batch and is_of_firm(document, one))
    return NameEvidence(in_group, is_priced=is_whole)


def is_of_firm(document: Document, one: Undertaking) -> bool:
    """Whether a name opens with a firm's."""
    return owner_of(fold(one.written(document))) is not None


def is_priced(text: str, one: Undertaking, amount: Amount | None) -> bool:
    """Whether a sum is the cost of works, whose name then needs no end: 总投资5亿元的东山城."""
    return amount is not None and text.endswith("的", 0, one.name.start) and is_kind(text, one)


def is_kind(text: str, one: Undertaking) -> bool:
    """Whether a name tells what it is, more than that it is of a group (重点项目)."""
    return NO_KIND.match(text, one.words.start, one.words.end) is None


def described_members(text: str, span: Span, first: Amount | None) -> list[Listed]:
    """The members of a list, each with the investment that stands before it; `first` is that of the first one."""
    found: list[Listed] = []
    amount = first
    is_summed = first is not None
    for member in members(text, span):
        start, end, owner = member.span.start, member.span.end, None
        if text.startswith(POINTED, start):
            start += next(len(word) for word in POINTED if text.startswith(word, start))
        if described := DESCRIBED.match(text, start, end):
            start, amount = described.end(), invested_in(text, Span(*described.span())) or amount
        elif told := funded(text, start, end) or (SUM_FIRST.match(text, start, end) if is_summed else None):
            start, amount, owner = told.end(), amount_of(told), told.groupdict().get("firm")
        elif (built := BUILT_BY.match(text, start, end)) and is_firm(built["firm"]):
            start, owner = built.end(), built["firm"]
        is_summed = is_summed or amount is not None
        if start < end:
            one = named(text, Member(Span(start, end), member.head, member.tail))
            found.append((replace(one, owner=owner), amount))
            amount = None
    return found


def without_sum_of_all(listed: list[Listed]) -> list[Listed]:
    """A list without the sum that stands before all of it: 投资5亿元的博物馆、图书馆."""
    if len(listed) < FEWEST_LISTED or any(amount for _, amount in listed[1:]):
        return listed
    return [(listed[0][0], None), *listed[1:]]


def funded(text: str, start: int, end: int) -> Match[str] | None:
    """Who pays for works, and how much, where that stands before them."""
    return FUNDED.match(text, start, end) if text.find("投资", start, end) >= 0 else None


def is_one(document: Document, statement: Statement, one: Undertaking, told: NameEvidence) -> bool:
    """Whether a stretch names an undertaking, with 项目 and 建设 or without."""
    full = replace(
        told,
        is_near=told.is_near or is_county(document),
        is_definite=statement.is_definite,
        is_built=statement.is_built,
    )
    owner = one.owner or ""  # who pays for works tells that they are some: 东山集团投资3亿元的整车扩建
    if ends_like_one(words := one.told(document.text), full) and is_undertaking(owner + words, full):
        return True
    if one.name == one.words or not ends_like_one(words := fold(one.written(document)), full):
        return False
    return is_undertaking(owner + words, full)


def is_county(document: Document) -> bool:
    """Whether the report is a county's or a district's, by its region code (GB/T 2260: those of cities end in 00)."""
    return is_code_of_county(document.report_id.partition("-")[0])


@cache
def is_code_of_county(code: str) -> bool:
    """Whether a region code is that of a county or a district."""
    return code.isdigit() and len(code) == CODE_LENGTH and not code.endswith("00")
