"""`python -m datasets.library.converting KIND`: a file on standard input, its text on standard output, within limits.

The libraries that read these formats parse what strangers wrote; whatever one of them is led to do ends with this
process, which may take so much memory and time, and write no file.
"""

import io
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import bs4
import mammoth
import pypdfium2
from bs4.element import NavigableString

MEMORY = 1 << 30  # bytes
SECONDS = 50  # of the processor
UNPACKED = 256 << 20  # bytes of all parts of a DOCX
PARTS = 5_000  # of a DOCX
LONGEST = 8 << 20  # bytes of text
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figcaption", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre",
    "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
})  # fmt: skip
CELLS = frozenset({"td", "th"})
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head")
BACK = re.compile(r'<a href="#[\w-]+">↑</a>')  # from a note to its mark, as mammoth writes it
SPACE = re.compile(r"[ \t\r\n\f]+")
SHORT = 2.0  # characters that a line which goes on in the next may be short of the margin
ENDS = ("。", "!", "！", "?", "？")
FIGURES = re.compile(r"\d+")
VISIBLE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
RULE = r"[\s—–―\-·•_|~()（）]*"  # around the number of a page (— 2 —, 第2页 共9页); not %, for 5%。 may be a line
PAGE_MARK = re.compile(
    rf"{RULE}(第 ?)?\d{{1,4}}( ?页)?([\s/／,，]+(共 ?)?\d{{1,4}}( ?页)?)?{RULE}"
)  # — 2 —, 第2页 共9页
EDGE = 2  # lines at the top and at the foot of a page that may be none of the text
MOST = 0.5  # of the pages have the same line at their edge, but for its figures: it is none of the text


class NotReadError(Exception):
    """A file that is not read, and why."""


def docx_text(content: bytes) -> str:
    """The paragraphs of a Word document (ECMA-376) and the rows of its tables, a line each; notes at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > PARTS or sum(sizes) > UNPACKED:
        raise NotReadError(
            f"it unpacks to {len(sizes):,} parts of {sum(sizes) >> 20} MB; at most {PARTS:,} of {UNPACKED >> 20}"
        )
    page: str = mammoth.convert_to_html(io.BytesIO(content), convert_image=mammoth.images.img_element(no_image)).value
    return html_text(BACK.sub("", page).encode("utf-8", "replace"))


def no_image(_image: object) -> dict[str, str]:
    """Nothing of a picture."""
    return {}


def html_text(content: bytes) -> str:
    """What a reader of a page sees, a line for each block."""
    soup = bs4.BeautifulSoup(content.decode(), "html.parser")
    for unseen in soup(UNSEEN):
        unseen.decompose()
    lines = (SPACE.sub(" ", line).strip(" ") for line in "".join(pieces(soup)).split("\n"))
    return "\n".join(line for line in lines if line.strip()) + "\n"


def pieces(node: bs4.Tag) -> Iterator[str]:
    """The texts in a part of a page, with a line feed before and behind each block, and a space around each cell."""
    for child in node.children:
        if isinstance(child, bs4.Tag):
            around = "\n" if child.name in BLOCKS else " " if child.name in CELLS else ""
            yield around
            yield from pieces(child)
            yield around
        elif type(child) is NavigableString:  # and no comment
            yield SPACE.sub(" ", child)


class Line(NamedTuple):
    """A line of a page, where it ends, and how wide its last character is, in points."""

    text: str
    right: float
    width: float


def pdf_text(content: bytes) -> str:
    """The lines of a PDF (ISO 32000) without what stands at the edges of pages, those of a paragraph joined."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [list(page_lines(page.get_textpage())) for page in document]
    return "".join(part for lines in without_edges(pages) for part in joined(lines))


def page_lines(page: pypdfium2.PdfTextPage) -> Iterator[Line]:
    """The lines of a page that are not blank."""
    for match in VISIBLE.finditer(page.get_text_range()):
        left, _, right, _ = page.get_charbox(match.end() - 1)
        yield Line(match[0], right, max(right - left, 1.0))


def joined(lines: list[Line]) -> Iterator[str]:
    """The lines of a page, each with its end, but for those that reach the margin and end no sentence: they go on."""
    margin = max((line.right for line in lines), default=0.0)
    for line in lines:
        goes_on = margin - line.right <= SHORT * line.width and not line.text.endswith(ENDS)
        yield line.text if goes_on else line.text + "\n"


def without_edges(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without their numbers, and without what most of them have at an edge."""
    edges = Counter(masked for lines in pages for masked in {FIGURES.sub("0", one.text) for one in edge_lines(lines)})
    often = {text for text, count in edges.items() if count > max(2, MOST * len(pages))}
    return [[line for line in lines if line not in edge_lines(lines) or not is_edge(line, often)] for lines in pages]


def edge_lines(lines: list[Line]) -> list[Line]:
    """The first lines of a page and its last."""
    return [*lines[:EDGE], *lines[-EDGE:]]


def is_edge(line: Line, often: set[str]) -> bool:
    """Whether a line at the edge of a page is none of its text."""
    return PAGE_MARK.fullmatch(line.text) is not None or FIGURES.sub("0", line.text) in often


CONVERTERS: dict[str, Callable[[bytes], str]] = {"DOCX": docx_text, "HTML": html_text, "PDF": pdf_text}


def limit() -> None:
    """From here on, so much memory and time, and no file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(kind: str) -> None:
    """Convert, or say why not; of what a library raises the last line says it."""
    content = sys.stdin.buffer.read()
    limit()
    try:
        text = CONVERTERS[kind](content).encode("utf-8", "replace")
    except MemoryError:
        sys.exit(f"it takes more than {MEMORY >> 20} MB of memory")
    except RecursionError:
        sys.exit("its parts are nested too deeply")
    except NotReadError as error:
        sys.exit(str(error))
    if len(text) > LONGEST:
        sys.exit(f"its text has {len(text) >> 20} MB; at most {LONGEST >> 20}")
    sys.stdout.buffer.write(text)


if __name__ == "__main__":
    main(sys.argv[1])
