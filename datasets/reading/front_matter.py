"""The front matter of a text in Markdown: lines of `key: value` between two lines of dashes, at its very start."""

from datasets.rules.markup import FRONT_LINE, FRONT_MATTER

LONGEST = 8_000  # characters; a longer one is a text between two rules
QUOTES = ('"', "'")


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The keys (small letters) and values of a text's front matter, and where the text behind it starts.

    Nested values are left out; a value in quotes is read without them.
    """
    block = FRONT_MATTER.match(text, 0, LONGEST)
    if block is None:
        return {}, 0
    lines = (FRONT_LINE.match(line) for line in block["lines"].splitlines())
    return {line["key"].lower(): unquoted(line["value"].strip()) for line in lines if line}, block.end()


def unquoted(value: str) -> str:
    """A value without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] in QUOTES and value[0] == value[-1] else value
