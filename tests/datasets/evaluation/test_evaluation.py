"""Scores against hand labels: what counts as found, as right, and what is refused."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.errors import SourceError
from datasets.evaluation.labels import read_labels
from datasets.evaluation.scores import judge, scores
from datasets.library.home import BUILT_IN

TEXT = "去年地区生产总值完成155.5亿元、同比增长3%。新增就业5万人。"
LABELS = {
    "id": "a",
    "year": 2024,
    "text": TEXT,
    "records": [
        {
            "num_start": 10,
            "num_end": 15,
            "name": "地区生产总值",
            "measure": "level",
            "value": 155.5,
            "unit": "亿元",
            "comparator": "=",
        },
        {
            "num_start": 22,
            "num_end": 23,
            "name": "地区生产总值",
            "measure": "growth",
            "value": 4,
            "unit": "%",
            "comparator": "=",
        },
        {"num_start": 0, "num_end": 1, "name": "无", "measure": "level", "value": 1, "unit": "个", "comparator": "="},
    ],
}
OWN = Path(__file__).parent / "labels"
CORPUS = BUILT_IN.parents[1] / "shared/corpus"


def label_file(folder: Path, *passages: object) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("\n".join(json.dumps(passage) for passage in passages), "utf-8")
    return file


def test_each_figure_is_right_wrong_missed_or_extra(tmp_path: Path) -> None:
    ((passage, text),) = read_labels(label_file(tmp_path, LABELS), None)
    verdicts = list(judge(passage, text))
    assert [(v.place, v.outcome, v.wrong) for v in verdicts] == [
        (0, "miss", ()),
        (10, "right", ()),
        (22, "wrong", ("value",)),
        (29, "extra", ()),
    ]
    found, right, *_ = scores(verdicts)
    assert (found.labelled, found.read, found.agreed, round(found.f1, 3)) == (3, 3, 2, 0.667)
    assert right.agreed == 1


def test_a_passage_may_name_its_source_instead_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("前文。" + TEXT, "utf-8")
    sha256 = hashlib.sha256((tmp_path / "x.txt").read_bytes()).hexdigest()
    passage = {**LABELS, "source": "x", "sha256": sha256, "start": 3}
    del passage["text"]
    ((_, text),) = read_labels(label_file(tmp_path, passage), tmp_path)
    assert text == TEXT
    with pytest.raises(SourceError, match="has no text; say where its source is with --corpus"):
        read_labels(label_file(tmp_path, passage), None)
    with pytest.raises(SourceError, match="is not the text that was labelled"):
        read_labels(label_file(tmp_path, {**passage, "sha256": "0"}), tmp_path)


def test_a_line_that_is_no_label_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"labels\.jsonl, line 2: .*records"):
        read_labels(label_file(tmp_path, LABELS, {"id": "b"}), None)


def test_a_later_run_shows_gains_and_losses(tmp_path: Path) -> None:
    labels, kept = label_file(tmp_path, LABELS), tmp_path / "run.json"
    run = CliRunner().invoke(main, ["evaluate", str(labels), "--save", str(kept)])
    assert run.exit_code == 0
    assert "wrong a at 22" in run.output
    before = msgspec.json.decode(kept.read_bytes())
    before[1]["wrong"], before[2]["wrong"] = ["name"], []
    kept.write_bytes(msgspec.json.encode(before))
    assert "1 gained, 1 lost" in CliRunner().invoke(main, ["evaluate", str(labels), "--compare", str(kept)]).output


FLOORS = {
    "dev.jsonl": (0.99, 0.93),
    "dev2.jsonl": (0.99, 0.90),
    "dev3.jsonl": (0.98, 0.97),
    "dev4.jsonl": (0.99, 0.95),
    "dev5.jsonl": (0.99, 0.98),
    "dev6.jsonl": (0.98, 0.88),
    "dev7.jsonl": (0.99, 0.96),
    "dev8.jsonl": (0.98, 0.86),
    "dev9.jsonl": (0.97, 0.90),
}


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not here; real reports are not part of the project"
)
@pytest.mark.parametrize("file", sorted(OWN.glob("dev*.jsonl")), ids=lambda file: file.name)
def test_scores_on_hand_labels_only_rise(file: Path) -> None:
    verdicts = [v for passage, text in read_labels(file, CORPUS / "txt") for v in judge(passage, text)]
    found, right, *_ = scores(verdicts)
    assert (found.f1, right.f1) >= FLOORS[file.name]
    assert right.f1 >= FLOORS[file.name][1]


def test_projects_and_notes_of_the_built_in_report_are_those_of_a_second_reading() -> None:
    ((passage, text),) = read_labels(OWN / "211102-2024.jsonl", BUILT_IN / "sources/211102-2024")
    by_question = {score.question: score for score in scores(judge(passage, text))}
    assert by_question["projects: found"].recall >= 0.95
    assert by_question["projects: found"].precision >= 0.98
    assert by_question["projects: fully right"].f1 >= 0.87
    assert by_question["glossary: fully right"].f1 == 1


def test_an_arguable_project_may_be_read_or_left_out(tmp_path: Path) -> None:
    clear = {"name_start": 2, "name": "辽河新城", "status": "started"}
    left_out = {"name_start": 0, "name": "启动", "status": "planned", "optional": True}
    labels = {"id": "p", "text": "启动辽河新城、辽河博物馆。", "projects": [clear, left_out]}
    ((passage, text),) = read_labels(label_file(tmp_path, labels), None)
    assert [(v.place, v.outcome) for v in judge(passage, text)] == [(2, "right"), (7, "extra")]
