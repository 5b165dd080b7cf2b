"""Small pictures beside words, drawn by the templates: where marks stand, in percent of a line's width.

What can be taken home, and what has axes, is drawn by `pictures`.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

LEFT_PERCENT, RIGHT_PERCENT = 4, 96  # where marks may stand
Figure = tuple[str, dict[str, Any]]  # what a row is: `base`, `done`, `promised`; and the row


class Mark(Struct, frozen=True):
    """A figure as a mark on a line."""

    kind: str
    row: dict[str, Any]
    at: float


class Track(Struct, frozen=True):
    """What was, what is promised and what was done, as marks on one line, in their order."""

    marks: list[Mark]

    @property
    def start(self) -> float:
        """Where its first mark stands."""
        return min(mark.at for mark in self.marks)

    @property
    def end(self) -> float:
        """Where its last mark stands."""
        return max(mark.at for mark in self.marks)


class Scale(Struct, frozen=True):
    """From values to places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; one that rounding puts past an end stands at it."""
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return round(self.start + share * (self.end - self.start), 1)


def scale_of(values: Sequence[float], start: float, end: float) -> Scale:
    """A scale that all values are in, with room when they are one."""
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return Scale(low - room, high + room, start, end)


def tracks(lines: Sequence[Sequence[Figure]]) -> list[Track]:
    """Figures on lines of one scale."""
    values = [row["value"] for figures in lines for _, row in figures]
    if not values:
        return []
    scale = scale_of(values, LEFT_PERCENT, RIGHT_PERCENT)
    return [Track([Mark(kind, row, scale.at(row["value"])) for kind, row in figures]) for figures in lines]
