"""The noun behind a counted unit, and the predicate behind the noun."""

import re

from msgspec import Struct

from datasets.reading.text import Span
from datasets.rules.grammar import NO_NOUN, NOUN, PREDICATE, TRANSITIVE, USE, ties
from datasets.rules.links import SINGLE_NOUNS, WHOLE_NOUNS


class Noun(Struct, frozen=True):
    """A noun, and the words of its predicate; `is_verb` when what stands there names nothing (有15项提前达到)."""

    span: Span
    predicate: str | None
    is_verb: bool


def noun_at(text: str, place: int, end: int) -> Noun | None:
    """The noun that starts at a place, if one does before `end`."""
    match = NOUN.match(text, place, end)
    if match is None:
        return None
    words = match[0]
    predicate = None if words.endswith(WHOLE_NOUNS) else PREDICATE.search(words, 1 if words[0] in SINGLE_NOUNS else 2)
    runs_on = text[match.end() : match.end() + 1].isdigit()
    cut = predicate or (TRANSITIVE.search(words, 2) if runs_on else None)
    span = Span(place, place + noun_length(words, cut))
    return Noun(span, words[predicate.start() :] if predicate else None, words in ties() or bool(NO_NOUN.match(words)))


def noun_length(words: str, predicate: re.Match[str] | None) -> int:
    """How much of a phrase is the noun: up to its predicate, its use, or a quote that opens inside it."""
    length = predicate.start() if predicate else len(words)
    length = use.start() if (use := USE.search(words, 2, length)) else length
    opens = words.find("“", 1, length)
    return opens if opens > 1 else length
