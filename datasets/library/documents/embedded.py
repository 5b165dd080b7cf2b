"""What a file says of itself beside its text: meta elements of pages of governments, properties of a Word document."""

import contextlib
import html
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

from datasets.errors import SourceError
from datasets.library.documents.kinds import kind_of
from datasets.library.documents.originals import unified
from datasets.rules.heads import TITLE

# Names of meta elements (GB/T of government sites, Open Graph), small letters, and the column each fills.
META = {
    **dict.fromkeys(("articletitle", "og:title", "dc.title"), "title"),
    **dict.fromkeys(("pubdate", "publishdate", "article:published_time", "dc.date"), "published_on"),
    **dict.fromkeys(("contentsource", "source", "dc.publisher"), "publisher"),
    **dict.fromkeys(("sitename", "og:site_name"), "site_name"),
    **dict.fromkeys(("url", "og:url"), "url"),
    "siteidcode": "site_code",
}
HEAD = 200_000  # characters of a page in which meta elements are looked for
LONGEST = 300  # characters of a value
CORE = "docProps/core.xml"  # of a Word document (ECMA-376, part 2)
LARGEST_CORE = 100_000  # bytes
UNREADABLE = (SourceError, zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, RuntimeError, OSError)
CORE_TITLE = re.compile(rb"<dc:title[^<>]{0,200}>([^<>]{1,1200})</dc:title>")


class MetaElements(HTMLParser):
    """The meta elements of a page that are in the table, the first of each, and the title that a browser shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.shown: str | None = None
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_title = tag == "title"
        if tag == "meta":
            given = dict(attrs)
            name = (given.get("name") or given.get("property") or "").lower()
            if (column := META.get(name)) and (value := plain(given.get("content") or "")):
                self.found.setdefault(column, value)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title and self.shown is None:
            self.shown = plain(data)


def plain(value: str) -> str:
    """A value on one line, of a length that a value has."""
    return " ".join(value.split())[:LONGEST]


def embedded(content: bytes, file: Path) -> dict[str, str]:
    """What a file says of itself, by column; nothing where it is text, or cannot be read."""
    kind = kind_of(content)
    if kind is None or kind.name not in ("HTML", "DOCX"):
        return {}
    with contextlib.suppress(*UNREADABLE):
        return in_page(content, file) if kind.name == "HTML" else in_document(content)
    return {}


def in_page(content: bytes, file: Path) -> dict[str, str]:
    """The meta elements of a page."""
    elements = MetaElements()
    elements.feed(unified(content, file).decode()[:HEAD])
    titles = (elements.found.pop("title", None), elements.shown)  # of the article, or of the site
    title = next((match[0].strip() for one in titles if one and (match := TITLE.search(one))), None)
    return elements.found | ({"title": title} if title else {})


def in_document(content: bytes) -> dict[str, str]:
    """The title of a Word document; who typed it, and when, says nothing of a report."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(CORE) as part:
        match = CORE_TITLE.search(part.read(LARGEST_CORE))
    title = plain(html.unescape(match[1].decode("utf-8", "replace"))) if match else ""
    return {"title": title} if TITLE.search(title) else {}
