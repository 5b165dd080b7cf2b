"""A report in stretches that a page has room for: short ones are whole, of long ones each part is one, or several."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

MOST = 32_000  # characters of a stretch: with what was read from them less than 80 KB, compressed
MOST_TWICE = 20_000  # the same where the stored text stands beside
LEAST = 2_000  # characters of a part that is a stretch of its own; a shorter one goes with the one before
WHOLE = "all"  # the name of the stretch that has everything


class Stretch(Struct, frozen=True):
    """Paragraphs in a row. `name` is what addresses call it: its part, with a number from the second of a part on."""

    name: str
    part: str
    number: int
    paragraphs: Sequence[dict[str, Any]]

    @property
    def first(self) -> int:
        """The number of the first paragraph."""
        return int(self.paragraphs[0]["paragraph"])

    @property
    def last(self) -> int:
        """The number of the last paragraph."""
        return int(self.paragraphs[-1]["paragraph"])


def stretches(paragraphs: Sequence[dict[str, Any]], most: int = MOST) -> list[Stretch]:
    """The stretches of a report, in order; joined again they are its paragraphs. One that is short has one stretch."""
    if length(paragraphs) <= most:
        return [whole(paragraphs)] if paragraphs else []
    found: list[Stretch] = []
    for group in (piece for run in runs(paragraphs) for piece in pieces(run, most)):
        part = main_part(group)
        number = 1 + sum(one.part == part for one in found)
        found.append(Stretch(part if number == 1 else f"{part}-{number}", part, number, group))
    return found


def whole(paragraphs: Sequence[dict[str, Any]]) -> Stretch:
    """All paragraphs of a report as one stretch."""
    return Stretch(WHOLE, main_part(paragraphs), 1, paragraphs)


def length(paragraphs: Sequence[dict[str, Any]]) -> int:
    """How many characters paragraphs have."""
    return sum(len(one["quote"]) for one in paragraphs)


def main_part(paragraphs: Sequence[dict[str, Any]]) -> str:
    """The part that most characters of some paragraphs are of."""
    sizes: dict[str, int] = {}
    for one in paragraphs:
        sizes[one["part"]] = sizes.get(one["part"], 0) + len(one["quote"])
    return max(sizes, key=lambda part: sizes[part])


def runs(paragraphs: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The parts of a report as they follow each other; a short one joins the one before, a short first one the next."""
    found: list[list[dict[str, Any]]] = []
    for _, group in groupby(paragraphs, key=lambda one: one["part"]):
        part = [*group]
        if found and (length(part) < LEAST or length(found[-1]) < LEAST):
            found[-1] += part
        else:
            found.append(part)
    return found


def pieces(run: list[dict[str, Any]], most: int) -> list[list[dict[str, Any]]]:
    """Some paragraphs in pieces of about one length, none longer than `most` but a paragraph that is longer itself.

    A piece begins with a heading, where there is one near.
    """
    share = length(run) / -(-length(run) // most)
    found: list[list[dict[str, Any]]] = [[]]
    size = 0
    for one in run:
        is_near = size >= share * (0.8 if one["kind"] == "heading" else 1.0)
        if found[-1] and (is_near or size + len(one["quote"]) > most):
            found.append([])
            size = 0
        found[-1].append(one)
        size += len(one["quote"])
    return found
