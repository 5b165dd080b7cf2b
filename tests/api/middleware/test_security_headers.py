"""Every answer says to browsers what it may be taken for, and every page may read it."""

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.middleware.security_headers import FOR_ALL
from api.settings import Settings
from datasets.library.home import BUILT_IN

ANSWERS = [
    ("/v1/indicators", 200),
    ("/v1/indicators.csv", 200),
    ("/v1/releases/5.2.0/files/units.parquet", 200),
    ("/v1/releases/latest/bundle.zip", 200),
    ("/v1/nothing", 404),
    ("/v1/indicators?x=1", 400),
    ("/v1/units?name=" + "x" * 40_000, 414),
    ("/llms.txt", 200),
    ("/pictures/contents.vl.json", 200),
    ("/health/ready", 200),
]


@pytest.mark.parametrize(("address", "status"), ANSWERS, ids=[address[:40] for address, _ in ANSWERS])
def test_every_answer_has_the_headers(published: TestClient, address: str, status: int) -> None:
    for headers in ({}, {"origin": "https://evil.example", "cookie": "a=b"}):
        answer = published.get(address, headers=headers)
        assert answer.status_code == status
        for name, value in FOR_ALL.items():
            assert answer.headers.get_list(name.decode()) == [value.decode()]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "evil" not in str(answer.headers)


OF_ALL = {  # written out: what a browser must be told, whatever the code has for it
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


@pytest.mark.parametrize(("address", "status"), ANSWERS, ids=[address[:40] for address, _ in ANSWERS])
def test_a_browser_takes_an_answer_for_no_more_than_it_is(published: TestClient, address: str, status: int) -> None:
    for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=99999999-"}, {"if-none-match": "*"}):
        for answer in (published.get(address, headers=headers), published.head(address, headers=headers)):
            assert {name: answer.headers.get(name) for name in OF_ALL} == OF_ALL, (answer.status_code, headers)


SAFE = {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"}
FOR_BROWSERS = {*(name.decode() for name in FOR_ALL), "content-security-policy"}  # which a page need not read


@pytest.mark.slow
def test_a_page_of_another_origin_may_read_every_header_that_says_something() -> None:
    with TestClient(create_app(BUILT_IN, Settings(rate_limit=1000)), raise_server_exceptions=False) as client:
        answers = [
            *(client.get(address) for address, _ in ANSWERS),
            client.get("/v1/units?limit=1"),
            client.get("/v1/units.csv", headers={"range": "bytes=0-9"}),
            client.get("/v1/releases/5.2.0/files/units.parquet", headers={"range": "bytes=0-9"}),
            client.get("/v1/units.parquet", headers={"range": "bytes=99999999-"}),
            client.post("/v1/units"),
            client.get("/v1/units", headers={"if-none-match": "*"}),
            client.get("/docs"),
            client.get("/metrics"),
        ]
    exposed = {name.strip().lower() for name in answers[0].headers["access-control-expose-headers"].split(",")}
    assert {name for answer in answers for name in answer.headers} <= exposed | SAFE | FOR_BROWSERS
    assert {"accept-ranges", "ratelimit", "ratelimit-policy", "content-length"} <= exposed


def test_no_answer_says_its_charset_twice(published: TestClient) -> None:
    for address in (*(address for address, _ in ANSWERS), "/metrics", "/docs", "/llms.txt", "/docs/swagger-ui.css"):
        assert published.get(address).headers["content-type"].count("charset") <= 1, address
    assert published.get("/metrics").headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.slow
@pytest.mark.parametrize("settings", [Settings(), Settings(cache_mb=0), Settings(rate_limit=1000)])
def test_no_header_comes_twice(settings: Settings) -> None:
    with TestClient(create_app(BUILT_IN, settings), raise_server_exceptions=False) as client:
        for address, _ in ANSWERS:
            for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=99999999-"}):
                names = [name for name, _ in client.get(address, headers=headers).headers.multi_items()]
                assert len(names) == len(set(names)), (address, headers)


def test_only_the_documentation_may_run_scripts_and_only_its_own(published: TestClient) -> None:
    for address in ("/docs", "/docs/"):
        assert "script-src 'self';" in published.get(address).headers["content-security-policy"]
    for address in ("/problems", "/problems/not-found", "/docs/swagger-ui-bundle.js", "/v1"):
        assert "script-src" not in published.get(address).headers["content-security-policy"]


def test_a_browser_is_told_beforehand_what_it_may_ask(published: TestClient) -> None:
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match, x-of-mine",
    }
    for address in ("/v1/indicators", "/v1/indicators.csv", "/v1/units/x?y", "/health/ready"):
        answer = published.options(address, headers=asked)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["access-control-allow-origin"] == answer.headers["access-control-allow-headers"] == "*"
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


def test_every_address_says_what_it_allows_and_says_it_alike(published: TestClient) -> None:
    for address in ("/v1/indicators", "/v1", "/docs", "/problems"):
        answer, refused = published.options(address), published.post(address)
        assert (answer.status_code, refused.status_code) == (204, 405)
        assert answer.headers["allow"] == refused.headers["allow"] == "GET, HEAD, OPTIONS"
