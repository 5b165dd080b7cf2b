"""How large the rows of a report are, so that no report makes a table one that no server would serve.

A table is served when its row groups, and the largest rows that one answer can have, stay below limits
(`datasets.releases.integrity.table_files`). Whether they do follows from all reports together; so each is weighed, and
taken in only if the limits hold with it whatever comes behind.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa
from msgspec import Struct

from datasets import arrow_compute as pc
from datasets.releases.integrity.row_sizes import (
    GROUP_MINIMUM,
    GROUP_PER_ROW,
    LARGEST_ANSWER,
    LARGEST_ROW,
    ROWS_OF_ANSWER,
)
from datasets.releases.integrity.value_sizes import sizes

PART = GROUP_MINIMUM // 4  # bytes beyond, of a report in a table: a row group may begin and end within a report
EXCESS = GROUP_MINIMUM // 2  # bytes that reports next to each other may have beyond what their rows are allowed
LARGE = LARGEST_ANSWER // (2 * ROWS_OF_ANSWER)  # bytes; so many rows that are smaller fill half an answer


class Weight(Struct, frozen=True):
    """The rows of a report in one table: how many, their bytes, those beyond what each is allowed, the large ones."""

    rows: int
    bytes: int
    beyond: int
    large: list[int]


def weight_of(table: pa.Table) -> Weight:
    """The weight of some rows."""
    each = pa.repeat(pa.scalar(0, pa.int64()), len(table))
    for column in table.columns:
        each = pc.add(each, sizes(column))
    beyond = pc.sum(pc.max_element_wise(pc.subtract(each, GROUP_PER_ROW), 0)).as_py()
    large = each.filter(pc.greater(each, LARGE)).to_pylist()
    return Weight(len(table), pc.sum(each).as_py() or 0, beyond or 0, large)


class Scales:
    """What the tables of a release weigh so far."""

    def __init__(self) -> None:
        self._excess: defaultdict[str, int] = defaultdict(int)
        self._large: defaultdict[str, list[int]] = defaultdict(list)

    def refusal(self, report: Mapping[str, Weight]) -> str | None:
        """Why a report cannot be taken in; None when it can, and then it is."""
        excess, large = {}, {}
        for name, weight in report.items():
            if max(weight.large, default=0) > LARGEST_ROW:
                return f"{name}: a row of {max(weight.large):,} bytes; at most {LARGEST_ROW:,}"
            if weight.beyond > PART:
                return f"{name}: large rows of {weight.beyond:,} bytes in all; at most {PART:,}"
            excess[name] = max(0, self._excess[name] + weight.bytes - weight.rows * GROUP_PER_ROW)
            large[name] = heapq.nlargest(ROWS_OF_ANSWER, [*self._large[name], *weight.large])
            most = sum(large[name]) + LARGE * (ROWS_OF_ANSWER - len(large[name]))
            if excess[name] > EXCESS or most > LARGEST_ANSWER:
                return f"{name}: its rows are too large beside those of the reports before it ({weight.bytes:,} bytes)"
        self._excess |= excess
        self._large |= large
        return None
