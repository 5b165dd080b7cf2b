"""A server whose releases are in a store: cold, damaged, away, or new, it answers with whole releases alone."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from datasets.library.home import Address
from datasets.objects import replica as replica_module
from datasets.objects.releases import publish, published
from datasets.objects.store import Objects
from datasets.releases.release import open_release
from datasets.releases.versions import Version
from tests.asking import Server, asked, free_port, serving
from tests.homes import add_report
from tests.object_servers import KEY, SECRET, ObjectServer
from tests.stores import Proxy, publish_all

pytest.importorskip("obstore", reason="the dependency group `objects` is not installed")
V1, V2 = Version(1, 0, 0), Version(2, 0, 0)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch, impatient: None) -> None:
    """Have a replica look at its store ten times a second."""
    monkeypatch.setattr(replica_module, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr("api.store.library.REFRESH_SECONDS", 0.05)


@contextmanager
def served(address: Address, cache: Path) -> Iterator[TestClient]:
    with TestClient(create_app(address, Settings(cache=str(cache))), raise_server_exceptions=False) as client:
        yield client


def until(
    client: TestClient, path: str, holds: Callable[[httpx.Response], bool], seconds: float = 30
) -> httpx.Response:
    """The answer of an address, once something holds for it."""
    end = time.monotonic() + seconds
    while not holds(answer := client.get(path)):
        assert time.monotonic() < end, answer.text
        time.sleep(0.02)
    return answer


def is_whole(answer: httpx.Response) -> bool:
    return answer.status_code == 200


@pytest.mark.slow
def test_a_cold_server_is_ready_with_the_newest_and_then_has_those_before_it(
    address: Address,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    publish_all(address, two_releases)
    with served(address, tmp_path / "cache") as client:
        first = until(client, "/v1/indicators", lambda answer: answer.status_code != 503)
        assert (first.status_code, first.json()["release"]) == (200, "2.0.0")
        until(client, "/v1/releases/1.0.0/indicators", is_whole)
        assert [one["version"] for one in asked(client, "/v1/releases")["data"]] == ["2.0.0", "1.0.0"]
        assert asked(client, "/health/ready") == {"status": "ok", "release": "2.0.0", "refused": []}


@pytest.mark.slow
def test_a_release_that_is_not_here_yet_is_503_with_a_time_and_so_is_a_list_without_it(
    address: Address,
    proxy: Proxy,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    publish_all(address, two_releases)
    proxy.fault = lambda _method, path: "slow" if "manifest" in path and "prefix=" not in path else None
    with served(address, tmp_path / "cache") as client:
        cold = client.get("/v1/indicators")
        assert (cold.status_code, cold.headers["Retry-After"]) == (503, "1")
        assert cold.json()["type"].endswith("/problems/not-ready")
        for path in ("/v1/releases", "/v1/errata"):
            cold = client.get(path)
            assert (cold.status_code, cold.headers.get("Retry-After")) == (503, "1"), path
        proxy.fault = lambda _method, path: "slow" if "releases/1.0.0/manifest" in path else None
        until(client, "/v1/indicators", is_whole)
        for path in (
            "/v1/releases/1.0.0/indicators",
            "/v1/releases",
            "/v1/releases/1/diff/2",
            "/v1/errata?release=1.0.0",
        ):
            answer = client.get(path)
            assert answer.status_code == 200 or answer.headers["Retry-After"] == "1", path
        late = client.get("/v1/releases/1.0.0/indicators")
        assert (late.status_code, "not here yet" in late.text) == (503, True)
        assert client.get("/health/ready").status_code == 200
        assert client.get("/v1/releases/9/indicators").status_code == 404
        proxy.fault = lambda _method, _path: None
        until(client, "/v1/releases", is_whole)


@pytest.mark.slow
def test_a_newer_release_that_another_server_may_have_is_503_until_it_is_here(
    address: Address, proxy: Proxy, tmp_path: Path, two_releases: Path
) -> None:
    objects = publish_all(address, two_releases, 1)
    with served(address, tmp_path / "cache") as client:
        until(client, "/v1/releases", is_whole)
        proxy.fault = lambda method, path: "503" if method == "GET" and "2.0.0/manifest.json" in path else None
        publish(objects, open_release(two_releases / "releases/2.0.0"), V1)
        for path in ("/v1/releases/2.0.0/indicators", "/v1/releases/2/indicators"):
            answer = until(client, path, lambda answer: answer.status_code != 404)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert asked(client, "/v1/indicators?limit=1")["release"] == "1.0.0"
        assert len(asked(client, "/v1/releases")["data"]) == 1
        proxy.fault = lambda _method, _path: None
        until(client, "/v1/releases/2.0.0/indicators", is_whole)


@pytest.mark.slow
def test_a_bucket_that_vanishes_is_served_on_from_the_cache_and_told(
    address: Address,
    proxy: Proxy,
    tmp_path: Path,
    two_releases: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish_all(address, two_releases)
    with served(address, tmp_path / "cache") as client:
        until(client, "/v1/releases", is_whole)
        proxy.fault = lambda _method, _path: "404"
        health = until(client, "/health/ready", lambda answer: answer.json()["status"] == "degraded")
        assert health.status_code == 200
        assert "no such bucket" in health.json()["store"]
        assert asked(client, "/v1/indicators?limit=1")["release"] == "2.0.0"
        assert [one["version"] for one in asked(client, "/v1/releases")["data"]] == ["2.0.0", "1.0.0"]
        assert "baogao_store_fails 1.0" in client.get("/metrics").text
        assert not [secret for secret in (KEY, SECRET) if secret in caplog.text + health.text]
        proxy.fault = lambda _method, _path: None
        until(client, "/health/ready", lambda answer: answer.json()["status"] == "ok")


@pytest.mark.slow
def test_a_damaged_release_is_refused_and_the_one_before_is_served(
    address: Address,
    proxy: Proxy,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    objects = publish_all(address, two_releases)
    first = {file.sha256 for file in open_release(two_releases / "releases/1.0.0").manifest.files}
    own = next(one for one in open_release(two_releases / "releases/2.0.0").manifest.files if one.sha256 not in first)
    objects.remove([f"files/{own.sha256}"])
    objects.create(f"files/{own.sha256}", b"damaged")
    with served(address, tmp_path / "cache") as client:
        assert until(client, "/v1/indicators", is_whole).json()["release"] == "1.0.0"
        health = asked(client, "/health/ready")
        assert (health["status"], health["refused"][0]["version"]) == ("degraded", "2.0.0")
        assert own.sha256 in health["refused"][0]["reason"]
        assert client.get("/v1/releases/2.0.0/indicators").json()["type"].endswith("/problems/release-damaged")


@pytest.mark.slow
def test_a_release_that_is_published_is_served_without_an_answer_between(
    address: Address,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    objects = publish_all(address, two_releases, 1)
    with served(address, tmp_path / "cache") as client:
        until(client, "/v1/releases", is_whole)
        seen = [asked(client, "/v1/indicators?limit=1")["release"]]
        publishing = Thread(target=publish, args=(objects, open_release(two_releases / "releases/2.0.0"), V1))
        publishing.start()
        end = time.monotonic() + 60
        while seen[-1] != "2.0.0" and time.monotonic() < end:
            for path in ("/v1/indicators?limit=1", "/v1/releases", "/v1/releases/latest/indicators?limit=1"):
                assert client.get(path).status_code == 200
            seen.append(asked(client, "/v1/indicators?limit=1")["release"])
        publishing.join()
        assert {*seen} == {"1.0.0", "2.0.0"}


@pytest.mark.slow
def test_a_file_of_the_cache_that_is_damaged_while_it_serves_is_brought_again(
    address: Address,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    publish_all(address, two_releases)
    with served(address, tmp_path / "cache") as client:
        until(client, "/v1/releases", is_whole)
        (table,) = (tmp_path / "cache/homes").glob("*/releases/2.0.0/indicators.parquet")
        good = table.read_bytes()
        table.write_bytes(b"damaged")
        until(client, "/health/ready", lambda _answer: table.read_bytes() == good)
        until(client, "/v1/indicators", lambda answer: is_whole(answer) and answer.json()["release"] == "2.0.0")


@pytest.mark.slow
def test_a_cold_server_of_two_workers_answers_soon_and_begins_again_without_its_store(
    server: ObjectServer,
    address: Address,
    tmp_path: Path,
    two_releases: Path,
) -> None:
    publish_all(address, two_releases)
    settings = {"BAOGAO_CACHE": str(tmp_path / "cache"), "BAOGAO_WORKERS": "2"}
    with serving(str(address), **server.environment(), **settings) as (place, _):
        assert ready(place)["release"] == "2.0.0"
    settings["BAOGAO_WORKERS"] = "1"
    with serving(str(address), **server.environment("http://127.0.0.1:9"), **settings) as (place, _):
        assert ready(place)["release"] == "2.0.0"


@pytest.mark.slow
def test_a_server_over_a_store_without_a_release_builds_the_first(
    server: ObjectServer, address: Address, tmp_path: Path
) -> None:
    objects = Objects(address)
    for file in sorted((add_report(tmp_path) / "sources").rglob("*.*")):
        objects.put(file.relative_to(tmp_path).as_posix(), file)
    with serving(str(address), **server.environment(), BAOGAO_CACHE=str(tmp_path / "cache")) as (place, process):
        assert ready(place)["release"] == "1.0.0"
        assert "No release yet; building one." in process.printed()
    assert [*published(objects)] == [V1]


@pytest.mark.slow
def test_a_server_that_has_nothing_to_serve_ends_with_the_reason_in_a_line(
    server: ObjectServer, address: Address, tmp_path: Path
) -> None:
    nowhere = str(address).replace("://", "://nowhere")
    process = Server(nowhere, free_port(), {**server.environment(), "BAOGAO_CACHE": str(tmp_path / "cache")})
    assert process.wait(timeout=120) == 1
    printed = process.printed()
    assert f"Error: {nowhere}/releases: " in printed.splitlines()[-1]
    assert "Traceback" not in printed
    process.end()


@pytest.mark.slow
def test_a_server_that_is_told_to_end_while_its_store_is_silent_ends_within_seconds(
    server: ObjectServer, address: Address, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = server.environment(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with serving(str(address), **settings, BAOGAO_CACHE=str(tmp_path / "cache")) as (place, process):
            assert httpx.get(f"{place}/health/ready", timeout=30).status_code == 503
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0


def ready(place: str) -> dict[str, object]:
    """What a server says of itself, once it is ready."""
    for _ in range(600):
        answer = httpx.get(f"{place}/health/ready", timeout=30)
        if answer.status_code == 200:
            return dict(answer.json())
        time.sleep(0.05)
    pytest.fail(answer.text)
