"""Nothing that a text, a name or a stranger's file says is obeyed by the terminal it is shown on."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from api.cli import echo_json, main, printable, terminal
from tests.homes import OTHER, TEXT, add_report, correction, next_release

# Clears the screen, names the window, turns red, deletes, and shows what follows from right to left
EVIL = "\x1b[2J\x1b]0;evil\x07\x9b31m\x7f\x08\x85\u202e\u2067"
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMANDS = Path(__file__).parents[1] / "api/commands"


def run(*arguments: object, given: str | None = None) -> Result:
    """Run a command; nothing that a terminal would obey comes out, on either stream."""
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=given)
    assert not OBEYED.search(result.output), (arguments, result.output)
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two releases of a report whose text and corrections have control characters."""
    text = TEXT.replace("地区生产总值完成", f"地区生产{EVIL}总值完成")
    place = text.index("155.5")
    escaped = EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00")
    next_release(add_report(tmp_path, text))
    next_release(add_report(tmp_path, text, corrections=correction("名称", f"改正{escaped}", place)))
    return tmp_path


def test_a_text_is_extracted_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    file = tmp_path / f"evil{EVIL.replace('/', '')}.txt"
    file.write_text(TEXT.replace("地区", f"地{EVIL}区"), "utf-8")
    for options in ([], ["--ndjson"], ["--explain"]):
        answer = json.loads(run("extract", file, *options).stdout)
        assert answer["file"] == str(file)  # the values are the same
    assert run("extract", tmp_path / f"missing{EVIL}.txt").exit_code != 0


@pytest.mark.slow
def test_releases_are_shown_without_what_a_terminal_obeys(home: Path) -> None:
    for command in (["diff", "1"], ["diff", "1", "--json"], ["releases"], ["releases", "--json"], ["verify"]):
        result = run(*command, "--home", home)
        assert result.exit_code in (0, 1)
    assert "改正" in run("diff", "1", "--home", home).output


def test_a_stranger_s_release_is_verified_without_what_a_terminal_obeys(home: Path) -> None:
    newest = max((home / "releases").iterdir())
    manifest = newest / "manifest.json"
    stated = json.loads(manifest.read_text("utf-8"))
    for change in ({"version": EVIL}, {"files": [{**stated["files"][0], "name": f"x{EVIL}"}]}, {EVIL: EVIL}):
        manifest.write_text(json.dumps(stated | change), "utf-8")
        for command in ("verify", "releases", "diff"):
            run(command, *(["1"] if command == "diff" else []), "--home", home)
    (newest / f"evil{EVIL}").write_bytes(b"")
    run("verify", "--home", home)


def test_a_report_is_taken_in_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    file = tmp_path / f"report{EVIL}.txt"
    file.write_text(OTHER.replace("工作回顾", f"工作{EVIL}回顾"), "utf-8")
    shutil.copy(file, tmp_path / "other.txt")
    name = ["--name", f"某区{EVIL}", "--name-en", f"District{EVIL}"]
    for _ in range(2):  # the second is refused
        run("ingest", file, "--home", tmp_path, "--region", "211102", "--year", "2024", *name)
    run("build", "--home", tmp_path)
    run("explain", f"x{EVIL}", "--home", tmp_path)
    for report in ([], ["211102-2024"], [f"x{EVIL}"]):
        run("review", *report, "--home", tmp_path)
        run("review", *report, "--home", tmp_path, "--json")


@pytest.mark.slow
@given(st.text())
def test_words_keep_all_else(words: str) -> None:
    assert not OBEYED.search(printable(words))
    kept = [(one, other) for one, other in zip(words, printable(words), strict=True) if not OBEYED.match(one)]
    assert all(one == other for one, other in kept)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_its_values(value: str) -> None:
    content = json.dumps([value], ensure_ascii=False).encode()
    shown = CliRunner().invoke(Command("say", callback=lambda: echo_json(content)))
    assert not OBEYED.search(shown.stdout)
    assert json.loads(shown.stdout) == [value]


@pytest.mark.parametrize("module", sorted(COMMANDS.glob("*.py")), ids=lambda path: path.stem)
def test_commands_print_by_one_function(module: Path) -> None:
    source = module.read_text("utf-8").replace("console.print(", "")
    assert not re.findall(r"click\.s?echo|\bprint\(|\bConsole\(|sys\.std(?:out|err)\.write", source)


def test_a_console_colours_by_itself_alone(capsys: pytest.CaptureFixture[str]) -> None:
    terminal(force_terminal=True, color_system="standard", highlight=False).print(f"[bold]{EVIL}words[/]")
    shown = capsys.readouterr().out
    assert shown.startswith("\x1b[1m")  # bold, by rich
    assert "\x1b[2J" not in shown
    assert "\x9b" not in shown
    assert "words" in shown


def test_a_name_with_a_line_break_says_nothing_on_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n, end in enumerate(("\n", "\r\n", "\x0b", "\u2028")):
        (tmp_path / f"in/{n}x{end}9 came in, 0 refused.txt").write_text("no report", "utf-8")
    told = run("ingest", tmp_path / "in", "--home", tmp_path / "home").output
    assert told.count("refused: ") == 4
    assert not [line for line in told.splitlines() if line.startswith("9 came in")]
