"""`python -m benchmarks.web_pages`: which reader finds the text and the title of twelve pages built differently.

Compares what a page shows as a whole, its main part as `ingest` reads it, and trafilatura where it is installed
(`pip install trafilatura`; no dependency). Lines are compared without blanks.
"""

import re
from collections import Counter
from collections.abc import Callable

from datasets.library.documents.converting import html_text, web_text
from tests.pages import PAGES

try:
    import trafilatura
except ImportError:
    trafilatura = None

BLANK = re.compile(r"\s+")


def with_trafilatura(content: bytes) -> str:
    """The text that trafilatura finds, below the title it finds."""
    found = trafilatura.bare_extraction(
        content.decode(), include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    return f"{found.title}\n{found.text}" if found else ""


def lines(text: str) -> Counter[str]:
    """The lines of a text without blanks."""
    return Counter(filter(None, (BLANK.sub("", line) for line in text.splitlines())))


def score(read: Callable[[bytes], str]) -> tuple[float, float, int]:
    """Precision and recall of characters in right lines, and on how many pages the first line is the title."""
    right = found = there = titles = 0
    for page in PAGES.values():
        text = read(page.html.encode())
        got, expected = lines(text), lines("\n".join((page.title, *page.lines)))
        right += sum(len(line) * count for line, count in (got & expected).items())
        found += sum(len(line) * count for line, count in got.items())
        there += sum(len(line) * count for line, count in expected.items())
        titles += text.splitlines()[:1] == [page.title]
    return right / found, right / there, titles


def main() -> None:
    """Print the scores."""
    readers = {"the whole page": html_text, "its main part": web_text}
    if trafilatura:
        readers["trafilatura"] = with_trafilatura
    for name, read in readers.items():
        precision, recall, titles = score(read)
        print(f"{name:<16} precision {precision:.3f}  recall {recall:.3f}  titles {titles} of {len(PAGES)}")


if __name__ == "__main__":
    main()
