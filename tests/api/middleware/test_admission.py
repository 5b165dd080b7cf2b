"""What is too much is refused, and told when to come again."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import Gauge

from api.middleware.admission import CHUNK, AdmissionQueue, Slots, chunks
from tests.asking import ask, serving


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
        queue = AdmissionQueue(slow, at_once=2, downloads=1, most_waiting=3, seconds=30)
        asked = [asyncio.create_task(ask(queue)) for _ in range(8)]
        await asyncio.sleep(0.05)
        assert (queue.slots.used, queue.slots.waiting) == (2, 3)
        refused = [task.result() for task in asked if task.done()]
        assert [(status, headers["retry-after"]) for status, headers in refused] == [(503, "1")] * 3
        slow.begin.set()
        await asyncio.sleep(0.05)
        assert (queue.slots.used, queue.slots.waiting) == (0, 0)  # answers that have begun hold no place
        slow.end.set()
        assert [status for status, _ in await asyncio.gather(*asked)].count(200) == 5
        assert slow.most == 2

    asyncio.run(run())


def test_pictures_wait_for_each_other_and_nobody_waits_for_them() -> None:
    async def run() -> None:
        slow = Slow((b"content-length", b"2"))
        queue = AdmissionQueue(slow, at_once=2, downloads=1, most_waiting=3, seconds=30)
        written = ("/pictures/series.svg", "//pictures/series.svg", "/pictures//series.svg")  # the same to the routes
        pictures = [asyncio.create_task(ask(queue, written[n % 3])) for n in range(5)]
        await asyncio.sleep(0.05)
        assert [status for status, _ in (task.result() for task in pictures if task.done())] == [503]
        assert (queue.pictures.used, queue.pictures.waiting, queue.slots.used) == (1, 3, 0)
        others = [asyncio.create_task(ask(queue)) for _ in range(2)]
        await asyncio.sleep(0.05)
        assert (queue.slots.used, queue.slots.waiting, slow.running) == (2, 0, 3)
        slow.begin.set()
        slow.end.set()
        answered = await asyncio.gather(*pictures, *others)
        assert [status for status, _ in answered].count(200) == 6

    asyncio.run(run())


def test_so_many_downloads_are_made_at_once_few_wait_and_more_are_refused_before_they_begin() -> None:
    async def run() -> None:
        slow = Slow()
        slow.begin.set()
        queue = AdmissionQueue(slow, at_once=9, downloads=2, most_waiting=0, seconds=30)
        asked = [asyncio.create_task(ask(queue)) for _ in range(6)]
        await asyncio.sleep(0.05)
        assert (queue.slots.used, queue.downloads.used, queue.downloads.waiting) == (0, 2, 2)
        slow.end.set()
        statuses = [status for status, _ in await asyncio.gather(*asked)]
        assert sorted(statuses) == [200, 200, 200, 200, 503, 503]
        assert queue.downloads.used == 0

    asyncio.run(run())


def test_a_download_that_nobody_reads_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.middleware.admission.STALL_SECONDS", 0.05)

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

        queue = AdmissionQueue(endless, at_once=1, downloads=1, most_waiting=0, seconds=1)
        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": [], "client": ("x", 1)}
        async with asyncio.timeout(5):
            await queue(scope, receive, send)  # type: ignore[arg-type]
        assert (parts, queue.downloads.used) == (6, 0)

    asyncio.run(run())


def test_nobody_waits_for_ever_but_whoever_watches_the_service_never_waits() -> None:
    async def run() -> None:
        slow = Slow()
        queue = AdmissionQueue(slow, at_once=1, downloads=1, most_waiting=10, seconds=0.1)
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
        queue = AdmissionQueue(failing, at_once=1, downloads=1, most_waiting=0, seconds=1)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                await ask(queue)
        slow = Slow()
        queue = AdmissionQueue(slow, at_once=1, downloads=1, most_waiting=1, seconds=1)
        for _ in range(3):
            task = asyncio.create_task(ask(queue))
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert queue.slots.used == 0

    asyncio.run(run())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
@pytest.mark.parametrize("more", [True, False])
def test_a_part_goes_in_pieces_that_a_slow_client_reads_in_time(size: int, more: bool) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    given = [*chunks({"type": "http.response.body", "body": body[:size], "more_body": more})]
    assert b"".join(one["body"] for one in given) == body[:size]
    assert all(len(one["body"]) <= CHUNK for one in given)
    assert [one["more_body"] for one in given] == [True] * (len(given) - 1) + [more]


def test_a_part_that_does_not_say_that_more_comes_is_the_last() -> None:
    assert [one["more_body"] for one in chunks({"type": "http.response.body", "body": bytes(CHUNK + 1)})] == [
        True,
        False,
    ]


@pytest.mark.slow
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


def test_what_is_watched_says_how_many_slots_are_used() -> None:
    gauge = Gauge("used", "Slots that are used.", registry=None)

    def watched() -> float:
        return next(iter(gauge.collect())).samples[0].value

    async def run() -> None:
        slots = Slots(2, 0, 1, gauge)
        for used in (1, 2):
            assert await slots.acquire()
            assert watched() == used
        assert not await slots.acquire()
        assert watched() == 2
        for used in (1, 0):
            slots.release()
            assert watched() == used

    asyncio.run(run())
