"""JSON that anybody may have written: one error for what is none, is of another type, or nests without end.

`msgspec` recurses into brackets; it ends with a `RecursionError`, which is no `ValueError` as all else that is wrong.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec

from datasets.errors import SourceError

MEGABYTE = 1 << 20
LONGEST_LINE = 16 * MEGABYTE  # bytes

T = TypeVar("T")


def decode(content: bytes, to: type[T]) -> T:
    """What JSON says, as a type. Raises ValueError for what is no JSON, is not of the type, or nests without end."""
    try:
        return msgspec.json.decode(content, type=to)
    except RecursionError:
        raise ValueError("nests too deep") from None


def lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers from 1 (NDJSON), one at a time.

    Raises SourceError for a file that cannot be read, and for a line that is longer than any is read.
    """
    try:
        with file.open("rb") as opened:
            for number in count(1):
                line = opened.readline(LONGEST_LINE)
                if len(line) == LONGEST_LINE:
                    raise SourceError(f"{file}, line {number}: has more than {LONGEST_LINE // MEGABYTE} MB")
                if not line:
                    return
                if line.strip():
                    yield number, line
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}") from error


def decoded_lines(file: Path, to: type[T]) -> Iterator[tuple[int, T]]:
    """What each line of a file says, with its number. Raises SourceError for a line that says something else."""
    for number, line in lines(file):
        try:
            yield number, decode(line, to)
        except ValueError as error:
            raise SourceError(f"{file}, line {number}: {error}") from error
