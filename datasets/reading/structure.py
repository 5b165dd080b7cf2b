"""A report as paragraphs: what each line is, in which part, under which headings."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from datasets.reading.evidence import Line, opening_signals, stated_year
from datasets.reading.headings import FIRST, PLAIN, Heading, heading_of, marked_words, run_in_heading
from datasets.reading.parts import Decision, decide
from datasets.reading.text import Span
from datasets.rules.sections import (
    CHROME,
    CHROME_TAIL,
    CLOSING,
    FENCE,
    FOOTNOTE,
    FRONT_LINE,
    GOALS,
    HEADING_LENGTH,
    NOTE,
    NOTES_HEADING,
    NUMBERING,
    PART_CUES,
    PLAN_SCORE,
    PROBLEMS,
    SALUTATION,
)
from schemas.vocabulary import ParagraphKind, Part

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
SHORT_PASSAGE, LONGEST_PASSAGE = 30, 3000  # characters
PAGE = 5000  # characters; a note under a page is no further from its mark
FRONT_REACH = 40  # lines of what a Markdown file says of itself
LONGEST_FRONT = 160  # characters; title, delivery note and speaker are short lines


class Paragraph(Struct, frozen=True):
    """A line that is not blank, with its place in the report; `sure` is how sure its part is, where it was decided."""

    number: int
    start: int
    end: int
    kind: ParagraphKind
    part: Part
    headings: tuple[Span, ...]
    sure: float | None = None
    signals: tuple[str, ...] = ()


class BodyLine(Struct, frozen=True):
    """A line between front and notes, with its heading, whole or run into it."""

    span: Span
    words: str
    marked: str | None
    heading: Heading | None


class Outline:
    """The headings above the current line, by order."""

    def __init__(self) -> None:
        self.headings: dict[int, Span] = {}

    def open(self, order: int, heading: Span) -> None:
        self.headings = {n: span for n, span in self.headings.items() if n < order} | {order: heading}

    @property
    def path(self) -> tuple[Span, ...]:
        return tuple(self.headings[order] for order in sorted(self.headings))


def paragraphs(source: str, text: str, part: Part | None = None, year: int | None = None) -> list[Paragraph]:
    """The paragraphs of a readable text.

    `part` says what a loose passage is taken from; without it, the parts of a report are decided together, and that
    of a passage without headings from its wording.
    """
    lines = [Span(*match.span()) for match in LINE.finditer(text)]
    first, last = body_bounds(text, lines) if part is None else (0, len(lines))
    notes = notes_start(text, lines, first, last)
    body = [body_line(source, text, line) for line in lines[first:notes]]
    front = [line_of_front(text, n, line) for n, line in enumerate(lines[:first], 1)]
    tail = [
        Paragraph(n, line.start, line.end, "note", "notes", ()) for n, line in enumerate(lines[notes:last], notes + 1)
    ]
    after = [
        Paragraph(n, line.start, line.end, "chrome", "chrome", ()) for n, line in enumerate(lines[last:], last + 1)
    ]
    return [*front, *body_paragraphs(text, body, part, year, first), *tail, *after]


def body_line(source: str, text: str, line: Span) -> BodyLine:
    """A line of the body, and what of it is a heading."""
    words = text[line.start : line.end]
    marked = marked_words(source, text, line)
    return BodyLine(line, words, marked, heading_of(words, marked))


def body_paragraphs(
    text: str, lines: Sequence[BodyLine], part: Part | None, year: int | None, first: int
) -> Iterator[Paragraph]:
    """The paragraphs between front and notes, each in its part."""
    told = [not is_footnote(text, line.span) for line in lines]
    report = [line for line, is_told in zip(lines, told, strict=True) if is_told]
    if part is None and is_report(report, first):
        decision = decide([line_to_decide(line) for line in report], year or plan_year(report))
    else:
        decision = passage(report, part or part_of_passage(report))
    outline = Outline()
    place = 0
    for number, (line, is_told) in enumerate(zip(lines, told, strict=True), first + 1):
        if is_told:
            yield in_part(outline, number, line, decision, place)
            place += 1
        else:
            yield Paragraph(number, line.span.start, line.span.end, "note", "notes", ())


def in_part(outline: Outline, number: int, line: BodyLine, decision: Decision, place: int) -> Paragraph:
    """A line as a paragraph, under its headings."""
    heading, start, end = line.heading, line.span.start, line.span.end
    path = outline.path
    if heading:
        opens = place == 0 or decision.parts[place - 1] != decision.parts[place]
        order = FIRST if opens and not heading.is_numbered else heading.order
        outline.open(order, Span(start, start + len(heading.words)))
        path = outline.path
    elif run_in := run_in_heading(line.words, line.marked):
        path = (*path, Span(start, start + len(run_in)))
    kind: ParagraphKind = "heading" if heading and heading.is_whole else "body"
    return Paragraph(
        number, start, end, kind, decision.parts[place], path, decision.confidence(place), decision.signals(place)
    )


def line_to_decide(line: BodyLine) -> Line:
    """A line with what of it may tell a part: its heading, or the start of a line that is numbered like one."""
    if heading := line.heading:
        return Line(line.words, heading.words, heading.order, heading.is_numbered, heading.is_whole)
    if any(shape.match(line.words) for order, shape in NUMBERING if order == FIRST):
        return Line(line.words, line.words[:HEADING_LENGTH], FIRST, is_numbered=True)
    if line.marked and opening_signals(line.marked):
        return Line(line.words, line.marked, PLAIN)
    return Line(line.words)


def is_report(lines: Sequence[BodyLine], first: int) -> bool:
    """Whether a text is a report, or has headings that open parts of one; else it is a loose passage."""
    if first or sum(len(line.words) for line in lines) > LONGEST_PASSAGE:
        return True
    heads = (line.heading.words for line in lines if line.heading and line.heading.order < FIRST + 2)
    return any(opening_signals(head) for head in heads)


def plan_year(lines: Sequence[BodyLine]) -> int | None:
    """The year a report plans for, as its headings say; the last they name."""
    years = [year for line in lines if line.heading and (year := stated_year(line.heading.words))]
    return max(years, default=None)


def passage(lines: Sequence[BodyLine], part: Part) -> Decision:
    """The lines of a passage, all of one part; but what is wrong in a review, and how a plan closes."""
    parts: list[Part] = []
    now = part
    for line in lines:
        if now == "plan" and line.heading is None and CLOSING.match(line.words):
            now = "closing"
        parts.append("problems" if now == "review" and PROBLEMS.search(line.words[:80]) else now)
    return Decision(parts)


def part_of_passage(lines: Sequence[BodyLine]) -> Part:
    """The part of a passage without headings, as its wording says."""
    body = "\n".join(line.words for line in lines)
    if GOALS.search(body):
        return "plan"
    score = sum(weight * len(cue.findall(body)) for weight, cue in PART_CUES)
    return "plan" if score >= max(1, min(PLAN_SCORE, len(body) // SHORT_PASSAGE)) else "review"


def body_bounds(text: str, lines: list[Span]) -> tuple[int, int]:
    """The first line that is not front matter, and the first that is page chrome behind the report."""
    words = [text[line.start : line.end] for line in lines]
    fenced = end_of_fence(words)
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


def end_of_fence(words: Sequence[str]) -> int:
    """How many lines a Markdown file starts with that speak of the file."""
    if not words or words[0] != FENCE:
        return 0
    return next((n + 1 for n, line in enumerate(words[1:FRONT_REACH], 1) if line == FENCE), 0)


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


def is_footnote(text: str, line: Span) -> bool:
    """Whether a line in the body is a note under its page: its mark stands inside a line before it."""
    mark = FOOTNOTE.match(text, line.start, line.end)
    if mark is None or NOTE.match(text, line.start, line.end) is None:
        return False
    before = text.rfind(mark[0], max(0, line.start - PAGE), line.start)
    return before > 0 and text[before - 1] not in "\n "
