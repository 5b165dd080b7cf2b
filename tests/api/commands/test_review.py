"""`baogao review`: what a person should look at, and one line for a mistake."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from datasets import toml
from datasets.library.curation import Correction
from datasets.library.findings import KINDS
from tests.homes import TEXT, add_report, correction

REPORT = "211102-2024"
DOUBTFUL = TEXT.replace("地区生产总值完成", "另有7、8、9等事。地区生产总值完成")
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["review", *map(str, arguments)])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with a doubtful report, one that is clear, and one whose corrections do not fit."""
    add_report(tmp_path, DOUBTFUL)
    add_report(tmp_path, TEXT, "211103")
    return add_report(tmp_path, TEXT, "211104", corrections=correction("x", "x", place=3))


@pytest.mark.slow
def test_the_reports_of_a_library_are_shown_with_most_to_look_at_first(home: Path) -> None:
    result = run("--home", home)
    assert result.exit_code == 1  # for the one that cannot be read
    rows = [line.split() for line in result.stdout.splitlines() if re.match(r"\s+\d{6}-", line)]
    assert [row[0] for row in rows] == [REPORT, "211103-2024"]
    assert rows[0][2] == "3"
    assert "Cannot be read: 211104-2024: 211104-2024: correction (change) at 3: the text there is" in result.stdout
    assert "3 reports" in result.stdout


def test_a_library_without_faults_ends_with_0(tmp_path: Path) -> None:
    assert run("--home", add_report(tmp_path)).exit_code == 0


def test_the_findings_of_a_report_are_shown_with_lines_to_paste(home: Path) -> None:
    result = run(REPORT, "--home", home, "--kind", "unresolved")
    assert result.exit_code == 0
    assert "另有»7«、8、9等事" in result.stdout
    assert "A numeral no rule understands yet. 尚无规则识别的数字。" in result.stdout
    assert str(home / f"sources/{REPORT}/origin.toml") in result.stdout
    filled = result.stdout.replace('reason = ""', 'reason = "name"').replace('name = ""', 'name = "某数"')

    class File(toml.msgspec.Struct):  # all but the lines to paste are comments
        corrections: list[Correction]

    pasted = toml.decode(filled.encode(), File).corrections
    assert [(one.action, one.text) for one in pasted[:2]] == [("reason", "7"), ("add", "7")]
    assert len(pasted) == 6


def test_findings_are_shown_in_pages(home: Path) -> None:
    numbers, offset = [], 0
    while offset is not None:
        answer = json.loads(run(REPORT, "--home", home, "--limit", 2, "--offset", offset, "--json").stdout)
        assert len(answer["data"]) <= 2
        numbers += [(one["kind"], one["row_id"], one["because"]) for one in answer["data"]]
        offset = answer["next_offset"]
    assert len(numbers) == len(set(numbers)) == answer["total"] > 4
    assert "the next: --offset 2" in run(REPORT, "--home", home, "--limit", 2).stdout
    assert run(REPORT, "--home", home, "--offset", 1000).exit_code == 0


def test_reports_are_shown_in_pages_and_by_kind(home: Path) -> None:
    pages = [json.loads(run("--home", home, "--json", "--limit", 1, "--offset", n).stdout) for n in range(3)]
    assert [page["data"][0]["report_id"] for page in pages] == ["211104-2024", REPORT, "211103-2024"]
    assert [page["next_offset"] for page in pages] == [1, 2, None]
    assert set(pages[1]["data"][0]["counts"]) == set(KINDS)
    ours = json.loads(run("--home", home, "--json", "--kind", "unresolved").stdout)
    assert [one["report_id"] for one in ours["data"]] == ["211104-2024", REPORT]


@pytest.mark.parametrize("report", ["211102-2023", "211102", "../sources/211102-2024", ""])
def test_a_report_that_is_not_there_is_refused_with_the_nearest(home: Path, report: str) -> None:
    result = run(report, "--home", home)
    assert result.exit_code == 1
    (line,) = result.stderr.strip().splitlines()
    assert f"has no report {report!r}; the nearest are 2111" in line
    assert result.stdout == ""


def test_a_report_that_cannot_be_read_is_refused_with_the_reason(home: Path) -> None:
    result = run("211104-2024", "--home", home)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: 211104-2024: correction (change) at 3: the text there is" in result.stderr
    (home / f"sources/{REPORT}/origin.toml").write_text("year = [", "utf-8")
    broken = run(REPORT, "--home", home)
    assert broken.exit_code == 1
    assert "origin.toml: " in broken.stderr


@pytest.mark.slow
def test_a_report_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    add_report(tmp_path, "一、2023年工作回顾\n" + "地区生产总值增长5%。" * 150_000)
    result = run(REPORT, "--home", tmp_path, "--read-seconds", 1)
    assert result.exit_code == 1
    assert "takes more than 1 seconds of the processor to read" in result.stderr


def test_no_library_is_told(tmp_path: Path) -> None:
    for arguments in ([], [REPORT]):
        result = run(*arguments, "--home", tmp_path)
        assert result.exit_code == 1
        assert "no such folder of sources" in result.stderr


@pytest.mark.parametrize("options", [["--limit", "0"], ["--offset", "-1"], ["--kind", "doubts"], [REPORT, REPORT]])
def test_options_that_cannot_be_meant_are_refused(options: list[str]) -> None:
    assert run(*options).exit_code == 2


def test_control_characters_of_a_report_are_escaped_in_lines_and_never_reach_the_terminal(tmp_path: Path) -> None:
    text = DOUBTFUL.replace("另有7、", "另\x1b[2J有\x9b7\x7f、")
    add_report(tmp_path, text)
    result = run(REPORT, "--home", tmp_path)
    assert not OBEYED.search(result.output)
    assert 'quote = "另\\u001b[2J有\\u009b7\\u007f、8、9等事"' in result.stdout
    (add,) = re.findall(r'\[\[corrections\]\]\naction = "add"\n(?:.+\n)*?because = .*', result.stdout)[:1]
    add_report(tmp_path, text, corrections="\n" + add.replace('name = ""', 'name = "x"') + "\n")
    found = json.loads(run(REPORT, "--home", tmp_path, "--json", "--kind", "unresolved").stdout)
    assert [text[one["char_start"] : one["char_end"]] for one in found["data"]] == ["8", "9"]
