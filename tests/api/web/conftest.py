"""A small library for the tests of pages: three reports of two regions, one of which tries to be a page itself."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.releases.build import build
from tests.homes import ORIGIN

HOSTILE = "<script>alert(1)</script>&amp;\"'{{ 7*7 }}"
REPORTS = [  # code, year, what was done the year before, what is promised
    (
        "211102",
        2023,
        f"地区生产总值增长6.5%。完成投资3亿元{HOSTILE}。",
        "地区生产总值增长6%以上。规划建设辽河特大桥项目。",
    ),
    ("211102", 2024, "地区生产总值增长5.1%。", "地区生产总值增长5%。规划建设辽河特大桥项目。"),
    ("211103", 2024, "地区生产总值增长4%。", "地区生产总值增长5%左右。"),
]


def add(home: Path, code: str, year: int, did: str, plans: str) -> None:
    """Put a short report into a home."""
    text = f"一、{year - 1}年工作回顾\n{did}\n二、{year}年工作安排\n今年的主要预期目标是：{plans}\n"
    folder = home / f"sources/{code}-{year}"
    folder.mkdir(parents=True)
    (folder / "report.txt").write_bytes(text.encode())
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    origin = ORIGIN.format(sha256=sha256, code=code, more="", corrections="").replace("2024", str(year))
    (folder / "origin.toml").write_text(origin.replace("某区", "某<b>区"), "utf-8")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("pages")
    for report in REPORTS:
        add(home, *report)
    build(home)
    with TestClient(create_app(home), raise_server_exceptions=False) as asked:
        yield asked


@pytest.fixture(params=["built-in", "small"])
def visited(request: pytest.FixtureRequest) -> TestClient:
    """The pages over the releases of the repository, and over the small library."""
    client: TestClient = request.getfixturevalue("published" if request.param == "built-in" else "small")
    return client
