"""Requests that nobody should send get a problem that says what is wrong, and nothing of what is inside."""

import asyncio

import msgspec
import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from api.app import create_app
from api.http.problems import MEDIA_TYPE
from benchmarks.hostile import HOSTILE, Hostile, ask
from datasets.library.home import BUILT_IN

INSIDE = ("duckdb", "Traceback", "litestar", str(BUILT_IN), "BinderException")


@pytest.fixture(scope="module")
def app() -> ASGIApp:
    return create_app(BUILT_IN)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_request_is_a_problem(app: ASGIApp, hostile: Hostile) -> None:
    answer = asyncio.run(ask(app, hostile))
    assert (answer.status, answer.headers["content-type"]) == (hostile.status, MEDIA_TYPE)
    problem = msgspec.json.decode(answer.body)
    assert problem["status"] == hostile.status
    assert len(answer.body) < 20_000
    assert not [word for word in INSIDE if word.encode() in answer.body]


def test_a_request_without_content_may_name_its_type(client: TestClient) -> None:
    assert client.get("/v1/units", headers={"content-type": "application/json"}).status_code == 200


def test_a_problem_of_size_can_be_read_by_a_page_of_another_origin(client: TestClient) -> None:
    answer = client.get("/v1/units?name=" + "x" * 40_000, headers={"origin": "https://example.org"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (414, "*")
