"""Every answer says to browsers what it may be taken for, and every page may read it."""

import pytest
from litestar.testing import TestClient

from api.middleware.security_headers import FOR_ALL

ANSWERS = [
    ("/v1/indicators", 200),
    ("/v1/indicators.csv", 200),
    ("/v1/releases/5.2.0/files/units.parquet", 200),
    ("/v1/releases/latest/bundle.zip", 200),
    ("/v1/nothing", 404),
    ("/v1/indicators?x=1", 400),
    ("/v1/units?name=" + "x" * 40_000, 414),
    ("/problems", 200),
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
