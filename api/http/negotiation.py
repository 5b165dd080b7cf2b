"""What a client asks for in its headers, and what it prefers, with weights (RFC 9110, 12.4.2)."""

from collections.abc import Mapping
from typing import Any

import msgspec

LONGEST = 1000  # characters of a header that are read


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """A header of a request; all of it, where it came in parts; nothing when it did not come."""
    found = [value for one, value in scope["headers"] if one == name]
    return b", ".join(found).decode("latin-1") if found else ""


def weighted(header: str) -> list[tuple[str, float]]:
    """The names of a header such as `text/csv;q=0.5, */*;q=0.1`, each with its weight, in the order given."""
    return [weighted_name(part) for part in header[:LONGEST].split(",") if part.strip()]


def weighted_name(part: str) -> tuple[str, float]:
    """One name and its weight: 1 when none is given, 0 when it is no number."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [parameter[2:] for parameter in parameters if parameter.startswith("q=")]
    try:
        return name, msgspec.convert(weights[0], float, strict=False) if weights else 1.0
    except msgspec.ValidationError:
        return name, 0.0
