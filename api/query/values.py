"""How the values of parameters that are not filters are read."""

import datetime as dt
import re
from collections.abc import Collection

from api.http.problems import BadParameter, nearest
from api.query.filters import converted

DEFAULT_LIMIT = 100
MOST_ROWS = 1000  # of a page
MOST_DOWNLOADED = 1_000_000_000  # of a download, which has all without a limit
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_limit(given: str, most: int = MOST_ROWS) -> int:
    """The number of rows asked for; too many is an error, never fewer rows than asked for."""
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given[:12]) <= most:
        raise BadParameter(f"limit: expected a whole number from 1 to {most}, got {given[:80]!r}", parameter="limit")
    return int(given)


def read_flag(name: str, given: str) -> bool:
    """Yes or no, written as in a filter: true, True, TRUE or 1; false, False, FALSE or 0."""
    return bool(converted(name, given, bool))


def read_day(parameter: str, given: str) -> dt.date:
    """A day, as ISO 8601 writes it."""
    try:
        return dt.date.fromisoformat(given if DAY.fullmatch(given) else "")
    except ValueError:
        raise BadParameter(
            f"{parameter}: expected a day such as 2026-11-24, got {given[:80]!r}", parameter=parameter
        ) from None


def read_choice(parameter: str, given: str, allowed: Collection[str]) -> str:
    """One of some names. Raises BadParameter for another."""
    if given not in allowed:
        raise BadParameter(
            f"{parameter}: {given[:80]!r} is not one of {', '.join(allowed)}",
            parameter=parameter,
            nearest=nearest(given, allowed),
            allowed=list(allowed),
        )
    return given


def read_names(parameter: str, given: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Names with commas between, each once. Raises BadParameter for one that is not allowed."""
    names = given.split(",")
    for n, name in enumerate(names):
        if name not in allowed:
            raise BadParameter(
                f"{parameter}: {name[:80]!r} is not one of the names that can be used here"
                if name
                else f"{parameter}: a name is empty; expected names with commas between",
                parameter=parameter,
                nearest=nearest(name, allowed),
                allowed=list(allowed),
            )
        if name in names[:n]:
            raise BadParameter(f"{parameter}: {name} is named twice", parameter=parameter)
    return tuple(names)


def read_sort(given: str, allowed: Collection[str]) -> list[tuple[str, bool]]:
    """What `sort` names, each with whether the largest comes first. Raises BadParameter as `read_names` does."""
    asked = given.split(",")
    names = read_names("sort", ",".join(name.removeprefix("-") for name in asked), allowed)
    return [(name, one.startswith("-")) for name, one in zip(names, asked, strict=True)]
