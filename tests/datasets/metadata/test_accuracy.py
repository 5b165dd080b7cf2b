"""What is said of accuracy was measured: a command writes it, and the API and the docs say it as it was written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from api.cli import main
from datasets.errors import SourceError
from datasets.metadata.accuracy import FILE, accuracy_table, read_accuracy, record
from datasets.releases.fingerprints import rules_sha256

TEXT = "去年地区生产总值完成155.5亿元、同比增长3%。"
FIGURE = {"name": "地区生产总值", "comparator": "="}
LABELS = {
    "id": "a", "year": 2024, "text": TEXT, "records": [
        FIGURE | {"num_start": 10, "num_end": 15, "measure": "level", "value": 155.5, "unit": "亿元"},
        FIGURE | {"num_start": 22, "num_end": 23, "measure": "growth", "value": 4, "unit": "%"},
    ],
}  # fmt: skip


def measured(folder: Path, labels: dict, name: str = "mine") -> dict[str, tuple]:
    """What the command writes of some labels, by question."""
    (folder / f"{name}.jsonl").write_text(json.dumps(labels), "utf-8")
    asked = ["evaluate", str(folder / f"{name}.jsonl"), "--quiet", "--record", str(folder / "accuracy.json")]
    told = CliRunner().invoke(main, asked, env={"SOURCE_DATE_EPOCH": "1790000000"})
    assert told.exit_code == 0, told.output
    return {
        one.question: (one.labelled, one.read, one.agreed)
        for one in read_accuracy(folder / "accuracy.json")
        if one.labels == name
    }


def test_the_command_writes_what_it_measured_of_which_rules_and_when(tmp_path: Path) -> None:
    found = measured(tmp_path, LABELS)
    assert (found["found"], found["value"]) == ((2, 2, 2), (2, 2, 1))
    first = read_accuracy(tmp_path / "accuracy.json")[0]
    assert (first.fold, str(first.measured_on), first.rules_sha256) == ("all", "2026-09-21", rules_sha256())


def test_what_is_measured_again_takes_the_place_of_what_was(tmp_path: Path) -> None:
    measured(tmp_path, LABELS)
    measured(tmp_path, LABELS, "other")
    found = measured(tmp_path, LABELS | {"records": LABELS["records"][:1]})
    assert (found["found"], found["value"]) == ((1, 2, 1), (1, 1, 1))
    assert {one.labels for one in read_accuracy(tmp_path / "accuracy.json")} == {"mine", "other"}
    before = (tmp_path / "accuracy.json").read_bytes()
    record(tmp_path / "accuracy.json", [])
    assert (tmp_path / "accuracy.json").read_bytes() == before


def test_what_the_repository_says_is_well_formed() -> None:
    found = read_accuracy()
    assert {one.labels for one in found} >= {"outcomes", "context", "parts", "dev"}
    for one in found:
        assert one.agreed <= min(one.labelled, one.read)
        assert one.precision == (round(one.agreed / one.read, 4) if one.read else 1)
        assert one.recall == (round(one.agreed / one.labelled, 4) if one.labelled else 1)
    assert len({(one.labels, one.fold, one.question) for one in found}) == len(found)


def test_the_api_and_the_docs_say_it_as_it_is_written(published: TestClient) -> None:
    answer = published.get("/v1/coverage/accuracy")
    kept = json.loads(FILE.read_bytes())
    assert answer.json()["data"] == kept
    again = published.get("/v1/coverage/accuracy", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert published.get("/v1/coverage/accuracy?fold=given").status_code == 400
    assert accuracy_table(read_accuracy()) in (FILE.parents[1] / "docs/accuracy.md").read_text("utf-8")


@pytest.mark.parametrize("content", ["", "{}", '[{"labels": "a"}]', '[{"labels": "a", "precision": 2}]'])
def test_a_file_that_says_nothing_measured_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "accuracy.json").write_text(content)
    with pytest.raises(SourceError, match=r"accuracy\.json"):
        read_accuracy(tmp_path / "accuracy.json")
