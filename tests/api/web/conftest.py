"""A small library for the tests of pages: three reports of two regions, one of which tries to be a page itself."""

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.homes import add_report, short_report

SITE = "https://data.example.org/open/baogao"
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


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("pages")
    for code, year, did, plans in REPORTS:
        add_report(home, short_report(year, did, plans), code, year=year, name="某<b>区")
    build(home)
    with TestClient(create_app(home), raise_server_exceptions=False) as asked:
        yield asked


@pytest.fixture(params=["built-in", "small"])
def visited(request: pytest.FixtureRequest) -> TestClient:
    """The pages over the releases of the repository, and over the small library."""
    client: TestClient = request.getfixturevalue("published" if request.param == "built-in" else "small")
    return client


@pytest.fixture(scope="module")
def public() -> TestClient:
    """The service as it is seen below a path, which the proxy in front strips."""
    return TestClient(create_app(BUILT_IN, Settings(public_url=SITE)), raise_server_exceptions=False)
