"""The page about corrections: each example does what stands below it, and each wrong one is refused with those words."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from datasets.errors import BaogaoError
from datasets.library.curation import ACTIONS, Correction
from datasets.library.findings import KINDS
from datasets.library.home import BUILT_IN
from datasets.library.sources import read_source
from datasets.library.suggestions import REASONS
from datasets.releases.build import build
from datasets.releases.catalogue import read
from tests.homes import add_report

PAGE = (BUILT_IN.parent / "docs/curating.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
REPORT = next(content for language, content in BLOCKS if language == "text")
PAIRS = [(content, *after) for (language, content), after in pairwise(BLOCKS) if language == "toml"]
RIGHT = [(lines, json.loads(rows)) for lines, language, rows in PAIRS if language == "json"]
WRONG = [(lines, words.strip()) for lines, language, words in PAIRS if language == "text"]


def with_lines(home: Path, lines: str) -> Path:
    """A library with the report of the page, its origin with these lines."""
    if lines.startswith("["):
        return add_report(home, REPORT, corrections="\n" + lines)
    return add_report(home, REPORT, more=lines)


def tables(home: Path) -> dict[str, list[dict[str, Any]]]:
    read_now = read(read_source(home / "sources/211102-2024")).extraction
    return msgspec.to_builtins(read_now)  # type: ignore[no-any-return]


def holds(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return wanted.items() <= row.items()


def test_every_example_has_an_outcome_and_every_action_an_example() -> None:
    assert len(PAIRS) == len(RIGHT) + len(WRONG) == sum(language == "toml" for language, _ in BLOCKS)
    assert len(WRONG) > 10
    used = {action for lines, _ in RIGHT for action in re.findall(r'action = "(\w+)"', lines)}
    assert used == {*ACTIONS}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "rows"), RIGHT, ids=[lines.splitlines()[1] if lines[0] == "[" else lines for lines, _ in RIGHT]
)
def test_an_example_does_what_stands_below_it(
    tmp_path: Path, lines: str, rows: dict[str, list[dict[str, Any]]]
) -> None:
    before = tables(add_report(tmp_path / "before", REPORT))
    after = tables(with_lines(tmp_path / "after", lines))
    wanted = [(table, one) for table, some in rows.items() for one in some]
    assert [one for table, one in wanted if not any(holds(row, one) for row in after[table])] == []
    assert [one for table, one in wanted if not any(holds(row, one) for row in before[table])] != []
    if 'action = "drop"' in lines:
        assert len(after["targets"]) == len(before["targets"]) - 1
    assert build(tmp_path / "after").refused == []


@pytest.mark.parametrize(("lines", "words"), WRONG, ids=[words[:60] for _, words in WRONG])
def test_a_wrong_example_is_refused_with_what_stands_below_it(tmp_path: Path, lines: str, words: str) -> None:
    home = with_lines(tmp_path, lines)
    with pytest.raises(BaogaoError) as refused:
        tables(home)
    assert words in str(refused.value)


def test_examples_work_together(tmp_path: Path) -> None:
    assert build(with_lines(tmp_path, "\n".join(lines for lines, _ in RIGHT if lines[0] == "["))).refused == []


def test_the_page_names_every_field_action_reason_kind_and_column_that_is_not_set() -> None:
    named = {*re.findall(r"`(\w+)`", PAGE)}
    assert {*Correction.__struct_fields__, *ACTIONS, *REASONS, *KINDS} - named == set()
