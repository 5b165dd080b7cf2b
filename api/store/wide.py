"""The wide panel of a release."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from api.query.listing import Query
from api.query.wide import Pair
from api.store.duckdb import wide_sql
from api.store.store import BATCH, Store


def pairs(store: Store, query: Query) -> list[Pair]:
    """The metrics and measures of the rows that match."""
    return [(metric, measure) for metric, measure in store.engine.select(*wide_sql.pairs(query))]


def count(store: Store, query: Query) -> int:
    """How many regions and years match."""
    return int(store.engine.select(*wide_sql.rows_in_all(query))[0][0])


def last_before_more(store: Store, query: Query, limit: int) -> dict[str, Any] | None:
    """The place of the last of so many rows, when there are more behind it."""
    found = store.engine.select(*wide_sql.places(query, limit - 1, 2))
    return dict(zip(("region_code", "year"), found[0], strict=True)) if len(found) > 1 else None


def batches(store: Store, query: Query, spread: list[Pair], limit: int | None) -> Iterator[pa.RecordBatch]:
    """The rows a query asks for, so many at a time: the place of each, then every column for every metric."""
    return store.engine.batches(*wide_sql.wide(query, spread, limit), BATCH)
