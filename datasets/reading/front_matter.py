"""The front matter of a text in Markdown: lines of `key: value` between two lines of dashes, at its very start."""

import re

LONGEST = 8_000  # characters; a longer one is a text between two rules
BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<lines>(?:[^\n]*\n){0,60}?)---[ \t]*(?:\r?\n|$)")
LINE = re.compile(r"(?P<key>[A-Za-z_][\w -]{0,40}?)[ \t]*:[ \t]+(?P<value>\S[^\n]*)")
QUOTES = ('"', "'")


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The keys (small letters) and values of a text's front matter, and where the text behind it starts.

    Nested values are left out; a value in quotes is read without them.
    """
    block = BLOCK.match(text, 0, LONGEST)
    if block is None:
        return {}, 0
    lines = (LINE.match(line) for line in block["lines"].splitlines())
    return {line["key"].lower(): unquoted(line["value"].strip()) for line in lines if line}, block.end()


def unquoted(value: str) -> str:
    """A value without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] in QUOTES and value[0] == value[-1] else value
