"""Which numerals are not quantities, and why: decided before any figure is read."""

from collections.abc import Iterator, Sequence
from itertools import chain
from re import Match

from datasets.reading.document import Document
from datasets.rules.exclusions import EXCLUSIONS, Exclusion
from datasets.rules.grammar import BARE_ZERO, RANK
from schemas.vocabulary import Reason


def exclusions(document: Document) -> dict[int, tuple[Reason, str]]:
    """The reason and the rule for each excluded numeral, by its place. The first rule of the table wins."""
    excluded = dict(by_aside(document)) | dict(by_part(document))
    kept = reserved(document)
    for rule in EXCLUSIONS:
        for match in fitting(document.text, rule):
            for numeral in document.numerals_in(match.start(), match.end()):
                if numeral.end <= match.end() and numeral.start not in kept:
                    excluded.setdefault(numeral.start, (rule.reason, rule.name))
    return excluded


def fitting(text: str, rule: Exclusion) -> Iterator[Match[str]]:
    """What a rule fits, looked for near its cues, if it has some."""
    parts = around_cues(text, rule.cues, rule.reach) if rule.cues else ((0, len(text)),)
    return chain.from_iterable(rule.shape.finditer(text, start, end) for start, end in parts)


def around_cues(text: str, cues: Sequence[str], reach: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are near one of some cues, in order, none in another."""
    places = sorted(place for cue in cues for place in places_of(text, cue))
    start = end = 0
    for place in places:
        if place - reach > end:
            if end:
                yield start, end
            start = max(0, place - reach)
        end = place + reach
    if end:
        yield start, end


def places_of(text: str, word: str) -> Iterator[int]:
    """Where a word stands."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def by_aside(document: Document) -> Iterator[tuple[int, tuple[Reason, str]]]:
    """Numerals in marks of notes, and in addresses of links."""
    for aside in document.asides:
        why: tuple[Reason, str] = ("page_chrome", "link") if aside.note is None else ("glossary", "note_mark")
        for numeral in document.numerals_in(aside.start, aside.end):
            yield numeral.start, why


def by_part(document: Document) -> dict[int, tuple[Reason, str]]:
    """Numerals in the page around the report, in its title and in the notes."""
    reasons: dict[str, Reason] = {"chrome": "page_chrome", "note": "glossary", "title": "heading"}
    return {
        numeral.start: (reasons[paragraph.kind], paragraph.kind)
        for paragraph in document.paragraphs
        if paragraph.kind in reasons
        for numeral in document.numerals_in(paragraph.start, paragraph.end)
    }


def reserved(document: Document) -> set[int]:
    """Numerals that look like a name or a word but state a rank or a zero."""
    ranks = {match.start("place") for match in RANK.finditer(document.text)}
    return ranks | {match.start() for match in BARE_ZERO.finditer(document.text)}
