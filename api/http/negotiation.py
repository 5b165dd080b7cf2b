"""What a client asks for in its headers, and what it prefers, with weights (RFC 9110, 12.4.2)."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.request import parse_http_list

LONGEST = 1000  # characters of a header that are read
PARAMETER = re.compile(r';[ \t]*([^=;"]*)=[ \t]*("(?:[^"\\]|\\.)*"|[^;"]*)')
WEIGHT = re.compile(r"0(\.[0-9]*)?|1(\.0*)?")


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """A header of a request; all of it, where it came in parts; nothing when it did not come."""
    found = [value for one, value in scope["headers"] if one == name]
    return b", ".join(found).decode("latin-1") if found else ""


def weighted(header: str) -> list[tuple[str, float]]:
    """The names of a header such as `text/csv;q=0.5, */*;q=0.1`, each with its weight, in the order given.

    What has a weight that is none is not asked for. Commas and semicolons in quotes are of a value.
    """
    parts = [part for part in parse_http_list(header[:LONGEST]) if part.strip()]
    return [
        (part.partition(";")[0].strip().lower(), weight) for part in parts if (weight := weight_of(part)) is not None
    ]


def weight_of(part: str) -> float | None:
    """The weight of one entry of a header: 1 when it has none, nothing when it has one that cannot be."""
    weights = [value for name, value in PARAMETER.findall(part) if name.strip().lower() == "q"]
    if not weights:
        return 1.0
    return float(weights[0]) if WEIGHT.fullmatch(weights[0].strip()) else None
