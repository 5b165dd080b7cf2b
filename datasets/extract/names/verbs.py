"""Verbs around a name: those it keeps, which hold for its list, and those it does without."""

import re

from datasets.reading.text import fold
from datasets.rules.grammar import KEPT_VERB, TIED_VERB, WHO_HAS, any_of
from datasets.rules.links import (
    ADVERBS,
    CAUSES,
    HANDED_ON,
    KEPT_VERBS,
    LIGHT_VERBS,
    NOMINALS,
    NOUNS_LIKE_VERBS,
    STAGES,
    VERB_ENDINGS,
)
from datasets.rules.units import WrittenUnit

VERBS = (*VERB_ENDINGS, *KEPT_VERBS)
ALONE = frozenset({*STAGES, *HANDED_ON})  # heads that are a verb
OPENING_VERBS = (*LIGHT_VERBS, *VERB_ENDINGS, *KEPT_VERBS, *CAUSES, "新")
SHORTEST_LEFT = 2  # characters that a light verb leaves
KEPT = re.compile(any_of(KEPT_VERBS))
LIGHT = re.compile(any_of(LIGHT_VERBS))
STAGE = re.compile(any_of(STAGES))
TOTAL = re.compile(r"总数|总量|累计")
NOMINAL = re.compile(any_of(NOMINALS))
ADDED = re.compile(
    r"(?:新建扩建|新建改建|新(?:改|扩)?建(?!材|筑)|新增|净增|增设|新认定|新培育|新引进|新获批|新登记|新认证|新注册|新设立|新组建|新入库|新发展|新入选)"
    r"(?!(?:城镇)?就业|.*(?:就业|转移))"
)
REACHED = re.compile(r"达到?|增至|增加到|升至")
REACHES_ALL = re.compile(r"\d[^;。]{0,8}[、,](?:已|累计|共)?(?:达到?|增至|增加到|升至)")  # behind what was added
JOINS = ("和", "与", "及", "并", "、")
RATES = ("ratio", "point", "multiple")
# Before what is counted, no change of the count: 降低13个项目的收费标准; but 上升3个位次 is one.
MOVES = re.compile(r"(?:提高|降低|提升|增长|上升|下降|新增|净增|增收|增产)了?的?\s*$")
STEPS = ("位次", "名次", "基点", "位")


def verb_of(name: str) -> str:
    """The verb a name keeps, which then holds for the rest of its list."""
    match = KEPT.match(fold(name))
    return name[: match.end()] if match else ""


def without_verb(name: str) -> str:
    """A name without the verb it keeps: the total behind 新登记主体12万户 is of all 主体."""
    return name[len(verb_of(name)) :]


def acts(words: str) -> bool:
    """Whether a head has a verb of its own, so that the one of its list does not hold for it."""
    opens = words.startswith(OPENING_VERBS)
    return words in ALONE or (opens and not words.startswith(NOUNS_LIKE_VERBS))


def only_acts(words: str) -> bool:
    """Whether a head is, or ends with, the verb of what stands behind its figure (全面完成66万平方米危房改造)."""
    return words in ADVERBS or words.endswith(VERBS)


def is_only_counted(name: str, between: str) -> bool:
    """Whether a change before a count is none of it: 新建提升310公里农村公路, 促进增长的10项政策."""
    return bool(verb_of(name) or (MOVES.search(between) and not name.endswith(STEPS)))


def is_kept_verb(words: str) -> bool:
    """Whether words are a verb that a name keeps, and nothing else."""
    return KEPT.fullmatch(fold(words)) is not None


def kept_at_end(words: str) -> str:
    """The kept verbs that words end with, with their fellows (改造和新建)."""
    match = KEPT_VERB.search(fold(words))
    return words[match.start() :] if match else ""


def tied_verb(between: str) -> str:
    """The verb that stands between a name and its figure, and says what is counted behind it (新增50所幼儿园)."""
    match = TIED_VERB.match(between)
    return match["verb"] if match else ""


def light_verb(words: str) -> str:
    """The light verb words open with, unless it is part of a noun."""
    match = LIGHT.match(words)
    if match is None or len(words) < match.end() + SHORTEST_LEFT or NOMINAL.match(words, match.end()):
        return ""
    if words[match.end()] in JOINS or WHO_HAS.match(words):
        return ""  # 实施和安排的投入
    return match[0]


def subject_of(earlier: str, between: str, unit: WrittenUnit | None) -> str:
    """What a figure without a name takes from the one before: all of it, its total, or the works at another stage."""
    if TOTAL.search(between):
        return without_verb(earlier.partition("占")[0])
    if unit and unit.rule.dimension not in RATES and ADDED.match(earlier) and REACHED.search(between):
        return without_verb(earlier)  # 新增甲类企业45家、达到537家
    if "人均" in between and "人均" not in earlier:
        return "人均" + earlier
    stage, was = STAGE.match(between), STAGE.match(earlier)
    return stage[0] + earlier[was.end() :] if stage and was and stage[0] != was[0] else earlier
