"""One-for-one character folding, so that offsets into the folded text are offsets into the source; and sentences."""

import re
from collections.abc import Iterator

from msgspec import Struct

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = dict.fromkeys(
    map(
        ord,
        "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\u2060\ufeff",
    ),
    " ",
)
LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
ALIKE = {
    **dict.fromkeys(map(ord, "﹣–—―−"), "-"),
    **dict.fromkeys(map(ord, "∶﹕︰"), ":"),
    **dict.fromkeys(map(ord, "・･•"), "·"),
    ord("﹪"): "%",
    ord("〜"): "~",
}
FOLDING: dict[int, int | str] = {**FULL_WIDTH, **SPACES, **LINE_ENDS, **ALIKE}


def fold(source: str) -> str:
    """The text with full-width forms, spaces, dashes and line ends made alike: same length, same offsets.

    Unlike Unicode's NFKC, which turns ㎡ into two characters, every character becomes exactly one.
    """
    return source.translate(FOLDING)


SENTENCE = re.compile(r"[^。!?\s][^。!?]*[。!?]*[”’」』)]*")


class Span(Struct, frozen=True):
    """A stretch of a text, in code points."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences between two places of a folded text, each with its closing mark."""
    for match in SENTENCE.finditer(text, start, end):
        yield Span(*match.span())


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, or the run of sentences, that holds all characters between two places of a folded text."""
    touched = [span for span in sentences(text, 0, len(text)) if span.start < end and start < span.end]
    return Span(touched[0].start, touched[-1].end) if touched else Span(start, end)
