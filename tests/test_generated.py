"""Published schemas, OpenAPI and generated pages are kept as files: a change of the contract shows in the diff."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.generated import FILES, ROOT


@pytest.mark.parametrize(("file", "make"), FILES.items(), ids=[str(file.relative_to(ROOT)) for file in FILES])
def test_a_generated_file_is_up_to_date(file: Path, make: Callable[[], str]) -> None:
    assert file.is_file(), "run make docs"
    assert file.read_text("utf-8") == make(), "run make docs, and say in CHANGELOG.md what changed"
