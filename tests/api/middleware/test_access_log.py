"""Whoever runs the service sees what it does."""

import json
import logging
import re
import signal
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from datasets.library.home import BUILT_IN
from tests.asking import serving
from tests.homes import NEWEST


def numbers(client: TestClient) -> dict[str, float]:
    """Every number of /metrics, by its name and labels."""
    lines = client.get("/metrics").text.splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line and line[0] != "#"}


def test_requests_are_counted_by_route_and_not_by_address(home: Path) -> None:
    with TestClient(create_app(home)) as client:
        before = numbers(client)
        for address in (
            "/v1/units/%25",
            "/v1/units/亿元",
            "/v1/units/none",
            "/attack/1",
            "/attack/2",
            "/v1/units?x=1",
            "/v1/units/facets?by=id",
        ):
            client.get(address)
        after = numbers(client)
    grown = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
    assert grown['baogao_requests_total{route="/v1/units/{row_id}",status="200"}'] == 2
    assert grown['baogao_requests_total{route="/v1/units/{row_id}",status="404"}'] == 1
    assert grown['baogao_requests_total{route="none",status="404"}'] == 2
    assert grown['baogao_requests_total{route="/v1/units",status="400"}'] == 1
    assert grown["baogao_query_seconds_count"] == 5  # two rows, one that is not there (asked twice), facets
    assert not any("attack" in name for name in after)


@pytest.mark.slow
def test_answers_from_memory_are_counted_apart(home: Path) -> None:
    with TestClient(create_app(home)) as client:
        before = numbers(client)
        for _ in range(4):
            client.get("/v1/units?limit=7")
        after = numbers(client)
    assert after["baogao_cached_answers_total"] - before["baogao_cached_answers_total"] == 3
    assert after["baogao_cache_bytes"] > 2000


def test_the_release_that_is_served_is_a_number_too(published: TestClient) -> None:
    found = numbers(published)
    assert found[f'baogao_release{{version="{NEWEST}"}}'] == 1
    assert found['baogao_release{version="1.0.0"}'] == 0
    assert found["baogao_releases_refused"] == 0
    assert published.get("/metrics").headers["cache-control"] == "no-store"


@pytest.mark.slow
def test_workers_add_up_their_numbers() -> None:
    with serving(BUILT_IN, BAOGAO_WORKERS="2", BAOGAO_CACHE_MB="0") as (address, _):
        for _ in range(40):
            httpx.get(f"{address}/v1/units?limit=1", timeout=10)
        text = httpx.get(f"{address}/metrics", timeout=10).text
    assert 'baogao_requests_total{route="/v1/units",status="200"} 40.0' in text


@pytest.mark.parametrize("given", [None, "abc-123", "a b", "x" * 200, "<script>", "é"])
def test_every_computed_answer_has_an_id_its_own_or_the_one_it_came_with(client: TestClient, given: str | None) -> None:
    headers = {"x-request-id": given.encode()} if given else {}
    address = f"/v1/units?limit=3&id__ne=asked-{given and given.encode().hex()}"  # of no other test
    first = client.get(address, headers=headers).headers["x-request-id"]
    assert first == given if given == "abc-123" else re.fullmatch(r"[0-9a-f]{16}", first)
    assert "x-request-id" not in client.get(address, headers=headers).headers  # from memory
    assert client.get("/nothing", headers=headers).headers["x-request-id"] != first or given == "abc-123"


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [getattr(record, "fields", {}) for record in caplog.records if record.message == "request"]


@pytest.mark.slow
def test_requests_are_logged_when_that_is_wished_and_failures_always(
    home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "baogao")
    with TestClient(create_app(home), raise_server_exceptions=False) as client:
        client.get("/v1/units?limit=1")
        assert lines_of(caplog) == []
        monkeypatch.setattr("api.store.store.Store.row", lambda *_: 1 / 0)
        assert client.get("/v1/units/x").status_code == 500
    assert [(line["path"], line["status"]) for line in lines_of(caplog)] == [("/v1/units/x", 500)]
    caplog.clear()
    with TestClient(create_app(home, Settings(log_requests=True))) as client:
        client.get("/v1/units?limit=2")
    assert [(line["path"], line["query"], line["status"]) for line in lines_of(caplog)] == [
        ("/v1/units", "limit=2", 200)
    ]


@pytest.mark.slow
def test_a_server_logs_lines_of_json_and_nothing_of_a_request_breaks_them(home: Path) -> None:
    with serving(home, BAOGAO_LOG_REQUESTS="true") as (address, server):
        httpx.get(f'{address}/v1/units?id=%22%0A{{"level":"forged"}}', headers={"x-request-id": "seen-1"}, timeout=10)
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
        lines = [json.loads(line) for line in server.printed().splitlines() if line.startswith("{")]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    (request,) = (line for line in lines if line.get("request_id") == "seen-1")
    assert (request["path"], request["status"], request["method"]) == ("/v1/units", 200, "GET")
    assert "forged" not in {line["level"] for line in lines}
