"""Statements about projects labelled in whole reports: what counts as found, and which fields agree."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.errors import SourceError
from datasets.evaluation.projects import judge_statements, read_statements, scores_of_statements
from datasets.evaluation.whole import Fold, fold_of

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


@pytest.mark.parametrize(("fold", "files"), [("all", 3), ("given", 2), ("held-back", 1)])
def test_a_fold_of_the_reports_has_their_statements_only(tmp_path: Path, fold: Fold, files: int) -> None:
    names = [f"211102-{year}.md" for year in (2015, 2016, 2024)]
    file = written(tmp_path, *({**label("辽河大桥"), "file": name} for name in names))
    for name in names:
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert set(read_statements(file, fold)) == {name for name in names if fold in ("all", fold_of(name))}
    scores = {score.question: score for score in scores_of_statements(judge_statements(file, tmp_path, fold))}
    assert scores["clear statements"].labelled == files
    run = CliRunner().invoke(main, ["evaluate", str(file), "--corpus", str(tmp_path), "--fold", fold])
    assert re.search(rf"clear statements +{files} ", run.output)


def test_passages_have_no_folds_to_choose_from(tmp_path: Path) -> None:
    (passages := tmp_path / "passages.jsonl").write_text('{"id": "p1", "text": "", "figures": []}', "utf-8")
    run = CliRunner().invoke(main, ["evaluate", str(passages), "--fold", "given"])
    assert (run.exit_code, "passages have no folds" in run.output) == (2, True)


def test_a_line_that_is_no_statement_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"labels\.jsonl, line 2: .*file"):
        read_statements(written(tmp_path, label("辽河大桥"), {"start": 1}))
    with pytest.raises(SourceError, match="No such file"):
        list(judge_statements(written(tmp_path, {**label("辽河大桥"), "file": "990100-2024.md"}), tmp_path))
