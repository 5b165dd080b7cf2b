"""The lines of a page of a PDF (ISO 32000), in the order they are read: where each stands, how large it is set."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2

VISIBLE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
WORD = re.compile(r"[“‘（《【(]*(?:[A-Za-z0-9.,%+\-]+|.)[，。、；：！？”’）》】,.;:!?]*")
GAP = 0.8  # heights of a line, that of its font, that stand between two columns
RAISED = 0.8  # of the height of its line, that a raised figure has at most
INDENT = 1.5  # characters that a paragraph begins behind the edge of its column
FEW, OFTEN = 2, 0.03  # lines of a column that are indented, and their share, where all first ones are
SEVERAL, POINT = 0.1, 1.0  # share of the lines of a column that begin where it does; points that they differ by
FEWEST, MOST_ACROSS, WIDE = 5, 0.25, 0.6  # lines of a column; share of lines across; share of a column that they fill


class Line(NamedTuple):
    """A line of a page: its text, its edges, the width of its last character and of its first word, in points.

    `margin` and `begin` are the edges of its column, which `indents` the first lines of paragraphs or does not. A
    raised figure is written as the mark of a note: [^3].
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    width: float
    word: float
    begin: float = 0.0
    margin: float = 0.0
    column: int = 0
    indents: bool = False

    @property
    def is_indented(self) -> bool:
        """Whether it begins behind the edge of its column."""
        return self.left - self.begin > INDENT * self.width


class Character(NamedTuple):
    """A character of a page, with its edges; `low` and `height` are those of its font, `bottom` is of its ink."""

    text: str
    left: float
    right: float
    bottom: float
    low: float
    height: float


def document_lines(document: pypdfium2.PdfDocument) -> list[list[Line]]:
    """The lines of each page. One behind a page of two columns is of two as well, though it has few lines.

    A column is narrow, and may have the first line of one paragraph: whether they are indented, all columns tell.
    """
    pages: list[list[Line]] = []
    for page in document:
        fewest = 1 if pages and any(one.column for one in pages[-1]) else FEWEST
        pages.append(page_lines(page.get_textpage(), fewest))
    if not indents([one for page in pages for one in page if one.column]):
        return pages
    return [[one._replace(indents=one.indents or one.column > 0) for one in page] for page in pages]


def page_lines(page: pypdfium2.PdfTextPage, fewest: int) -> list[Line]:
    """The lines of a page that are not blank, column after column."""
    matches = VISIBLE.finditer(page.get_text_range())
    found = [line for match in matches for line in unwrapped(characters(page, match))]
    pieces = [[line_of(piece) for piece in split(one)] for one in found]
    apart = [piece for line in pieces for piece in line]
    if not apart:
        return []
    middle = (min(one.left for one in apart) + max(one.right for one in apart)) / 2
    if in_columns(apart, middle, fewest):
        return by_columns(apart, middle)
    whole = [line_of(one) for one in found]
    return edged(whole, 0)


def characters(page: pypdfium2.PdfTextPage, match: re.Match[str]) -> list[Character]:
    """The characters of a line."""
    found = []
    for place, text in enumerate(match[0], match.start()):
        _, bottom, _, _ = page.get_charbox(place)
        left, low, right, high = page.get_charbox(place, loose=True)
        found.append(Character(text, left, right, bottom, low, high - low))
    return found


def unwrapped(line: Sequence[Character]) -> Iterator[Sequence[Character]]:
    """The lines in what PDFium takes for one: it sees no end of a line before ——."""
    seen = [place for place, one in enumerate(line) if not one.text.isspace()]
    first = 0
    for before, after in pairwise(seen):
        if line[after].left < line[before].left and line[before].low - line[after].low > line[before].height / 2 > 0:
            yield line[first : before + 1]
            first = after
    yield line[first:]


def split(line: Sequence[Character]) -> Iterator[Sequence[Character]]:
    """The pieces of a line that a gap parts. Its height is that of most characters: 一 may be 1 point high."""
    seen = [place for place, one in enumerate(line) if not one.text.isspace()]
    height = median(line[place].height for place in seen)
    first = 0
    for before, after in pairwise(seen):
        if line[after].left - line[before].right > GAP * height > 0:
            yield line[first : before + 1]
            first = after
    yield line[first:]


def line_of(line: Sequence[Character]) -> Line:
    """A line of characters."""
    seen = [one for one in line if not one.text.isspace()]
    height = median(one.height for one in seen)
    last = max(seen[-1].right - seen[-1].left, 1.0)
    text = "".join(one.text for one in line)
    word = WORD.match(text)
    end = max(one.right for one in line[: word.end() if word else 1])
    low = min(one.bottom for one in seen)
    return Line(noted(line, height), seen[0].left, seen[-1].right, low, height, last, end - seen[0].left)


def noted(line: Sequence[Character], height: float) -> str:
    """The text of a line, its raised figures as marks of notes."""
    base = median(one.bottom for one in line)
    written, figure = "", ""
    for one in [*line, None]:
        if one and one.text.isdecimal() and one.height < RAISED * height and one.bottom > base:
            figure += one.text
            continue
        written += (f"[^{figure}]" if figure and written else figure) + (one.text if one else "")
        figure = ""
    return written


def in_columns(lines: Sequence[Line], middle: float, fewest: int) -> bool:
    """Whether a page is set in two columns: most lines are in one of its halves, and fill it."""
    left, right = ([one for one in lines if side_of(one, middle) == side] for side in (1, 2))
    if min(len(left), len(right)) < fewest or len(lines) - len(left) - len(right) > MOST_ACROSS * len(lines):
        return False
    first, last = min(one.left for one in lines), max(one.right for one in lines)
    fills = median(one.right - one.left for one in left) >= WIDE * (middle - first)
    return fills and median(one.right - one.left for one in right) >= WIDE * (last - middle)


def side_of(line: Line, middle: float) -> int:
    """The half of a page that a line is in, 1 or 2; 0 of one across. A mark at the end of one may hang over."""
    if line.left < middle - line.width and line.right > middle + line.width:
        return 0
    return 1 if line.left + line.right < 2 * middle else 2


def by_columns(lines: Sequence[Line], middle: float) -> list[Line]:
    """The lines of a page of two columns: between lines across the page, those of the left, then those of the right."""
    across = sorted((one for one in lines if not side_of(one, middle)), key=lambda one: -one.bottom)
    groups: list[list[list[Line]]] = [[[], [], []] for _ in range(len(across) + 1)]
    for one in lines:
        above = sum(other.bottom >= one.bottom for other in across)
        groups[above][side_of(one, middle)].append(one)
    sides = [edged([one for group in groups for one in group[column]], column) for column in range(3)]
    placed = {(one.left, one.bottom, one.text): one for side in sides for one in side}
    ordered = [one for group in groups for column in group for one in sorted(column, key=lambda line: -line.bottom)]
    return [placed[one.left, one.bottom, one.text] for one in ordered]


def edge(places: Sequence[float]) -> float:
    """Where the lines of a column begin: the first place that several share, else the first of all.

    Heads and feet of pages may stand outside of it.
    """
    ordered = sorted(places)
    several = max(FEW, SEVERAL * len(ordered))
    shared = (one for n, one in enumerate(ordered) if bisect_right(ordered, one + POINT) - n > several)
    return next(shared, ordered[0] if ordered else 0.0)


def edged(lines: Sequence[Line], column: int) -> list[Line]:
    """Lines that know the edges of their column."""
    begin, margin = edge([one.left for one in lines]), max((one.right for one in lines), default=0.0)
    known = [one._replace(begin=begin, margin=margin, column=column) for one in lines]
    are_indented = indents(known)
    return [one._replace(indents=are_indented) for one in known]


def indents(lines: Sequence[Line]) -> bool:
    """Whether the first lines of paragraphs are indented."""
    indented = sum(one.is_indented for one in lines)
    return indented >= FEW and indented > OFTEN * len(lines)
