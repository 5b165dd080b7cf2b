"""The pages of a Parquet file as their headers say them: readers allocate what a header claims, so it is asked first.

Headers are structs of Thrift in its compact protocol (parquet-format, `PageHeader`); nothing of a page is decompressed.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec import Struct

LARGEST_HEADER = 32_768  # bytes; with the statistics that early releases have in them
DEEPEST = 8  # structs in structs
DATA, DICTIONARY, DATA_V2 = 0, 2, 3
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12
MOST_BITS = 63


class Page(Struct, frozen=True):
    """A page: its place in the file, its kind, its bytes there and when decompressed, its values, their encoding."""

    place: int
    kind: int
    stored: int
    size: int
    values: int
    encoding: int


class Compact:
    """A reader of the compact protocol. Raises ValueError for what is none."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.place = 0

    def byte(self) -> int:
        """The next byte."""
        if self.place >= len(self.content):
            raise ValueError("a page header is cut off, or larger than any")
        self.place += 1
        return self.content[self.place - 1]

    def number(self) -> int:
        """The next number of variable length."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004
                return value
            shift += 7
            if shift > MOST_BITS:
                raise ValueError("a page header has a number that is too long")

    def signed(self) -> int:
        """The next number of variable length, with its sign."""
        value = self.number()
        return (value >> 1) ^ -(value & 1)

    def skip(self, size: int) -> None:
        """Leave bytes out."""
        if size > len(self.content) - self.place:
            raise ValueError("a page header is cut off, or larger than any")
        self.place += size

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The next struct: its numbers of 32 bits and its structs, by field. Each may stand in it once."""
        fields: dict[int, Any] = {}
        field = 0
        while head := self.byte():
            field = field + (head >> 4) if head >> 4 else self.signed()
            if field in fields or depth > DEEPEST:
                raise ValueError("a page header has a field twice, or structs without end")
            fields[field] = self.value(head & 0x0F, depth)
        return fields

    def value(self, kind: int, depth: int) -> Any:
        """The next value of a kind; None for those that nobody asks for."""
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind in (BYTE, DOUBLE):
            self.skip(1 if kind == BYTE else 8)
        elif kind == BINARY:
            self.skip(self.number())
        elif kind in (I16, I32, I64):
            number = self.signed()
            return number if kind == I32 else None
        elif kind not in (TRUE, FALSE):
            raise ValueError("a page header has a field of a kind that none has")
        return None


def pages(file: BinaryIO, start: int, end: int) -> Iterator[Page]:
    """The pages that stand in a file from a place up to another. Raises ValueError for headers that cannot be."""
    while start < end:
        file.seek(start)
        header = Compact(file.read(min(LARGEST_HEADER, end - start)))
        page = page_of(start, header.struct())
        yield page
        start += header.place + page.stored
    if start != end:
        raise ValueError("its pages do not end where their column does")


def page_of(place: int, header: dict[int, Any]) -> Page:
    """A page by its header. Raises ValueError when the header does not say all of it."""
    kind = header.get(1, -1)
    more = header.get({DATA: 5, DICTIONARY: 7, DATA_V2: 8}.get(kind, -1))
    if not isinstance(more, dict):
        raise ValueError("a page header does not say what its page is")
    found: list[Any] = [place, kind, header.get(3), header.get(2), more.get(1), more.get(4 if kind == DATA_V2 else 2)]
    if not all(isinstance(number, int) and number >= 0 for number in found):
        raise ValueError("a page header does not say how much is in its page")
    return Page(*found)
