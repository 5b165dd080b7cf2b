"""Regular expressions mean the same on every Python that is supported: Debian 12 has 3.11.2.

Before 3.11.3 what repeats a group possessively, as in `(?:ab|c)++`, finds other matches, and some that end before they
start, so that whoever walks along them never arrives. `(?>(?:ab|c)+)` says the same, and is right everywhere.
"""

import pkgutil
import re
import re._constants as constants
import re._parser as parser
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import datasets

ONE_CHARACTER = (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN)


def patterns(of: Any) -> Iterator[re.Pattern[str]]:
    """The patterns in a value."""
    if isinstance(of, re.Pattern):
        yield of
    elif isinstance(of, dict):
        for one in of.values():
            yield from patterns(one)
    elif isinstance(of, list | tuple) and not isinstance(of, str):
        for one in of:
            yield from patterns(one)


def parts(of: Any) -> Iterator[tuple[Any, Any]]:
    """The parts of a parsed pattern, however deep: an operation and what it is of."""
    if isinstance(of, tuple) and of and of[0] in constants.OPCODES:
        yield of[0], of[1:]
    if isinstance(of, list | tuple | parser.SubPattern):
        for one in of:
            yield from parts(one)


def repeats_a_group(pattern: str, flags: int = 0) -> bool:
    """Whether a pattern repeats possessively what is more than one character."""
    repeated = [
        what[0][2]
        for operation, what in parts(parser.parse(pattern, flags))
        if operation is constants.POSSESSIVE_REPEAT
    ]
    return any([operation for operation, _ in body] not in [[one] for one in ONE_CHARACTER] for body in repeated)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"(?:[^a]++|b)++", True),
        (r"x(?:ab){2,3}+", True),
        (r"(?:a|bc)?+", True),
        (r"(?:[^a]++|b.?+)+", False),
        (r"(?>(?:ab|c)+)\d++", False),
    ],
)
def test_the_search_finds_them(pattern: str, found: bool) -> None:
    assert repeats_a_group(pattern) is found


def test_no_pattern_repeats_a_group_possessively() -> None:
    names = [
        one.name
        for one in pkgutil.walk_packages(datasets.__path__, "datasets.")
        if ".register." not in one.name  # which is made by hand, with packages of its own
    ]
    found = [(name, one) for name in names for of in vars(import_module(name)).values() for one in patterns(of)]
    assert len(found) > 100
    assert {name for name, one in found if repeats_a_group(one.pattern, one.flags)} == set()
