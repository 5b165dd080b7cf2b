"""Rows of a table as they are answered, by row number: each is encoded once, and a page is joined from ready bytes."""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any

import msgspec
from msgspec import Struct

from datasets.releases.tables.csv import csv_lines

ENCODER = msgspec.json.Encoder()
ENTRY_OVERHEAD = 120  # bytes a row takes beside its own: the objects around it

Row = tuple[Any, ...]
Fetch = Callable[[Sequence[int]], Iterable[tuple[int, Row]]]


class Slice(Struct, frozen=True):
    """The first rows of a listing, as JSON. `last` is the last of them when more follow; `total` counts all."""

    rows: list[bytes]
    last: dict[str, Any] | None
    total: int | None


class EncodedRows:
    """The encoded rows of a table, up to so many bytes; those encoded first go first. Safe to use from many threads."""

    def __init__(self, encode: Callable[[Row], bytes], fetch: Fetch, max_bytes: int) -> None:
        self._encode = encode
        self._fetch = fetch
        self._max_bytes = max_bytes
        self._rows: dict[int, bytes] = {}
        self._lock = Lock()
        self.size = 0

    def get(self, numbers: Sequence[int]) -> list[bytes]:
        """Rows by their numbers, in the order asked for; what is not encoded yet is fetched in one query."""
        rows = self._rows
        try:
            return [rows[number] for number in numbers]
        except KeyError:
            encoded = self._encoded([number for number in numbers if number not in rows])
        found = [encoded.get(number) or rows.get(number) for number in numbers]
        # A row that went while others were fetched is fetched again.
        return [row if row is not None else self._encoded([n])[n] for n, row in zip(numbers, found, strict=True)]

    def _encoded(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Fetch and encode rows, and keep them."""
        encoded = {number: self._encode(row) for number, row in self._fetch(numbers)}
        with self._lock:
            for number, row in encoded.items():
                if number not in self._rows:
                    self._rows[number] = row
                    self.size += len(row) + ENTRY_OVERHEAD
            while self.size > self._max_bytes and self._rows:
                oldest = next(iter(self._rows))
                self.size -= len(self._rows.pop(oldest)) + ENTRY_OVERHEAD
        return encoded


def encode_json(columns: Sequence[str], row: Sequence[Any]) -> bytes:
    """A row as a JSON object."""
    return ENCODER.encode(dict(zip(columns, row, strict=True)))


def encode_csv(columns: Sequence[str], row: Sequence[Any]) -> bytes:  # noqa: ARG001  # as `encode_json` is called
    """A row as a line of CSV."""
    return csv_lines([row])
