"""What a download is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

import pyarrow as pa
from msgspec import Struct

from schemas.inspection import Column

CHUNK = 1 << 16  # bytes
HEADERS = ("name", "zh", "en")  # what the first row of a workbook may have: names of columns, or titles


class Export(Struct, frozen=True):
    """Rows on their way out: their schema and their batches, what each column means, and where they are from."""

    name: str
    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]
    columns: tuple[Column, ...] = ()
    about: Callable[[], Mapping[str, str]] = dict  # asked only by what says so
    options: frozenset[str] = frozenset()  # how CSV is to be written
    header: str = HEADERS[0]


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its start."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
