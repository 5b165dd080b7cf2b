"""Names of undertakings: which stretch is one, its phase, its owner, its field, and the key that ties statements."""

from msgspec import Struct

from datasets.extract.works import ENDS
from datasets.reading.text import Span
from datasets.rules.categories import CATEGORIES
from datasets.rules.projects import (
    COMMON,
    NO_NAME,
    OWNER,
    PHASE,
    PROJECT_TOLD,
    QUALIFIERS,
    SHORTEST_PROPER,
    SLOGAN,
    SUFFIXES,
)
from datasets.rules.works import DEEDS, NOT_PROJECTS
from schemas.vocabulary import KeyRule, ProjectCategory

SHORTEST_NAME, LONGEST_NAME = 4, 40
SHORTEST_THING = 3  # characters before the end of a plain name


class Undertaking(Struct, frozen=True):
    """A name as the text has it, and the phase behind it."""

    name: Span
    words: Span  # with 项目 and 建设, which tell that it is one
    phase: str | None = None


def named(text: str, span: Span) -> Undertaking:
    """The name in a stretch: behind a dash, without its phase and without 项目 and 建设 at its end."""
    dash = text.rfind("--", span.start, span.end)
    start, end = (dash + 2 if dash >= 0 else span.start), span.end
    while text[start : start + 1] in (" ", "的"):
        start += 1
    if told := PROJECT_TOLD.search(text, start, end):
        end = told.end()
    words = Span(start, end)
    phase, end = phase_at_end(text, Span(start, end))
    for suffix in SUFFIXES:
        if text.endswith(suffix, start, end) and end - start - len(suffix) >= SHORTEST_NAME:
            end -= len(suffix)
    if phase is None:
        phase, end = phase_at_end(text, Span(start, end))
    return Undertaking(Span(start, end), words, phase)


def phase_at_end(text: str, span: Span) -> tuple[str | None, int]:
    """The phase a name ends with, and where the name ends without it; one without brackets is part of the name."""
    phase = PHASE.search(text, span.start, span.end)
    if phase is None:
        return None, span.end
    if phase["bracketed"] is None:
        return phase["bare"], span.end
    return phase["bracketed"], phase.start() if phase.start() > span.start else span.end


class Told(Struct, frozen=True):
    """How a name is told, which decides how much of a name it must be."""

    in_group: bool = False  # a member of a group of projects needs no end of works (三力中科MMA新材料)
    is_near: bool = False  # a county speaks of its own works: a plain name will do
    is_definite: bool = False  # so does a statement about works that exist (钢铁基地顺利推进)


def is_undertaking(words: str, told: Told) -> bool:
    """Whether words name one undertaking: an end of works, and a name of its own before it."""
    whole, words = words, PHASE.sub("", words).strip("”")
    if not len(whole) >= SHORTEST_NAME or not len(words) <= LONGEST_NAME or any(word in words for word in NOT_PROJECTS):
        return False
    if NO_NAME.search(words.removesuffix("项目")) or SLOGAN.fullmatch(words + "”" * words.startswith("“")):
        return False
    end = ENDS.search(words)
    if end is None and not told.in_group:
        return False
    before = words[: end.start()] if end and end.start() else words
    is_thing = end[0] not in DEEDS if end else told.in_group
    enough = SHORTEST_PROPER if told.is_definite else SHORTEST_THING
    return is_proper(before) or ((told.is_near or told.is_definite) and is_thing and len(before) >= enough)


def is_proper(words: str) -> bool:
    """Whether something is left of a name without its common words."""
    plain = SLOGAN.sub("", words)
    return "“" in plain or len(COMMON.sub("", plain)) >= SHORTEST_PROPER


def owner_of(name: str) -> str | None:
    """The firm or body a name opens with."""
    owner = OWNER.match(name)
    return owner[0] if owner and is_proper(owner[0]) else None


def category_of(name: str) -> ProjectCategory:
    """The field of an undertaking, from the words of its name; the first line of the table wins."""
    return next((category for category, words in CATEGORIES if any(word in name for word in words)), "other")


def key_of(region: str, name: str) -> tuple[str, KeyRule, float]:
    """The key of an undertaking's family, the rule that made it and how sure that is.

    Only words that tell nothing apart are left out (国家级, 项目, quotes): a false tie is worse than a missed one.
    """
    core = PHASE.sub("", name) or name
    while (shorter := QUALIFIERS.sub("", core)) != core and len(shorter) >= SHORTEST_NAME:
        core = shorter
    return f"{region}:{core}", "name" if core == name else "core", 1.0 if core == name else 0.9
