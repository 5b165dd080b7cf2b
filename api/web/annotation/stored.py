"""The stored text of a report, paragraph by paragraph, for a reader who doubts what was read from it."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from api.web.annotation.passages import Segment, segments
from api.web.visit import Row


class Piece(Struct, frozen=True):
    """Characters of the stored text as they are, blank ones too: a paragraph, and all up to the next one.

    `start` and `end` are the offsets of the paragraph; the segments may begin before and end after it. `blank` is what
    is blank at their end.
    """

    start: int
    end: int
    segments: list[Segment]
    blank: str


class StoredText(Struct, frozen=True):
    """The text that a release has of a report, and where the piece of each paragraph begins and ends."""

    text: str
    bounds: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, text: str, paragraphs: Sequence[Row]) -> "StoredText":
        """A text with its paragraphs; the pieces of all joined are the text."""
        starts = [0, *(row["char_start"] for row in paragraphs[1:]), len(text)]
        return cls(text, dict(zip((row["paragraph"] for row in paragraphs), pairwise(starts), strict=True)))

    def piece(self, paragraph: Row, marks: Sequence[Segment]) -> Piece:
        """The piece of a paragraph with the places of rows marked."""
        start, end = self.bounds[paragraph["paragraph"]]
        first = paragraph["char_start"]
        whole = self.text[start:end]
        text = whole.rstrip()
        return Piece(first, first + len(paragraph["quote"]), segments(text, start, marks), whole[len(text) :])
