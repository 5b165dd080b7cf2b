"""Pictures made on the server: where marks stand, in the units of an SVG's view box. Templates draw them."""

import math
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

WIDTH, HEIGHT = 420, 220  # of the view box of a series: on a phone, too, its words can be read
TOP, RIGHT, BOTTOM, SIDE = 14, 24, 34, 66  # around the line: what its dots, its years and its scale take
LEFT_PERCENT, RIGHT_PERCENT = 4, 96  # where the marks of a dumbbell may stand
TICKS = 4


class Pair(Struct, frozen=True):
    """What was done and what is promised, as two marks on a line; places are percent of its width."""

    row: dict[str, Any]
    target: dict[str, Any]
    done: float
    promised: float


class Scale(Struct, frozen=True):
    """From values to places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; one that rounding puts past an end stands at it."""
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return round(self.start + share * (self.end - self.start), 1)


def scale_of(values: Sequence[float], start: float, end: float) -> Scale:
    """A scale that all values are in, with room when they are one."""
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return Scale(low - room, high + room, start, end)


def dumbbell(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[Pair]:
    """Indicators and the targets beside them, a line for each."""
    if not pairs:
        return []
    values = [row["value"] for pair in pairs for row in pair]
    scale = scale_of(values, LEFT_PERCENT, RIGHT_PERCENT)
    return [Pair(row, target, scale.at(row["value"]), scale.at(target["value"])) for row, target in pairs]


class Dot(Struct, frozen=True):
    """An observation of a series."""

    row: dict[str, Any]
    x: float
    y: float

    @property
    def is_target(self) -> bool:
        """Whether it is promised only."""
        return bool(self.row["value_kind"] == "target")


class Line(Struct, frozen=True):
    """A series: its dots, the path through what came out, its years and its scale."""

    dots: list[Dot]
    path: str
    years: list[tuple[int, float]]
    ticks: list[tuple[float, float]]


def line(rows: Sequence[dict[str, Any]]) -> Line | None:
    """Observations of one region, one kind of figure and one unit over the years; nothing of a single one."""
    years = sorted({row["year"] for row in rows})
    if len(years) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    across = Scale(years[0], years[-1], SIDE, WIDTH - RIGHT)
    up = scale_of([row["value"] for row in rows], HEIGHT - BOTTOM, TOP)
    dots = [Dot(row, across.at(row["year"]), up.at(row["value"])) for row in rows]
    path = " ".join(f"{'L' if n else 'M'}{dot.x} {dot.y}" for n, dot in enumerate(d for d in dots if not d.is_target))
    step = -(-len(years) // 6)
    ticks = round_numbers(up.low, up.high)
    return Line(
        dots, path, [(year, across.at(year)) for year in years[::step]], [(tick, up.at(tick)) for tick in ticks]
    )


def round_numbers(low: float, high: float) -> list[float]:
    """The round numbers between two, some of them: a step is 1, 2 or 5 times a power of ten."""
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough)
    return [round(n * step, 10) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
