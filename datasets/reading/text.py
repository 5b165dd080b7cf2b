"""One-for-one character folding, so that offsets into the folded text are offsets into the source; and sentences."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from datasets.reading.characters import RADICALS, SIMPLIFIED, TRADITIONAL

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
    **dict.fromkeys(map(ord, "﹣‐‑‒–—―─━−\u00ad"), "-"),  # a soft hyphen stands where a dash was lost (1­11月)
    **dict.fromkeys(map(ord, "∶﹕︰"), ":"),
    **dict.fromkeys(map(ord, "・･•"), "·"),
    **dict.fromkeys(map(ord, "|｜"), ";"),  # between the cells of a table
    ord("﹪"): "%",
    ord("〜"): "~",
}
# Kangxi radicals and compatibility ideographs, which look like the characters they are folded to.
COMPATIBLE = {
    code: alike
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAE0))
    if len(alike := unicodedata.normalize("NFKC", chr(code))) == 1
}
OTHER_SCRIPT = dict(zip(map(ord, TRADITIONAL), SIMPLIFIED, strict=True)) | {ord(a): b for a, b in RADICALS.items()}
FOLDING: dict[int, int | str] = {**FULL_WIDTH, **SPACES, **LINE_ENDS, **ALIKE, **COMPATIBLE, **OTHER_SCRIPT}
FOLDED = {chr(code): alike if isinstance(alike, str) else chr(alike) for code, alike in FOLDING.items()}
COMMON = "，：；（）！？％\r\u3000"  # what most of what is folded in a report is: replaced first, which is fast
OTHERS = re.compile(f"[{''.join(map(re.escape, sorted(FOLDED.keys() - set(COMMON))))}]")


def fold(source: str) -> str:
    """The text with full-width forms, other scripts, spaces, dashes and line ends made alike: same length and offsets.

    Unlike Unicode's NFKC, which turns ㎡ into two characters, every character becomes exactly one.
    """
    if len(source) <= LONGEST_KEPT:
        return folded(source)
    for character in COMMON:
        source = source.replace(character, FOLDED[character])
    return OTHERS.sub(lambda found: FOLDED[found[0]], source)


@lru_cache(maxsize=20_000)
def folded(source: str) -> str:
    """The same for names, which are asked for again and again."""
    return source.translate(FOLDING)


LONGEST_KEPT = 60  # characters
SENTENCE = re.compile(r"[^。!?\s][^。!?]*[。!?]*[”’」』)]*")
# Real reports have none of 1,100; what reads a sentence as a whole is bounded by it, however long a text without stops.
LONGEST_SENTENCE = 2000  # characters
PAUSE = re.compile(r".*[,;:、\n]", re.DOTALL)  # to the last mark


class Span(Struct, frozen=True, gc=False):
    """A stretch of a text, in code points."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences between two places of a folded text, each with its closing mark; one that is too long in pieces."""
    for match in SENTENCE.finditer(text, start, end):
        first, last = match.span()
        while last - first > LONGEST_SENTENCE:
            pause = PAUSE.match(text, first, first + LONGEST_SENTENCE)
            cut = pause.end() if pause else first + LONGEST_SENTENCE
            yield Span(first, cut)
            first = cut
        yield Span(first, last)


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, or the run of sentences, that holds all characters between two places of a folded text."""
    touched = [span for span in sentences(text, 0, len(text)) if span.start < end and start < span.end]
    return Span(touched[0].start, touched[-1].end) if touched else Span(start, end)
