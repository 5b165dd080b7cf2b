"""How sure parts are, what is doubted, and why parts were told so."""

from pathlib import Path

import msgspec
from click.testing import CliRunner

from api.cli import main
from datasets.extract.doubts import doubts_of
from datasets.extract.report import extract
from datasets.reading.confidence import Parts, confidence, doubts
from datasets.reading.document import Document
from tests.datasets.reading.test_parts import AIMS, DONE, HAIL, LAST, TO_DO, WRONG

REPORT = f"{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、2021年工作安排\n{TO_DO}{LAST}"


def odd(text: str) -> list[str]:
    document = Document(text, "990100-2021", year=2021)
    return doubts_of(document, extract(document))


def test_a_plain_report_is_sure_and_not_doubted() -> None:
    sure = confidence(Document(REPORT, "990100-2021", year=2021).paragraphs)
    assert sure["outlook"] is None
    assert all(one is not None and one > 0.85 for part, one in sure.items() if part != "outlook")
    assert odd(REPORT) == []


def test_a_part_that_is_missing_or_has_no_figure_is_doubted() -> None:
    without_plan = f"{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、“十四五”时期的目标\n{AIMS * 3}{LAST}"
    assert "it has no plan" in odd(without_plan)
    no_figures = "加快建设先进制造业基地，大力培育龙头企业，力争取得更大成效。\n" * 6
    assert "its plan has no figure" in odd(
        f"{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、2021年工作安排\n{no_figures}{LAST}"
    )


def test_a_part_that_is_tiny_or_unsure_is_doubted() -> None:
    parts = Parts({"review": 9500, "plan": 500}, {"parts": 0.9, "review": 0.6, "plan": 0.9}, {"review": 9, "plan": 1})
    assert list(doubts(parts)) == [
        "its plan is only 5% of the report",
        "its review is told with a confidence of 0.60 only",
    ]


def test_a_loose_passage_is_not_doubted() -> None:
    assert odd("新增就业5万人。") == []


def test_extract_says_when_asked_which_signals_decided(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, "utf-8")
    run = CliRunner().invoke(main, ["extract", str(file), "--year", "2021", "--ndjson", "--explain"])
    answer = msgspec.json.decode(run.stdout)
    assert [part["part"] for part in answer["parts"]] == ["front", "review", "problems", "plan", "closing"]
    plan = answer["parts"][3]
    assert REPORT[plan["char_start"] :].startswith("二、2021年工作安排")
    assert {"name": "this_year", "lines": 1, "because": "the year the report plans for"} in plan["signals"]
    assert answer["report"]["doubts"] == []
    assert "parts" not in msgspec.json.decode(CliRunner().invoke(main, ["extract", str(file), "--ndjson"]).stdout)
