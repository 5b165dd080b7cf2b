"""Names of figures: without the verbs around them, completed from a shared or an earlier head."""

from datasets.rules.grammar import NOUN_END
from datasets.rules.links import (
    KEPT_VERBS,
    LIGHT_VERBS,
    MEASURE_NOUNS,
    MIDDLE_WORDS,
    MODIFIERS,
    RELATIVE_NOUNS,
    SHARED_SUFFIXES,
    VERB_ENDINGS,
)

SHORTEST_NAME = 2
SHORTEST_BEHIND = 4
TOWN_AND_COUNTRY = ("城乡", ("城镇", "农村"))


def bare(words: str) -> str:
    """A head without the light verbs it opens with (拥有航运企业), and behind 等 if it lists examples."""
    words = behind_middle(words.rpartition("等")[2] or words)
    while verb := next((v for v in LIGHT_VERBS if words.startswith(v) and len(words) >= len(v) + SHORTEST_NAME), None):
        words = words[len(verb) :]
    return words


def behind_middle(words: str) -> str:
    """What stands behind a verb inside a head, when enough stands on both sides of it."""
    ends = [place + len(word) for word in MIDDLE_WORDS if (place := words.rfind(word)) >= SHORTEST_NAME]
    return words[max(ends) :] if ends and len(words) - max(ends) >= SHORTEST_BEHIND else words


def counted(words: str, noun: str, has_predicate: bool) -> str:
    """The name of a counted noun (84项政策措施), with the head before it unless that is only its verb or an example."""
    noun = NOUN_END.sub("", noun) or noun
    if words in KEPT_VERBS:
        return words + noun
    if not words or has_predicate or words.endswith(VERB_ENDINGS):
        return noun
    return bare(words) + noun


def completed(words: str, earlier: str, *, in_list: bool) -> str:
    """A head that leans on the one before it: 增幅, or 产值 behind 林下经济面积 in one list."""
    if words in RELATIVE_NOUNS and not earlier.endswith(words):
        return earlier + words
    ending = next((noun for noun in MEASURE_NOUNS if earlier.endswith(noun) and len(earlier) > len(noun) + 1), None)
    if in_list and ending and words in MEASURE_NOUNS and words != ending:
        return earlier.removesuffix(ending) + words
    return words


def spread(heads: list[str]) -> list[str]:
    """Heads of a list, each made whole: 城镇、农村居民收入 and 化学需氧量、二氧化硫排放量 share their ends."""
    if not heads:
        return []
    *others, last = heads
    if last.startswith(TOWN_AND_COUNTRY[0]) and not others:
        return [modifier + last[2:] for modifier in TOWN_AND_COUNTRY[1]]
    rest = next((last[len(m) :] for m in sorted(MODIFIERS, key=len, reverse=True) if last.startswith(m)), None)
    if rest and all(other in MODIFIERS for other in others):
        return [*(other + rest for other in others), last]
    suffix = next((s for s in SHARED_SUFFIXES if last.endswith(s)), None)
    if suffix and not any(other.endswith((*SHARED_SUFFIXES, *MEASURE_NOUNS)) for other in others):
        return [*(other + suffix for other in others), last]
    return heads
