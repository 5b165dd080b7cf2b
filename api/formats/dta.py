"""The sections of a Stata dataset, format 118, as bytes: `help dta` has the layout. Little endian, without a clock."""

import struct
from collections.abc import Iterable

DOUBLE, LONG, INT, BYTE, LONG_TEXT = 65526, 65528, 65529, 65530, 32768  # the types there are, beside 1 to 2045 bytes
PACKED = {DOUBLE: "d", LONG: "i", INT: "h", BYTE: "b", LONG_TEXT: "Q"}
SHOWN = {DOUBLE: "%10.0g", LONG: "%12.0g", INT: "%8.0g", BYTE: "%8.0g", LONG_TEXT: "%9s"}
MISSING = {DOUBLE: 2.0**1023, LONG: 2**31 - 27, INT: 2**15 - 27, BYTE: 101}  # the least value that is none
LONGEST_NAME, LONGEST_LABEL = 32, 80  # characters
SECTIONS = 14  # places that the map has
NAME, FORMAT, LABEL = 129, 57, 321  # bytes that these have in their sections


def section(name: str, content: bytes) -> bytes:
    """A section between its tags."""
    return b"<%b>%b</%b>" % (name.encode(), content, name.encode())


def header(variables: int, rows: int, label: str) -> bytes:
    """The head: how many variables and rows, and what it is."""
    parts = {
        "release": b"118",
        "byteorder": b"LSF",
        "K": struct.pack("<H", variables),
        "N": struct.pack("<Q", rows),
        "label": struct.pack("<H", len(label.encode())) + label.encode(),
        "timestamp": b"\0",
    }
    return section("header", b"".join(section(name, content) for name, content in parts.items()))


def place_map(places: Iterable[int] = (0,) * SECTIONS) -> bytes:
    """Where each section begins; until that is known, zeros."""
    return section("map", struct.pack(f"<{SECTIONS}Q", *places))


def fixed(text: str, width: int) -> bytes:
    """A text and zeros behind it."""
    return text.encode().ljust(width, b"\0")


def characteristic(whose: str, name: str, text: str) -> bytes:
    """One of them."""
    content = fixed(whose, NAME) + fixed(name, NAME) + text.encode() + b"\0"
    return section("ch", struct.pack("<I", len(content)) + content)


def long_text(text: bytes, variable: int, row: int) -> bytes:
    """A text that stands apart, by the numbers of the variable and the row that refer to it, from 1."""
    return b"GSO" + struct.pack("<IQBI", variable, row, 130, len(text) + 1) + text + b"\0"


def reference(variable: int, row: int) -> int:
    """What stands in the row instead of it."""
    return variable | row << 16


def label_table(name: str, labels: dict[int, str]) -> bytes:
    """Numbers and their labels."""
    texts = [text.encode() + b"\0" for text in labels.values()]
    starts = [sum(map(len, texts[:n])) for n in range(len(texts))]
    table = struct.pack("<ii", len(labels), sum(map(len, texts)))
    table += struct.pack(f"<{len(labels)}i", *starts) + struct.pack(f"<{len(labels)}i", *labels) + b"".join(texts)
    return section("lbl", struct.pack("<i", len(table)) + fixed(name, NAME) + bytes(3) + table)
