"""Published schemas, OpenAPI and generated pages are kept as files: a change of the contract shows in the diff."""

from pathlib import Path

import pytest

from api.generated import ROOT, generated

FILES = list(generated())


@pytest.mark.parametrize(("file", "content"), FILES, ids=[str(file.relative_to(ROOT)) for file, _ in FILES])
def test_a_generated_file_is_up_to_date(file: Path, content: str) -> None:
    assert file.is_file(), "run make docs"
    assert file.read_text("utf-8") == content, "run make docs, and say in CHANGELOG.md what changed"
