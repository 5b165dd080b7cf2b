"""The parts of a whole report, decided together: the best path through the points of all lines, in their order."""

import math
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from datasets.reading.evidence import STATES, Evidence, Line, Points, evidence_of, with_position
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
    evidence = [with_position(evidence_of(line, year), line, n, len(lines)) for n, line in enumerate(lines)]
    ahead = list(forward(evidence))
    behind = list(backward(evidence))
    parts: list[Part] = []
    margins = []
    total = max(ahead[-1]) if ahead else 0.0
    for node, through in zip(best_path(evidence, ahead), zip(ahead, behind, strict=True), strict=True):
        part = PART_OF[node]
        others = (a + b for other, a, b in zip(PART_OF, *through, strict=True) if other != part)
        parts.append(STATES[part])
        margins.append(max(0.0, total - max(others)))
    return Decision(parts, margins, evidence)


class Node(Struct, frozen=True, gc=False):
    """A part, and whether a heading opened it."""

    part: Part
    by_heading: bool = True


NODES = (*map(Node, STATES), *(Node(part, by_heading=False) for part in rules.HEADED))
PART_OF = [STATES.index(node.part) for node in NODES]
Steps = list[list[tuple[int, float]]]


@cache
def predecessors(grade: int, opened: int | None) -> Steps:
    """For each node, those it may follow and what that costs, at a heading of this grade that opens a part or none."""
    opens = None if opened is None else STATES[opened]
    steps: Steps = [[] for _ in NODES]
    for m, after in enumerate(NODES):
        for n, before in enumerate(NODES):
            price = transition_cost(before, after, grade, opens)
            if price is not None:
                steps[m].append((n, price))
    return steps


@cache
def successors(grade: int, opened: int | None) -> Steps:
    """For each node, those that may follow it and what that costs."""
    behind: Steps = [[] for _ in NODES]
    for m, steps in enumerate(predecessors(grade, opened)):
        for n, price in steps:
            behind[n].append((m, price))
    return behind


def transition_cost(before: Node, after: Node, grade: int, opens: Part | None) -> float | None:
    """What it costs to go from a node to the next, or to stay in it; None for a step that never happens."""
    if before.part != after.part:
        is_fit = after.part not in rules.HEADED or after.by_heading == (grade == rules.HEADING)
        price = rules.ORDER.get((before.part, after.part)) if is_fit else None
        return (
            None
            if price is None
            else price + return_cost(before, after, grade) + rules.EXTRA[grade].get(after.part, 0.0)
        )
    if before.by_heading:
        return 0.0 if after.by_heading else None
    is_opened = opens == after.part
    return (rules.ALREADY if is_opened else 0.0) if after.by_heading == is_opened else None


def return_cost(before: Node, after: Node, grade: int) -> float:
    """What it costs more to go back from what is promised, or on from what no heading opened."""
    if not before.by_heading and after.part not in ("plan", "closing"):
        return rules.BACK_FROM_UNHEADED
    if not before.by_heading and after.part == "plan" and after.by_heading:
        return rules.UNHEADED_BEFORE_HEADED
    goes_back = before.part in rules.HEADED and after.part == "review" and grade != rules.HEADING
    return rules.BACK_WITHOUT_HEADING if goes_back else 0.0


def forward(evidence: Sequence[Evidence]) -> Iterator[Points]:
    """For each line and node, the points of the best path that ends there; before the first line is the front."""
    points: Points = (0.0, *([NEVER] * (len(NODES) - 1)))
    for line in evidence:
        steps = predecessors(line.grade, line.opened)
        points = tuple(
            max([points[n] - price for n, price in before], default=NEVER) + line.points[PART_OF[m]]
            for m, before in enumerate(steps)
        )
        yield points


def backward(evidence: Sequence[Evidence]) -> list[Points]:
    """For each line and node, the points of the best path from there to the end."""
    points: Points = (0.0,) * len(NODES)
    found = []
    for line in reversed(evidence):
        found.append(points)
        steps = successors(line.grade, line.opened)
        through = [points[m] + line.points[part] for m, part in enumerate(PART_OF)]
        points = tuple([max([through[m] - price for m, price in after]) for after in steps])
    return found[::-1]


def best_path(evidence: Sequence[Evidence], ahead: Sequence[Points]) -> list[int]:
    """The nodes of the best path."""
    if not ahead:
        return []
    node = max(range(len(NODES)), key=ahead[-1].__getitem__)
    path = [node]
    for n in range(len(ahead) - 1, 0, -1):
        steps = predecessors(evidence[n].grade, evidence[n].opened)[node]
        node = max(steps, key=lambda step: ahead[n - 1][step[0]] - step[1])[0]
        path.append(node)
    return path[::-1]
