"""A download that is small says how long it is and is sent in parts; one that is made while it is sent says so."""

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.formats.registry import FORMATS
from api.settings import Settings
from datasets.library.home import BUILT_IN

ADDRESSES = [
    *(f"/v1/targets.{format_.name}?is_headline=true" for format_ in FORMATS if format_.write),
    "/v1/units.csv",
    "/v1/figures.ndjson",
    "/v1/indicators/aggregate.csv?group_by=measure",
    "/v1/releases/5.2.0/bundle.zip",
    "/v1/baogao.ducklake",
    "/v1/releases/5.2.0/baogao.ducklake",
]


@pytest.fixture(scope="module", params=[32, 0], ids=["kept", "not kept"])
def client(request: pytest.FixtureRequest) -> Iterator[TestClient]:
    with TestClient(create_app(BUILT_IN, Settings(cache_mb=request.param)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_head_and_get_say_how_long_a_download_is(client: TestClient, address: str, coding: str) -> None:
    asked = {"accept-encoding": coding}
    with client.stream("GET", address, headers=asked) as answer:
        content = b"".join(answer.iter_raw())
    headed = client.head(address, headers=asked)
    assert headed.headers["content-length"] == answer.headers["content-length"] == str(len(content))
    assert headed.headers["accept-ranges"] == answer.headers["accept-ranges"] == "bytes"
    assert headed.headers["etag"] == answer.headers["etag"]


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_download_is_sent_in_parts(client: TestClient, address: str) -> None:
    whole = client.get(address, headers={"accept-encoding": "identity"})
    size, tag = len(whole.content), whole.headers["etag"]
    for asked, first, end in (("0-9", 0, 10), (f"{size - 5}-", size - 5, size), ("-7", size - 7, size), ("3-3", 3, 4)):
        for more in ({}, {"if-range": tag}, {"if-match": tag}, {"accept-encoding": "gzip"}):
            part = client.get(address, headers={"accept-encoding": "identity", "range": f"bytes={asked}"} | more)
            assert (part.status_code, part.content) == (206, whole.content[first:end]), (asked, more)
            assert part.headers["content-range"] == f"bytes {first}-{end - 1}/{size}"
            assert (part.headers["content-length"], part.headers["etag"]) == (str(end - first), tag)
    assert client.get(address, headers={"range": "bytes=0-9", "if-range": '"other"'}).content == whole.content
    assert client.get(address, headers={"range": "bytes=0-9", "if-match": '"other"'}).status_code == 412
    behind = client.get(address, headers={"range": f"bytes={size}-"})
    assert (behind.status_code, behind.json()["type"]) == (416, "/problems/range-not-satisfiable")
    assert behind.headers["content-range"] == f"bytes */{size}"
    assert behind.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("address", ["/v1/units?limit=3", "/v1/releases", "/v1/releases/5.2.0/datapackage.json"])
def test_what_is_no_download_is_sent_whole(client: TestClient, address: str) -> None:
    part = client.get(address, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content) == (200, client.get(address).content)
    assert part.headers.keys().isdisjoint({"accept-ranges", "content-range"})


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [format_.name for format_ in FORMATS if format_.write])
def test_a_download_that_is_made_while_it_is_sent_says_so(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.conditional.WHOLE", 1000)
    address = f"/v1/figures.{suffix}?reason__isnull=false&escape_formulas=true"
    with TestClient(create_app(BUILT_IN)) as client:
        whole = client.get(address)
        assert (whole.headers["accept-ranges"], "content-length" in whole.headers) == ("none", False)
        headed = client.head(address)
        assert (headed.status_code, headed.content) == (200, b"")
        assert (headed.headers["accept-ranges"], "content-length" in headed.headers) == ("none", False)
        part = client.get(address, headers={"range": "bytes=0-9"})
        assert part.status_code == 200
        assert suffix in ("xlsx", "parquet") or part.content == whole.content


def test_head_does_not_have_a_download_made_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def parts(*_given: object, **_options: object) -> Iterator[bytes]:
        for n in range(1000):
            made.append(n)
            yield b"x" * 100_000

    monkeypatch.setattr("api.routes.tables.listing.csv_lines.supports", lambda _query: True)
    monkeypatch.setattr("api.store.store.Store.csv", parts)
    with TestClient(create_app(BUILT_IN)) as client:
        assert client.head("/v1/figures.csv?reason__isnull=false&bom=true").status_code == 200
    assert len(made) < 100
