"""Labels of the heads of reports against how the heads are read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.evaluation.meta import judge_meta, meta_scores
from datasets.evaluation.whole import MetaLabel, kind_of_labels, read_whole
from tests.conftest import ROOT

CORPUS = ROOT / "../shared/corpus"
HEAD = "甲山市政府工作报告\n——2024年1月5日在甲山市第十五届人民代表大会第四次会议上\n市长 张三\n各位代表：\n一、回顾\n"
LABEL = {"file": "990100-2024.md", "salutation_line": 4, "region_name": "甲山市", "year": 2024, "title": "甲山市政府工作报告",
         "speaker": "李四", "speaker_title": "市长", "term": 15, "session": 4, "delivered_on": None, "odd": "x"}  # fmt: skip


def test_fields_are_scored_by_what_is_printed_and_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "990100-2024.md").write_text(HEAD, "utf-8")
    (tmp_path / "meta.jsonl").write_text(json.dumps(LABEL) + "\n", "utf-8")
    assert kind_of_labels(tmp_path / "meta.jsonl") is MetaLabel
    verdicts = [judge_meta(label, tmp_path) for label in read_whole(tmp_path / "meta.jsonl", MetaLabel)]
    assert verdicts[0].wrong == ["speaker", "delivered_on"]
    scores = {one.question: (one.labelled, one.read, one.agreed) for one in meta_scores(verdicts)}
    assert scores["speaker"] == (1, 1, 0)
    assert scores["delivered_on"] == (0, 1, 0)
    assert scores["session"] == (1, 1, 1)
    shown = CliRunner().invoke(main, ["evaluate", str(tmp_path / "meta.jsonl"), "--corpus", str(tmp_path)])
    assert (
        "wrong 990100-2024: speaker: read '张三', is '李四'; delivered_on: read '2024-01-05', is None" in shown.output
    )


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus")
def test_nine_of_ten_printed_speakers_sessions_and_days_of_labelled_heads_are_right() -> None:
    labels = read_whole(CORPUS / "labels/meta.jsonl", MetaLabel)
    scores = {one.question: one for one in meta_scores(judge_meta(label, CORPUS / "md") for label in labels)}
    assert len(labels) == 80
    for field in ("speaker", "session", "term", "delivered_on"):
        assert min(scores[field].recall, scores[field].precision) >= 0.9, field
