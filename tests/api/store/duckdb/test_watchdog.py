"""A query that takes too long is interrupted, and others are not."""

import threading
import time
from pathlib import Path

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.http.problems import QueryTooSlow
from api.settings import Settings
from api.store.store import Store
from datasets.releases.release import Release

ENDLESS = "select sum(a.range * b.range) from range(10000000) a, range(1000000) b"


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
