"""Notes at the foot of the pages of a PDF: told by their size and their mark, numbered through, put at the end."""

import re
from collections.abc import Sequence
from statistics import median

from datasets.library.documents.pdf_lines import Line

SMALL = 0.93  # of the height of most lines, that a note has at most
NOTE = re.compile(
    r"(?P<mark>[①-⑳]|[\[［【〔][\d０-９]{1,3}[\]］】〕]|\[\^\d{1,3}\]|\d{1,3}(?=[ .、．“《\u4e00-\u9fff]))"
    r"[ .、．]*(?=\S)"
)
MARK = re.compile(r"\[\^(?P<number>\d{1,3})\]")


def with_notes_last(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page without its notes, whose marks are as in Markdown; and the notes, in order."""
    heights = [line.height for lines in pages for line in lines for _ in line.text]
    body = median(heights) if heights else 0.0
    notes: list[str] = []
    bodies = []
    for lines in pages:
        first = len(notes)
        small = footnotes(lines, body)
        marks = noted(lines, small, notes)
        numbers = {mark: first + n for n, mark in enumerate(marks, 1)}
        bodies.append([marked(line, numbers) for place, line in enumerate(lines) if place not in small])
    return bodies, notes


def footnotes(lines: Sequence[Line], body: float) -> set[int]:
    """The places of the lines that are notes: small, from a mark on, with nothing larger below them in their column."""
    found: set[int] = set()
    for column in {line.column for line in lines}:
        places = [place for place, line in enumerate(lines) if line.column == column]
        run: list[int] = []
        for place in reversed(places):
            if lines[place].height > SMALL * body:
                break
            run.append(place)
        starts = [place for place in run if NOTE.match(lines[place].text)]
        found |= {place for place in run if starts and place >= min(starts)}
    return found


def noted(lines: Sequence[Line], small: set[int], notes: list[str]) -> list[str]:
    """Add the notes of a page to those before, and give their marks."""
    marks = []
    for place in sorted(small):
        text = lines[place].text
        if start := NOTE.match(text):
            marks.append(plain(start["mark"]))
            notes.append(text[start.end() :])
        elif notes:
            notes[-1] += text
    return marks


def plain(mark: str) -> str:
    """A mark without what a raised figure is written with."""
    found = MARK.fullmatch(mark)
    return found["number"] if found else mark


def marked(line: Line, numbers: dict[str, int]) -> Line:
    """A line whose marks are those of the notes; a raised figure that is no mark is a figure."""
    text = MARK.sub(lambda mark: f"\0{numbers[mark[1]]}\0" if mark[1] in numbers else mark[1], line.text)
    for mark, number in numbers.items():
        if not mark.isdecimal():
            text = text.replace(mark, f"\0{number}\0")
    return line._replace(text=re.sub(r"\0(\d+)\0", r"[^\1]", text))
