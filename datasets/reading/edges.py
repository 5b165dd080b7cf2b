"""What is around a report: its front, its notes, and the page it stands on."""

from bisect import bisect_left
from collections.abc import Sequence

from datasets.reading.text import Span
from datasets.rules.markup import DRAWN, FRONT_MATTER
from datasets.rules.sections import (
    CHROME,
    CHROME_TAIL,
    FOOTNOTE,
    FRONT_LINE,
    HEADING_LENGTH,
    MARKED_NOTE,
    NOTE,
    NOTES_HEADING,
    NUMBERING,
    SALUTATION,
)

PAGE = 5000  # characters; a note under a page is no further from its mark
LONGEST_FRONT = 160  # characters; title, delivery note and speaker are short lines


def body_bounds(text: str, lines: list[Span]) -> tuple[int, int]:
    """The first line that is not front matter, and the first that is page chrome behind the report."""
    words = [text[line.start : line.end] for line in lines]
    fenced = end_of_fence(text, lines)
    front = next((n for n in range(fenced, len(words)) if not FRONT_LINE.search(words[n])), fenced)
    first = next((n for n, line in enumerate(words[: front_reach(words)]) if SALUTATION.match(line)), front)
    tail = next((n for n in range(len(words) * 2 // 3, len(words)) if CHROME_TAIL.search(words[n])), len(words))
    while tail > first and CHROME.search(words[tail - 1]):
        tail -= 1
    return first, max(first, tail)


def front_reach(words: Sequence[str]) -> int:
    """The lines a salutation may be among: those before the first heading of a part, and before the first long one."""
    is_body = (
        NUMBERING[1][1].match(line) or (len(line) > LONGEST_FRONT and not SALUTATION.match(line)) for line in words
    )
    return next((n for n, body in enumerate(is_body) if body and n), len(words))


def end_of_fence(text: str, lines: list[Span]) -> int:
    """How many lines a Markdown file starts with that speak of the file."""
    front = FRONT_MATTER.match(text)
    return bisect_left(lines, front.end(), key=lambda line: line.start) if front else 0


def notes_start(text: str, lines: list[Span], first: int, last: int) -> int:
    """The line the notes start at: their heading, or the first of a run of numbered notes that ends the report."""
    middle = first + (last - first) // 2
    for n in range(middle, last):
        line = text[lines[n].start : lines[n].end]
        if len(line) <= HEADING_LENGTH and NOTES_HEADING.match(line):
            return n
    start = last
    for n in range(last - 1, middle, -1):
        note = NOTE.match(text, lines[n].start, lines[n].end)
        if note and note["number"] == "1":
            start = n
            break
    run = [is_note(text, line) for line in lines[start:last]]
    return start if len(run) > 1 and sum(run) * 2 >= len(run) else last


def is_note(text: str, line: Span) -> bool:
    """Whether a line explains a term."""
    return any(shape.match(text, line.start, line.end) for shape in (NOTE, MARKED_NOTE))


def is_drawn(words: str) -> bool:
    """Whether a line has no words: a rule, the line below the heads of a table, an image."""
    return not words.strip() or DRAWN.fullmatch(words) is not None


def is_footnote(text: str, line: Span) -> bool:
    """Whether a line in the body is a note under its page: its mark stands inside a line before it."""
    mark = FOOTNOTE.match(text, line.start, line.end)
    if mark is None or not is_note(text, line):
        return False
    if MARKED_NOTE.match(text, line.start, line.end):
        return True
    before = text.rfind(mark[0], max(0, line.start - PAGE), line.start)
    return before > 0 and text[before - 1] not in "\n "
