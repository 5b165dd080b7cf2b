"""Coined names of firms in front of what is no word of theirs: told by the language, the list, and the whole report."""

from typing import Literal

from msgspec import Struct

from datasets.extract.projects.characters import (
    LIKED,
    NO_END,
    NO_HEADS,
    SHORT_NAMES,
    WORD_PAIRS,
    city_before,
    is_common,
    is_like_a_firm,
    is_unknown,
)
from datasets.extract.projects.ends import ENDS
from datasets.extract.projects.owners import ORDINARY, behind_place
from datasets.rules.projects.firms import (
    COUNTIES,
    DIRECTIONS,
    FIRM_BEHIND,
    FIRM_WORKS,
    GOODS_SIZED,
    OF_THINGS,
    PLACE_BEHIND,
    PLACE_CHARACTERS,
    PLACE_WORKS,
    PLAIN_START,
    PRODUCT,
    REGIONS_SHORT,
    SHARED_PLACE_CHARACTERS,
    TASK,
)
from schemas.vocabulary import ProjectCategory

SHORTEST, LONGEST = 2, 4  # characters of a coined name
SENSES = 12  # places of a name in a report that are looked at
ENOUGH = 3  # points of a firm
TOLD_FIRM, TOLD_PLACE = 4, -4  # the report says elsewhere what it is
AMONG_FIRMS = 2  # so are others of its list, or its group is one of industry
NEAR_FIRMS, IN_GROUP, IS_MADE = 1, 1, 1
LIKE_A_PLACE = -2  # so has one of its characters
LIKE_A_FIRM = 2  # its characters are those that firms like
UNKNOWN, COMMON = 1, -1  # to the language
OF_A_PLACE, OF_EITHER, OF_A_FIRM = -2, 0, 1  # what its works are
SIZED = 1  # so much of it a year
BEFORE_REGION = 1  # what stands before the name of a region is none: 浒璃阳高数据中心
OPEN = -2  # no word tells where it ends
Sense = Literal["firm", "place"]


class Head(Struct, frozen=True, gc=False):
    """Where a coined name may stand at the beginning of the name of works, and whether a word tells where it ends."""

    start: int
    own: int  # behind the city that is part of it
    end: int
    is_closed: bool


class Around(Struct, frozen=True):
    """What the list of works and its verb tell."""

    of_firms: bool
    is_near: bool  # a list before it in its sentence is of firms
    in_group: bool  # of projects, none of them a road or a reservoir
    is_made: bool  # signed, landed or in production, which is said of what firms build

    @property
    def points(self) -> int:
        """How much all of it tells that the works are those of firms."""
        return (
            AMONG_FIRMS * self.of_firms + NEAR_FIRMS * self.is_near + IN_GROUP * self.in_group + IS_MADE * self.is_made
        )


def coined_owner(text: str, name: str, around: Around, category: ProjectCategory) -> str | None:
    """The firm whose coined name the works open with, if enough tells that it is one."""
    head = head_of(name)
    if head is None or (head.end == len(name) and not (around.of_firms or around.in_group)):
        return None
    own = name[head.own : head.end]
    if head.end == len(name) and not (around.of_firms or is_like_a_firm(own)):
        return None
    points = (
        around.points
        + points_of(own)
        + BEFORE_REGION * starts_region(name, head.end)
        + works_of(name, head.end, category)
        + OPEN * (not head.is_closed)
    )
    if points + TOLD_FIRM < ENOUGH:
        return None  # whatever the report says elsewhere
    sense = sense_of(text, own)
    points += TOLD_FIRM if sense == "firm" else TOLD_PLACE if sense == "place" else 0
    return name[head.start : head.end] if points >= ENOUGH else None


def opens_coined(name: str) -> bool:
    """Whether a name among those of firms opens with a coined one: 西河浒璃产业链延伸."""
    head = head_of(name)
    return head is not None and head.is_closed and is_unknown(name[head.own : head.end])


def is_bare_firm(name: str) -> bool:
    """Whether a name among those of firms is a coined one and nothing more: 浒璃 of 浒璃、沃康等12个工业项目."""
    head = head_of(name)
    return head is not None and head.end == len(name) and is_unknown(name[head.own :])


def head_of(name: str) -> Head | None:
    """The coined name before the first ordinary word, size or phase (千川 of 千川家居), or as far as firms like it."""
    start = behind_place(name)
    own = start or city_before(name)
    places = range(own + SHORTEST, min(own + LONGEST + 1, len(name)))
    end = next((place for place in places if starts_word(name, place)), None)
    end = len(name) if end is None and len(name) <= own + LONGEST else end
    if end is not None and may_be_coined(name[own:end]):
        return Head(start, own, end, is_closed=True)
    liked = own + SHORTEST + (name[own + SHORTEST : own + SHORTEST + 1] in LIKED)
    is_short = end is not None and end <= liked
    if is_short or not may_be_coined(name[own:liked]) or (end is not None and not is_like_a_firm(name[own:liked])):
        return None
    return Head(start, own, liked, is_closed=False)


def starts_region(name: str, place: int) -> bool:
    """Whether the name of a region begins at a place of a name, before works: 浒璃阳高数据中心."""
    return any(name[place : place + length] in COUNTIES for length in SHORT_NAMES) and len(name) > place + SHORTEST


def starts_word(name: str, place: int) -> bool:
    """Whether a word of the language, a region, a size or a phase begins at a place of a name."""
    return (
        starts_region(name, place)
        or name[place : place + SHORTEST] in WORD_PAIRS
        or ORDINARY.match(name, place) is not None
    )


def may_be_coined(head: str) -> bool:
    """Whether characters may be a coined name: no place, no product, no thing, no common word in it."""
    if len(head) < SHORTEST or not head.isalpha() or head.isascii() or head[0] in PLAIN_START or head[-1] in NO_END:
        return False
    if head[-1] in DIRECTIONS or REGIONS_SHORT.issuperset(head) or not OF_THINGS.isdisjoint(head):
        return False  # 滨北, 渝黔, 聚变
    is_plain = (PLACE_CHARACTERS - SHARED_PLACE_CHARACTERS).isdisjoint(head[1:]) and not is_common(head)
    return is_plain and head not in ENDS and not any(part in NO_HEADS for part in (head, head[:2], head[:3], head[-2:]))


def points_of(head: str) -> int:
    """How much the characters of a head tell: whether the language has them, and whether firms like them."""
    points = UNKNOWN if is_unknown(head) else COMMON
    points += LIKE_A_PLACE * (not SHARED_PLACE_CHARACTERS.isdisjoint(head[1:]))
    return points + LIKE_A_FIRM * is_like_a_firm(head)


def works_of(name: str, end: int, category: ProjectCategory) -> int:
    """How much the works tell: what is made is a firm's, a park as often of a place, what is done to a place never."""
    if FIRM_WORKS.search(name, end):
        return OF_EITHER
    if category != "energy" and GOODS_SIZED.match(name, end):
        return OF_A_FIRM + SIZED
    if category == "energy" or PLACE_WORKS.search(name, end) or TASK.search(name, end):
        return OF_A_PLACE
    return OF_A_FIRM if category == "industry" or PRODUCT.search(name, end) else OF_EITHER


def sense_of(text: str, head: str) -> Sense | None:
    """What a report says elsewhere that a name is: one sense for all of it (Yarowsky 1995)."""
    place = -1
    for _ in range(SENSES):
        place = text.find(head, place + 1)
        if place < 0:
            return None
        if FIRM_BEHIND.match(text, place + len(head)):
            return "firm"
        if PLACE_BEHIND.match(text, place + len(head)):
            return "place"
    return None
