"""Labels of whole reports: parts, and figures in context, against how a report is read."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.errors import SourceError
from datasets.evaluation.context import context_scores, judge_context
from datasets.evaluation.parts import judge_parts, parts_scores
from datasets.evaluation.whole import FigureLabel, PartsLabel, fold_of, kind_of_labels, read_whole, text_of_report

REPORT = """某市政府工作报告

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2023年工作回顾

去年地区生产总值完成155.5亿元、增长3%。

二、2024年工作安排

今年地区生产总值增长5%左右，新增就业2万人。
"""
FILE = "990100-2024.md"
PARTS = {
    "file": FILE,
    "segments": [
        {"start": 0, "part": "front"},
        {"start": REPORT.index("一、"), "part": "review"},
        {"start": REPORT.index("二、"), "part": "plan"},
    ],
}


def figure(text: str, **told: object) -> dict[str, object]:
    start = REPORT.index(text)
    plain = {"file": FILE, "start": start, "end": start + len(text), "kind": "indicator", "comparator": "eq"}
    return plain | {"alt_names": [], "alt_periods": []} | told


FIGURES = [
    figure("155.5", name="生产总值", alt_names=["地区生产总值"], measure="level", value=155.5, unit="亿元", period="2023", metric_id="gdp"),
    figure("5%左右"[:1], kind="none", reason="date"),
    figure("5%左右", name="地区生产总值", measure="growth", value=5, unit="%", comparator="approx", period="2025", kind="target", alt_periods=["2023"]),
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(REPORT, "utf-8")
    return tmp_path


def label_file(folder: Path, *labels: object) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("\n".join(json.dumps(label) for label in labels), "utf-8")
    return file


def test_parts_are_measured_by_the_figures_in_them(corpus: Path) -> None:
    (label,) = read_whole(label_file(corpus, PARTS), PartsLabel)
    verdict = judge_parts(label, corpus)
    assert (verdict.figures, verdict.side, verdict.very) == (6, 6, 6)  # with the year of each heading
    moved = {**PARTS, "segments": [PARTS["segments"][0], {"start": REPORT.index("一、"), "part": "problems"}]}
    (label,) = read_whole(label_file(corpus, moved), PartsLabel)
    verdict = judge_parts(label, corpus)
    assert (verdict.side, verdict.very, verdict.is_right) == (3, 0, False)
    assert verdict.confused == {"problems read as review": 3, "problems read as plan": 3}
    assert [score.group for score in parts_scores([verdict])] == ["all", "prefecture", "2020s"]


def test_figures_in_context_are_measured_with_and_without_their_period(corpus: Path) -> None:
    labels = read_whole(label_file(corpus, *FIGURES), FigureLabel)
    verdicts = list(judge_context(labels, corpus))
    outcomes = [(verdict.text[-16:][:3], verdict.outcome, verdict.wrong) for verdict in verdicts]
    assert [outcome for _, outcome, _ in outcomes] == ["right", "extra", "right", "extra"]
    assert verdicts[2].wrong == ("period", "metric_id")
    scores = {score.question: score for score in dict(context_scores(verdicts))["all"]}
    assert (scores["found"].labelled, scores["found"].read, scores["found"].agreed) == (2, 4, 2)
    assert scores["fully right"].agreed == 2
    assert scores["fully right, with period"].agreed == 1
    assert (scores["metric"].labelled, scores["metric"].read, scores["metric"].agreed) == (1, 2, 1)


def test_a_metric_that_no_label_has_is_neither_right_nor_wrong(corpus: Path) -> None:
    unjudged = [figure | {"metric_id": None} for figure in FIGURES]
    verdicts = list(judge_context(read_whole(label_file(corpus, *unjudged), FigureLabel), corpus))
    assert {verdict.row["metric_id"] for verdict in verdicts if verdict.label and verdict.row} == {"gdp"}
    scores = {score.question: score for score in dict(context_scores(verdicts))["all"]}
    assert (scores["metric"].labelled, scores["metric"].read, scores["metric"].agreed) == (0, 0, 0)


def test_the_command_knows_the_kind_of_labels_and_prints_by_level_and_decade(corpus: Path) -> None:
    for labels, said in ((PARTS, "parts right"), (FIGURES[0], "fully right, with period")):
        run = CliRunner().invoke(main, ["evaluate", str(label_file(corpus, labels)), "--corpus", str(corpus)])
        assert run.exit_code == 0, run.output
        assert all(word in run.output for word in (said[:12], "prefecture", "2020s"))


def test_labels_of_whole_reports_need_their_texts(corpus: Path) -> None:
    refused = CliRunner().invoke(main, ["evaluate", str(label_file(corpus, PARTS))])
    assert refused.exit_code == 2
    assert "need --corpus" in refused.output
    assert kind_of_labels(label_file(corpus, {"id": "a", "text": "", "records": []})) is None
    (label,) = read_whole(label_file(corpus, PARTS | {"sha256": hashlib.sha256(b"other").hexdigest()}), PartsLabel)
    with pytest.raises(SourceError, match="is not the text that was labelled"):
        text_of_report(label, corpus)
    with pytest.raises(SourceError, match=r"labels\.jsonl, line 1"):
        read_whole(label_file(corpus, {"file": FILE}), PartsLabel)


def test_a_third_of_the_reports_is_held_back_whatever_is_labelled() -> None:
    held = [fold_of(f"{code}-2020.md") for code in range(100000, 100300)].count("held-back")
    assert 80 <= held <= 120
