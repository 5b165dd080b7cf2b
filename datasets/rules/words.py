"""Words written as a person scans them: many a line, blanks between them."""

from pathlib import Path

HERE = Path(__file__).parent


def words(written: str) -> tuple[str, ...]:
    """The words of a text, in its order; a line that starts with # is a comment."""
    return tuple(word for line in written.splitlines() if not line.lstrip().startswith("#") for word in line.split())


def words_of(file: str) -> tuple[str, ...]:
    """The words of a file beside the tables."""
    return words((HERE / file).read_text("utf-8"))
