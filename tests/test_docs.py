"""What the hand-written pages about the code say of it is true."""

import re
from pathlib import Path

import pytest

from datasets.library.home import BUILT_IN

ROOT = BUILT_IN.parent
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
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
