"""The words that works end with, looked for where a stretch ends."""

import re

from datasets.rules.grammar import any_of
from datasets.rules.projects.works import NOT_ENDS, WORKS_ENDS

ENDS = re.compile(rf"(?:{any_of(WORKS_ENDS)})$(?<!{')(?<!'.join(NOT_ENDS)})")
LAST_CHARACTERS = frozenset(word[-1] for word in WORKS_ENDS)  # most stretches are told by theirs at once
LONGEST = max(map(len, WORKS_ENDS))


def end_of_works(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The longest words of works that a stretch of a text ends with, if it ends with some."""
    end = len(text) if end is None else end
    if end <= start or text[end - 1] not in LAST_CHARACTERS:
        return None
    return ENDS.search(text, max(start, end - LONGEST), end)
