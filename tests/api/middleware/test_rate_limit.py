"""A client may ask so often, and is told how often it still may."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from api.app import create_app
from api.middleware.rate_limit import MOST_CLIENTS, RateLimiter, client_of
from api.middleware.request_costs import cost_of
from api.settings import Settings
from datasets.library.home import BUILT_IN
from tests.asking import ask
from tests.homes import NEWEST


async def answering(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def limited(app: ASGIApp = answering, a_minute: int = 3, proxies: int = 0) -> RateLimiter:
    return RateLimiter(app, a_minute, proxies)


def test_a_client_may_ask_so_often_and_is_told_how_often_still() -> None:
    async def run() -> None:
        app = limited()
        answers = [await ask(app) for _ in range(5)]
        assert [status for status, _ in answers] == [200, 200, 200, 429, 429]
        assert [headers["ratelimit"].split(";")[1] for _, headers in answers[:3]] == ["r=2", "r=1", "r=0"]
        assert answers[0][1]["ratelimit-policy"] == '"client";q=3;w=60'
        assert 1 <= int(answers[4][1]["retry-after"]) <= 20
        assert (await ask(app, client="192.0.2.2"))[0] == 200
        assert (await ask(app, "/health/ready"))[0] == 200

    asyncio.run(run())


def test_tokens_come_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("api.middleware.rate_limit.monotonic", lambda: now[0])

    async def run() -> None:
        app = limited()
        assert [(await ask(app))[0] for _ in range(4)] == [200, 200, 200, 429]
        for passed, said in ((0.0, "r=0;t=20"), (5.0, "r=0;t=15"), (14.9, "r=0;t=1")):
            now[0] += passed
            assert (await ask(app))[1]["ratelimit"] == f'"client";{said}'
        assert (await ask(app))[0] == 429
        now[0] += 0.2
        assert [(await ask(app))[0] for _ in range(2)] == [200, 429]
        now[0] += 3600
        assert [(await ask(app))[0] for _ in range(4)] == [200, 200, 200, 429]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("address", "cost"),
    [
        ("/v1/units", 1),
        ("/v1/units?q=a", 1),
        ("/v1/releases/6.0.0/files/units.parquet", 1),
        ("/v1/releases/latest/bundle.zip", 30),
        ("/v1/units.xlsx", 20),
        ("/v1/units.xlsx?limit=3", 20),
        ("/v1/units?limit=3&format=xlsx", 20),
        ("/v1/units?name=format=xlsx", 1),
        ("/v1/search?q=gdp", 5),
        ("/v1/phrases?q=gdp&by=level", 5),
        ("/search?q=gdp", 5),
        ("/search?q=a", 10),
        ("/v1/releases/7.0.0/phrases?q=a", 10),
        ("/v1/phrases.csv?q=gdp", 5),
        ("/v1/phrases.csv?q=a", 10),
        ("/v1/phrases.xlsx?q=a", 20),
        ("/v1/phrases/receipt?q=a", 5),
        ("/phrases?q=a", 10),
        ("/phrases?q=gdp", 5),
        ("/phrases", 5),
        ("/v1/panel", 1),
        ("/v1/panel?shape=long", 1),
        ("/v1/panel?shape=wide", 40),
        ("/v1/panel.csv?limit=1&sh%61pe=wide", 40),
        (f"/v1/releases/{NEWEST}/panel.xlsx?shape=wide", 40),
        ("/v1/panel/receipt?shape=wide", 40),
        ("/v1/search?tables=units&q=%E7%9A%84", 10),
        ("/v1/search?q=gdp+a&limit=1", 10),
        ("/v1/search?q=a%20gdp", 10),
        ("/v1/releases/1/search?q=a", 10),
        ("/v1/releases/1/diff/2?limit=1", 20),
        ("/v1/indicators/receipt", 5),
        ("/v1/search?" + "&q=" * 5000, 5),
        ("/v1/units.dta", 10),
        ("/v1/releases/6.0.0/units/aggregate.dta", 10),
        ("/v1/metrics/gdp/series?format=xlsx", 20),
        ("/", 5),
        ("/tables/units?q=a", 5),
        ("/reports", 5),
        ("/reports/211102-2024?lang=en", 20),
        ("/rows/211102-2024.i566", 5),
        ("/rows/211102-2024.i566/history", 30),
        ("/v1/indicators/211102-2024.i566/history", 30),
        ("/releases/1/diff/2", 20),
        ("/metrics/gdp", 20),
        ("/pictures/contents.svg", 40),
        ("/pictures/contents.png?lang=en", 40),
        ("/pictures/contents.vl.json", 1),
        ("/compare", 5),
        ("/schema/openapi.json", 10),
        ("/docs", 1),
        ("/assets/style.css", 1),
        # However it is written:
        ("//v1//releases/latest///bundle.zip", 30),
        ("/v1/releases/latest/bundle.zip/", 30),
        ("/v1/units/?format=xlsx", 20),
        ("/v1/units?form%61t=xls%78", 20),
        (f"/v1/units?name__contains={'x' * 5000}&format=xlsx", 20),
        ("/v1/search/?q=gdp", 5),
        ("/v1/search?q=的", 10),
        ('/v1/search?q="a"', 10),
        ("/v1/search?q=%E3%80%80a%E2%80%8B", 10),
        ("//reports//211102-2024/", 20),
        ("/v1/units?format=nothing", 1),
        ("/v1/units?format=%FF", 1),
    ],
)
def test_what_takes_long_counts_as_several_requests(address: str, cost: int) -> None:
    async def run() -> list[int]:
        app = limited(a_minute=100)
        left = []
        for _ in range(2):
            path, _, query = address.partition("?")
            got = await ask(app, path, query=query.encode())
            left.append(int(got[1]["ratelimit"].split(";")[1].removeprefix("r=")))
        return left

    assert asyncio.run(run()) == [100 - cost, 100 - 2 * cost]


@pytest.mark.parametrize(
    ("accept", "cost"),
    [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 20),
        ("application/x-stata-dta, */*;q=0.1", 10),
        ("application/json, application/x-stata-dta;q=0.1", 1),
        ("image/png", 1),
    ],
)
def test_a_workbook_counts_the_same_when_a_header_asks_for_it(accept: str, cost: int) -> None:
    scope: Any = {"path": "/v1/units", "query_string": b"", "headers": [(b"accept", accept.encode())]}
    assert cost_of(scope) == cost


def test_what_costs_more_than_there_is_is_refused_and_what_costs_less_is_not() -> None:
    async def run() -> None:
        app = limited(a_minute=40)
        for path, status in (
            ("/v1/releases/1/bundle.zip", 200),
            ("/v1/releases/1/bundle.zip", 429),
            ("/v1/units", 200),
        ):
            got, headers = await ask(app, path)
            assert got == status, path
        assert headers["ratelimit"].startswith('"client";r=9;')
        assert (await ask(app, "/v1/releases/1/bundle.zip"))[1]["retry-after"] == "32"  # 21 are missing of 40 a minute
        frugal = limited(a_minute=3)  # less than it costs: once a minute
        assert [(await ask(frugal, "/v1/releases/1/bundle.zip"))[0] for _ in range(2)] == [200, 429]

    asyncio.run(run())


def test_what_was_not_made_costs_no_more_than_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.middleware.rate_limit.monotonic", lambda: 1000.0)
    with TestClient(create_app(BUILT_IN, Settings(rate_limit=100))) as client:
        made = client.get("/v1/releases/5.2.0/bundle.zip")
        assert made.headers["ratelimit"].startswith('"client";r=70;')
        known = client.get("/v1/releases/5.2.0/bundle.zip", headers={"if-none-match": made.headers["etag"]})
        assert (known.status_code, known.headers["ratelimit"].split(";")[1]) == (304, "r=69")
        missing = client.get("/v1/releases/99/bundle.zip")
        assert (missing.status_code, missing.headers["ratelimit"].split(";")[1]) == (404, "r=68")


def test_a_bundle_the_client_has_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_given: Any) -> Any:
        raise AssertionError

    with TestClient(create_app(BUILT_IN, Settings(cache_mb=0))) as client:
        tag = client.get("/v1/releases/5.2.0/bundle.zip").headers["etag"]
        monkeypatch.setattr("api.routes.metadata.bundle", nothing)
        monkeypatch.setattr("api.store.library.Library.description", nothing)
        for known in (tag, f'"x", {tag}'):
            answer = client.get("/v1/releases/5.2.0/bundle.zip", headers={"if-none-match": known})
            assert (answer.status_code, answer.content) == (304, b"")


def test_however_many_clients_come_so_many_are_remembered() -> None:
    async def run() -> None:
        app = limited()
        for n in range(MOST_CLIENTS + 100):
            await ask(app, client=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
        assert len(app._buckets) == MOST_CLIENTS

    asyncio.run(run())


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "client"),
    [
        ("192.0.2.1", [], 0, "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9"], 0, "192.0.2.1"),  # nobody may say who he is
        ("192.0.2.1", ["203.0.113.9"], 1, "203.0.113.9"),
        ("192.0.2.1", ["1.1.1.1, 203.0.113.9"], 1, "203.0.113.9"),
        ("192.0.2.1", ["1.1.1.1", "203.0.113.9"], 1, "203.0.113.9"),
        ("192.0.2.1", ["1.1.1.1, 203.0.113.9, 198.51.100.1"], 2, "203.0.113.9"),
        ("192.0.2.1", ["203.0.113.9"], 2, "192.0.2.1"),
        ("192.0.2.1", [""], 1, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], 0, "192.0.2.1"),  # as a socket for both kinds has it
        ("::1", ["::ffff:203.0.113.9"], 1, "203.0.113.9"),
        ("", [], 0, ""),
        ("a socket" * 100, [], 0, ("a socket" * 100)[:100]),
    ],
)
def test_a_client_is_told_apart_by_what_our_own_proxies_say(
    peer: str, forwarded: list[str], proxies: int, client: str
) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    assert client_of({"headers": headers, "client": (peer, 1) if peer else None}, proxies) == client  # type: ignore[typeddict-item]


@pytest.fixture
def frugal() -> Iterator[TestClient]:
    with TestClient(create_app(BUILT_IN, Settings(rate_limit=5)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.slow
def test_answers_from_memory_count_too(frugal: TestClient) -> None:
    answers = [frugal.get("/v1/units?limit=1") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[4].headers["ratelimit"].startswith('"client";r=0;t=')
    assert answers[5].json()["type"] == "/problems/too-many-requests"
    assert answers[5].json()["detail"] == "at most 5 requests in 60 seconds"
    for cost, address in ((2, "/v1/units.xlsx"), (5, "/v1/search?q=gdp")):
        with TestClient(create_app(BUILT_IN, Settings(rate_limit=cost))) as client:
            assert client.get(address).status_code == 200
            assert client.get(address).json()["detail"].endswith(f"requests in 60 seconds; this one counts as {cost}")


def test_by_default_nobody_is_limited(client: TestClient) -> None:
    assert "ratelimit" not in client.get("/v1/units").headers
