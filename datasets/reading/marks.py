"""Marks that end clauses, found once for a text: the last one before a place is then found without reading back."""

import bisect
import re
from functools import lru_cache

from datasets.rules.grammar import CLAUSE, STRONG_CLAUSE


class Marks:
    """The places where marks of a kind end in a text, in order."""

    def __init__(self, shape: re.Pattern[str], text: str) -> None:
        self.ends = [mark.end() for mark in shape.finditer(text)]

    def last(self, start: int, end: int) -> int | None:
        """Where the last mark that stands between two places ends; None when there is none."""
        number = bisect.bisect_right(self.ends, end) - 1
        return self.ends[number] if number >= 0 and self.ends[number] > start else None


@lru_cache(maxsize=2)
def clause_marks(text: str) -> Marks:
    """The marks of a text that end a clause, 、 among them."""
    return Marks(CLAUSE, text)


@lru_cache(maxsize=2)
def strong_marks(text: str) -> Marks:
    """The marks of a text that end a clause, without 、."""
    return Marks(STRONG_CLAUSE, text)
