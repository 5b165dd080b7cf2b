"""The words that works end with, looked for where a stretch ends."""

from datasets.rules.grammar import lengths_by
from datasets.rules.projects.works import NOT_ENDS, WORKS_ENDS

ENDS, OTHER_ENDS = frozenset(WORKS_ENDS), frozenset(NOT_ENDS)
LENGTHS = lengths_by(lambda word: word[-1], ENDS)  # most stretches are told by their last character at once
OTHER_LENGTHS = lengths_by(lambda word: word[-1], OTHER_ENDS)


def end_of_works(text: str, start: int = 0, end: int | None = None) -> str | None:
    """The longest words of works that a stretch of a text ends with, if it ends with some."""
    end = len(text) if end is None else end
    if end <= start or (lengths := LENGTHS.get(text[end - 1])) is None:
        return None
    found = next((word for length in lengths if (word := text[max(start, end - length) : end]) in ENDS), None)
    return None if found and has_other_end(text, end) else found


def has_other_end(text: str, end: int) -> bool:
    """Whether the text before a place ends with words that end like works and are none: 思路."""
    return any(text[max(0, end - length) : end] in OTHER_ENDS for length in OTHER_LENGTHS.get(text[end - 1], ()))
