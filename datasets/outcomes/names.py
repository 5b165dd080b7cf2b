"""How alike two names are: what is left of them without words that tell nothing apart, by pairs of characters."""

from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from datasets.extract.metrics.names import ADDED, BUILT, bare_form
from datasets.reading.text import fold
from datasets.rules.outcomes import (
    EACH,
    LIGHT,
    ONE_IS_ADDED,
    OPENING,
    OTHER_PART,
    OTHER_STAGE,
    PART,
    PAYER,
    SAME_FORMS,
    SHORTEST_WORDS,
    STAGE,
    WHOLE_NAME,
)


class NameForm(Struct, frozen=True):
    """A name as it is compared: the sign of a verb of adding or building, the words left, what narrows it."""

    sign: str
    words: str
    pairs: frozenset[str]
    each: frozenset[str]
    stages: frozenset[str]
    parts: frozenset[str]


@lru_cache(maxsize=100_000)
def name_form(name: str) -> NameForm:
    """The form of a name that is compared with others."""
    folded = fold(name)
    for form, same in SAME_FORMS:
        folded = folded.replace(form, same)
    opened = OPENING.sub("", folded, count=1) if OPENING.match(folded) else folded
    bare = bare_form(opened or folded)
    sign = bare[:1] if bare[:1] in (ADDED, BUILT) else ""
    words = LIGHT.sub("", bare.removeprefix(sign)) or bare
    pairs = frozenset(map("".join, pairwise(words))) or frozenset({words})
    return NameForm(sign, words, pairs, *(frozenset(shape.findall(folded)) for shape in (EACH, STAGE, PART)))


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: Dice's coefficient of their pairs of characters, mixed with containment.

    Names of figures that are counted by different things (日均, 人均) are not alike at all, nor are very short ones.
    """
    a, b = name_form(one), name_form(other)
    is_short = min(len(a.words), len(b.words)) < SHORTEST_WORDS or any(PAYER.fullmatch(form.words) for form in (a, b))
    if a.each != b.each or (is_short and (a.words != b.words or min(len(one), len(other)) < WHOLE_NAME)):
        return 0.0
    common = len(a.pairs & b.pairs)
    dice = 2 * common / (len(a.pairs) + len(b.pairs))
    contained = common / min(len(a.pairs), len(b.pairs))
    alike = 1.0 if a.words == b.words else 0.6 * dice + 0.4 * contained
    alike *= ONE_IS_ADDED if {a.sign, b.sign} == {ADDED, ""} else 1
    alike *= 1 if a.parts == b.parts else OTHER_PART
    return alike if a.stages == b.stages else alike * OTHER_STAGE
