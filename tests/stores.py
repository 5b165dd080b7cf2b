"""Object stores for tests, and releases to put into them: real servers, and a proxy before each that has faults."""

import datetime as dt
import re
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest

from datasets.library.home import Address
from datasets.objects import store as store_module
from datasets.objects.cache import Cache
from datasets.objects.releases import publish
from datasets.objects.store import Objects
from datasets.releases.release import Release, open_release, versions
from tests.homes import OTHER, add_report, next_release
from tests.object_servers import KEY, SCHEMES, ObjectServer, object_server
from tests.proxies import Answer, Passing, PassingServer, running

__all__ = [  # the fixtures, which are those of each folder whose conftest.py imports them all
    "addition", "address", "any_address", "cache_folder", "impatient", "proxy", "rival", "server", "servers",
    "two_releases",
]  # fmt: skip

Fault = Callable[[str, str], str | None]


class Proxy(PassingServer):
    """Passes requests on to a server, but those that `fault` names a fault for, by method and path.

    Faults: a status (`503`, `403`), `cut` (half of the content), `slow` (no answer for as long as the client waits),
    `damaged` (other content of the same length), `old` (what was answered before to the same request), those of
    `CLOCKS` (all dates are others), and those of `REWRITTEN`: lists that cannot be.
    """

    def __init__(self, behind: str) -> None:
        super().__init__(behind, Faulty)
        self.fault: Fault = lambda _method, _path: None
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, Answer] = {}

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
CLOCKS = {"past": 2016, "future": 2036}
REWRITTEN = {
    "past": (rb"<LastModified>\d{4}", b"<LastModified>2016"),
    "future": (rb"<LastModified>\d{4}", b"<LastModified>2036"),
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


class Faulty(Passing):
    """One connection to the proxy."""

    server: Proxy

    def pass_on(self) -> None:
        """Pass a request on, or not."""
        content, path = self.content(), unquote(self.path)
        self.server.asked.append((self.command, path))
        fault = self.server.fault(self.command, path)
        if fault and fault.isdigit():
            body = f"<Error><Code>SlowDown</Code><AWSAccessKeyId>{KEY}</AWSAccessKeyId></Error>".encode()
            self.answer(int(fault), [("Content-Type", "application/xml")], body)
            return
        if fault == "slow":
            self.outwait()
            return
        if fault == "old" and self.path in self.server.answers:
            self.answer(*self.server.answers[self.path])
            return
        status, headers, body = self.answer_to(self.command, self.path.replace(AGAIN, ""), content, dict(self.headers))
        if self.command == "GET" and self.path not in self.server.answers:
            self.server.answers[self.path] = status, headers, body
        if fault == "lost":
            self.close_connection = True
            return
        if year := CLOCKS.get(fault or ""):
            then = format_datetime(dt.datetime(year, 5, 4, tzinfo=dt.UTC), usegmt=True)
            headers = [(name, then if name.lower() in ("date", "last-modified") else value) for name, value in headers]
        self.answer(status, headers, rewritten(body, fault), cut=fault == "cut")

    def outwait(self) -> None:
        """Answer nothing for as long as the client waits, which ends the connection then."""
        self.close_connection = True
        self.connection.settimeout(60)
        with suppress(OSError):
            self.connection.recv(1)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815


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
def servers() -> Iterator[Callable[[str], ObjectServer]]:
    """A server by the scheme of its addresses, which starts when it is first asked for."""
    with ExitStack() as stack:
        yield cache(lambda scheme: stack.enter_context(object_server(scheme)))


@pytest.fixture(params=SCHEMES)
def server(request: pytest.FixtureRequest, servers: Callable[[str], ObjectServer]) -> ObjectServer:
    """A server of each kind that there is here."""
    return servers(request.param)


@pytest.fixture
def proxy(server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before the server, which the environment names."""
    with running(Proxy(server.url)) as proxy:
        set_all(monkeypatch, server.environment(proxy.address))
        yield proxy


@pytest.fixture
def address(server: ObjectServer, proxy: Proxy) -> Address:
    """A bucket of its own, with nothing in it."""
    return server.bucket(new_name())


@pytest.fixture(params=[*SCHEMES, "file"])
def any_address(
    request: pytest.FixtureRequest,
    servers: Callable[[str], ObjectServer],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Address:
    """An empty store: a bucket, or a folder."""
    if request.param == "file":
        return folder_store(tmp_path / "store")
    server = servers(request.param)
    set_all(monkeypatch, server.environment())
    return server.bucket(new_name())


def set_all(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """Have the environment say so."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def new_name() -> str:
    """The name of a bucket that there is not yet; one with a hyphen is beyond fake-gcs-server."""
    return f"bucket{uuid4().hex[:12]}"


@pytest.fixture(name="cache")
def cache_folder(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1 << 30)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the client wait two seconds for an answer, as a busy machine takes up to one, and not for the next try."""
    backoff = {"init_backoff": dt.timedelta(milliseconds=1), "max_backoff": dt.timedelta(milliseconds=10), "base": 2}
    seconds = dt.timedelta(seconds=2)
    monkeypatch.setattr(store_module, "CLIENT", {"connect_timeout": seconds, "timeout": seconds})
    monkeypatch.setattr(
        store_module, "RETRY", {"max_retries": 2, "retry_timeout": dt.timedelta(seconds=20), "backoff": backoff}
    )


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """Have the kernel let no file of this process have more bytes, and say so when one is written."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


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
