"""How well targets are paired with what came of them, against labels of consecutive reports."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from datasets.evaluation.scores import Score
from datasets.evaluation.whole import Labelled, OutcomeLabel, grouped, text_of_report
from datasets.extract.report import extract
from datasets.outcomes.governments import Government, ReportRows
from datasets.outcomes.names import likeness
from datasets.outcomes.pairing import outcome
from datasets.reading.document import Document
from schemas.indicators import Indicator
from schemas.targets import Target

REPORTS_KEPT = 4  # readings kept: labels of one pair stand together


class OutcomeVerdict(Struct, frozen=True):
    """A target as a person and as the rules paired it; `read` is the figure that was taken, if any."""

    label: OutcomeLabel
    target: Target | None
    read: Indicator | None
    status: str

    @property
    def is_right(self) -> bool:
        """Whether the outcome is the labelled one; the same value said elsewhere in the report is."""
        expected = self.label.outcome
        if expected is None or self.read is None:
            return False
        return self.read.figure_start == expected.start or self.read.value == expected.value

    @property
    def took_decoy(self) -> bool:
        """Whether a figure was taken that must not be."""
        starts = {decoy.start for decoy in self.label.decoys}
        return self.read is not None and not self.is_right and self.read.figure_start in starts

    @property
    def kind(self) -> str:
        """`right`, `wrong`, `miss`, or `none` where nothing was to be found and nothing was."""
        if self.read is not None:
            return "right" if self.is_right else "wrong"
        return "miss" if self.label.outcome else "none"


def judge_outcome(label: OutcomeLabel, corpus: Path) -> OutcomeVerdict:
    """Pair one labelled target with the figures of the report after it."""
    before, after = rows_of(label, corpus), rows_of(label.later, corpus)
    found = [target for target in before.targets if target.figure_start == label.target.start]
    if not found:
        return OutcomeVerdict(label, None, None, "not_reported")
    target = max(found, key=lambda one: likeness(one.name, label.target.name))
    row = outcome(target, Government([before, after]))
    read = next((one for one in after.indicators if one.id == row.outcome_id), None)
    return OutcomeVerdict(label, target, read, row.status)


def rows_of(label: Labelled, corpus: Path) -> ReportRows:
    """The rows of a report of the corpus."""
    return read_rows(label.report_id, text_of_report(label, corpus), label.year)


@lru_cache(maxsize=REPORTS_KEPT)
def read_rows(report_id: str, text: str, year: int) -> ReportRows:
    """The rows read from a text."""
    read = extract(Document(text, report_id, year=year))
    return ReportRows(report_id, read.targets, read.indicators)


def outcome_scores(verdicts: Iterable[OutcomeVerdict]) -> Iterator[tuple[str, list[Score]]]:
    """Scores of all targets, and by level and decade."""
    for group, found in grouped(list(verdicts), lambda verdict: verdict.label.groups):
        yield group, list(scores_of(found))


def scores_of(verdicts: list[OutcomeVerdict]) -> Iterator[Score]:
    """How well outcomes are found, those of the main goals, what is told of right pairs, decoys that were taken."""
    yield pairs_score("outcome", verdicts)
    yield pairs_score("outcome of a main goal", [one for one in verdicts if one.label.target.headline])
    right = [one for one in verdicts if one.is_right]
    agreed = sum(one.status == one.label.verdict for one in right)
    yield Score("status of right pairs", len(right), len(right), agreed)
    told = sum(one.status == one.label.verdict for one in verdicts)
    yield Score("status of all targets", len(verdicts), len(verdicts), told)
    decoys = sum(len(one.label.decoys) for one in verdicts)
    yield Score("decoys left", decoys, decoys, decoys - sum(one.took_decoy for one in verdicts))


def pairs_score(question: str, verdicts: list[OutcomeVerdict]) -> Score:
    """Precision and recall of pairs."""
    labelled = sum(one.label.outcome is not None for one in verdicts)
    read = sum(one.read is not None for one in verdicts)
    return Score(question, labelled, read, sum(one.is_right for one in verdicts))
