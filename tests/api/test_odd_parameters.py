"""Whatever stands in an address, it is answered or a problem, of every route there is: pages, pictures, tables, documents."""

import re

import pytest
from litestar.testing import TestClient

from api.app import litestar_app
from api.settings import DEFAULTS
from api.store.library import Library
from datasets.library.home import BUILT_IN
from schemas.tables import TABLES
from tests.asking import headers_of
from tests.homes import NEWEST

PARTS = {
    "version": NEWEST,
    "base": "7.0.0",
    "head": NEWEST,
    "row_id": "211102-2024.i566",
    "report_id": "211102-2024",
    "metric_id": "gdp",
    "code": "211102",
    "slug": "bad-cursor",
    "name": "contents.vl.json",
    "file_name": "targets.parquet",
}
WATCHED = ("/metrics", "/health/live", "/health/ready")  # asked by programs that watch, whatever they put behind it
DOCUMENTS = (  # that follow from no parameter, and have none in what leads to them
    *("/docs", "/llms.txt", "/robots.txt", "/sitemap.xml"),
    *("/schema/openapi.json", "/.well-known/api-catalog"),
)
OTHERS = {table.name for table in TABLES} - {"indicators", "panel", "coverage", "reports"}


def addresses() -> list[str]:
    """An address of each route; of what all tables have alike, that of some."""
    found = set()
    for route in litestar_app(Library(BUILT_IN, DEFAULTS, ())).routes:
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: PARTS.get(part[1], "x"), route.path_format)
        others = OTHERS if path.startswith("/v1/") else set()
        if not {part.partition(".")[0] for part in path.split("/")} & others:
            found.add(path)
    return sorted(found)


ADDRESSES = addresses()
ODD = {
    "no text": "q=%ff",
    "half a character": "metric_id=%E5%8F",
    "NUL": "q=a%00b",
    "NUL in a name": "a%00=1",
    "no name": "=1",
    "nothing": "&&&",
    "brackets": "a[b]=c",
    "markup": "lang=%3Cscript%3Ealert(1)%3C/script%3E",
    "language twice": "lang=en&lang=zh",
    "no language": "lang=",
    "another language": "lang=fr",
    "word": "year=abc",
    "beyond numbers": "year=99999999999999999999",
    "full width": "year=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%94",
    "negative": "limit=-1",
    "no whole number": "limit=1e9",
    "cursor of brackets": "cursor=" + "W1tb" * 300,
    "many": "&".join(f"a{n}=1" for n in range(300)),
    "many values": "region_code__in=" + ",".join(["211102"] * 500),
    "long": "q=" + "a" * 6000,
    "long name": "a" * 3000 + "=1",
    "longer than any": "q=" + "a" * 20_000,
    "path": "report_id=../../../etc/passwd",
    "statement": "region_code=%27%20or%201=1--",
    "no format": "format=exe",
    "no shape": "shape=round",
}


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_parameters_are_answered_or_a_problem(published: TestClient, address: str) -> None:
    for why, odd in ODD.items():
        answer = published.get(f"{address}?{odd}")
        assert answer.status_code in (200, 400, 404, 406, 414) or address in WATCHED, (why, answer.text[:300])
        if answer.status_code != 200:
            kind = answer.headers["content-type"]
            assert kind.startswith(("application/problem+json", "text/html")), why
            assert "<script>" not in answer.text or kind.startswith("application"), why
            assert len(answer.content) < 40_000, why


@pytest.mark.slow
@pytest.mark.parametrize("address", [one for one in ADDRESSES if one not in (*WATCHED, *DOCUMENTS)])
def test_a_parameter_that_an_address_does_not_know_is_told(published: TestClient, address: str) -> None:
    answer = published.get(f"{address}?nothing=1")
    assert answer.status_code in (400, 404), answer.text[:300]
    assert published.get(address).status_code == 404 or answer.status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("address", [one for one in ADDRESSES if one not in WATCHED])
def test_head_says_what_get_says(published: TestClient, address: str) -> None:
    for asked in ({}, {"accept-encoding": "identity"}, {"if-none-match": "*"}, {"if-match": '"x"'}):
        answer, headed = published.get(address, headers=asked), published.head(address, headers=asked)
        assert (headed.status_code, headed.content) == (answer.status_code, b""), asked
        names = headers_of(answer).keys() - {"transfer-encoding"}
        assert {name: headed.headers.get(name) for name in names} == {name: answer.headers[name] for name in names}
