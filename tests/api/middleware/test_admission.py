"""What takes too long is stopped, what is too much is refused, and both say what to do."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from api.app import create_app
from api.http.problems import QueryTooSlow
from api.middleware.admission import MOST_CLIENTS, PIECE, Queue, RateLimit, client_of, pieces
from api.settings import Settings
from api.store.store import Store
from datasets.library.home import BUILT_IN
from datasets.releases.release import Release
from tests.asking import serving

ENDLESS = "select sum(a.range * b.range) from range(10000000) a, range(1000000) b"


# Time


@pytest.fixture
def impatient(release: Release) -> Store:
    return Store(release, Settings(query_seconds=0.3))


def test_a_query_that_takes_too_long_is_interrupted_and_others_go_on(impatient: Store) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTooSlow, match=r"the query took longer than 0\.3 seconds"):
        impatient.engine.fetch(ENDLESS, [])
    assert time.monotonic() - started < 5
    assert impatient.engine.fetch("select 1 as one", []).num_rows == 1


def test_many_slow_queries_at_once_are_all_interrupted_and_quick_ones_none(impatient: Store) -> None:
    outcomes: list[str] = []

    def ask(statement: str) -> None:
        for _ in range(20 if statement != ENDLESS else 1):
            try:
                impatient.engine.fetch(statement, [])
                outcomes.append("answered")
            except QueryTooSlow:
                outcomes.append("too slow")

    threads = [threading.Thread(target=ask, args=(one,)) for one in [ENDLESS] * 4 + ["select 1"] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["answered"] * 40 + ["too slow"] * 4


def test_a_query_that_fails_otherwise_is_not_called_slow(impatient: Store) -> None:
    with pytest.raises(Exception, match="nothing"):
        impatient.engine.fetch("select * from nothing", [])


def test_over_http_a_slow_query_is_a_problem(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store.duckdb.sql.facet", lambda *_: (ENDLESS, []))
    with TestClient(create_app(home, Settings(query_seconds=0.2)), raise_server_exceptions=False) as client:
        answer = client.get("/v1/indicators/facets?by=rule")
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/query-too-slow")
        assert client.get("/v1/indicators?limit=1").status_code == 200


# How many at once


async def ask(app: Any, path: str = "/x", client: str = "192.0.2.1", **headers: str) -> tuple[int, dict[str, str]]:
    """Ask an application: the status and the headers of its answer."""
    got: dict[str, Any] = {}

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
            got["headers"] = {name.decode(): value.decode() for name, value in message["headers"]}

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": listed,
        "client": (client, 1),
    }
    await app(scope, receive, send)
    return got["status"], got["headers"]


class Slow:
    """An application whose answers begin when they are let, and end when they are let."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        self.headers = [*headers]
        self.begin, self.end = asyncio.Event(), asyncio.Event()
        self.running = self.most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        await self.begin.wait()
        self.running -= 1
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"1", "more_body": True})
        await self.end.wait()
        await send({"type": "http.response.body", "body": b"2", "more_body": False})


def test_so_many_are_computed_at_once_others_wait_and_more_are_told_to_come_again() -> None:
    async def run() -> None:
        slow = Slow((b"content-length", b"2"))
        queue = Queue(slow, at_once=2, downloads=1, most_waiting=3, seconds=30)
        asked = [asyncio.create_task(ask(queue)) for _ in range(8)]
        await asyncio.sleep(0.05)
        assert (queue.places.taken, queue.places.waiting) == (2, 3)
        refused = [task.result() for task in asked if task.done()]
        assert [(status, headers["retry-after"]) for status, headers in refused] == [(503, "1")] * 3
        slow.begin.set()
        await asyncio.sleep(0.05)
        assert (queue.places.taken, queue.places.waiting) == (0, 0)  # answers that have begun hold no place
        slow.end.set()
        assert [status for status, _ in await asyncio.gather(*asked)].count(200) == 5
        assert slow.most == 2

    asyncio.run(run())


def test_so_many_downloads_are_made_at_once_few_wait_and_more_are_refused_before_they_begin() -> None:
    async def run() -> None:
        slow = Slow()
        slow.begin.set()
        queue = Queue(slow, at_once=9, downloads=2, most_waiting=0, seconds=30)
        asked = [asyncio.create_task(ask(queue)) for _ in range(6)]
        await asyncio.sleep(0.05)
        assert (queue.places.taken, queue.downloads.taken, queue.downloads.waiting) == (0, 2, 2)
        slow.end.set()
        statuses = [status for status, _ in await asyncio.gather(*asked)]
        assert sorted(statuses) == [200, 200, 200, 200, 503, 503]
        assert queue.downloads.taken == 0

    asyncio.run(run())


def test_a_download_that_nobody_reads_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.middleware.admission.STALLED", 0.05)

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        leaving = asyncio.create_task(receive())
        while not leaving.done():
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
            await asyncio.sleep(0)
        assert leaving.result() == {"type": "http.disconnect"}

    async def run() -> None:
        parts = 0

        async def send(message: Any) -> None:
            nonlocal parts
            parts += 1
            if parts > 5:
                await asyncio.sleep(60)

        async def receive() -> Any:
            await asyncio.sleep(60)

        queue = Queue(endless, at_once=1, downloads=1, most_waiting=0, seconds=1)
        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": [], "client": ("x", 1)}
        async with asyncio.timeout(5):
            await queue(scope, receive, send)  # type: ignore[arg-type]
        assert (parts, queue.downloads.taken) == (6, 0)

    asyncio.run(run())


def test_nobody_waits_for_ever_but_whoever_watches_the_service_never_waits() -> None:
    async def run() -> None:
        slow = Slow()
        queue = Queue(slow, at_once=1, downloads=1, most_waiting=10, seconds=0.1)
        first = asyncio.create_task(ask(queue))
        await asyncio.sleep(0.02)
        status, headers = await ask(queue)
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        live = asyncio.create_task(ask(queue, "/health/live"))
        await asyncio.sleep(0.02)
        assert slow.running == 2
        slow.begin.set(), slow.end.set()
        assert [(await task)[0] for task in (first, live)] == [200, 200]

    asyncio.run(run())


def test_a_place_is_free_again_after_an_error_or_a_client_that_went() -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError

    async def run() -> None:
        queue = Queue(failing, at_once=1, downloads=1, most_waiting=0, seconds=1)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                await ask(queue)
        slow = Slow()
        queue = Queue(slow, at_once=1, downloads=1, most_waiting=1, seconds=1)
        for _ in range(3):
            task = asyncio.create_task(ask(queue))
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert queue.places.taken == 0

    asyncio.run(run())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
@pytest.mark.parametrize("more", [True, False])
def test_a_part_goes_in_pieces_that_a_slow_client_reads_in_time(size: int, more: bool) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    given = [*pieces({"type": "http.response.body", "body": body[:size], "more_body": more})]
    assert b"".join(one["body"] for one in given) == body[:size]
    assert all(len(one["body"]) <= PIECE for one in given)
    assert [one["more_body"] for one in given] == [True] * (len(given) - 1) + [more]


# How often


async def answering(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def limited(app: ASGIApp = answering, a_minute: int = 3, proxies: int = 0) -> RateLimit:
    return RateLimit(app, a_minute, proxies)


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
    monkeypatch.setattr("api.middleware.admission.monotonic", lambda: now[0])

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


def test_a_flood_is_answered_or_told_to_come_again(home: Path) -> None:
    settings = {"BAOGAO_AT_ONCE": "2", "BAOGAO_QUEUE": "4", "BAOGAO_CACHE_MB": "0"}
    statuses: list[int] = []

    def flood(address: str) -> None:
        with httpx.Client(timeout=30) as client:
            for n in range(15):
                answer = client.get(f"{address}/v1/indicators?limit={n + 1}&sort=-value")
                statuses.append(answer.status_code)
                assert answer.status_code == 200 or answer.headers["retry-after"] == "1"

    with serving(home, **settings) as (address, _):
        threads = [threading.Thread(target=flood, args=(address,)) for _ in range(24)]
        for thread in threads:
            thread.start()
        assert httpx.get(f"{address}/health/live", timeout=10).status_code == 200
        for thread in threads:
            thread.join(timeout=60)
    assert len(statuses) == 24 * 15
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) > 24
