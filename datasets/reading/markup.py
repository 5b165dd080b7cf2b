"""What a source has that is none of its words: marks of Markdown, marks of notes, addresses of links.

Each is made blank where it stands, so that every offset into the text that is read is one into the source.
"""

import html
import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from datasets.rules.markup import ENTITY, IMAGE, LINK, MARK_SIGN, MARKS, NOTE_MARK, NOTE_NUMBER, SIGNS
from datasets.rules.notes import CIRCLED

NO_WIDTH = "\u200b"  # what stands for a mark: folded to a space, and left out of names


class Aside(Struct, frozen=True):
    """A stretch that is read past, and yet may hold numerals: an address, or the mark of a note of this number."""

    start: int
    end: int
    note: int | None = None


def unmarked(source: str) -> str:
    """A source whose marks have no width, and whose named characters are what they name: same length, same offsets."""
    if "&" in source:
        source = ENTITY.sub(named, source)
    if not any(sign in source for sign in SIGNS):
        return source
    return MARKS.sub(blank, source)


def named(entity: re.Match[str]) -> str:
    """The character that an entity names, and blanks for the rest of it; the entity where it names no one character."""
    character = html.unescape(entity[0])
    return character + NO_WIDTH * (len(entity[0]) - 1) if len(character) == 1 else entity[0]


def blank(mark: re.Match[str]) -> str:
    """Blanks for a mark; around the words, if it has some."""
    if words := mark["stressed"]:
        return f"{NO_WIDTH}{words}{NO_WIDTH}"
    return NO_WIDTH * len(mark[0])


def links(source: str) -> Iterator[Aside]:
    """Images, and what is around the words of links."""
    if "](" not in source:
        return
    for image in IMAGE.finditer(source):
        yield Aside(*image.span())
    for link in LINK.finditer(source):
        if source[link.start() - 1 : link.start()] != "!":
            yield Aside(*link.span("before"))
            yield Aside(*link.span("behind"))


def note_marks(source: str, start: int, end: int, notes: Collection[int], last: int) -> Iterator[Aside]:
    """The marks of notes between two places, in order.

    `notes` are the numbers that there are notes of, `last` is the highest that was referred to before. A bare number is
    a mark if its note is the next, or was referred to.
    """
    is_marked = MARK_SIGN.search(source, start, end) is not None
    certain = {mark.start(): mark for mark in NOTE_MARK.finditer(source, start, end)} if is_marked else {}
    likely = {mark.start(): mark for mark in NOTE_NUMBER.finditer(source, start, end)} if notes else {}
    for place in sorted(certain | likely) if certain or likely else ():
        mark = certain.get(place) or likely[place]
        written = mark[mark.lastindex or 0]
        number = CIRCLED.get(written) or int(written)
        is_sure = place in certain and mark["bold"] is None
        if is_sure or (number in notes and number <= last + 1):
            last = max(last, number if number in notes else 0)
            yield Aside(*mark.span(), number)


def without(text: str, asides: Collection[Aside], filler: str) -> str:
    """A text in which every aside is made of a filler: same length, same offsets."""
    parts, last = [], 0
    for aside in sorted(asides, key=lambda one: one.start):
        if aside.start >= last:
            parts += [text[last : aside.start], filler * (aside.end - aside.start)]
            last = aside.end
    return "".join([*parts, text[last:]])
