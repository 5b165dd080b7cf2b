"""A report as paragraphs: what each line is, in which part, under which headings."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from datasets.reading.edges import body_bounds, end_of_fence, is_drawn, is_footnote, notes_start
from datasets.reading.evidence import Line, cues_in, opening_signals, stated_year
from datasets.reading.headings import FIRST, PLAIN, Heading, heading_of, marked_words, run_in_heading
from datasets.reading.parts import Decision, decide
from datasets.reading.text import Span
from datasets.rules.markup import FRONT_TITLE
from datasets.rules.sections import (
    CHROME,
    CLOSING,
    GOALS,
    HEADING_LENGTH,
    NUMBERING,
    PLAN_SCORE,
    PROBLEMS,
)
from schemas.vocabulary import ParagraphKind, Part

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
SHORT_PASSAGE, LONGEST_PASSAGE = 30, 3000  # characters


class Paragraph(Struct, frozen=True, gc=False):
    """A line that is not blank, with its place in the report; `sure` is how sure its part is, where it was decided."""

    number: int
    start: int
    end: int
    kind: ParagraphKind
    part: Part
    headings: tuple[Span, ...]
    sure: float | None = None
    signals: tuple[str, ...] = ()


class BodyLine(Struct, frozen=True, gc=False):
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


def paragraphs(
    source: str, text: str, part: Part | None = None, year: int | None = None, printed: str | None = None
) -> list[Paragraph]:
    """The paragraphs of a readable text; `printed` is the text with what is read past, where it has such.

    `part` says what a loose passage is taken from; without it, the parts of a report are decided together, and that
    of a passage without headings from its wording.
    """
    lines = [line_read(text, match) for match in LINE.finditer(printed or text)]
    first, last = body_bounds(text, lines) if part is None else (0, len(lines))
    notes = notes_start(text, lines, first, last)
    body = [body_line(source, text, line) for line in lines[first:notes]]
    fenced = end_of_fence(text, lines[:first])
    front = [line_of_front(text, n, line, n <= fenced) for n, line in enumerate(lines[:first], 1)]
    tail = [
        Paragraph(n, line.start, line.end, "note", "notes", ()) for n, line in enumerate(lines[notes:last], notes + 1)
    ]
    after = [
        Paragraph(n, line.start, line.end, "chrome", "chrome", ()) for n, line in enumerate(lines[last:], last + 1)
    ]
    return [*front, *body_paragraphs(text, body, part, year, first), *tail, *after]


def line_read(text: str, printed: re.Match[str]) -> Span:
    """What is read of a line that is not blank as printed; all of it when it is read past."""
    read = LINE.search(text, *printed.span())
    return Span(*read.span()) if read else Span(*printed.span())


def body_line(source: str, text: str, line: Span) -> BodyLine:
    """A line of the body, and what of it is a heading."""
    words = text[line.start : line.end]
    marked = marked_words(source, text, line)
    return BodyLine(line, words, marked, heading_of(words, marked))


def body_paragraphs(
    text: str, lines: Sequence[BodyLine], part: Part | None, year: int | None, first: int
) -> Iterator[Paragraph]:
    """The paragraphs between front and notes, each in its part."""
    told = [not is_footnote(text, line.span) and not is_drawn(line.words) for line in lines]
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
        elif is_drawn(line.words):
            yield Paragraph(number, line.span.start, line.span.end, "chrome", "chrome", ())
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
    score = cues_in(body)
    return "plan" if score >= max(1, min(PLAN_SCORE, len(body) // SHORT_PASSAGE)) else "review"


def line_of_front(text: str, number: int, line: Span, is_fenced: bool) -> Paragraph:
    """A line before the salutation: page chrome, or title, delivery note and speaker.

    Of what a Markdown file says of itself only the title is of the report.
    """
    if is_fenced and (title := FRONT_TITLE.match(text, line.start, line.end)):
        return Paragraph(number, *title.span("title"), "title", "front", ())
    words = text[line.start : line.end]
    if is_fenced:
        return Paragraph(number, line.start, line.end, "chrome", "front", ())
    chrome = is_drawn(words) or CHROME.search(words) is not None
    return Paragraph(number, line.start, line.end, "chrome" if chrome else "title", "chrome" if chrome else "front", ())
