"""A request to read has no content, whichever way it would come."""

import pytest
from litestar.testing import TestClient


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": "1"},
        {"transfer-encoding": "chunked"},
        {"content-length": "0", "transfer-encoding": "chunked"},
    ],
    ids=["with a length", "in chunks", "both"],
)
def test_a_request_to_read_that_has_content_is_refused(
    client: TestClient, method: str, headers: dict[str, str]
) -> None:
    answer = client.request(method, "/v1/units?limit=1", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")
    if method == "GET":
        assert "put what you ask for into the query string" in answer.json()["detail"]


def test_a_request_to_read_may_say_that_it_has_none(client: TestClient) -> None:
    assert client.get("/v1/units?limit=1", headers={"content-length": "0"}).status_code == 200
