"""Marks that end clauses."""

from datasets.rules.grammar import CLAUSE_MARKS, STRONG_MARKS


def clause_start(text: str, start: int, end: int) -> int:
    """Where the clause that ends at a place starts: behind the last mark, 、 among them, else at `start`."""
    return behind_last(CLAUSE_MARKS, text, start, end)


def strong_start(text: str, start: int, end: int) -> int:
    """The same with a clause that goes on behind 、."""
    return behind_last(STRONG_MARKS, text, start, end)


def outside_bracket(text: str, boundary: int, start: int, end: int) -> int:
    """Where a clause starts whose first mark stands in a bracket that closes behind it: 农产品(粮食、蔬菜)10个."""
    closed = text.find(")", start, end)
    opened = text.find("(", start, closed) if closed >= 0 else 0
    if opened >= 0:
        return start
    opened = text.rfind("(", boundary, start)
    return clause_start(text, boundary, opened) if opened >= 0 else start


def behind_last(marks: str, text: str, start: int, end: int) -> int:
    """Where the last of some marks between two places ends, found from the end; `start` when there is none."""
    end = max(start, end)
    place = max([text.rfind(mark, start, end) for mark in marks])
    return place + 1 if place >= 0 else start
