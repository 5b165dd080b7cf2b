"""Object stores for tests, and releases to put into them: a real S3 server in a process of its own, and a proxy before it that has faults."""

import datetime as dt
import http.client
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from datasets.library.home import Address
from datasets.objects import store as store_module
from datasets.objects.cache import Cache
from datasets.objects.releases import publish
from datasets.objects.store import Objects
from datasets.releases.release import Release, open_release, versions
from tests.asking import free_port
from tests.homes import OTHER, add_report, next_release

REGION = "us-east-1"
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"  # of AWS's own documentation
Fault = Callable[[str, str], str | None]


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server that speaks S3, and knows no bucket yet."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            with suppress(httpx.HTTPError):
                httpx.get(f"{address}/moto-api/", timeout=5)
                break
            time.sleep(0.05)
        else:
            pytest.fail("the S3 server does not answer")
        yield address
    finally:
        server.kill()
        server.wait()


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a server, but those that `fault` names a fault for, by method and path.

    Faults: a status (`503`, `403`), `cut` (half of the content), `slow` (an answer after most of a second), `damaged` (other
    content of the same length), `old` (what was answered before to the same request), `clock` (all dates ten years ago),
    and those of `REWRITTEN`: lists that cannot be.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", free_port()), Passing)
        self.server = urlsplit(server).netloc
        self.fault: Fault = lambda _method, _path: None
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, tuple[int, list[tuple[str, str]], bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def once(self, fault: str, part: str, method: str = "GET", times: int = 1) -> None:
        """Have the first requests to a path with this part have a fault."""
        left = [times]

        def first(asked: str, path: str) -> str | None:
            if asked == method and part in path and left[0] > 0:
                left[0] -= 1
                return fault
            return None

        self.fault = first


AGAIN = "continuation-token=x&"  # the page that every page of a list without end leads to is the first
REWRITTEN = {
    "clock": (rb"<LastModified>\d{4}", b"<LastModified>2016"),
    "endless": (
        rb"<IsTruncated>false</IsTruncated>",
        b"<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>",
    ),
    "odd": (rb"<Key>(.*?)/files/", rb"<Key>\1/files/../"),
    "below zero": (rb"<Size>", b"<Size>-"),
    "less": (rb"<Size>\d+", b"<Size>1"),
}


def rewritten(body: bytes, fault: str | None) -> bytes:
    """What a server answers, with a fault."""
    if fault == "damaged":
        return bytes(byte ^ 1 for byte in body)
    return re.sub(*REWRITTEN[fault], body) if fault in REWRITTEN else body


class Passing(BaseHTTPRequestHandler):
    """One connection to the proxy."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def pass_on(self) -> None:
        """Pass a request on, or not."""
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path))
        fault = self.server.fault(self.command, self.path)
        if fault and fault.isdigit():
            body = f"<Error><Code>SlowDown</Code><AWSAccessKeyId>{KEY}</AWSAccessKeyId></Error>".encode()
            self.answer(int(fault), [("Content-Type", "application/xml")], body)
            return
        if fault == "slow":
            time.sleep(0.8)
        if fault == "old" and self.path in self.server.answers:
            self.answer(*self.server.answers[self.path])
            return
        status, headers, body = self.asked(content)
        if self.command == "GET" and self.path not in self.server.answers:
            self.server.answers[self.path] = status, headers, body
        if fault == "lost":
            self.close_connection = True
            return
        if fault == "clock":
            dates, ago = ("date", "last-modified"), format_datetime(dt.datetime(2016, 5, 4, tzinfo=dt.UTC), usegmt=True)
            headers = [(name, ago if name.lower() in dates else value) for name, value in headers]
        self.answer(status, headers, rewritten(body, fault), cut=fault == "cut")

    def asked(self, content: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the server answers."""
        onward = http.client.HTTPConnection(self.server.server, timeout=30)
        try:
            onward.request(self.command, self.path.replace(AGAIN, ""), content, dict(self.headers))
            got = onward.getresponse()
            return got.status, got.getheaders(), got.read()
        finally:
            onward.close()

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes, *, cut: bool = False) -> None:
        """Answer; `cut` ends the connection in the middle."""
        self.send_response_only(status)
        length = str(len(body))
        for name, value in headers:
            if name.lower() == "content-length" and self.command == "HEAD":
                length = value
            elif name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815


@contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """A proxy before a server."""
    with Proxy(server) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


def credentials(endpoint: str) -> dict[str, str]:
    """The environment by which the S3 client of any program finds a server."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


def bucket(server: str, name: str) -> Address:
    """A new bucket, and an address in it."""
    assert httpx.put(f"{server}/{name}", timeout=30).status_code == 200
    return Address(f"s3://{name}/some/library")


def folder_store(folder: Path) -> Address:
    """A store in a folder."""
    folder.mkdir()
    return Address(folder.as_uri())


# Fixtures


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with releases 1.0.0 and 2.0.0; tests only read it."""
    home = tmp_path_factory.mktemp("two")
    next_release(add_report(home))
    next_release(add_report(home, OTHER))
    return home


@pytest.fixture(scope="session")
def rival(two_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Another 2.0.0 that follows the same 1.0.0."""
    home = tmp_path_factory.mktemp("rival")
    shutil.copytree(two_releases / "releases/1.0.0", home / "releases/1.0.0")
    return next_release(add_report(home, OTHER.replace("156.5", "157.5")))


@pytest.fixture(scope="session")
def addition(two_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of another number that follows the same 1.0.0."""
    home = tmp_path_factory.mktemp("addition")
    shutil.copytree(two_releases / "releases/1.0.0", home / "releases/1.0.0")
    return next_release(add_report(add_report(home), code="211103"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    pytest.importorskip("moto.server", reason="moto, an S3 server for tests, is not installed")
    with s3_server() as address:
        yield address


@pytest.fixture
def proxy(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before the server, which the environment names."""
    with proxied(server) as proxy:
        for name, value in credentials(proxy.address).items():
            monkeypatch.setenv(name, value)
        yield proxy


@pytest.fixture
def address(server: str, proxy: Proxy) -> Address:
    """A bucket of its own, with nothing in it."""
    return bucket(server, f"bucket-{uuid4().hex[:12]}")


@pytest.fixture(params=["s3", "file"])
def any_address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """An empty store: a bucket, or a folder."""
    if request.param == "s3":
        found: Address = request.getfixturevalue("address")
        return found
    return folder_store(tmp_path / "store")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1 << 30)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the client wait half a second for an answer, and not long for the next try."""
    backoff = {"init_backoff": dt.timedelta(milliseconds=1), "max_backoff": dt.timedelta(milliseconds=10), "base": 2}
    seconds = dt.timedelta(milliseconds=500)
    monkeypatch.setattr(store_module, "CLIENT", {"connect_timeout": seconds, "timeout": seconds})
    monkeypatch.setattr(
        store_module, "RETRY", {"max_retries": 2, "retry_timeout": dt.timedelta(seconds=5), "backoff": backoff}
    )


def publish_all(address: Address, home: Path, most: int = 9) -> Objects:
    """Put the releases of a home into a store, oldest first."""
    objects, before = Objects(address), None
    for version in versions(home / "releases")[:most]:
        publish(objects, open_release(home / "releases" / str(version)), before)
        before = version
    return objects


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }
