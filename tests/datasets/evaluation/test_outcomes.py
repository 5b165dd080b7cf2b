"""Outcomes of targets against pairs that a person made, of governments that no rule was made from."""

from pathlib import Path

import pytest

from datasets.evaluation.outcomes import judge_outcome, scores_of
from datasets.evaluation.whole import OutcomeLabel, read_whole
from datasets.library.home import BUILT_IN

UNSEEN = Path(__file__).parent / "labels/outcomes_unseen.jsonl"
CORPUS = BUILT_IN.parents[1] / "shared/corpus/md"


@pytest.mark.slow
@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not here; real reports are not part of the project"
)
def test_outcomes_of_unseen_governments_are_rarely_wrong_and_mostly_found() -> None:
    labels = list(read_whole(UNSEEN, OutcomeLabel))
    scores = {score.question: score for score in scores_of([judge_outcome(label, CORPUS) for label in labels])}
    found, judged = scores["outcome"], scores["status of right pairs"]
    assert (len(labels), found.labelled) == (252, 172)
    assert found.read >= 150
    assert found.agreed / found.read >= 0.97
    assert found.agreed / found.labelled >= 0.9
    assert judged.agreed == judged.labelled
