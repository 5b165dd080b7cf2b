"""A client may ask so often, and is told how often it still may."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from api.app import create_app
from api.middleware.rate_limit import MOST_CLIENTS, RateLimiter, client_of
from api.settings import Settings
from datasets.library.home import BUILT_IN
from tests.asking import ask


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
        now[0] += 19.9
        assert (await ask(app))[0] == 429
        now[0] += 0.2
        assert [(await ask(app))[0] for _ in range(2)] == [200, 429]
        now[0] += 3600
        assert [(await ask(app))[0] for _ in range(4)] == [200, 200, 200, 429]

    asyncio.run(run())


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


def test_answers_from_memory_count_too(frugal: TestClient) -> None:
    answers = [frugal.get("/v1/units?limit=1") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[4].headers["ratelimit"].startswith('"client";r=0;t=')
    assert answers[5].json()["type"] == "/problems/too-many-requests"


def test_by_default_nobody_is_limited(client: TestClient) -> None:
    assert "ratelimit" not in client.get("/v1/units").headers
