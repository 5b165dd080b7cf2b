"""How the tests ask the API."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from datasets.library.home import BUILT_IN
from schemas.tables import TABLES

FIRST_PORT, PORTS, WORKERS = 12_000, 1_000, 16  # below those that Linux gives to clients, from 32,768 on
TRIES, TAKEN = 5, "Address already in use"

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def asked(client: TestClient, address: str) -> Any:
    """The JSON of an address that answers."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows(client: TestClient, address: str) -> list[dict[str, Any]]:
    """The rows an address answers with."""
    return list(asked(client, address)["data"])


def headers_of(answer: httpx.Response) -> dict[str, str]:
    """The headers of an answer, but for its id, which each has of its own."""
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


def walked(client: TestClient, address: str | None) -> list[dict[str, Any]]:
    """All rows, page by page."""
    found: list[dict[str, Any]] = []
    while address:
        page = asked(client, address)
        found += page["data"]
        address = page["page"]["next"]
    return found


def free_port() -> int:
    """A port that nobody listens on, and that neither another worker of this run nor the system gives away."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    start = FIRST_PORT + worker % WORKERS * PORTS
    for port in random.sample(range(start, start + PORTS), PORTS):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    pytest.fail("there is no free port")


class Server(subprocess.Popen[bytes]):
    """A server as `baogao serve` starts it. It prints to a file: a pipe that nobody reads would stop it when it is full."""

    def __init__(self, home: Path | str, port: int, settings: Mapping[str, str]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.output = TemporaryFile()  # noqa: SIM115  # closed when it has ended
        command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
        environment = {**os.environ, **settings, "BAOGAO_HOME": str(home), "BAOGAO_PORT": str(port)}
        super().__init__(command, env=environment, cwd=BUILT_IN.parent, stdout=self.output, stderr=subprocess.STDOUT)

    def printed(self) -> str:
        """What it has printed."""
        self.output.seek(0)
        return self.output.read().decode()

    def answers(self, seconds: float = 120) -> bool:
        """Whether it answers, whatever that is, before it ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.poll() is None:
            try:
                httpx.get(f"{self.address}/health/live", timeout=5)
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return self.poll() is None  # and not another, that had the port before
        return False

    def end(self) -> None:
        """Let it end, and wait until it has."""
        self.terminate()
        self.wait(timeout=20)
        self.output.close()


@contextmanager
def serving(home: Path | str, port: int = 0, **settings: str) -> Iterator[tuple[str, Server]]:
    """A real server over a home: its address, and its process. It is given another port when somebody took its own."""
    for _ in range(TRIES):
        server = Server(home, port or free_port(), settings)
        try:
            if server.answers():
                yield server.address, server
                return
            printed = server.printed()
        finally:
            server.end()
        if port or TAKEN not in printed:
            pytest.fail(f"the server does not answer: {printed[-2000:]}")
    pytest.fail("every port is taken a moment before the server is there")


async def ask(
    app: Any, path: str = "/x", client: str = "192.0.2.1", query: bytes = b"", **headers: str
) -> tuple[int, dict[str, str]]:
    """Ask an application: the status and the headers of its answer."""
    got: dict[str, Any] = {}

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
            got["headers"] = {name.decode(): value.decode() for name, value in message["headers"]}

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query,
        "headers": listed,
        "client": (client, 1),
    }
    await app(scope, receive, send)
    return got["status"], got["headers"]
