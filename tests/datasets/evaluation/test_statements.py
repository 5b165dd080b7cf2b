"""Statements about projects labelled in whole reports: what counts as found, and which fields agree."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.errors import SourceError
from datasets.evaluation.projects import judge_statements, read_statements, scores_of_statements

TEXT = "一、2023年工作回顾\n建成辽河大桥、双台子医院，启动辽河新城建设，新建红旗水库。\n建成盘山大桥。\n"


def label(name: str, **fields: object) -> dict[str, object]:
    start = TEXT.index(name)
    said = {"status": "completed", "category": "transport", "alt_status": [], "clear": True}
    return {"file": "211102-2024.md", "start": start, "end": start + len(name), "name": name, **said, **fields}


def written(folder: Path, *labels: object) -> Path:
    (folder / "211102-2024.md").write_text(TEXT, "utf-8")
    file = folder / "labels.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in labels), "utf-8")
    return file


def test_rows_of_labelled_paragraphs_are_found_missed_or_extra(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        label("辽河大桥"),
        label("双台子医院", status="opened", category="health"),
        label("新城", alt_names=["辽河新城"], status="started", category="other", clear=False),
    )
    verdicts = list(judge_statements(file, tmp_path))
    assert [(v.row["name"], v.wrong) for v in verdicts if v.row and v.label] == [
        ("辽河大桥", ()),
        ("双台子医院", ("status",)),
        ("辽河新城", ()),
    ]
    assert [v.row["name"] for v in verdicts if v.row and not v.label] == ["红旗水库"]
    scores = {score.question: score for score in scores_of_statements(verdicts)}
    assert (scores["clear statements"].labelled, scores["clear statements"].agreed) == (2, 2)
    assert (scores["rows"].read, scores["rows"].agreed) == (4, 3)
    assert scores["status"].precision == 0.5


def test_the_command_knows_labels_of_statements_by_their_first_line(tmp_path: Path) -> None:
    file = written(tmp_path, label("辽河大桥", status="opened"))
    run = CliRunner().invoke(main, ["evaluate", str(file), "--corpus", str(tmp_path)])
    assert run.exit_code == 0
    assert "clear statements" in run.output
    assert "status: read 'completed', is 'opened'" in run.output


def test_a_line_that_is_no_statement_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"labels\.jsonl, line 2: .*file"):
        read_statements(written(tmp_path, label("辽河大桥"), {"start": 1}))
    with pytest.raises(SourceError, match="No such file"):
        list(judge_statements(written(tmp_path, {**label("辽河大桥"), "file": "none.md"}), tmp_path))
