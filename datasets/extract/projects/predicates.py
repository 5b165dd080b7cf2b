"""Predicates behind works: the verb or the phrase a statement ends with, and the stage it states."""

import re

from msgspec import Struct

from datasets.reading.text import Span
from datasets.rules.projects.shapes import NO_WORKS, NO_WORKS_END, TITLE, TITLED
from datasets.rules.projects.stages import BEHIND, BEHIND_PLANNED, PREDICATES
from schemas.vocabulary import ProjectStatus

LONGEST_PREDICATE = 28  # characters
PHRASE = re.compile(f"(?:{'|'.join(f'(?P<p{number}>{shape})' for number, (shape, *_) in enumerate(PREDICATES))})$")
# What every phrase has one of: looked for first, because it is found or missed at once.
CUE = re.compile("进展|突破|加快|提速|落户|列入|纳入|获|通过|完成|主体|实现|进入|具备|投入|前期|进行")
VERBS = {False: BEHIND, True: BEHIND_PLANNED}
LAST_CHARACTERS = {planned: frozenset(verb[-1] for verb in verbs) for planned, verbs in VERBS.items()}
LENGTHS = {planned: sorted(set(map(len, verbs)), reverse=True) for planned, verbs in VERBS.items()}


class Closing(Struct, frozen=True, gc=False):
    """The predicate behind works: where it starts, and the stage it states."""

    start: int
    status: ProjectStatus


def closing_at(text: str, span: Span, planned: bool) -> Closing | None:
    """The predicate a stretch ends with: the longer of a verb and a phrase."""
    start = max(span.start, span.end - LONGEST_PREDICATE)
    verb = verb_behind(text, Span(start, span.end), planned)
    if CUE.search(text, start, span.end) is None:
        return verb
    phrase = PHRASE.search(text, start, span.end)
    if (
        phrase is None
        or phrase.lastgroup is None
        or phrase.start() == span.start
        or (verb and verb.start <= phrase.start())
    ):
        return verb
    _, reviewed, promised = PREDICATES[int(phrase.lastgroup[1:])]
    return Closing(phrase.start(), promised if planned else reviewed)


def verb_behind(text: str, span: Span, planned: bool) -> Closing | None:
    """The longest verb a stretch ends with."""
    if span.start >= span.end or text[span.end - 1] not in LAST_CHARACTERS[planned]:
        return None
    words = text[span.start : span.end]
    for length in LENGTHS[planned]:
        if length <= len(words) and (status := VERBS[planned].get(words[-length:])):
            return Closing(span.end - length, status)
    return None


def end_of_words(text: str, start: int, end: int) -> int:
    """Where a stretch ends, without the blank that the mark of a note behind it is."""
    return start + len(text[start:end].rstrip(" "))


def is_no_works(text: str, works: Span, start: int) -> bool:
    """Whether a stretch without a predicate ends like a task, or its verbs strive for a title."""
    is_title = text.startswith(TITLED, works.start) and TITLE.search(text, start, works.start)
    is_task = text[works.end - 1] in NO_WORKS_END and NO_WORKS.search(text, works.start, works.end)
    return bool(is_task or is_title)
