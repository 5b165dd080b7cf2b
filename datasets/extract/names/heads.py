"""Names of figures: without the verbs around them, completed from a shared or an earlier head."""

import re
from collections.abc import Iterable
from functools import lru_cache

from datasets.extract.names.verbs import is_kept_verb, kept_at_end, light_verb, only_acts, verb_of
from datasets.reading.text import fold
from datasets.rules.grammar import (
    DONE_ONCE,
    EXAMPLES,
    FOR_EACH,
    KINDS_FIRST,
    NOUN_END,
    ONLY_VERBS,
    PREDICATE_START,
    ZONE,
    any_of,
)
from datasets.rules.links import (
    ADVERBS,
    BARE_NOUNS,
    BECOMING,
    CAUSES,
    CLOSING_ADVERBS,
    INNER_VERBS,
    JOINERS,
    LIGHT_VERBS,
    MAKES,
    MEASURE_NOUNS,
    MIDDLE_WORDS,
    NAMED_LEVELS,
    PAYERS,
    PLACES,
    PLAIN_NOUNS,
    PREPOSITIONS,
    SHARED_SUFFIXES,
    VERB_ENDINGS,
    WORK_STAGES,
)
from datasets.rules.metrics.definitions import metric_by_name

MEASURES = (*MEASURE_NOUNS, *SHARED_SUFFIXES)
# A head that ends so has its own measure.
ENDINGS = (*MEASURES, "强度", "密度", "率", "额", "值", "量", "比例", "增速", "指数", "天数", "能力", "人次", "花费")
DONE_AMOUNTS = frozenset(verb + noun for verb in INNER_VERBS for noun in MEASURE_NOUNS)
LONGEST_TOLD, LONGEST_KIND = 16, 30  # characters of a predicate that may stand before its noun, or ends with it
SHORTEST_NAME = 2
SHORTEST_BEHIND = 4
LONGEST_PLACE = 5  # characters
METRIC_NAME = re.compile(
    any_of(
        name for name, metric in metric_by_name().items() if len(name) > SHORTEST_NAME and metric.dimension != "count"
    )
)
EACH = re.compile(r"、|和|与")
STAGES_OF_WORKS = re.compile(rf"(?:{any_of(WORK_STAGES)})+")
BLANKS = re.compile(r"(?<=[^ -~]) +(?=[^ -~])")  # where a mark stood, between Chinese characters
LINE_BREAKS = re.compile(r"\s*[\n\r\u200b]\s*")


@lru_cache(maxsize=20_000)
def bare(words: str) -> str:
    """A head without the light verbs it opens with (拥有航运企业), and behind 等 if it lists examples."""
    words = behind_middle(behind_examples(words))
    if (zone := ZONE.match(words)) and zone["verb"]:
        words = zone["zone"] + words[zone.end() :]
    words = next((words.partition(make)[2] for make in MAKES if make in words), words)
    words = without_adverb(without_inner_verb(words))
    while verb := light_verb(words):
        words = words[len(verb) :].removeprefix("了")
    return DONE_ONCE.sub("", words)


def behind_examples(words: str) -> str:
    """What a list of examples is of, behind its 等; 高等教育 has none."""
    if "等" not in words:
        return words
    *_, end = (0, *(match.end() for match in EXAMPLES.finditer(words)))
    if words[end:] in (*MEASURE_NOUNS, ""):
        return words
    verb = verb_of(words) if end else ""
    return words[end:] if verb_of(words[end:]) or only_acts(words[end:]) else verb + words[end:]


def without_adverb(words: str) -> str:
    """A head without the adverb of its light verb (分类实施黑土地保护工程), so that the verb can go too."""
    rest = next((words[len(adverb) :] for adverb in ADVERBS if words.startswith(adverb)), words)
    return rest if rest.startswith(LIGHT_VERBS) else words


def without_inner_verb(words: str) -> str:
    """A measure without the verb before it: 中小港完成货物吞吐量 is 中小港货物吞吐量, 带动财政收入 is 财政收入."""
    for verb in INNER_VERBS:
        if verb not in words:
            continue
        before, _, measured = words.partition(verb)
        if len(before) >= SHORTEST_NAME and (fold(measured) in metric_by_name() or measured.endswith(MEASURES)):
            return before + measured
    cause = next((cause for cause in CAUSES if words.startswith(cause)), "")
    return words[len(cause) :] if fold(words[len(cause) :]) in metric_by_name() else words


def longest(endings: Iterable[str], words: str) -> str:
    """The longest of some endings that words end with; nothing when they end with none."""
    endings = tuple(endings)
    if not words.endswith(endings):
        return ""  # told at once, and most do not
    return max((ending for ending in endings if words.endswith(ending)), key=len)


def is_measure(head: str) -> bool:
    """Whether a head says what is measured on its own."""
    return fold(head) in metric_by_name() or head.endswith(ENDINGS)


def behind_middle(words: str) -> str:
    """What stands behind a verb inside a head, when enough stands on both sides of it."""
    ends = [place + len(word) for word in MIDDLE_WORDS if (place := words.rfind(word)) >= SHORTEST_NAME]
    if ends and FOR_EACH.search(words, 0, max(ends)):
        return words  # 每千人口拥有执业医师
    behind = words[max(ends) :] if ends else ""
    if behind in DONE_AMOUNTS:
        return words  # 甲工程累计完成投资 is of that work
    return behind if len(behind) >= SHORTEST_BEHIND else words


def plain(words: str) -> str:
    """A name without the line breaks and odd spaces of the page."""
    words = words if words.isprintable() else LINE_BREAKS.sub("", words)  # most have no line break
    return BLANKS.sub("", words) if " " in words else words


def counted(words: str, noun: str, predicate: str | None) -> str:
    """The name of a counted noun (84项政策措施), with the head before it unless that is only its verb or an example."""
    noun, words = NOUN_END.sub("", noun) or noun, KINDS_FIRST.sub("", words)
    if predicate and noun in BARE_NOUNS:
        told = noun_with_predicate(predicate, noun)
        verb = words if is_kept_verb(words) else ""
        return verb + (told if told.endswith((noun, noun[0])) else told + noun)
    if "、" in words and not ONLY_VERBS.fullmatch(words):
        return verb_of(words) + noun  # examples of what is counted: 新增荆州、孝感3个城市
    if verb := kept_at_end(words):
        return verb + noun
    if words in (*ADVERBS, *PREPOSITIONS) or words.endswith((*CLOSING_ADVERBS, "让", "使")):
        return noun
    if words.endswith(PLACES) and len(words) <= LONGEST_PLACE and not words.startswith(VERB_ENDINGS):
        return bare(words) + noun
    if noun in PLAIN_NOUNS and len(words) > SHORTEST_BEHIND and not words.endswith((*JOINERS, "等")):
        return bare(words) + noun
    if not words or words.endswith((*VERB_ENDINGS, *JOINERS, *PAYERS)) or (predicate and noun not in PLAIN_NOUNS):
        return noun
    return bare(words) + noun


def fused_metrics(words: str) -> list[str]:
    """Metrics written without a mark between them (工业增加值固定资产投资分别…), when they are all there is."""
    found = METRIC_NAME.findall(fold(words))
    return found if len(found) > 1 and "".join(found) == fold(words) else []


def is_told(name: str, predicate: str | None) -> bool:
    """Whether a name takes words from the predicate, so that its quote must have them too."""
    return predicate is not None and len(name) > SHORTEST_NAME and name[:SHORTEST_NAME] in predicate


def each_measured(words: str) -> list[str]:
    """Heads before a 分别 in their middle: 甲集团、乙集团分别实现营业收入."""
    heads, _, measured = words.partition("分别")
    return [head + bare(measured) for head in EACH.split(heads)] if heads and measured else []


def noun_with_predicate(predicate: str, noun: str) -> str:
    """What a predicate tells of a bare noun: 197个项目实现开竣工 counts 开竣工项目, 4家企业成为试点企业 试点企业."""
    words = BLANKS.sub("", PREDICATE_START.sub("", predicate))
    if stages := STAGES_OF_WORKS.match(words):
        return stages[0]
    if words.startswith(BECOMING):
        return next(words.removeprefix(verb) for verb in BECOMING if words.startswith(verb)).removesuffix(noun)
    longest = LONGEST_KIND if words.endswith(noun) else LONGEST_TOLD
    return words if len(words) <= longest and words.count("“") == words.count("”") else ""


def level_before(words: str) -> str:
    """The level of what is counted, when only a verb stands before it: 推进国家500万千瓦大基地建设."""
    level = longest(NAMED_LEVELS, words)
    verb = words.removesuffix(level)
    return level if level and (verb in VERB_ENDINGS or words == NAMED_LEVELS[0]) else ""


def are_measures(heads: list[str]) -> bool:
    """Whether each head says what is measured on its own, so that one figure is for each of them."""
    if any("等" in head for head in heads[1:]):
        return False  # what stands before are examples
    alike = len({head[-SHORTEST_NAME:] for head in heads}) == 1 and all(len(head) > SHORTEST_BEHIND for head in heads)
    return len(heads) > 1 and (alike or all(map(is_measure, heads)))
