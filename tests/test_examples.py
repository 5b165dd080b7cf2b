"""Every address in the documents answers."""

import asyncio
import re
from pathlib import Path

import msgspec
import pytest
from litestar.types import ASGIApp

from api.app import create_app
from benchmarks.hostile import Hostile, ask
from datasets.library.home import BUILT_IN

ROOT = BUILT_IN.parent
ADDRESS = re.compile(r"'http://127\.0\.0\.1:8000(/[^']*)'")
EXAMPLES = [
    pytest.param(address, id=f"{file.name} {address}")
    for file in [ROOT / "README.md", *sorted(Path(ROOT / "docs").glob("*.md"))]
    for address in ADDRESS.findall(file.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def app() -> ASGIApp:
    return create_app(BUILT_IN)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.slow
@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_answers_with_something(app: ASGIApp, address: str) -> None:
    """As it is typed: curl sends Chinese as it stands, without percent-encoding."""
    answer = asyncio.run(ask(app, Hostile(address, address)))
    assert answer.status == 200, answer.body
    assert answer.body
    if answer.headers["content-type"] == "application/json":
        data = msgspec.json.decode(answer.body).get("data", True)
        assert data, "an example that finds nothing teaches nothing"
