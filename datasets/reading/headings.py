"""Headings: what of a line is one, and of which order."""

import re

from msgspec import Struct

from datasets.reading.text import Span
from datasets.rules.sections import (
    BOLD,
    HEADING_LENGTH,
    LONGEST_BOLD,
    LONGEST_MARK,
    NUMBERING,
    REVIEW_LEAD,
    RUN_IN_LENGTH,
    SALUTATION,
)

TERMINAL = ("。", "!", "?", ";", ":", "”", ",", "、")
MARKED_TERMINAL = (":", ",", "、", ";")
FIRST, PLAIN = 1, 2  # orders
CELLS = " ; "  # between the cells of a row of a table, folded
RUN_IN = re.compile(r"[,;:\d]")


class Heading(Struct, frozen=True):
    """A heading: its words, order, and whether it is numbered, or all of its line."""

    words: str
    order: int
    is_numbered: bool
    is_whole: bool


def heading_of(line: str, marked: str | None = None) -> Heading | None:
    """The heading a line is, or starts with; `marked` is what of it is printed bold, if its start is."""
    if CELLS in line:
        return None
    if marked and SALUTATION.match(marked):
        marked = None
    for order, shape in NUMBERING:
        if match := shape.match(line):
            heading = marked if marked and marked != line else line[: line.find("。")] if "。" in line else line
            fits = len(heading) - match.end() <= HEADING_LENGTH
            return Heading(heading, order, True, is_all(heading, line)) if fits else None
    if marked and len(marked) <= HEADING_LENGTH and not marked.endswith(MARKED_TERMINAL):
        heading = marked.rstrip("。")
        return Heading(heading, PLAIN, False, True) if is_all(heading, line) else None
    short = len(line) <= HEADING_LENGTH and line.count("。") <= 1
    if short and (not line.endswith(TERMINAL) or (REVIEW_LEAD.match(line) and line.endswith("。"))):
        heading = line.rstrip("。")
        return Heading(heading, PLAIN, False, True)
    return None


def is_all(heading: str, line: str) -> bool:
    """Whether a heading is all of its line."""
    return heading == line.rstrip("。")


def marked_words(source: str, text: str, line: Span) -> str | None:
    """What of a line is printed bold, or all of it under a mark of Markdown, when it starts so."""
    before = source[max(0, line.start - LONGEST_MARK) : line.start].rpartition("\n")[2].strip()
    if before.startswith("#"):
        return text[line.start : line.end]
    end = source.find(BOLD, line.start, line.start + LONGEST_BOLD) if before.endswith(BOLD) else -1
    return text[line.start : end].strip() if end > line.start else None


def run_in_heading(paragraph: str, marked: str | None) -> str | None:
    """The short first sentence that serves a paragraph as its heading, or what of it is printed bold."""
    if marked and marked != paragraph and len(marked) <= HEADING_LENGTH and not SALUTATION.match(marked):
        return marked
    first, stop, rest = paragraph.partition("。")
    plain = stop and rest and len(first) <= RUN_IN_LENGTH and not RUN_IN.search(first)
    return first if plain else None
