"""Every address in the documents answers."""

import re
from pathlib import Path

import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.home import BUILT_IN

ROOT = BUILT_IN.parent
ADDRESS = re.compile(r"'http://127\.0\.0\.1:8000(/[^']*)'")
EXAMPLES = [
    pytest.param(address, id=f"{file.name} {address}")
    for file in [ROOT / "README.md", *sorted(Path(ROOT / "docs").glob("*.md"))]
    for address in ADDRESS.findall(file.read_text("utf-8"))
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_answers_with_something(address: str) -> None:
    with TestClient(create_app(BUILT_IN)) as client:
        answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.content
    if answer.headers["content-type"] == "application/json" and "data" in answer.json():
        assert answer.json()["data"], "an example that finds nothing teaches nothing"
