"""The example for nginx of the documents, as it stands there: what it keeps, and what it does when the server is gone."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from datasets.library.home import BUILT_IN
from tests.asking import Server, free_port, serving
from tests.nginx import DOCUMENTED, nginx, placed

PINNED, NEWEST = "/v1/releases/5.2.0/units?limit=3", "/v1/units?limit=3"
FILE, LAKE = "/v1/releases/5.2.0/files/units.parquet", "/v1/baogao.ducklake"
Site = tuple[httpx.Client, Server]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A client of an nginx like the example, and the server behind it."""
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    with serving(BUILT_IN, BAOGAO_PUBLIC_URL=public, BAOGAO_PROXIES="1", BAOGAO_RATE_LIMIT="1000") as (address, server):
        here = {"443 ssl http2": f"127.0.0.1:{port}", "http://127.0.0.1:8000": address}
        example = placed(DOCUMENTED[0], here | {"/var/cache/nginx/baogao": f"{tmp_path}/kept"})
        with nginx(tmp_path, example, f"{public}/health/live"), httpx.Client(base_url=public, timeout=60) as client:
            yield client, server


@pytest.mark.slow
def test_the_example_of_nginx_keeps_answers_and_nothing_of_who_asked(site: Site) -> None:
    client, server = site
    for address in (PINNED, NEWEST, FILE, LAKE):
        first, again = client.get(address), client.get(address)
        assert [answer.headers["x-cache"] for answer in (first, again)] == ["MISS", "HIT"]
        assert first.content == again.content
        assert first.headers["x-request-id"] != again.headers["x-request-id"]
        assert "ratelimit" not in first.headers
        same = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (same.status_code, same.headers["x-cache"]) == (304, "HIT")
    part = client.get(FILE, headers={"Range": "bytes=-4"})
    assert (part.status_code, part.content) == (206, b"PAR1")
    assert client.get(NEWEST, headers={"Accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    assert client.get("/health/ready").headers["x-cache"] == client.get("/health/ready").headers["x-cache"] == "MISS"
    assert client.get("/metrics").status_code == 403
    server.end()
    assert client.get(PINNED).headers["x-cache"] == client.get(LAKE).headers["x-cache"] == "HIT"
    assert client.get("/v1/units?limit=4").status_code == 502
