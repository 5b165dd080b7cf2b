"""A plain reading of WordprocessingML (ECMA-376): its paragraphs and rows of tables; and what another one lacks."""

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"})


def blocks(parent: ET.Element) -> Iterator[str]:
    """The lines of a part of the body."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from "".join(texts(child)).split("\n")
        elif child.tag == f"{W}tr":
            yield " | ".join(" ".join(blocks(cell)) for cell in cells(child))
        elif child.tag not in UNSEEN:
            yield from blocks(child)


def cells(row: ET.Element) -> Iterator[ET.Element]:
    """The cells of a row, those in controls too."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        else:
            yield from cells(child)


def texts(parent: ET.Element) -> Iterator[str]:
    """The texts in a paragraph."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag not in UNSEEN:
            yield from texts(child)


def missing(read: str, plain: str) -> str:
    """The characters of a plain reading that another reading lacks, in order."""
    left = Counter(read)
    lost = []
    for character in plain:
        if left[character] > 0:
            left[character] -= 1
        elif not character.isspace() and character != "|":
            lost.append(character)
    return "".join(lost)
