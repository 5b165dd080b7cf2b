"""Figures as tests write them down: what is read of a text, and texts by the shape that they are of."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Figure = tuple[str, str, float | None, str | None, str]  # name, measure, value, unit, comparator


def figures_of(text: str) -> list[Figure]:
    """What is read of the review of a report of 2024."""
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    return [(row.name, row.measure, round(row.value or 0, 4), row.unit, row.comparator) for row in read]


def cases_of(reads: Mapping[str, Sequence[tuple[str, Any]]]) -> list[Any]:
    """Texts with what they say, each a case that is called by its shape."""
    return [pytest.param(text, rows, id=f"{shape}: {text}") for shape, cases in reads.items() for text, rows in cases]
