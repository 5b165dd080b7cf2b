"""Names of undertakings: which stretch is one, and its phase."""

import re

from msgspec import Struct

from datasets.extract.projects.coined import is_bare_firm, opens_coined
from datasets.extract.projects.ends import end_of_works, has_other_end
from datasets.extract.projects.members import Member
from datasets.extract.projects.owners import owner_of
from datasets.extract.projects.proper import is_named_as_one, is_own_institution, is_plain_thing, is_proper
from datasets.reading.document import Document
from datasets.reading.text import Span
from datasets.rules.grammar import any_of
from datasets.rules.projects.firms import KNOWN_FIRM
from datasets.rules.projects.shapes import (
    ACCOMPANIED,
    BRACKET_END,
    CAPACITY_BEHIND,
    CAPACITY_ENDS,
    CONVEYED,
    LEADING,
    NO_NAME,
    NOTE_MARK,
    NOTE_SIGNS,
    PHASE,
    PHASE_WITHIN,
    PROJECT_TOLD,
    QUOTED_ALONE,
    SIZE_FIRST,
    SLOGAN,
    SOFT,
    SOFT_ENDS,
    SUFFIXES,
)
from datasets.rules.projects.works import DEEDS, KINDS, NOT_PROJECTS, WORKS_ENDS

POLICY = re.compile(any_of(NOT_PROJECTS) + "|活动(?!中心|馆)|进出口|战略(?!性新兴)|(?<![国省县]道)(?<![国省县])道德")
# What the name of an undertaking ends with, in brackets or quotes, too, and with its phase.
LAST_CHARACTERS = frozenset(word[-1] for word in (*WORKS_ENDS, *"”)期"))
SHORTEST_NAME, LONGEST_NAME = 4, 40
PHASE_WORD = "期"  # what every phase has: a name without it is not searched for one
LONGEST_MARK, MARK_ENDS = 5, (*"])①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",)  # [123]
SHORT_THINGS = ("桥", "路", "街", "港", "渠", "闸", "号线")  # what two characters are a name of: 中江桥
NO_THINGS = ("工程", "项目")  # ends that say nothing of what it is
AGREEMENTS = ("合作", "合作项目")  # of two firms: 东山集团与西河电子合作项目
LONGEST_SOFT, SHORTEST_THING = 14, 3  # characters of an end that tells a task, and before the end of a plain name
BESIDE_ENDS = (*"施程站路目网设",)  # what such things end with
SHORTEST_LISTED = 3  # characters of a member of a group: 领先城


class Undertaking(Struct, frozen=True, gc=False):
    """A name as the text has it, what it shares with others, and the phase behind it."""

    name: Span
    words: Span  # with 项目 and 建设, which tell that it is one
    phase: str | None = None
    head: str = ""
    tail: str = ""
    owner: str | None = None  # who is said to build it, before the name

    def written(self, document: Document) -> str:
        """The name in the words of the report, whole, without marks of notes."""
        return without_marks(self.head + document.printed(self.name.start, self.name.end) + self.tail)

    def told(self, text: str) -> str:
        """The name with the words that tell it is one."""
        return without_marks(self.head + text[self.words.start : self.words.end] + self.tail)


def without_marks(words: str) -> str:
    """Words without the marks of notes."""
    return words if NOTE_SIGNS.isdisjoint(words) else NOTE_MARK.sub("", words)


def named(text: str, member: Member) -> Undertaking:
    """The name in a stretch: behind a dash, without its phase and without 项目 and 建设 at its end."""
    start, end = leading(text, member.span), member.span.end
    end = told_end(text, start, end)
    if not member.tail:
        end = without_mark(text, start, end)
    if (
        not member.tail
        and text.endswith(CAPACITY_ENDS, start, end)
        and (sized := CAPACITY_BEHIND.search(text, start + SHORTEST_NAME, end))
    ):
        end = sized.start()
    words = Span(start, end)
    has_phase = text.find(PHASE_WORD, start, end) >= 0
    phase, end = phase_at_end(text, words) if has_phase else (None, end)
    for suffix in SUFFIXES if text.endswith(SUFFIXES, start, end) else ():
        left = end - len(suffix)
        is_long = len(member.head) + left - start >= SHORTEST_NAME or text.endswith(SHORT_THINGS, start, left)
        if is_long and text.endswith(suffix, start, end):
            end = left
    if has_phase and phase is None:
        phase, end = phase_at_end(text, Span(start, end))
    if has_phase and phase is None and (inside := PHASE_WITHIN.search(text, start, end)):
        phase = inside[0]
    return Undertaking(Span(start, end), words, phase, member.head, member.tail)


def told_end(text: str, start: int, end: int) -> int:
    """Where a name ends before what goes with the works, and behind the word that tells they are some."""
    if text[end - 1 : end] in BESIDE_ENDS and (beside := ACCOMPANIED.search(text, start + SHORTEST_NAME, end)):
        end = beside.start()
    if text.find("项目", start, end) >= 0 and (told := PROJECT_TOLD.search(text, start, end)):
        end = told.end()
    return end


def leading(text: str, span: Span) -> int:
    """Where a name starts: behind a dash, and behind words that only praise it."""
    dash = text.rfind("--", span.start, span.end)
    apposed = text.rfind("项目-", span.start, span.end)  # 近海风电项目—某地50万千瓦项目
    start = dash + 2 if dash >= 0 else apposed + 3 if apposed >= 0 else span.start
    while text[start : start + 1] in (" ", "的"):
        start += 1
    while lead := LEADING.match(text, start, span.end):
        start = lead.end()
    return start


def without_mark(text: str, start: int, end: int) -> int:
    """Where a name ends before the marks of its notes."""
    if not text.endswith(MARK_ENDS, start, end):
        return end
    for mark in NOTE_MARK.finditer(text, max(start, end - LONGEST_MARK), end):
        if mark.end() == end:
            return mark.start()
    return end


def phase_at_end(text: str, span: Span) -> tuple[str | None, int]:
    """The phase a name ends with, and where the name ends without it; one without brackets is part of the name."""
    phase = PHASE.search(text, span.start, span.end)
    if phase is None:
        return None, span.end
    if phase["bracketed"] is None:
        return phase["bare"], span.end
    return phase["bracketed"], phase.start() if phase.start() > span.start else span.end


class NameEvidence(Struct, frozen=True, gc=False):
    """How a name is told, which decides how much of a name it must be."""

    in_group: bool = False  # a member of a group of projects needs no end of works (三力中科MMA新材料)
    is_near: bool = False  # a county speaks of its own works: a plain name will do
    is_definite: bool = False  # so does a statement about works that exist (钢铁基地顺利推进)
    is_built: bool = False  # what is built is a thing: 加快建设市民健身公园
    is_priced: bool = False  # a sum is told for it alone, so that it is one: 投资6亿元实施主城区雨污分流改造
    is_listed: bool = False  # beside one that has a name of its own: 佛山植物园、城市规划馆
    of_firms: bool = False  # in a group of firms' works, whose name may be all there is: 浒璃、沃康等12个工业项目

    @property
    def is_single(self) -> bool:
        """Whether it is one of its kind, so that a plain name tells it: a county's, or one with a sum of its own."""
        return self.is_near or self.is_priced

    @property
    def is_told(self) -> bool:
        """Whether something is said of it that is said of things only."""
        return self.in_group or self.is_built or self.is_listed or self.is_definite


def ends_like_one(words: str, told: NameEvidence) -> bool:
    """Whether words may name an undertaking by their last character, which most are told by at once."""
    return told.in_group or words[-1:] in LAST_CHARACTERS


def is_undertaking(words: str, told: NameEvidence) -> bool:
    """Whether words name one undertaking: an end of works, and a name of its own before it."""
    whole, words = words, PHASE.sub("", words) if PHASE_WORD in words else words
    if not is_name(whole, words, told):
        return False
    if whole != words and told.is_told:
        return True  # 核电二期, 快速公交系统二期
    words = BRACKET_END.sub("", words) if words.endswith(")") else words
    end = end_of_works(words.removesuffix("”"))
    if end is None:
        is_plain = told.in_group and told.is_single and len(words) >= SHORTEST_THING
        is_own_name = is_proper(words) or owner_of(words) is not None or (told.of_firms and opens_coined(words))
        return is_plain or ((told.in_group or whole != words) and is_own_name)
    before = words if words.endswith("”") else words[: -len(end)] or words
    if is_campaign(before, end):
        return False
    if is_own(before, words, told):
        return True
    if (end not in DEEDS or told.is_priced) and len(before) >= SHORTEST_THING and told.is_single:
        return True
    if end not in DEEDS and before != words and told.is_definite and told.is_listed:
        return True  # 钢铁基地、生态铝基地顺利推进
    return before != words and told.is_told and is_plain_thing(words)


def is_own(before: str, words: str, told: NameEvidence) -> bool:
    """Whether a name is an own one: by what stands before its end, as that of a line, or by whose it is."""
    if is_proper(before) or is_named_as_one(words, is_told=told.is_told) or owner_of(words):
        return True
    return before != words and is_own_institution(words)


def is_campaign(before: str, end: str) -> bool:
    """Whether works are only quoted words and what is done: “五车”整治, “造福”工程, but not “陇电入鲁”工程."""
    return (
        (end in DEEDS or end in NO_THINGS)
        and QUOTED_ALONE.fullmatch(before) is not None
        and not CONVEYED.search(before)
    )


def is_name(whole: str, words: str, told: NameEvidence) -> bool:
    """Whether words may be a name at all: neither too short nor too long, no policy, no count, no slogan."""
    is_short = told.in_group or told.is_listed or (told.is_told and words.endswith(SHORT_THINGS))
    shortest = SHORTEST_LISTED if is_short else SHORTEST_NAME
    if told.in_group and (KNOWN_FIRM.fullmatch(words) or (told.of_firms and is_bare_firm(words))):
        return True  # 恒瑞、豪森等重点项目
    if (
        not words  # only a phase: 二期工程
        or not shortest <= len(whole)
        or len(words) > LONGEST_NAME
        or (words.strip("“”") in KINDS and not told.is_priced)
        or (is_soft(words) and not is_works_of_firm(words, told))
    ):
        return False
    if not told.is_single and SIZE_FIRST.match(words):
        return False
    if NO_NAME.search(BRACKET_END.sub("", words).removesuffix("项目")) and not KNOWN_FIRM.match(words):
        return False  # 多氟多 is no 多
    return (whole[0] != "“" or not SLOGAN.fullmatch(whole)) and whole.count("“") == whole.count("”")


def is_soft(words: str) -> bool:
    """Whether words tell a policy, a title, a trade or a task."""
    if has_other_end(words, len(words)) or POLICY.search(words):
        return True
    return words[-1] in SOFT_ENDS and SOFT.search(words, max(0, len(words) - LONGEST_SOFT)) is not None


def is_works_of_firm(words: str, told: NameEvidence) -> bool:
    """Whether words are told as works, of a firm: 黑宝药业产业链扩能 of a group, 东山集团产业链项目."""
    is_told = (told.in_group or words.endswith("项目")) and not words.endswith(AGREEMENTS)
    return is_told and (owner_of(words) is not None or (told.of_firms and opens_coined(words)))
