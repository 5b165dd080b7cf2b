"""A kept answer is the answer that would have been made; what is kept is bounded and forgotten in time."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from api.app import create_app
from api.http.metrics import REGISTRY
from api.middleware import answer_cache
from api.middleware.answer_cache import AnswerCache
from api.settings import Settings
from api.store.library import Library
from datasets.library.home import BUILT_IN
from tests.asking import headers_of
from tests.homes import OTHER, add_report, next_release

ADDRESSES = [
    "/v1",
    "/v1/indicators?metric_id=gdp",
    "/v1/indicators.csv",
    "/v1/indicators.parquet",
    "/v1/indicators/211102-2024.i566",
    "/v1/units/微克/立方米",
    "/v1/releases/1.0.0/diff/2.0.0?limit=3",
    "/v1/releases/5.2.0/bundle.zip",
    "/v1/reports/211102-2024/text",
    "/v1/nothing",
    "/v1/indicators?x=1",
    "/docs",
    "/reports?lang=en",
    "/rows/none?lang=zh",
    "/health/ready",
]
REQUESTS = [
    {},
    {"accept": "text/csv"},
    {"accept-encoding": "identity"},
    {"accept-encoding": "br"},
    {"range": "bytes=0-3"},
    {"range": "bytes=-3", "accept-encoding": "gzip"},
    {"range": "bytes=99999999-"},
    {"range": "bytes=0-3", "if-range": '"other"'},
    {"range": "bytes=0-3", "if-none-match": "*"},
    {"if-match": '"other"'},
    {"host": "<x>"},
    {"if-none-match": "*"},
    {"if-none-match": '"other"'},
    {"if-modified-since": "Fri, 01 Jan 2999 00:00:00 GMT"},
    {"origin": "https://example.org", "cookie": "a=b"},
]


@pytest.fixture(scope="module")
def plain() -> Iterator[TestClient]:
    """The same API, which keeps nothing."""
    with TestClient(create_app(BUILT_IN, Settings(cache_mb=0)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize("headers", REQUESTS, ids=lambda headers: ", ".join(headers) or "plain")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_the_same_however_often_it_is_given(
    published: TestClient, plain: TestClient, address: str, headers: dict[str, str]
) -> None:
    expected = plain.get(address, headers=headers)
    for _ in range(3):
        answer = published.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (expected.status_code, expected.content)
        assert headers_of(answer) == headers_of(expected)
    whole = {name: value for name, value in headers.items() if name not in ("range", "if-range")}  # which are for GET
    expected = plain.get(address, headers=whole)
    for one in (published, plain):
        headed = one.head(address, headers=headers)
        assert (headed.status_code, headed.content) == (expected.status_code, b"")
        assert headers_of(headed) == headers_of(expected)


def test_a_client_that_has_a_kept_answer_is_told_so_as_if_it_were_not_kept(
    published: TestClient, plain: TestClient
) -> None:
    for coding in ("identity", "gzip", "zstd"):
        headers = {"accept-encoding": coding}
        tag = published.get("/v1/targets", headers=headers).headers["etag"]
        for known in (tag, f'"x", {tag}', f"W/{tag}", tag.replace("-gzip", "").replace("-zstd", "")):
            both = [one.get("/v1/targets", headers=headers | {"if-none-match": known}) for one in (published, plain)]
            assert [answer.status_code for answer in both] == [304, 304]
            assert headers_of(both[0]) == headers_of(both[1])


def test_a_kept_download_that_is_cut_is_not_modified_without_saying_so(published: TestClient) -> None:
    address = "/v1/targets.csv?or=metric_id=gpd;value__gt=0&limit=1"
    with TestClient(create_app(BUILT_IN, Settings(cache_mb=0))) as plain:
        whole = published.get(address)
        assert {"link", "x-total-count", "dataset-warnings"} <= {*whole.headers}
        known = {"if-none-match": whole.headers["etag"]}
        both = [one.get(address, headers=known) for one in (published, plain)]
    assert [answer.status_code for answer in both] == [304, 304]
    assert headers_of(both[0]) == headers_of(both[1])


@pytest.mark.slow
def test_what_was_kept_is_forgotten_when_a_release_comes(tmp_path: Path) -> None:
    next_release(add_report(tmp_path))
    with TestClient(create_app(tmp_path)) as client:
        before = [client.get("/v1/indicators").text for _ in range(2)]
        next_release(add_report(tmp_path, OTHER))
        time.sleep(1.2)
        after = [client.get("/v1/indicators").text for _ in range(2)]
    assert len(set(before)) == len(set(after)) == 1
    assert ("155.5" in before[0], "156.5" in after[0]) == (True, True)


def counted(calls: list[str], size: int) -> ASGIApp:
    """An application that notes what it is asked, and answers with so many bytes in two parts."""

    async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        calls.append(scope["path"])
        headers = [(b"etag", b'"x"')] if "tagged" in scope["path"] else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"x" * (size // 2), "more_body": True})
        await send({"type": "http.response.body", "body": b"x" * (size // 2), "more_body": False})

    return app


def slowly(app: ASGIApp) -> ASGIApp:
    """An application that takes a moment."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.01)
        await app(scope, receive, send)

    return slow


def ask(app: ASGIApp, path: str, **headers: str) -> int:
    """Ask an application; how many bytes it answers with."""
    return asyncio.run(asked(app, path, **headers))


async def asked(app: ASGIApp, path: str, **headers: str) -> int:
    """Ask an application among others."""
    got: list[bytes] = []

    async def receive():  # type: ignore[no-untyped-def]  # noqa: ANN202
        return {"type": "http.disconnect"}

    async def send(message) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        got.append(message.get("body", b""))

    given = {"host": "localhost"} | headers
    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": listed}
    await app(scope, receive, send)  # type: ignore[arg-type]
    return len(b"".join(got))


def test_an_answer_of_releases_that_went_while_it_was_made_is_not_kept(home: Path) -> None:
    library = Library(home)
    calls: list[str] = []
    app = counted(calls, 10)

    async def while_a_release_comes(scope: Any, receive: Any, send: Any) -> None:
        if len(calls) < 2:
            library.registry.generation += 1
        await app(scope, receive, send)

    cache = AnswerCache(while_a_release_comes, library, max_bytes=10_000)
    for asked_so_far, kept in ((1, 0), (2, 0), (3, 1), (3, 1)):  # twice a release came in between
        assert ask(cache, "/tagged") == 10
        assert (len(calls), len(cache._answers)) == (asked_so_far, kept)
    library.registry.generation += 1
    assert ask(cache, "/tagged") == 10
    assert len(calls) == 4
    assert cache.generation == library.registry.generation


def test_a_client_that_has_an_answer_of_before_is_not_told_that_it_is_still_good(home: Path) -> None:
    library = Library(home)
    cache = AnswerCache(counted([], 10), library, max_bytes=10_000)
    assert [ask(cache, "/tagged"), ask(cache, "/tagged", if_none_match='"x"')] == [10, 0]
    library.registry.generation += 1
    assert ask(cache, "/tagged", if_none_match='"x"') == 10  # asked of the application, which says what it says


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(home: Path) -> None:
    calls: list[str] = []
    cache = AnswerCache(counted(calls, 100_000), Library(home), max_bytes=1_000_000)
    for _ in range(2):
        for n in range(50):
            assert ask(cache, f"/tagged/{n}") == 100_000
            assert cache.size <= 1_000_000
            ask(cache, "/tagged/often")
    assert calls.count("/tagged/often") == 1
    assert calls.count("/tagged/49") == calls.count("/tagged/0") == 2


def test_long_headers_count_as_what_they_take(home: Path) -> None:
    cache = AnswerCache(counted([], 10), Library(home), max_bytes=1_000_000)
    for n in range(100):
        ask(cache, "/tagged", accept=f"{n:030000d}")
        ask(cache, "/tagged", if_none_match=f'"x", "{n:030000d}"')
    assert 900_000 < cache.size <= 1_000_000
    assert len(cache._answers) < 34


def test_large_answers_and_those_without_a_tag_are_not_kept(home: Path) -> None:
    for path, size in (("/plain", 100), ("/tagged", 3_000_000)):
        calls: list[str] = []
        cache = AnswerCache(counted(calls, size), Library(home), max_bytes=10_000_000)
        assert [ask(cache, path), ask(cache, path)] == [size, size]
        assert (len(calls), cache.size) == (2, 0)


def test_of_many_who_ask_the_same_at_once_one_is_computed(home: Path) -> None:
    async def run(path: str, size: int) -> tuple[int, list[int]]:
        calls: list[str] = []
        cache = AnswerCache(slowly(counted(calls, size)), Library(home), max_bytes=10_000_000)
        sizes = await asyncio.gather(*(asked(cache, path) for _ in range(20)))
        return len(calls), list(sizes)

    assert asyncio.run(run("/tagged/x", 1000)) == (1, [1000] * 20)
    for path, size in (("/plain", 100), ("/tagged", 3_000_000)):  # what is not kept is computed for each
        assert asyncio.run(run(path, size)) == (20, [size] * 20)


def test_who_asks_the_same_does_not_wait_for_one_that_fails(home: Path) -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.01)
        raise RuntimeError

    async def run() -> list[Any]:
        cache = AnswerCache(failing, Library(home), max_bytes=1000)
        return await asyncio.gather(*(asked(cache, "/x") for _ in range(5)), return_exceptions=True)

    assert [type(one) for one in asyncio.run(run())] == [RuntimeError] * 5


@pytest.mark.parametrize(("path", "size"), [("/plain", 100), ("/tagged", 3_000_000)])
def test_who_asks_the_same_does_not_wait_for_one_that_is_not_kept_to_end(
    home: Path, path: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as it is known that it will not be kept, the next one is computed: here, before the first has ended."""
    monkeypatch.setattr(answer_cache, "WAIT_SECONDS", 1000.0)
    calls: list[str] = []
    ended = asyncio.Event()

    async def lasting(scope: Any, receive: Any, send: Any) -> None:
        await counted(calls, size)(scope, receive, send)
        if len(calls) == 1:
            await ended.wait()

    async def run() -> list[int]:
        cache = AnswerCache(lasting, Library(home), max_bytes=10_000_000)
        first = asyncio.create_task(asked(cache, path))
        while not calls:
            await asyncio.sleep(0)
        async with asyncio.timeout(60):
            second = await asked(cache, path)
        ended.set()
        return [await first, second]

    assert asyncio.run(run()) == [size, size]
    assert len(calls) == 2


def test_every_answer_from_memory_is_counted_once(home: Path) -> None:
    cache = AnswerCache(counted([], 10), Library(home), max_bytes=100_000)
    ask(cache, "/tagged/before")
    before = answers_from_memory()
    for n in range(3):  # they are counted when the next one is computed
        for _ in range(3):
            ask(cache, f"/tagged/{n}")
    ask(cache, "/tagged/last")
    assert answers_from_memory() - before == 6


def answers_from_memory() -> float:
    return REGISTRY.get_sample_value("baogao_cached_answers_total") or 0.0


UNKEPT = [
    {"content_length": "0"},
    {"transfer_encoding": "chunked"},
    {"if_match": '"x"'},
    {"if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"if_unmodified_since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"host": "a b"},
    {"x_long": "x" * 40_000},
]


@pytest.mark.parametrize("headers", UNKEPT, ids=lambda headers: next(iter(headers)))
def test_requests_out_of_the_ordinary_are_left_to_the_application(home: Path, headers: dict[str, str]) -> None:
    calls: list[str] = []
    cache = AnswerCache(counted(calls, 10), Library(home), max_bytes=10_000)
    ask(cache, "/tagged")
    ask(cache, "/tagged", **headers)
    assert len(calls) == 2


@pytest.mark.parametrize("twice", ["accept", "accept-encoding", "if-none-match", "host"])
def test_a_header_that_comes_twice_is_left_to_the_application(home: Path, twice: str) -> None:
    calls: list[str] = []
    cache = AnswerCache(counted(calls, 10), Library(home), max_bytes=10_000)
    once = {"host": "localhost", twice: "localhost"}
    headers = [(name.encode(), value.encode()) for name, value in once.items()]
    scope = {"type": "http", "method": "GET", "path": "/tagged", "query_string": b"", "headers": headers}
    for _ in range(2):
        asyncio.run(sent(cache, scope))
    assert len(calls) == 1
    for _ in range(2):
        asyncio.run(sent(cache, scope | {"headers": [*headers, (twice.encode(), b"localhost")]}))
    assert len(calls) == 3


@pytest.mark.parametrize("how", [{"method": "HEAD"}, {"range": "bytes=0-4"}, {"range": "bytes=5-", "if-range": '"x"'}])
def test_a_part_and_head_are_of_the_whole_answer_that_is_kept(home: Path, how: dict[str, str]) -> None:
    calls: list[str] = []
    cache = AnswerCache(counted(calls, 10), Library(home), max_bytes=10_000)
    headers = [(b"host", b"localhost"), *((name.encode(), value.encode()) for name, value in how.items())]
    scope = {
        "type": "http",
        "method": how.get("method", "GET"),
        "path": "/tagged",
        "query_string": b"",
        "headers": headers,
    }
    for _ in range(3):
        asyncio.run(sent(cache, scope))
    assert ask(cache, "/tagged") == 10
    assert len(calls) == 1


async def sent(app: ASGIApp, scope: Any) -> list[Any]:
    """What an application sends for a request."""
    got: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        got.append(message)

    await app(scope, receive, send)
    return got
