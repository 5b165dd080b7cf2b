"""Notes: which lines each takes, its number, term and definition; and their marks in the body."""

import re
from collections.abc import Iterator, Mapping

from datasets.reading.document import READ_PARTS, Document, number_of
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.rules.notes import CIRCLED, CIRCLED_MARK, LONGEST_MARKED, MARKED
from datasets.rules.sections import MEANING, NOTE, NOTE_BARE, NOTE_HEAD, NOTE_PLAIN, NOTE_STOP, NOTES_HEADING


def explained(document: Document, note: Span, marked: Mapping[int, Span]) -> tuple[int | None, Span, Span] | None:
    """The number of a note, its term and its definition.

    A note that begins with what its term means explains what its mark stands behind in the body.
    """
    text = document.text
    bare = NOTE_BARE.match(text, note.start, note.end)
    number = number_of(bare["number"]) if bare else None
    meant = marked.get(number) if number is not None else None
    if bare and meant and MEANING.match(text, bare.start("definition")):
        return number, meant, Span(*bare.span("definition"))
    for shape in (NOTE, NOTE_STOP) if bare else (NOTE_PLAIN,):
        if match := shape.match(text, note.start, note.end):
            return number, Span(*match.span("term")), Span(*match.span("definition"))
    return (number, meant, Span(*bare.span("definition"))) if bare and meant else None


def notes(document: Document) -> Iterator[Span]:
    """The notes: a line with the next number, and the lines behind it up to the next; without numbers, each line."""
    note: Span | None = None
    last, style = 0, ""
    lines = [one for one in document.paragraphs if one.part == "notes"]
    for paragraph in lines:
        number, written, is_strict = head_of(document.text, paragraph)
        is_next = number == last + 1 and (is_strict or written == style or note is None)
        if number is not None and (is_next or (note is None and is_strict)):
            if note is not None:
                yield note
            note, last, style = Span(paragraph.start, paragraph.end), number, written
        elif note is not None:
            note = Span(note.start, paragraph.end)
    if note is not None:
        yield note
    elif lines and NOTES_HEADING.match(document.text[lines[0].start : lines[0].end]):
        yield from (Span(line.start, line.end) for line in lines[1:])


def head_of(text: str, line: Paragraph) -> tuple[int | None, str, bool]:
    """The number a line of the notes begins with, the way it is written, and whether a term and its mark follow."""
    bare = NOTE_BARE.match(text, line.start, line.end)
    if bare is None:
        return None, "", False
    written = re.sub(r"\d+", "0", text[line.start : bare.start("definition")]).strip()
    return number_of(bare["number"]), written, NOTE_HEAD.match(text, line.start, line.end) is not None


def marked_words(document: Document) -> Iterator[tuple[int, Span]]:
    """The number of each mark of a note in the body, with the words it stands behind."""
    for start, number in [*bracketed_marks(document), *circled_marks(document)]:
        first = document.paragraph_at(start).start
        marked = MARKED.search(document.text, max(first, start - LONGEST_MARKED), start)
        if marked:
            yield number, Span(marked.start("words"), marked.end("words"))


def bracketed_marks(document: Document) -> Iterator[tuple[int, int]]:
    """Where marks of notes stand that are read past, with their numbers."""
    yield from ((aside.start, aside.note) for aside in document.asides if aside.note is not None)


def circled_marks(document: Document) -> Iterator[tuple[int, int]]:
    """Where circled numbers stand, which may be marks of notes."""
    for paragraph in document.paragraphs:
        if paragraph.part in READ_PARTS:
            for mark in CIRCLED_MARK.finditer(document.text, paragraph.start, paragraph.end):
                yield mark.start(), CIRCLED[mark[0]]
