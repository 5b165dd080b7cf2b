"""TOML that anybody may have written: bounded before it is parsed, for the parser of Python bounds nothing.

`tomllib` takes the square of the parts of a dotted key, and recurses into brackets.
"""

import re
from typing import Any, TypeVar

import msgspec

MOST_PARTS = 64  # dots of a line outside of strings: a key, or some numbers
DEEPEST = 16  # brackets in brackets
QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""(?:"{0,2})|\Z)'  # unclosed ones end with the text: each character is looked at once
    r"|'''.*?(?:'''(?:'{0,2})|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*(?:"|$)'
    r"|'[^'\n]*(?:'|$)"
    r"|\#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
UNESCAPED = re.compile(r"[\x7f-\x9f]")
DEPTH = {"[": 1, "{": 1, "]": -1, "}": -1}

T = TypeVar("T")


def decode(content: bytes, to: type[T]) -> T:
    """What TOML says, as a type. Raises ValueError for what is no TOML, is not of the type, or nests without end."""
    try:
        bare = QUOTED.sub('""', content.decode())
        refuse_long_keys(bare)
        refuse_deep_nesting(bare)
        return msgspec.toml.decode(content, type=to)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
    except RecursionError:
        raise ValueError("nests too deep") from None


def refuse_long_keys(bare: str) -> None:
    """Raise ValueError for a line whose keys have too many parts."""
    for number, line in enumerate(bare.splitlines(), 1):
        if (parts := line.count(".")) > MOST_PARTS:
            raise ValueError(f"a key has {parts + 1:,} parts; at most {MOST_PARTS} are read (line {number})")


def refuse_deep_nesting(bare: str) -> None:
    """Raise ValueError for lists and tables in one another."""
    depth = 0
    for step in (DEPTH[character] for character in bare if character in DEPTH):
        depth += step
        if depth > DEEPEST:
            raise ValueError(f"lists and tables in one another, more than {DEEPEST} deep")


def encoded(value: Any) -> str:
    """A value as TOML has it, on one line: text, numbers, lists, and tables by plain keys.

    A text is as JSON has it; control characters that only JSON leaves as they are, are escaped, too.
    """
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {encoded(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(encoded, value)) + "]"
    return UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", msgspec.json.encode(value).decode())
