"""The parts of a whole report, decided together: the best path through the points of all lines, in their order."""

import math
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from datasets.reading.evidence import STATES, Evidence, Line, Points, evidence_of, placed
from datasets.rules import parts as rules
from schemas.vocabulary import Part

NEVER = -1e9
MARGIN_SCALE = 3.0  # points by which another reading must lose to be three times as unlikely, about


class Decision(Struct, frozen=True):
    """The part of every line, by how many points any other reading of the line would lose, and the evidence."""

    parts: list[Part]
    margins: list[float] = []
    evidence: list[Evidence] = []

    def confidence(self, line: int) -> float | None:
        """How sure the part of a line is, from a half to one; None where it was not decided so."""
        return 1 / (1 + math.exp(-self.margins[line] / MARGIN_SCALE)) if self.margins else None

    def signals(self, line: int) -> tuple[str, ...]:
        """What spoke for the part of a line, or against it."""
        return tuple(one.name for one in self.evidence[line].signals) if self.evidence else ()


def decide(lines: Sequence[Line], year: int | None) -> Decision:
    """The parts of the lines behind the salutation, in order."""
    evidence = [placed(evidence_of(line, year), line, n, len(lines)) for n, line in enumerate(lines)]
    ahead = list(forward(evidence))
    behind = list(backward(evidence))
    parts: list[Part] = []
    margins = []
    total = max(ahead[-1]) if ahead else 0.0
    for state, through in zip(best_path(evidence, ahead), zip(ahead, behind, strict=True), strict=True):
        others = (a + b for n, (a, b) in enumerate(zip(*through, strict=True)) if n != state)
        parts.append(STATES[state])
        margins.append(max(0.0, total - max(others)))
    return Decision(parts, margins, evidence)


Steps = list[list[tuple[int, float]]]


@cache
def into(grade: int, opened: int | None) -> Steps:
    """For each part, those it may follow and what that costs, at a heading of this grade that opens a part or none."""
    return [
        [(n, cost(n, m, grade, opened)) for n, before in enumerate(STATES) if n == m or (before, after) in rules.ORDER]
        for m, after in enumerate(STATES)
    ]


@cache
def out_of(grade: int, opened: int | None) -> Steps:
    """For each part, those that may follow it and what that costs."""
    steps = into(grade, opened)
    return [
        [(m, cost) for m, step in enumerate(steps) for n, cost in step if n == state] for state, _ in enumerate(STATES)
    ]


def cost(before: int, after: int, grade: int, opened: int | None) -> float:
    """What it costs to go from a part to the next, or to stay in it."""
    if before == after:
        return rules.ALREADY.get(STATES[after], 0.0) if opened == after else 0.0
    return rules.ORDER[STATES[before], STATES[after]] + rules.EXTRA[grade].get(STATES[after], 0.0)


def forward(evidence: Sequence[Evidence]) -> Iterator[Points]:
    """For each line and part, the points of the best path that ends there; before the first line is the front."""
    points: Points = (0.0, *([NEVER] * (len(STATES) - 1)))
    for line in evidence:
        steps = into(line.grade, line.opened)
        points = tuple(max(points[n] - cost for n, cost in steps[m]) + line.points[m] for m in range(len(STATES)))
        yield points


def backward(evidence: Sequence[Evidence]) -> list[Points]:
    """For each line and part, the points of the best path from there to the end."""
    points: Points = (0.0,) * len(STATES)
    found = []
    for line in reversed(evidence):
        found.append(points)
        steps = out_of(line.grade, line.opened)
        points = tuple(max(points[m] + line.points[m] - cost for m, cost in steps[n]) for n in range(len(STATES)))
    return found[::-1]


def best_path(evidence: Sequence[Evidence], ahead: Sequence[Points]) -> list[int]:
    """The states of the best path."""
    if not ahead:
        return []
    state = max(range(len(STATES)), key=ahead[-1].__getitem__)
    path = [state]
    for n in range(len(ahead) - 1, 0, -1):
        steps = into(evidence[n].grade, evidence[n].opened)[state]
        state = max(steps, key=lambda step: ahead[n - 1][step[0]] - step[1])[0]
        path.append(state)
    return path[::-1]
