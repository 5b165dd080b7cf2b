"""Notes to rows of `glossary`, and the body's uses of their terms to rows of `glossary_mentions`."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from datasets.extract.notes import explained, marked_words, notes
from datasets.reading.document import READ_PARTS, Document
from datasets.reading.text import Span, fold
from datasets.rules.notes import (
    COMPONENT,
    FEWEST_ITEMS,
    HEART,
    LONGEST_ITEM,
    MARKS,
    NAMELY,
    QUOTED,
    QUOTES,
    SHORTEST_ITEM,
    WHOLE,
)
from schemas.glossary import Component, GlossaryEntry, GlossaryMention

NO_QUOTES = dict.fromkeys(map(ord, QUOTES))
FEW_FORMS = 100
MOST_QUOTES = 2  # between two characters of a term
OPENED = re.compile(f"“[{re.escape(QUOTES)}]{{0,{MOST_QUOTES}}}$")
CLOSED = re.compile(f"[{re.escape(QUOTES)}]{{0,{MOST_QUOTES}}}”")


def glossary(document: Document) -> Iterator[GlossaryEntry]:
    """Every note, with term and definition verbatim."""
    seen: Counter[int | None] = Counter()
    marked = dict(reversed(list(marked_words(document))))
    for note in notes(document):
        found = explained(document, note, marked)
        if not found:
            continue
        number, term, definition = found
        again = f"-{seen[number] + 1}" if seen[number] else ""
        seen[number] += 1
        place = f"g{note.start}" if number is None else f"g{number:02}{again}"
        yield GlossaryEntry(
            **document.located(note.start, note.end, "note"),
            id=f"{document.report_id}.{place}",
            number=number,
            term=document.printed(term.start, term.end),
            definition=document.printed(definition.start, definition.end),
            components=list(components(document, definition)),
            items=list(items(document, definition)),
        )


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
    forms: dict[str, GlossaryEntry] = {}
    for entry in entries:
        forms.setdefault(unquoted(entry.term), entry)
    for form, span in uses(document, forms):
        yield forms[form], span


def other_uses(document: Document, entries: Iterable[GlossaryEntry]) -> Iterator[tuple[GlossaryEntry, Span]]:
    """Where the body calls a term by its quoted heart, or marks a use with the number of its note."""
    entries = list(entries)
    hearts: dict[str, GlossaryEntry] = {}
    for entry in entries:
        if (heart := HEART.search(fold(entry.term))) and heart[0] != fold(entry.term):
            hearts.setdefault(unquoted(heart[0]), entry)
    for form, span in uses(document, hearts):
        if quote := quote_around(document.source, span):
            yield hearts[form], quote
    if entries:
        yield from marked_uses(document, entries)


def marked_uses(document: Document, entries: Iterable[GlossaryEntry]) -> Iterator[tuple[GlossaryEntry, Span]]:
    """What stands before the mark of a note in the body."""
    numbered = {entry.number: entry for entry in entries if entry.number is not None}
    for number, span in marked_words(document):
        if number in numbered:
            yield numbered[number], span


def unquoted(words: str) -> str:
    """Words without quotes and blanks."""
    return words.translate(NO_QUOTES)


def quote_around(source: str, span: Span) -> Span | None:
    """The quote that a stretch fills, with its marks."""
    opened = OPENED.search(source, max(0, span.start - MOST_QUOTES - 1), span.start)
    closed = CLOSED.match(source, span.end, span.end + MOST_QUOTES + 1)
    return Span(opened.start(), closed.end()) if opened and closed else None


def uses(document: Document, forms: Collection[str]) -> Iterator[tuple[str, Span]]:
    """Where the body has one of some forms, the longest at each place, with up to two quotes between any characters."""
    for body in document.paragraphs if any(forms) else ():
        if body.part not in READ_PARTS:
            continue
        words = document.source[body.start : body.end].translate(NO_QUOTES)
        is_few = len(forms) <= FEW_FORMS  # so that looking for each is faster than looking at each character
        if there := {form for form in forms if form and (not is_few or form in words)}:
            places = [place for place in range(body.start, body.end) if document.source[place] not in QUOTES]
            lengths = sorted(set(map(len, there)), reverse=True)
            yield from uses_in(words, places, (there, {form[:1] for form in there}, lengths))


def uses_in(
    words: str, places: Sequence[int], known: tuple[Collection[str], Collection[str], Sequence[int]]
) -> Iterator[tuple[str, Span]]:
    """Where words have one of some forms, by the places their characters had in the report."""
    forms, opening, lengths = known
    taken: dict[str, int] = {}  # up to where a form was found: its uses do not overlap
    for first, character in enumerate(words):
        for length in lengths if character in opening else ():
            form, last = words[first : first + length], first + length - 1
            if form not in forms or len(form) < length or taken.get(form, 0) > first:
                continue
            if all(after - before <= MOST_QUOTES + 1 for before, after in pairwise(places[first : last + 1])):
                taken[form] = last + 1
                yield form, Span(places[first], places[last] + 1)
                break
