"""How well the parts of whole reports are told, measured by the figures that stand in them."""

import bisect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from datasets.evaluation.scores import Score
from datasets.evaluation.whole import PartsLabel, grouped, text_of_report
from datasets.reading.document import Document

FIGURE = re.compile(r"\d+(?:\.\d+)?")
SIDES = {"review": "done", "problems": "done", "outlook": "promised", "plan": "promised", "closing": "promised"}
RIGHT_FROM = 0.97  # of the figures of a report on the right side


class PartsVerdict(Struct, frozen=True):
    """How many figures of a report there are, on the right side (done or promised), and in the very part.

    `confused` says which parts were taken for which, and for how many figures.
    """

    report: str
    groups: tuple[str, ...]
    figures: int
    side: int
    very: int
    confused: dict[str, int]

    @property
    def is_right(self) -> bool:
        return self.side >= RIGHT_FROM * self.figures


class PartsScore(Struct, frozen=True):
    """Shares over a group of reports."""

    group: str
    reports: int
    figures: int
    right: float
    side: float
    very: float

    @property
    def questions(self) -> Iterator[Score]:
        """The same as shares of what was labelled."""
        yield Score("parts right", self.reports, self.reports, round(self.right * self.reports))
        yield Score("figures on the right side", self.figures, self.figures, round(self.side * self.figures))
        yield Score("figures in the very part", self.figures, self.figures, round(self.very * self.figures))


def judge_parts(label: PartsLabel, corpus: Path) -> PartsVerdict:
    """Compare the parts of a report with those a person told."""
    text = text_of_report(label, corpus)
    document = Document(text, label.report_id, year=label.year)
    starts = [segment.start for segment in label.segments]
    figures = side = very = 0
    confused: dict[str, int] = {}
    for match in FIGURE.finditer(text):
        told = label.segments[max(0, bisect.bisect_right(starts, match.start()) - 1)].part
        if told not in SIDES:
            continue
        read = document.paragraph_at(match.start()).part
        figures += 1
        side += SIDES.get(read) == SIDES[told]
        very += read == told
        if read != told:
            confused[f"{told} read as {read}"] = confused.get(f"{told} read as {read}", 0) + 1
    return PartsVerdict(label.report_id, label.groups, figures, side, very, confused)


def parts_scores(verdicts: Iterable[PartsVerdict]) -> Iterator[PartsScore]:
    """The shares over all reports, and by level and decade."""
    for group, found in grouped(list(verdicts), lambda verdict: verdict.groups):
        figures = sum(verdict.figures for verdict in found) or 1
        yield PartsScore(
            group,
            len(found),
            figures,
            sum(verdict.is_right for verdict in found) / len(found),
            sum(verdict.side for verdict in found) / figures,
            sum(verdict.very for verdict in found) / figures,
        )
