"""The text as the rules read it: without marks, folded, and without the line breaks inside sentences."""

import re

from datasets.reading.markup import unmarked
from datasets.reading.text import fold
from datasets.rules.markup import FRONT_MATTER
from datasets.rules.sections import (
    BREAKS_AFTER,
    CHROME,
    CHROME_TAIL,
    CONTINUES,
    ENDS_LINE,
    NOTE_HEAD,
    NUMBERING,
    PAGE_NUMBER,
    SALUTATION,
    SYMBOL,
)

GAP = re.compile(r"\n[\n ]*")
LONGEST_SYMBOL = 16  # characters of a symbol and its subscript at the end of a line
SYMBOL_REACH = 40  # characters; a symbol and its subscript


def readable(source: str) -> str:
    """The text the rules read: without marks, folded and mended; every offset into it is one into the source."""
    return mended(fold(unmarked(source)))


def mended(text: str) -> str:
    """A folded text with the line breaks inside its sentences turned into spaces: same length, same offsets.

    What a Markdown file says of itself is no sentence.
    """
    parts: list[str] = []
    front = FRONT_MATTER.match(text)
    last, start = 0, front.end() if front else 0  # what is still to be kept, and where the line before starts
    for gap in GAP.finditer(text, start):
        line, after = text[start : gap.start()].rstrip(), text[gap.end() : text.find("\n", gap.end())]
        broken = is_broken(line, after)
        parts += [text[last : gap.start()], " " * len(gap[0]) if broken else gap[0]]
        last = gap.end()
        start = max(start, last - SYMBOL_REACH) if broken and SYMBOL.search(line) else last
    return "".join([*parts, text[last:]])


def is_broken(line: str, after: str) -> bool:
    """Whether a line goes on in the next: it stops inside a mark or a symbol (PM, then 2.5), or a text just stops."""
    if not line or not after:
        return False
    goes_on = BREAKS_AFTER.search(line, max(0, len(line) - LONGEST_SYMBOL)) or CONTINUES.match(after)
    if not goes_on and (ENDS_LINE.search(line, len(line) - 1) or "。" not in line):
        return False  # most lines are whole, and that is told fastest
    if PAGE_NUMBER.match(line) or any(shape.search(after) for shape in (SALUTATION, CHROME, CHROME_TAIL)):
        return False
    if CHROME.search(line):
        return False
    return bool(goes_on) or not (NOTE_HEAD.match(after) or any(shape.match(after) for _, shape in NUMBERING))
