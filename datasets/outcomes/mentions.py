"""Which of the main metrics a report names where it promises, and where it tells what was done."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise

from msgspec import Struct

from datasets.extract.metrics.names import metric_by_id, spelled_out
from datasets.reading.text import fold
from datasets.rules.metrics.definitions import HEADLINES
from datasets.rules.metrics.spellings import SPELLINGS
from schemas.vocabulary import Part

SHORTEST_NAME = 3  # characters that tell a metric from other words
PROMISES: Mapping[Part, bool] = {"plan": True, "outlook": True, "review": False, "problems": False}
GAP = "\n"
Mention = tuple[str, bool, str]  # a report, whether it is where it promises, and the metric


class Names(Struct, frozen=True):
    """The names of a metric, and longer ones of others that one of them stands in: 失业率 in 调查失业率.

    `cue` is in every name of its own: words without it are not searched for them.
    """

    own: tuple[str, ...]
    others: tuple[str, ...]
    cue: str

    def are_in(self, words: str) -> bool:
        """Whether words name the metric, and not only another."""
        if not self.said(words):
            return False
        for other in self.others:
            words = words.replace(other, GAP)
        return self.said(words)

    def said(self, words: str) -> bool:
        """Whether one of its own names is in words."""
        return self.cue in words and any(name in words for name in self.own)


class Line(Struct, frozen=True):
    """What is asked of a paragraph: its report, its part and its words."""

    report_id: str
    part: Part
    quote: str


def mentions(lines: Iterable[Line]) -> frozenset[Mention]:
    """The main metrics that reports name, by any name of the registry."""
    found: set[Mention] = set()
    for line in lines:
        if (promises := PROMISES.get(line.part)) is not None:
            words = fold(line.quote)
            found.update(
                (line.report_id, promises, metric)
                for metric, names in names_of_metrics().items()
                if names.are_in(words)
            )
    return frozenset(found)


@cache
def names_of_metrics() -> Mapping[str, Names]:
    """The names of each main metric without those that have a shorter one in them."""
    known = {metric: shortest(all_names(metric)) for metric in sorted(HEADLINES)}
    names = [*chain.from_iterable(known.values())]
    return {metric: Names(own, longer(own, names), cue_of(own)) for metric, own in known.items()}


def all_names(metric: str) -> set[str]:
    """Every name a metric has in the registry."""
    rule = metric_by_id()[metric]
    spelled = (name for spelling in SPELLINGS.get(metric, ()) for name in spelled_out(spelling))
    return {fold(name) for name in (rule.name, *rule.aliases, *spelled)}


def cue_of(names: Iterable[str]) -> str:
    """Two characters that all names have, or none."""
    return min(set.intersection(*({"".join(pair) for pair in pairwise(name)} for name in names)), default="")


def longer(own: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """The names, the longest first, that have one of a metric's own in them, and are none of these."""
    found = {name for name in names if name not in own and any(one in name for one in own)}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def shortest(names: Iterable[str]) -> tuple[str, ...]:
    """The names that have none of the others in them."""
    kept: list[str] = []
    for name in sorted(names, key=lambda one: (len(one), one)):
        if len(name) >= SHORTEST_NAME and not any(one in name for one in kept):
            kept.append(name)
    return tuple(kept)
