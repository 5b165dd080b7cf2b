"""The parts of a year a sentence names: 上半年, 前三季度, 1-11月, 7月份."""

import re
from collections.abc import Iterator
from re import Match

from datasets.reading.numerals import chinese_value
from datasets.reading.text import Span
from datasets.rules.calendar import WITHIN_WORDS, WITHIN_YEAR

ANY_WITHIN = re.compile("|".join(WITHIN_WORDS))


def within(year: int, match: Match[str]) -> str:
    """A part of a year: `2023H1`, `2023Q3`, `2023Q1/2023Q3`, `2023-07`, `2023-01/2023-11`."""
    if match["half"]:
        return f"{year}H{1 if match['half'] == '上' else 2}"
    if match["quarter"]:
        return f"{year}Q{quarter_of(match['quarter'])}"
    if match["first"]:
        return f"{year}Q1/{year}Q{quarter_of(match['first'])}"
    if match["month"]:
        return f"{year}-{int(match['month']):02}"
    start = 1 if match["months"] or match["from"] == "元" else int(match["from"])
    return f"{year}-{start:02}/{year}-{int(match['months'] or match['to']):02}"


def parts_of_years(text: str, sentence: Span) -> Iterator[tuple[int, Match[str]]]:
    """The parts of years a sentence names, each with its place."""
    if ANY_WITHIN.search(text, sentence.start, sentence.end):
        for match in WITHIN_YEAR.finditer(text, sentence.start, sentence.end):
            yield match.start(), match


def quarter_of(written: str) -> int:
    """The number of a quarter, in either kind of numerals."""
    return int(written) if written.isdigit() else int(chinese_value(written) or 0)
