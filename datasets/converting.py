"""`python -m datasets.converting KIND`: a file on standard input, its text on standard output, within limits.

The libraries that read these formats parse what strangers wrote; whatever one of them is led to do ends with this
process, which may take so much memory and time, and write no file.
"""

import io
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator

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
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head")
SPACE = re.compile(r"[ \t\r\n\f]+")
FULL = 0.9  # of the widest line of a page
ENDS = ("。", "!", "！", "?", "？")


class NotReadError(Exception):
    """A file that is not read, and why."""


def docx_text(content: bytes) -> str:
    """The paragraphs of a Word document (ECMA-376), tables included, a line each."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > PARTS or sum(sizes) > UNPACKED:
        raise NotReadError(
            f"it unpacks to {len(sizes):,} parts of {sum(sizes) >> 20} MB; at most {PARTS:,} of {UNPACKED >> 20}"
        )
    raw: str = mammoth.extract_raw_text(io.BytesIO(content)).value
    return "\n".join(line for line in raw.split("\n") if line.strip()) + "\n"


def html_text(content: bytes) -> str:
    """What a reader of a page sees, a line for each block."""
    soup = bs4.BeautifulSoup(content.decode(), "html.parser")
    for unseen in soup(UNSEEN):
        unseen.decompose()
    lines = "".join(pieces(soup)).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip()) + "\n"


def pieces(node: bs4.Tag) -> Iterator[str]:
    """The texts in a part of a page, with a line feed before and behind each block."""
    for child in node.children:
        if isinstance(child, bs4.Tag):
            around = "\n" if child.name in BLOCKS else ""
            yield around
            yield from pieces(child)
            yield around
        elif type(child) is NavigableString:  # and no comment
            yield SPACE.sub(" ", child)


def pdf_text(content: bytes) -> str:
    """The lines of a PDF (ISO 32000), those of a paragraph joined."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range().replace("\r\n", "\n").split("\n") for page in document]
    return "".join(joined(lines) for lines in pages)


def joined(lines: list[str]) -> str:
    """The lines of a page, without the ends that only its width made: of those as wide as any that end no sentence."""
    full = FULL * max(map(width, lines), default=0.0)
    return "".join(line if width(line) >= full and not line.endswith(ENDS) else line + "\n" for line in lines)


def width(line: str) -> float:
    """How wide a line is, in Chinese characters."""
    return sum(0.5 if character.isascii() else 1 for character in line.strip())


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
