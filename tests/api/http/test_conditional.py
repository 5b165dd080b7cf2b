"""What a client already has is not sent again; files are served in ranges, as remote Parquet readers ask."""

import asyncio
import base64
import gc
import gzip
import hashlib
import io
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from litestar import Litestar, Response, get
from litestar.testing import TestClient

from api.app import create_app
from api.http.conditional import streamed
from datasets.library.home import BUILT_IN
from datasets.releases.release import Release

FILE = "/v1/releases/1.0.0/files/indicators.parquet"
TAGGED = [
    "/v1",
    "/v1/indicators?metric_id=gdp",
    "/v1/indicators.csv",
    "/v1/indicators.parquet",
    "/v1/indicators/211102-2024.i566",
    "/v1/indicators/211102-2024.i566/evidence",
    "/v1/indicators/schema",
    "/v1/releases/1.0.0",
    FILE,
    "/v1/reports/211102-2024/text",
    "/v1/releases",
    "/schema/openapi.json",
    "/llms.txt",
    "/problems",
    "/problems/bad-cursor",
]
CODED = [
    "/v1/indicators?metric_id=gdp",
    "/v1/indicators.csv",
    "/v1/indicators.ndjson",
    "/schema/openapi.json",
    "/problems",
]


@pytest.mark.parametrize("address", TAGGED)
def test_an_answer_the_client_has_is_304_without_a_body(client: TestClient, address: str) -> None:
    tag = client.get(address).headers["etag"]
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = client.get(address, headers={"if-none-match": given})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    assert re.fullmatch(r'"([0-9a-f]{32}|[0-9a-f]{64})(-gzip)?"', tag), tag


def test_tags_differ_by_query_and_format_but_not_by_how_a_query_is_written(client: TestClient) -> None:
    def tag(address: str) -> str:
        return str(client.get(address).headers["etag"])

    for address in ("", "/aggregate", "/facets", "/receipt"):
        asked = "by=unit&" if address == "/facets" else ""
        one, other = (
            client.get(f"/v1/indicators{address}?{query}")
            for query in (f"{asked}year=2023&measure=level", f"measure=level&{asked}year=2023")
        )
        assert (one.headers["etag"], one.content) == (other.headers["etag"], other.content)
    addresses = ("/v1/indicators", "/v1/indicators?limit=2", "/v1/indicators.csv", "/v1/targets")
    assert len({tag(address) for address in addresses}) == 4


def test_a_pinned_address_is_kept_for_ever_and_the_newest_shortly(client: TestClient) -> None:
    assert "immutable" in client.get("/v1/releases/1.0.0/indicators").headers["cache-control"]
    for address in ("/v1/indicators", "/v1/releases/latest/indicators", "/v1/releases/1/indicators"):
        assert client.get(address).headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/v1/indicators.parquet", FILE, "/v1/reports/211102-2024/text"])
def test_a_file_comes_with_its_checksum_also_in_parts(client: TestClient, address: str) -> None:
    content = client.get(address).content
    expected = f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"
    for headers in ({}, {"range": "bytes=0-3"}):
        assert client.get(address, headers=headers).headers["repr-digest"] == expected
    assert client.head(address).headers["repr-digest"] == expected


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [("bytes=0-3", 0, 4), ("bytes=4-", 4, None), ("bytes=-8", -8, None), ("bytes=10-999999999", 10, None)],
)
def test_a_range_gives_those_bytes(
    client: TestClient, release: Release, given: str, start: int, end: int | None
) -> None:
    content = release.table_file("indicators").read_bytes()
    answer = client.get(FILE, headers={"range": given})
    part = content[start:end]
    first = start if start >= 0 else len(content) + start
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(content)}"
    assert answer.headers["content-length"] == str(len(part))


@pytest.mark.parametrize("given", ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=", "bytes=-"])
def test_a_range_of_another_form_is_ignored(client: TestClient, release: Release, given: str) -> None:
    answer = client.get(FILE, headers={"range": given})
    assert (answer.status_code, answer.content) == (200, release.table_file("indicators").read_bytes())


@pytest.mark.parametrize("given", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_416_with_the_length(client: TestClient, release: Release, given: str) -> None:
    size = release.table_file("indicators").stat().st_size
    answer = client.get(FILE, headers={"range": given})
    assert (answer.status_code, answer.json()["type"]) == (416, "/problems/range-not-satisfiable")
    assert answer.headers["content-range"] == f"bytes */{size}"


def test_if_range_gives_the_part_of_the_same_file_and_the_whole_of_another(client: TestClient) -> None:
    tag = client.get(FILE).headers["etag"]
    assert client.get(FILE, headers={"range": "bytes=0-3", "if-range": tag}).status_code == 206
    assert client.get(FILE, headers={"range": "bytes=0-3", "if-range": '"other"'}).status_code == 200


def test_head_says_how_long_a_file_is_and_that_ranges_are_served(client: TestClient, release: Release) -> None:
    headers = client.head(FILE).headers
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-length"] == str(release.table_file("indicators").stat().st_size)


class RemoteFile(io.RawIOBase):
    """A file read over HTTP in ranges, as DuckDB and polars read remote Parquet: HEAD for the length, then parts."""

    def __init__(self, client: TestClient, address: str) -> None:
        self.client, self.address, self.place = client, address, 0
        self.size = int(client.head(address).headers["content-length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = (0, self.place, self.size)[whence] + offset
        return self.place

    def readinto(self, buffer: bytearray) -> int:
        if self.place >= self.size:
            return 0
        asked = f"bytes={self.place}-{self.place + len(buffer) - 1}"
        content = self.client.get(self.address, headers={"range": asked}).content
        buffer[: len(content)] = content
        self.place += len(content)
        return len(content)


def test_parquet_is_read_from_its_address_in_ranges(client: TestClient, release: Release) -> None:
    table = pq.read_table(io.BufferedReader(RemoteFile(client, FILE)), columns=["id", "value"])
    assert table.equals(pq.read_table(release.table_file("indicators"), columns=["id", "value"]))


def raw(client: TestClient, address: str, **headers: str) -> tuple[httpx.Headers, bytes]:
    """The headers and the bytes of an answer as they are sent."""
    with client.stream("GET", address, headers={name.replace("_", "-"): v for name, v in headers.items()}) as answer:
        assert answer.status_code == 200
        return answer.headers, b"".join(answer.iter_raw())


def decoded(coding: str, content: bytes) -> bytes:
    """What was compressed, by other libraries where there are any."""
    if coding == "gzip":
        return gzip.decompress(content)
    name = {"br": "brotli", "zstd": "zstd"}[coding]
    return bytes(pa.CompressedInputStream(pa.BufferReader(content), name).read())


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("address", CODED)
def test_text_is_compressed_as_the_client_prefers_under_a_tag_of_its_own(
    client: TestClient, address: str, coding: str
) -> None:
    plain, content = raw(client, address, accept_encoding="identity")
    headers, compressed = raw(client, address, accept_encoding=f"deflate, {coding};q=0.9, *;q=0.1")
    assert (headers["content-encoding"], decoded(coding, compressed)) == (coding, content)
    assert len(compressed) < len(content)
    assert headers.get("content-length", str(len(compressed))) == str(len(compressed))
    assert headers["etag"] != plain["etag"]
    assert "content-encoding" not in plain
    assert "Accept-Encoding" in headers["vary"]
    assert "Accept-Encoding" in plain["vary"]


def test_the_tag_of_another_coding_is_the_tag_of_another_answer(client: TestClient) -> None:
    for address in CODED:
        tag = client.get(address, headers={"accept-encoding": "gzip"}).headers["etag"]
        for accepted, status in (("gzip", 304), ("zstd", 200), ("identity", 200)):
            answer = client.get(address, headers={"accept-encoding": accepted, "if-none-match": tag})
            assert answer.status_code == status, (address, accepted)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br;q=0.8", "gzip"),
        ("gzip;q=0, *", "zstd"),
        ("gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.1, gzip;q=0.5", "gzip"),
        ("*;q=0", None),
        ("GZIP", "gzip"),
        ("gzip;q=x", None),
    ],
)
def test_the_coding_is_the_one_with_the_largest_weight(client: TestClient, accepted: str, coding: str | None) -> None:
    assert client.get("/v1/units", headers={"accept-encoding": accepted}).headers.get("content-encoding") == coding


@pytest.mark.parametrize("address", ["/v1/indicators.parquet?year=2023", "/v1/indicators.arrow", FILE])
def test_what_is_compressed_already_or_read_in_parts_is_left_as_it_is(client: TestClient, address: str) -> None:
    headers, _ = raw(client, address, accept_encoding="gzip")
    assert "content-encoding" not in headers


def test_a_stream_is_compressed_part_by_part(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part can be read before the last is there."""
    monkeypatch.setattr("api.http.conditional.WHOLE", 1000)
    with client.stream("GET", "/v1/figures.csv", headers={"accept-encoding": "gzip"}) as answer:
        first = next(answer.iter_raw())
    assert zlib.decompressobj(wbits=31).decompress(first).startswith(b"id,report_id,")


@pytest.mark.parametrize("address", [one for one in TAGGED if one.startswith("/v1") and one != "/v1/releases"])
def test_an_answer_that_has_not_changed_since_is_not_sent(client: TestClient, address: str) -> None:
    answer = client.get(address)
    modified_at = answer.headers["last-modified"]
    tag = answer.headers["etag"]
    for headers, status in (
        ({"if-modified-since": modified_at}, 304),
        ({"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"if-modified-since": "Thu, 01 Jan 1970 00:00:01 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": modified_at, "if-none-match": '"other"'}, 200),  # the tag decides alone
        ({"if-modified-since": "Thu, 01 Jan 1970 00:00:01 GMT", "if-none-match": tag}, 304),
    ):
        assert client.get(address, headers=headers).status_code == status, headers


def test_the_newest_release_has_changed_when_one_came_or_went(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(release.folder, folder / "1.0.0")
    for place, seconds in ((folder / "1.0.0/manifest.json", 1_000), (folder, 2_000)):
        os.utime(place, (seconds, seconds))
    with TestClient(create_app(tmp_path)) as client:
        newest = client.get("/v1/units").headers["last-modified"]
        pinned = client.get("/v1/releases/1.0.0/units").headers["last-modified"]
    assert (pinned, newest) == (formatdate(1_000, usegmt=True), formatdate(2_000, usegmt=True))


def test_a_page_of_another_origin_may_read_the_answer(client: TestClient) -> None:
    answer = client.get("/v1/indicators", headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = client.options(
        "/v1/indicators", headers={"origin": "https://example.org", "access-control-request-method": "GET"}
    )
    assert preflight.status_code == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]


def test_what_makes_an_answer_is_let_go_as_soon_as_its_client_goes() -> None:
    ended = []

    def parts() -> Iterator[bytes]:
        try:
            while True:
                yield b"x"
        finally:
            ended.append(True)

    @get("/endless", sync_to_thread=False)
    def endless() -> Response[Any]:
        return streamed(parts(), "text/plain", {})

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)

    scope = {"type": "http", "method": "GET", "path": "/endless", "query_string": b"", "headers": []}
    gc.disable()
    try:
        asyncio.run(Litestar([endless])(scope, receive, send))  # type: ignore[arg-type]
        assert ended == [True]
    finally:
        gc.enable()


OLD = "Thu, 01 Jan 1970 00:00:01 GMT"


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize("address", TAGGED)
def test_an_answer_that_is_no_longer_the_one_wanted_is_412(client: TestClient, address: str, coding: str) -> None:
    accepted = {"accept-encoding": coding}
    tag = client.get(address, headers=accepted).headers["etag"]
    for method in (client.get, client.head):
        for wanted, status in ((tag, 200), ("*", 200), (f'"x", {tag}', 200), (f"W/{tag}", 412), ('"x"', 412)):
            answer = method(address, headers=accepted | {"if-match": wanted})
            assert answer.status_code == status, (wanted, answer.text)
            assert status == 412 or answer.headers["etag"] == tag
        both = {"if-none-match": tag}
        assert method(address, headers=accepted | both | {"if-match": tag}).status_code == 304
        refused = method(address, headers=accepted | both | {"if-match": '"x"'})  # asked before what the client has
        assert refused.status_code == 412
    assert client.get(address, headers={"if-match": '"x"'}).json()["type"] == "/problems/precondition-failed"


@pytest.mark.parametrize("address", [one for one in TAGGED if one.startswith("/v1") and one != "/v1/releases"])
def test_an_answer_that_changed_since_is_412(client: TestClient, address: str) -> None:
    answer = client.get(address)
    now = {"if-unmodified-since": answer.headers["last-modified"]}
    for headers, status in (
        (now, 200),
        ({"if-unmodified-since": OLD}, 412),
        ({"if-unmodified-since": OLD, "if-match": answer.headers["etag"]}, 200),
        (now | {"if-match": '"x"'}, 412),
        ({"if-unmodified-since": "yesterday"}, 200),
    ):
        assert client.get(address, headers=headers).status_code == status, headers


def test_what_does_not_answer_has_no_precondition(client: TestClient) -> None:
    for address, status in (("/v1/nothing", 404), ("/v1/indicators?x=1", 400), ("/v1/indicators/x", 404)):
        for headers in ({"if-match": '"x"'}, {"if-unmodified-since": OLD}, {"if-none-match": "*"}):
            assert client.get(address, headers=headers).status_code == status, (address, headers)


def test_an_answer_in_another_coding_is_another_answer(client: TestClient) -> None:
    """A client that has parts of an answer without a coding gets no bytes of a coded one, nor the other way round."""
    plain, coded = (client.get("/v1/units", headers={"accept-encoding": one}).headers["etag"] for one in ("", "gzip"))
    answer = client.get("/v1/units", headers={"accept-encoding": "gzip", "if-match": plain})
    assert (answer.status_code, answer.headers["etag"]) == (200, plain)
    assert "content-encoding" not in answer.headers
    assert client.get("/v1/units", headers={"accept-encoding": "", "if-match": coded}).status_code == 412


def test_parts_of_two_releases_are_not_put_together(tmp_path: Path) -> None:
    """A reader of Parquet reads the end of a file first; when a release comes in between, the rest is of another."""
    folder = tmp_path / "releases"
    shutil.copytree(BUILT_IN / "releases/5.1.1", folder / "5.1.1")
    for place in (folder / "5.1.1/manifest.json", folder):
        os.utime(place, (1_000, 1_000))
    with TestClient(create_app(tmp_path)) as client:
        footer = client.get("/v1/units.parquet", headers={"range": "bytes=-8"})
        shutil.copytree(BUILT_IN / "releases/6.0.0", folder / "6.0.0")
        time.sleep(1.2)
        part = {"range": "bytes=0-99"}
        newer = client.get("/v1/units.parquet", headers=part)
        assert (newer.status_code, newer.headers["dataset-version"]) == (206, "6.0.0")
        for condition, status in (
            ({"if-match": footer.headers["etag"]}, 412),
            ({"if-unmodified-since": footer.headers["last-modified"]}, 412),
            ({"if-range": footer.headers["etag"]}, 200),
            ({"if-range": footer.headers["last-modified"]}, 200),
            ({"if-match": newer.headers["etag"]}, 206),
            ({"if-range": newer.headers["last-modified"]}, 206),
        ):
            assert client.get("/v1/units.parquet", headers=part | condition).status_code == status, condition


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        *(f"/v1/releases/latest/{name}" for name in ("croissant.json", "dcat.jsonld", "datapackage.json")),
        *(f"/v1/releases/latest/{name}" for name in ("CITATION.cff", "citation.bib", "citation.json", "README.md")),
        *("/v1/feed.atom", "/v1/units.ndjson", "/v1/units.csv", "/schema/openapi.json", "/sitemap.xml", "/"),
        *("/.well-known/api-catalog", "/v1/units/schema", "/v1/units.csv-metadata.json"),
    ],
)
def test_whatever_is_text_is_compressed(published: TestClient, address: str) -> None:
    plain = published.get(address, headers={"accept-encoding": "identity"})
    packed = published.get(address, headers={"accept-encoding": "gzip"})
    assert (plain.status_code, plain.headers.get("content-encoding")) == (200, None)
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(plain.content)
