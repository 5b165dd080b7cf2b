"""A file on standard input, its text on standard output, within limits.

`python -m datasets.library.documents.converting KIND` runs it.

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
from itertools import zip_longest

import bs4
import mammoth
import pypdfium2
from bs4.element import NavigableString

from datasets.library.documents.pdf_lines import Line, document_lines
from datasets.library.documents.pdf_notes import with_notes_last
from datasets.library.documents.web_notes import with_notes_marked
from datasets.library.documents.web_page import page_text, titles_of
from datasets.library.documents.word_lines import missing
from datasets.library.documents.wordprocessing import Word

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
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "annotation")
CELL_MARK = " | "  # between the cells of a row, as Markdown has it
LONGEST_CELL = 200  # characters; what is longer is text in a table of layout
DOUBT = "doubt: "  # before what is told beside the text; `originals` looks for it
SHOWN = 20  # characters of what was lost
SPACE, BLANKS = re.compile(r"[ \t\r\n\f]+"), re.compile(r"[ \t\r\f]+")
SHORT = 2.0  # characters that a line which goes on in the next may be short of the margin
INDENT, OTHER = (
    1.5,
    0.1,
)  # characters that a paragraph begins behind the margin; of its height, that another line is set
PAUSES = ("，", "、", ",")
LATIN = re.compile(r"[A-Za-z]{2}")
ENDS = ("。", "!", "！", "?", "？")
FIGURES = re.compile(r"\d+")
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
    word = Word(content)
    prepared, plain = io.BytesIO(word.plain()), "\n".join(word.lines())
    try:
        page: str = mammoth.convert_to_html(prepared, convert_image=mammoth.images.img_element(no_image)).value
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        doubt(f"mammoth cannot read it ({type(error).__name__}: {error}); its paragraphs were read plainly")
        return plain_lines(plain)
    read = html_text(page.encode("utf-8", "replace"))
    if lost := missing(read, plain):
        doubt(f"mammoth leaves {len(lost)} characters out (“{lost[:SHOWN]}”); its paragraphs were read plainly")
        return plain_lines(plain)
    return read


def doubt(said: str) -> None:
    """Tell what a person should look at, a line for each on standard error."""
    sys.stderr.write(f"{DOUBT}{said}\n")


def plain_lines(text: str) -> str:
    """A text without blanks around its lines, and without lines of them."""
    lines = (SPACE.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip()) + "\n"


def no_image(_image: object) -> dict[str, str]:
    """Nothing of a picture."""
    return {}


def html_text(content: bytes) -> str:
    """What a reader of a page sees, a line for each block."""
    return "\n".join(lines_of(seen(bs4.BeautifulSoup(content.decode(), "html.parser")))) + "\n"


def web_text(content: bytes) -> str:
    """The main part of a page, below its title."""
    soup = bs4.BeautifulSoup(content.decode(), "html.parser")
    titles = titles_of(soup)
    lines, left = page_text(with_notes_marked(seen(soup)), titles, lines_of)
    if left:
        doubt(f"{left} characters of sentences stand outside of the main part of the page, and are left out")
    return "\n".join(lines) + "\n"


def seen(soup: bs4.BeautifulSoup) -> bs4.BeautifulSoup:
    """A page without what nobody sees of it."""
    for unseen in soup(UNSEEN):
        unseen.decompose()
    return soup


def lines_of(part: bs4.Tag) -> list[str]:
    """The lines of a part of a page that are not blank."""
    is_preformatted = part.name == "pre" or part.find_parent("pre") is not None
    return plain_lines("".join(pieces(part, BLANKS if is_preformatted else SPACE))).splitlines()


def pieces(node: bs4.Tag, space: re.Pattern[str] = SPACE) -> Iterator[str]:
    """The texts in a part of a page, with a line feed before and behind each block; a row of short cells is a line.

    What `space` finds is a blank; the lines of a text in `<pre>` are its own.
    """
    for child in node.children:
        if isinstance(child, bs4.Tag):
            if child.name == "tr" and (row := row_line(child)):
                yield f"\n{row}\n"
                continue
            around = "\n" if child.name in BLOCKS else " " if child.name in CELLS else ""
            yield around
            yield from pieces(child, BLANKS if child.name == "pre" else space)
            yield around
        elif type(child) is NavigableString:  # and no comment
            yield space.sub(" ", child)


def row_line(row: bs4.Tag) -> str:
    """The cells of a row of a table, told apart; empty where a cell holds more than a line, as in tables of layout."""
    if row.find("tr"):
        return ""
    cells = [plain_lines("".join(pieces(cell))).strip() for cell in row(CELLS, recursive=False)]
    is_line = len(cells) > 1 and all("\n" not in cell and len(cell) <= LONGEST_CELL for cell in cells)
    return CELL_MARK.join(cells) if is_line and any(cells) else ""


def pdf_text(content: bytes) -> str:
    """The lines of a PDF (ISO 32000) without what stands at the edges of pages, those of a paragraph joined.

    Notes at the foot of pages come last.
    """
    with pypdfium2.PdfDocument(content) as document:
        pages = document_lines(document)
    bodies, notes = with_notes_last(without_edges(pages))
    text = "".join(joined([line for lines in bodies for line in lines]))
    return text + "".join(f"[^{number}]: {note}\n" for number, note in enumerate(notes, 1))


def joined(lines: list[Line]) -> Iterator[str]:
    """The lines of a document, each with its end, but for those that go on in the next."""
    for line, after in zip_longest(lines, lines[1:]):
        if after is None or not goes_on(line, after):
            yield line.text + "\n"
        else:
            yield line.text + (" " if LATIN.fullmatch(line.text[-1] + after.text[0]) else "")


def goes_on(line: Line, after: Line) -> bool:
    """Whether a line goes on in the next: it stops at a comma, or where the first word of the next had no place.

    One that ends a sentence does so only where the first lines of paragraphs are indented, and the next is not. None
    does before a line that is set otherwise, or indented.
    """
    if line.text.endswith(PAUSES):
        return True
    if abs(line.height - after.height) > OTHER * line.height or after.is_indented:
        return False
    if line.text.endswith(ENDS) and not (line.indents and after.indents):
        return False
    return line.margin - line.right <= max(SHORT * line.width, after.word + line.width / 2)


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


CONVERTERS: dict[str, Callable[[bytes], str]] = {"DOCX": docx_text, "HTML": web_text, "PDF": pdf_text}


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
