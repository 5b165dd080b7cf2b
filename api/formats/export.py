"""What a download is made of."""

from collections.abc import Iterable

import pyarrow as pa
from msgspec import Struct

from schemas.inspection import Column


class Export(Struct, frozen=True):
    """Rows on their way out: their schema and their batches, what each column means, and where they are from."""

    name: str
    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]
    columns: tuple[Column, ...] = ()
    about: dict[str, str] = {}
    options: frozenset[str] = frozenset()  # how CSV is to be written
