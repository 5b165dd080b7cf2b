"""Notes to rows of `glossary`, and the body's uses of their terms to rows of `glossary_mentions`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from datasets.reading.document import READ_PARTS, Document
from datasets.reading.text import Span, fold
from datasets.rules.notes import (
    CIRCLED,
    COMPONENT,
    FEWEST_ITEMS,
    HEART,
    LONGEST_ITEM,
    LONGEST_MARKED,
    MARK,
    MARKED,
    MARKS,
    NAMELY,
    QUOTED,
    QUOTES,
    SHORTEST_ITEM,
    WHOLE,
)
from datasets.rules.sections import NOTE, NOTE_HEAD
from schemas.glossary import Component, GlossaryEntry, GlossaryMention


def glossary(document: Document) -> Iterator[GlossaryEntry]:
    """Every note, with term and definition verbatim."""
    seen: Counter[int] = Counter()
    for note in notes(document):
        match = NOTE.match(document.text, note.start, note.end)
        if not match:
            continue
        number = number_of(match["number"])
        again = f"-{seen[number] + 1}" if seen[number] else ""
        seen[number] += 1
        definition = Span(match.start("definition"), match.end("definition"))
        yield GlossaryEntry(
            **document.located(note.start, note.end, "note"),
            id=f"{document.report_id}.g{number:02}{again}",
            number=number,
            term=document.printed(match.start("term"), match.end("term")),
            definition=document.printed(definition.start, definition.end),
            components=list(components(document, definition)),
            items=list(items(document, definition)),
        )


def notes(document: Document) -> Iterator[Span]:
    """The notes: a line with the next number, and the lines behind it up to the next."""
    note: Span | None = None
    last = 0
    for paragraph in document.paragraphs:
        if paragraph.part != "notes":
            continue
        head = NOTE_HEAD.match(document.text, paragraph.start, paragraph.end)
        number = number_of(head["number"]) if head else None
        if number is not None and (note is None or number == last + 1):
            if note is not None:
                yield note
            note, last = Span(paragraph.start, paragraph.end), number
        elif note is not None:
            note = Span(note.start, paragraph.end)
    if note is not None:
        yield note


def number_of(written: str) -> int:
    """The number of a note: 12 or ⑫."""
    return CIRCLED.get(written) or int(written)


def components(document: Document, definition: Span) -> Iterator[Component]:
    """The quoted labels of a definition with their meanings, a repeated label with its number (第二个“4”)."""
    for match in COMPONENT.finditer(document.text, definition.start, definition.end):
        label = document.printed(match.start("label"), match.end("label"))
        meaning = document.printed(match.start("meaning"), match.end("meaning"))
        yield Component(label=label.strip(QUOTES) if label[0] in QUOTES else label, meaning=meaning)


def items(document: Document, definition: Span) -> Iterator[str]:
    """The members a definition lists: behind each 即, or when the list is all there is."""
    if COMPONENT.search(document.text, definition.start, definition.end):
        return
    lists = list(NAMELY.finditer(document.text, definition.start, definition.end))
    whole = WHOLE.fullmatch(document.text, definition.start, definition.end)
    for match in lists or filter(None, [whole]):
        yield from members(document, Span(match.start("list"), match.end("list")))


def members(document: Document, listed: Span) -> Iterator[str]:
    """The members of a list, split at its one kind of mark; nothing when it has two kinds or reads as sentences."""
    text = document.text[listed.start : listed.end]
    outside = QUOTED.sub(lambda match: "□" * len(match[0]), text)
    marks = [mark for mark in MARKS if mark in outside]
    if len(marks) != 1:
        return
    cuts = [-1, *(place for place, character in enumerate(outside) if character == marks[0]), len(text)]
    spans = [(listed.start + a + 1, listed.start + b) for a, b in pairwise(cuts)]
    if len(spans) >= FEWEST_ITEMS and all(SHORTEST_ITEM <= end - start <= LONGEST_ITEM for start, end in spans):
        yield from (document.printed(start, end).strip() for start, end in spans)


def glossary_mentions(document: Document, entries: Iterable[GlossaryEntry]) -> Iterator[GlossaryMention]:
    """Every place the body uses a term, where two terms start the longer.

    Exact is a use as the note writes it, quotes apart; others are its quoted heart alone, or what a note's mark stands
    behind (“五张清单［3］”).
    """
    found: dict[int, tuple[GlossaryEntry, Span, bool]] = {}
    covered: set[int] = set()  # places inside the uses so far
    entries = list(entries)
    for is_exact, source in ((True, exact_uses), (False, other_uses)):
        for entry, span in source(document, entries):
            known = found.get(span.start)
            taken = not is_exact and not covered.isdisjoint(range(span.start, span.end))
            if not taken and (known is None or span.end > known[1].end):
                found[span.start] = (entry, span, is_exact)
                covered.update(range(span.start, span.end))
    for start in sorted(found):
        entry, span, is_exact = found[start]
        yield GlossaryMention(
            **document.located(span.start, span.end, "term" if is_exact else "short_term"),
            id=document.row_id("m", span.start),
            glossary_id=entry.id,
            term=entry.term,
            form=document.source[span.start : span.end],
            is_exact=is_exact,
        )


def exact_uses(document: Document, entries: Iterable[GlossaryEntry]) -> Iterator[tuple[GlossaryEntry, Span]]:
    """Where the body has the characters of a term, with or without its quotes."""
    for entry in entries:
        plain = [character for character in entry.term if character not in QUOTES]
        for span in uses(document, plain):
            yield entry, span


def other_uses(document: Document, entries: Iterable[GlossaryEntry]) -> Iterator[tuple[GlossaryEntry, Span]]:
    """Where the body calls a term by its quoted heart, or marks a use with the number of its note."""
    entries = list(entries)
    for entry in entries:
        if (heart := HEART.search(fold(entry.term))) and heart[0] != fold(entry.term):
            for span in uses(document, list(heart[0])):
                yield entry, span
    numbered = {entry.number: entry for entry in entries}
    for paragraph in document.paragraphs if entries else ():
        if paragraph.part in READ_PARTS:
            for mark in MARK.finditer(document.text, paragraph.start, paragraph.end):
                noted = numbered.get(number_of(mark["number"] or mark["circled"]))
                marked = MARKED.search(document.text, max(paragraph.start, mark.start() - LONGEST_MARKED), mark.start())
                if noted and marked:
                    yield noted, Span(*marked.span())


def uses(document: Document, characters: list[str]) -> Iterator[Span]:
    """Where the body has these characters, quotes between them or not."""
    shape = re.compile(f"[{re.escape(QUOTES)}]{{0,2}}".join(map(re.escape, characters)))
    for body in document.paragraphs if characters else ():
        if body.part in READ_PARTS:
            for match in shape.finditer(document.source, body.start, body.end):
                yield Span(*match.span())
