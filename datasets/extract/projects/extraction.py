"""Statements about undertakings to rows of `projects`."""

from collections.abc import Iterator

from msgspec.structs import replace

from datasets.extract.projects.attributes import invested_in
from datasets.extract.projects.candidates import (
    Listed,
    described_members,
    good_of,
    is_county,
    is_of_firm,
    is_one,
    without_sum_of_all,
)
from datasets.extract.projects.ends import end_of_works
from datasets.extract.projects.groups import Group
from datasets.extract.projects.members import Member, members
from datasets.extract.projects.proper import is_proper
from datasets.extract.projects.rows import Columns, has_firm, owned, row, with_total
from datasets.extract.projects.undertakings import POLICY, NameEvidence, Undertaking, named
from datasets.extract.projects.works import Statement, statements
from datasets.reading.document import Document
from datasets.reading.text import Span
from datasets.rules.projects.firms import OF_FIRMS
from datasets.rules.projects.shapes import (
    AIMS,
    CHAIN,
    COUNT_BEHIND,
    COUNT_BEHIND_ENDS,
    GROUP_NOUN,
    LINES,
    LONGEST_LINE,
    LONGEST_MEMBER,
    NO_KIND,
    NO_STATEMENT,
    NUMBERED_NAME,
    ROUNDS,
    ROUTE,
    SHARED_KINDS,
)
from datasets.rules.projects.works import DEEDS
from schemas.projects import Project
from schemas.vocabulary import Part

LONGEST_BARE = 6  # characters of an example that is no works by itself: 道孚 of 道孚等5个光伏项目
CALLED = (
    "平台",
    "载体",
    "设施",
    "体系",
    "建筑",
    "园林",
    "机构",
    "增长点",
)  # what works are called together, which is no works itself
NOTHING = ("建设", "进度", "步伐", "建设进度", "建设步伐")  # 东山站、西河站等进度
FEWEST_UNSURE = 2  # names that make a list without a known verb one of works
PLANNED: frozenset[Part] = frozenset({"outlook", "plan", "closing"})


def projects(document: Document) -> Iterator[Project]:
    """Every statement about a named undertaking or a counted programme of works."""
    taken: set[str] = set()
    for paragraph, sentence in document.sentences:
        is_near = False
        for statement in statements(document.text, sentence, paragraph.part in PLANNED):
            found = owned(document, statement, list(rows(document, statement)), is_near=is_near)
            is_near = is_near or has_firm(found)
            for project in with_total(document, statement, found):
                if project.id not in taken:
                    taken.add(project.id)
                    yield project


def rows(document: Document, statement: Statement) -> Iterator[Project]:
    """The rows of one statement: one for a programme, one for each name of a list."""
    group = statement.group
    if group is None or is_nothing(document.text, group.noun):
        yield from singles(document, statement, group.members if group else statement.works)
    elif is_no_group(document.text[group.noun.start : group.noun.end]):
        return
    elif is_apposed(document.text, group):
        yield from singles(document, statement, group.members)
    elif is_programme(document, group):
        if not statement.is_unsure:
            yield from programme(document, statement, group)
    elif GROUP_NOUN.match(document.text, group.noun.start, group.noun.end) or (
        not statement.is_unsure and end_of_works(unquoted(document.text, group.noun))
    ):
        yield from grouped(document, statement, group)
    elif not statement.is_unsure and is_called(document.text, group.noun):
        yield from singles(document, statement, group.members)  # 建成东山实验室等平台: what they are called is no works


def is_nothing(text: str, noun: Span) -> bool:
    """Whether a group has no noun: 东山站、西河站等, 东山站、西河站等建设, 加快东山站、西河站等进度."""
    return noun.start == noun.end or text[noun.start : noun.end] in NOTHING


def is_no_group(noun: str) -> bool:
    """Whether a noun calls firms or policies together; projects of a chain of trades are projects."""
    return noun.endswith("企业") or POLICY.search(CHAIN.sub("", noun) if noun.endswith("项目") else noun) is not None


def is_called(text: str, noun: Span) -> bool:
    """Whether a noun only says what works are called together: 公共服务平台, 供电体系建设."""
    end = noun.end - 2 if text.endswith("建设", noun.start, noun.end) else noun.end
    return text.endswith(CALLED, noun.start, end)


def is_programme(document: Document, group: Group) -> bool:
    """Whether a group is works of one kind (光伏, 泵站), told by bare examples or counted; one of projects is none."""
    noun = unquoted(document.text, group.noun)
    if group.count is None and line_of(document.text, group) and are_lines(document.text, group):
        return False
    bare = all(is_bare(document.text, member.span) for member in members(document.text, group.members))
    if noun.endswith(("项目", "工程")):
        kind = end_of_works(noun.removesuffix("项目").removesuffix("工程"))
        return bare and group.count is not None and kind is not None and NO_KIND.match(noun) is None
    return end_of_works(noun) is not None and (group.count is not None or bare)


def unquoted(text: str, noun: Span) -> str:
    """The noun of a group without its quotes, where it has both: “断头路”."""
    words = text[noun.start : noun.end]
    return words.strip("“”") if words.count("“") == words.count("”") else words


def is_apposed(text: str, group: Group) -> bool:
    """Whether a noun with a count only repeats what the members are: A水库、B水库两座病险水库."""
    if group.count is None or text.startswith("等", group.members.end):
        return False
    listed = members(text, group.members)
    ends = [end_of_works(text, one.span.start, one.span.end) for one in listed]
    return len(listed) == group.count > 1 and all(
        end and text.find(end, group.noun.start, group.noun.end) >= 0 for end in ends
    )


def are_lines(text: str, group: Group) -> bool:
    """Whether the members of a group are named as lines are, in two to four characters or as routes."""
    return all(
        one.span.end - one.span.start <= LONGEST_LINE or ROUTE.search(text, one.span.start, one.span.end)
        for one in members(text, group.members)
    )


def is_bare(text: str, span: Span) -> bool:
    """Whether a member is only the name of a place, or nothing at all."""
    words = text[span.start : span.end]
    return len(words) <= LONGEST_BARE and end_of_works(words) is None and NUMBERED_NAME.search(words) is None


def singles(document: Document, statement: Statement, span: Span) -> Iterator[Project]:
    """The undertakings of a list without a group: each that names one, or all of it when only that does."""
    is_unsure = statement.is_unsure and statement.investment is None  # what has a sum of its own is works
    if document.text.startswith(AIMS, span.start) or (is_unsure and not is_list(document.text, statement)):
        return
    is_counted = document.text[span.end - 1] in COUNT_BEHIND_ENDS
    if is_counted and COUNT_BEHIND.search(document.text, span.start, span.end):
        return
    listed = described_members(document.text, span, statement.investment)
    is_priced = any(amount for _, amount in listed)
    good = good_of(document, statement, without_sum_of_all(listed), in_group=is_priced)
    if len(good) < len(listed) and document.text.find("、", span.start, span.end) < 0:
        whole = named(document.text, Member(span))
        if (len(listed) > 1 or listed[0][0] != whole) and is_one(document, statement, whole, NameEvidence()):
            good = [(whole, statement.investment)]  # 保护和修复工程 is one name
    if not is_unsure or len(listed) == len(good) >= FEWEST_UNSURE:
        for one, amount in good:
            yield row(document, statement, one, Columns("named_works", amount))


def is_list(text: str, statement: Statement) -> bool:
    """Whether a stretch without a known verb may be a list of works: it joins names, and gives them no title."""
    quote, works = statement.quote, statement.group.members if statement.group else statement.works
    if text.find("、", works.start, works.end) < 0 or not end_of_works(text, works.start, works.end):
        return False
    return NO_STATEMENT.search(text, quote.start, quote.end) is None


def grouped(document: Document, statement: Statement, group: Group) -> Iterator[Project]:
    """The named members of a group of projects."""
    listed = without_sum_of_all(described_members(document.text, group.members, statement.investment))
    line = line_of(document.text, group)
    listed = [(bare(document.text, one, line), amount) for one, amount in listed]
    good = good_of(document, statement, listed, in_group=True, of_firms=is_of_firms(document, group, listed))
    told = document.text[statement.quote.start : statement.works.end]
    if statement.is_unsure and (
        NO_STATEMENT.search(told) or not any(is_proper(one.told(document.text)) for one, _ in good)
    ):
        return
    for one, investment in good:
        yield row(document, statement, one, Columns("group", investment, batch=group.count))


def is_of_firms(document: Document, group: Group, listed: list[Listed]) -> bool:
    """Whether a group is of firms' works: by its noun, or by one of its members, if its noun is no kind of works."""
    noun = document.text[group.noun.start : group.noun.end]
    return OF_FIRMS.match(noun) is not None or (
        noun.endswith("项目") and any(is_of_firm(document, one) for one, _ in listed)
    )


def bare(text: str, one: Undertaking, line: str) -> Undertaking:
    """A member without the tail of the last, which the noun of its group closes; one of lines is one itself."""
    is_shared = LINES.fullmatch(one.tail) is not None and is_proper(text[one.name.start : one.name.end])
    longest = LONGEST_MEMBER if is_shared else LONGEST_LINE
    is_route = line != "" and ROUTE.search(text, one.name.start, one.name.end) is not None
    is_short = one.name.end - one.name.start <= longest or is_route
    is_line = is_short and not end_of_works(text, one.name.start, one.name.end)
    return replace(one, tail=(one.tail if is_shared else line) if is_line else "")


def line_of(text: str, group: Group) -> str:
    """What lines the members of a group are: 客运专线 of 京石、石武等客运专线, else nothing."""
    noun = group.noun
    found = LINES.fullmatch(text, noun.start, noun.end) or SHARED_KINDS.fullmatch(text, noun.start, noun.end)
    return found["line"] if found else ""


def programme(document: Document, statement: Statement, group: Group) -> Iterator[Project]:
    """Works of one kind, with how many and some by name; works named whole before them are their own row."""
    examples = []
    for member in members(document.text, group.members):
        one = named(document.text, Member(member.span))
        words = document.printed(member.span.start, member.span.end)
        is_whole = member.span.end < group.members.end and not document.text.startswith("、", member.span.end)
        if is_whole and words[:1] != "“" and is_one(document, statement, one, NameEvidence()):
            yield row(document, statement, one, Columns("named_works"))
            continue
        if not words.startswith(ROUNDS):
            examples.append(words.strip("“” "))
    noun = named(document.text, Member(group.noun))
    told = noun.told(document.text)
    if examples or (is_county(document) and told.endswith(DEEDS)):
        investment = (invested_in(document.text, group.described) if group.described else None) or statement.investment
        yield row(document, statement, noun, Columns("programme", investment, quantity=group.count, examples=examples))
