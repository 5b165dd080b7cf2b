"""What the hand-written pages about the code say of it is true."""

import re
from pathlib import Path

import click
import pytest

from api.cli import Commands
from datasets.library.home import BUILT_IN

ROOT = BUILT_IN.parent
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
EVERY_PAGE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TYPED = re.compile(r"(?:(?<=\.venv/bin/)|(?<=`))baogao ([a-z]+)\b([^\n`#&|]*)")  # in blocks and in sentences
OPTION = re.compile(r"(?<=\s)--[a-z][a-z-]*")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAMS = re.compile(r"^(?:[A-Z_]+=\S+ )*(baogao|ray|python|pip|uv)\b", re.MULTILINE)
PIP = re.compile(r"-m pip install([^\n#`]*)")
NAMED = re.compile(r"(?:api|datasets|schemas|tests|docs)/[\w./-]*\w(?:/|\.\w+)?")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_a_page_names_exists(page: str) -> None:
    named = set(NAMED.findall((ROOT / page).read_text("utf-8")))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_map_names_every_folder_and_is_short_enough_to_read() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    folders = {
        file.parent.relative_to(ROOT).as_posix()
        for package in ("api", "datasets")
        for file in (ROOT / package).rglob("__init__.py")
    }
    assert [folder for folder in sorted(folders) if Path(folder).name + "/" not in page] == []
    assert len(page.splitlines()) <= 150


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_commands_and_options_that_pages_name_are_there(page: Path) -> None:
    commands = Commands()
    context = click.Context(commands)
    for name, rest in TYPED.findall(page.read_text("utf-8")):
        command = commands.get_command(context, name)
        assert command is not None, f"baogao {name}"
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert set(OPTION.findall(rest)) <= known, f"baogao {name}{rest}"


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_what_is_typed_is_where_a_clone_has_it(page: Path) -> None:
    """In `.venv/bin`, which is on no path; and pip is the one of Python 3.11, which knows no groups."""
    text = page.read_text("utf-8")
    assert [found for block in BLOCK.findall(text) for found in PROGRAMS.findall(block)] == []
    assert [options for options in PIP.findall(text) if "--group" in options] == []
