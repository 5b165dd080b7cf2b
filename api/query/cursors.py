"""Cursors: where a page starts, bound to the query and the release they were made for."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from api.http.problems import BadCursor
from api.query.filters import LARGEST
from datasets import json
from schemas.inspection import Column


def fingerprint(bound_to: str) -> str:
    """What a cursor is bound to, in short."""
    return hashlib.sha256(bound_to.encode()).hexdigest()[:16]


def make_cursor(bound_to: str, last: Sequence[Any]) -> str:
    """The cursor of the page behind a row, from the values of its sort columns."""
    return base64.urlsafe_b64encode(msgspec.json.encode([fingerprint(bound_to), *last])).decode().rstrip("=")


def read_cursor(given: str, columns: Sequence[Column], bound_to: str) -> tuple[Any, ...]:
    """The sort values a page starts behind. Raises BadCursor when it was made for something else."""
    try:
        content = json.decode(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True), list)
    except ValueError:
        raise BadCursor("the cursor is not one this API gave") from None
    if len(content) != len(columns) + 1 or content[0] != fingerprint(bound_to):
        raise BadCursor("the cursor was made for another query, or for another release")
    try:
        return tuple(cursor_value(column, value) for column, value in zip(columns, content[1:], strict=True))
    except ValueError:
        raise BadCursor("the cursor is not one this API gave") from None


def cursor_value(column: Column, value: Any) -> Any:
    """A value of a sort column. Raises ValueError when the column cannot hold it."""
    found = msgspec.convert(value, column.annotation)
    if isinstance(found, int) and abs(found) > LARGEST:
        raise ValueError(f"{column.name} is beyond {LARGEST} in size")
    return found
