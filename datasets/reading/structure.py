"""A report as paragraphs: what each line is, in which part, under which headings."""

import re
from collections.abc import Iterator

from msgspec import Struct

from datasets.reading.text import Span
from datasets.rules.sections import (
    CHROME,
    CHROME_TAIL,
    CLOSING,
    FOOTNOTE,
    GOALS,
    HEADING_LENGTH,
    NOTE,
    NOTES_HEADING,
    NUMBERING,
    PART_CUES,
    PART_WORDS,
    PLAN_SCORE,
    PROBLEMS,
    REVIEW_LEAD,
    RUN_IN_LENGTH,
    SALUTATION,
)
from schemas.vocabulary import ParagraphKind, Part

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
SHORT_PASSAGE, LONGEST_PASSAGE = 30, 3000  # characters
PAGE = 5000  # characters; a note under a page is no further from its mark
TERMINAL = ("。", "!", "?", ";", ":", "”", ",", "、")


class Paragraph(Struct, frozen=True):
    """A line that is not blank, with its place in the report."""

    number: int
    start: int
    end: int
    kind: ParagraphKind
    part: Part
    headings: tuple[Span, ...]


class Outline:
    """The headings above the current line, by order."""

    def __init__(self) -> None:
        self.headings: dict[int, Span] = {}

    def open(self, order: int, heading: Span) -> None:
        self.headings = {n: span for n, span in self.headings.items() if n < order} | {order: heading}

    @property
    def path(self) -> tuple[Span, ...]:
        return tuple(self.headings[order] for order in sorted(self.headings))


def paragraphs(text: str, part: Part | None = None) -> list[Paragraph]:
    """The paragraphs of a folded text.

    `part` says what a loose passage is taken from; without it, headings and wording decide.
    """
    lines = [Span(*match.span()) for match in LINE.finditer(text)]
    first, last = body_bounds(text, lines) if part is None else (0, len(lines))
    notes = notes_start(text, lines, first, last)
    front = [line_of_front(text, n, line) for n, line in enumerate(lines[:first], 1)]
    body = list(body_lines(text, lines[first:notes], part or part_of_passage(text, lines[first:notes]), first))
    tail = [
        Paragraph(n, line.start, line.end, "note", "notes", ()) for n, line in enumerate(lines[notes:last], notes + 1)
    ]
    after = [
        Paragraph(n, line.start, line.end, "chrome", "chrome", ()) for n, line in enumerate(lines[last:], last + 1)
    ]
    return [*front, *body, *tail, *after]


def part_of_passage(text: str, lines: list[Span]) -> Part:
    """The part a body starts in: the front of a report, or, of a passage without headings, what its wording says."""
    words = [text[line.start : line.end] for line in lines]
    if any(part_opened(*opened, "front") != "front" for line in words if (opened := heading_of(line))[1]):
        return "front"
    body = "\n".join(words)
    if GOALS.search(body):
        return "plan"
    if len(body) > LONGEST_PASSAGE:
        return "review"  # a whole report without headings
    score = sum(weight * len(cue.findall(body)) for weight, cue in PART_CUES)
    return "plan" if score >= max(1, min(PLAN_SCORE, len(body) // SHORT_PASSAGE)) else "review"


def body_bounds(text: str, lines: list[Span]) -> tuple[int, int]:
    """The first line that is not front matter, and the first that is page chrome behind the report."""
    words = [text[line.start : line.end] for line in lines]
    first = next((n for n, line in enumerate(words[:40]) if SALUTATION.match(line)), 0)
    tail = next((n for n in range(len(words) * 2 // 3, len(words)) if CHROME_TAIL.search(words[n])), len(words))
    while tail > first and CHROME.search(words[tail - 1]):
        tail -= 1
    return first, max(first, tail)


def line_of_front(text: str, number: int, line: Span) -> Paragraph:
    """A line before the salutation: page chrome, or title, delivery note and speaker."""
    chrome = CHROME.search(text[line.start : line.end]) is not None
    return Paragraph(number, line.start, line.end, "chrome" if chrome else "title", "chrome" if chrome else "front", ())


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
    run = [NOTE.match(text, line.start, line.end) for line in lines[start:last]]
    return start if len(run) > 1 and sum(map(bool, run)) * 2 >= len(run) else last


def body_lines(text: str, lines: list[Span], part: Part, offset: int) -> Iterator[Paragraph]:
    """The paragraphs between front matter and notes."""
    outline = Outline()
    for number, line in enumerate(lines, offset + 1):
        words = text[line.start : line.end]
        if is_footnote(text, line):
            yield Paragraph(number, line.start, line.end, "note", "notes", ())
            continue
        order, heading = heading_of(words)
        if heading:
            outline.open(order, Span(line.start, line.start + len(heading)))
            part = part_opened(order, heading, part)
        elif part == "plan" and CLOSING.match(words):
            part = "closing"
        whole = heading == words.rstrip("。")
        run_in = None if heading else run_in_heading(words)
        path = (*outline.path, Span(line.start, line.start + len(run_in))) if run_in else outline.path
        now: Part = "problems" if part == "review" and PROBLEMS.search(words[:80]) else part
        yield Paragraph(number, line.start, line.end, "heading" if whole else "body", now, path)


def is_footnote(text: str, line: Span) -> bool:
    """Whether a line in the body is a note under its page: its mark stands inside a line before it."""
    mark = FOOTNOTE.match(text, line.start, line.end)
    if mark is None or NOTE.match(text, line.start, line.end) is None:
        return False
    before = text.rfind(mark[0], max(0, line.start - PAGE), line.start)
    return before > 0 and text[before - 1] not in "\n "


def heading_of(line: str) -> tuple[int, str | None]:
    """The order and the words of the heading a line is, or starts with."""
    for order, shape in NUMBERING:
        if match := shape.match(line):
            heading = line[: line.find("。")] if "。" in line else line
            return (order, heading) if len(heading) - match.end() <= HEADING_LENGTH else (order, None)
    short = len(line) <= HEADING_LENGTH and line.count("。") <= 1
    if short and (not line.endswith(TERMINAL) or (REVIEW_LEAD.match(line) and line.endswith("。"))):
        return (1 if opens_part(line) else 2), line.rstrip("。")
    return 0, None


def opens_part(heading: str) -> bool:
    """Whether an unnumbered heading opens a part of the report (2008年工作回顾)."""
    return any(shape.search(heading) for _, shape in PART_WORDS) and not REVIEW_LEAD.match(heading)


def part_opened(order: int, heading: str | None, part: Part) -> Part:
    """The part after a heading."""
    if order != 1 or heading is None:
        return part
    return next((opened for opened, shape in PART_WORDS if shape.search(heading)), part)


def run_in_heading(paragraph: str) -> str | None:
    """The short first sentence that serves a paragraph as its heading."""
    first, stop, rest = paragraph.partition("。")
    plain = stop and rest and len(first) <= RUN_IN_LENGTH and not re.search(r"[,;:\d]", first)
    return first if plain else None
