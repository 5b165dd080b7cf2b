"""JSON of anybody is read, or refused in one way; so are label files, runs that were kept, and what was measured."""

import json as plain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from api.cli import main
from datasets import json
from datasets.errors import SourceError
from datasets.metadata.accuracy import read_accuracy
from tests.hostile import ends

DEEP = 100_000
HOSTILE = {
    "lists": b"[" * DEEP,
    "objects": b'{"a":' * DEEP,
    "no text": b"\xff\xfe{",
    "half a character": b'{"id": "\\ud800"}',
    "cut": b'{"id": "a',
    "no object": b"[1]",
    "number without end": b'{"start": 1' + b"0" * 10_000 + b"}",
    "beyond numbers": b'{"start": 1e999}',
}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=5), lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3), max_leaves=5
)  # fmt: skip
LABELLED = [
    {"id": "a", "year": 2024, "text": "增长3%。", "records": [{"num_start": 2, "num_end": 3, "measure": "growth"}]},
    {"file": "211102-2024.md", "start": 0, "end": 2, "name": "桥", "status": "started", "category": "x", "alt_status": []},
    {"file": "211102-2024.md", "segments": [{"start": 0, "part": "front"}]},
    {"file": "211102-2024.md", "start": 1, "end": 2, "kind": "indicator", "alt_names": []},
    {"file": "211102-2024.md", "salutation_line": 1, "title": "报告"},
    {"t": "211102-2024.md", "t1": "211102-2025.md", "target": {"start": 1, "name": "x"}, "verdict": "x"},
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_no_json_is_or_of_another_type_is_an_error_of_one_kind(content: bytes) -> None:
    with ends(), pytest.raises(ValueError, match=r".+"):
        json.decode(content, dict[str, str])


@given(ANY)
def test_what_is_json_is_read_as_by_python(value: Any) -> None:
    content = plain.dumps(value).encode()
    try:
        expected = plain.loads(content)
        content.decode().encode("utf-8")
    except ValueError:
        return
    assert json.decode(content, Any) == expected  # type: ignore[arg-type]


def test_lines_that_are_blank_are_passed_over_and_long_ones_are_not_read(tmp_path: Path, monkeypatch: Any) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'\n{"a": 1}\r\n  \n{"a": 2}')
    assert [*json.decoded_lines(file, dict[str, int])] == [(2, {"a": 1}), (4, {"a": 2})]
    monkeypatch.setattr(json, "LONGEST_LINE", 1 << 20)
    file.write_bytes(b"{}\n" + b" " * (1 << 20))
    with pytest.raises(SourceError, match=r"a\.jsonl, line 2: has more than 1 MB"):
        [*json.lines(file)]
    with pytest.raises(SourceError, match="nowhere: No such file"):
        [*json.lines(tmp_path / "nowhere")]
    with ends(), pytest.raises(SourceError, match="zero, line 1: has more than 1 MB"):
        [*json.lines(Path("/dev/zero"))]


def evaluated(*given: object) -> str:
    """What `baogao evaluate` says of what it cannot use: one line, and no traceback."""
    with ends():
        told = CliRunner().invoke(main, ["evaluate", *map(str, given), "--quiet"])
    assert (told.exit_code, type(told.exception)) == (1, SystemExit), (told.output[-300:], told.exception)
    assert told.output.startswith("Error: ")
    return told.output


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for year in (2024, 2025):
        (folder / f"211102-{year}.md").write_text("一、去年工作\n增长3%。\n", "utf-8")
    return folder


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("label", LABELLED, ids=lambda label: "-".join(sorted(label))[:40])
def test_a_line_of_labels_that_is_none_is_told_with_its_number(
    tmp_path: Path, corpus: Path, label: object, content: bytes
) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_bytes(content)
    assert "labels.jsonl, line 1: " in evaluated(file, "--corpus", corpus)
    file.write_bytes(plain.dumps(label).encode() + b"\n\n" + content)
    assert "labels.jsonl, line 3: " in evaluated(file, "--corpus", corpus)


@pytest.mark.parametrize(
    "name", ["../secret-2024.md", "/dev/zero", "x.md", "211102-２０２４.md", "", "211102-2024.md/.."]
)
@pytest.mark.parametrize("label", LABELLED[1:], ids=lambda label: "-".join(sorted(label))[:40])
def test_labels_name_reports_of_their_corpus_and_no_other_files(
    tmp_path: Path, corpus: Path, label: dict[str, Any], name: str
) -> None:
    for key in {"file", "t", "t1"} & label.keys():
        (tmp_path / "labels.jsonl").write_text(plain.dumps(label | {key: name}), "utf-8")
        assert "labels.jsonl, line 1: Expected `str` matching" in evaluated(
            tmp_path / "labels.jsonl", "--corpus", corpus
        )


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "a\nb", ""])
def test_passages_name_files_of_their_corpus(tmp_path: Path, corpus: Path, name: str) -> None:
    label = {"id": "a", "source": name, "sha256": "0" * 64, "records": []}
    (tmp_path / "labels.jsonl").write_text(plain.dumps(label), "utf-8")
    assert "line 1: Expected `str` matching" in evaluated(tmp_path / "labels.jsonl", "--corpus", corpus)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xd4\xf6", "byte 0 is not UTF-8"), (b"", "is empty"), (b"x" * 70_000_000, "has more than 67,108,864 bytes")],
    ids=["no UTF-8", "empty", "endless"],
)
@pytest.mark.parametrize("label", LABELLED[1:], ids=lambda label: "-".join(sorted(label))[:40])
def test_a_text_of_the_corpus_that_is_none_is_told(tmp_path: Path, label: object, content: bytes, why: str) -> None:
    (tmp_path / "211102-2024.md").write_bytes(content)
    (tmp_path / "labels.jsonl").write_text(plain.dumps(label), "utf-8")
    assert f"211102-2024.md: {why}" in evaluated(tmp_path / "labels.jsonl", "--corpus", tmp_path)


KEPT = [
    *HOSTILE.values(),
    b'[{"passage": "a", "place": 1, "text": "x", "label": null, "row": {}, "wrong": [], "table": "none"}]',
]


@pytest.mark.parametrize("content", KEPT)
def test_a_run_that_was_not_kept_by_the_command_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.jsonl").write_text(plain.dumps(LABELLED[0]), "utf-8")
    (tmp_path / "run.json").write_bytes(content)
    assert "run.json: is no run that was kept with --save" in CliRunner().invoke(
        main, ["evaluate", str(tmp_path / "labels.jsonl"), "--compare", str(tmp_path / "run.json")]
    ).output  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_of_what_was_measured_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "accuracy.json").write_bytes(content)
    with ends(), pytest.raises(SourceError, match=r"accuracy\.json: "):
        read_accuracy(tmp_path / "accuracy.json")


def test_a_text_that_comes_in_is_read_to_a_bound() -> None:
    with ends():
        told = CliRunner().invoke(main, ["extract", "-"], input=b"x" * (64 * (1 << 20) + 1))
    assert (told.exit_code, "-: has more than 67,108,864 bytes" in told.output) == (1, True)
    with ends():
        told = CliRunner().invoke(main, ["extract", "/dev/zero"])
    assert (told.exit_code, "/dev/zero: has more than 67,108,864 bytes" in told.output) == (1, True)
