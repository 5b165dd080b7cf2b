"""Words written as a person scans them: many a line, blanks between them."""

import re
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent


def words(written: str) -> tuple[str, ...]:
    """The words of a text, in its order; a line that starts with # is a comment."""
    return tuple(word for line in written.splitlines() if not line.lstrip().startswith("#") for word in line.split())


def words_of(file: str) -> tuple[str, ...]:
    """The words of a file beside the tables."""
    return words((HERE / file).read_text("utf-8"))


def finder(listed: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds where the first of many words starts.

    It skips to a first character of theirs, and is told by the second before any word is tried.
    """
    firsts: dict[str, str] = {}  # of words that go on alike
    for word in sorted(set(listed)):
        firsts[word[1:]] = firsts.get(word[1:], "") + word[0]
    by_second: dict[str, list[str]] = {}
    for rest, before in firsts.items():
        told = f"(?<=[{re.escape(before)}]{re.escape(rest[:1])}){re.escape(rest[1:])}"
        by_second.setdefault(rest[:1], []).append(told)
    alone = by_second.pop("", [])
    seconds = "".join(map(re.escape, by_second))
    longer = "|".join(f"{re.escape(second)}(?:{'|'.join(rest)})" for second, rest in by_second.items())
    shapes = [*alone, *([f"(?=[{seconds}])(?:{longer})"] if by_second else [])]
    return re.compile(f"[{re.escape(''.join(sorted({*''.join(firsts.values())})))}](?:{'|'.join(shapes)})")
