"""Ranges of bytes: which part of an answer a request asks for (RFC 9110, 14)."""

import re
from collections.abc import Mapping
from typing import Any

from api.http.dates import moment
from api.http.negotiation import header
from api.http.problems import RangeNotSatisfiable

ONE_RANGE = re.compile(
    r"bytes=[ \t,]*(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})?|-(?P<suffix>[0-9]{1,18}))[ \t,]*", re.IGNORECASE
)


def asked_part(scope: Mapping[str, Any], tag: str, modified_at: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for, counted from 0; None for the whole, also when `If-Range` is of another answer.

    A header of another form, or of several ranges, may be ignored (RFC 9110, 14.2), and is. Raises RangeNotSatisfiable
    when no byte asked for is there.
    """
    match = ONE_RANGE.fullmatch(header(scope, b"range"))
    condition = header(scope, b"if-range")
    if match is None or (condition and not is_of(condition, tag, modified_at)):
        return None
    if match["last"] is not None and int(match["last"]) < int(match["first"]):
        return None
    if match["suffix"] is not None and not size and int(match["suffix"]):
        return None  # the last bytes of nothing are nothing, which no `Content-Range` could say
    first, last = bounds(match, size)
    if first >= size:
        headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        raise RangeNotSatisfiable(f"the file has {size} bytes, counted from 0", headers=headers)
    return first, last


def bounds(match: re.Match[str], size: int) -> tuple[int, int]:
    """The first and the last byte of a range, within an answer so long as far as it goes."""
    if match["suffix"] is not None:
        return max(0, size - int(match["suffix"])), size - 1
    return int(match["first"]), min(int(match["last"] or size - 1), size - 1)


def is_of(condition: str, tag: str, modified_at: str) -> bool:
    """Whether `If-Range` is of this answer: its tag, which is strong, or exactly its date (RFC 9110, 13.1.5)."""
    if '"' in condition:
        return condition.strip() == tag
    date = moment(condition)
    return date is not None and date == moment(modified_at)
