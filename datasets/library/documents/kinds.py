"""What a file is by what it holds: a page, a PDF, a DOCX or text; and the encoding of a page."""

import re

from msgspec import Struct

HEAD = 4096  # bytes that tell what a file is
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*(?P<name>[\w-]{1,40})""", re.IGNORECASE)
CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "cp936"}  # all are read as the last of the standards, which has all
TAG = rb"<(\?xml|!doctype\s+html|html|head|body|meta|div|p)\b"
HTML = re.compile(rb"(\xef\xbb\xbf)?\s*(<!--.{0,2000}?-->\s*)?" + TAG, re.IGNORECASE | re.DOTALL)


class Kind(Struct, frozen=True):
    """A format that is not plain text: its name, the suffix its files have, and the bytes they start with."""

    name: str
    suffix: str
    signature: re.Pattern[bytes]


KINDS = (
    Kind("DOCX", ".docx", re.compile(rb"PK\x03\x04")),
    Kind("PDF", ".pdf", re.compile(rb"%PDF-")),
    Kind("HTML", ".html", HTML),
)


def kind_of(content: bytes) -> Kind | None:
    """The format of a file by what it holds, whatever it is called; None for text."""
    return next((kind for kind in KINDS if kind.signature.match(content)), None)


def stated_encoding(content: bytes) -> str | None:
    """The Chinese encoding that a page says it has; None when it says another, or none."""
    found = CHARSET.search(content[:HEAD])
    said = found["name"].decode() if found else ""
    return said if said.lower() in CHINESE else None


def charset_of(content: bytes) -> str:
    """The encoding of a page as a browser is to read it."""
    if stated_encoding(content):
        return "gb18030"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
