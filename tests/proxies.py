"""What proxies of tests have in common: they pass requests on to a server, and answers back."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

from tests.asking import free_port

Answer = tuple[int, list[tuple[str, str]], bytes]


class PassingServer(ThreadingHTTPServer):
    """A proxy before a server."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, behind: str, connection: type["Passing"]) -> None:
        super().__init__(("127.0.0.1", free_port()), connection)
        self.behind = urlsplit(behind).netloc

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Passing(BaseHTTPRequestHandler):
    """One connection to a proxy."""

    protocol_version = "HTTP/1.1"
    server: PassingServer

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def content(self) -> bytes:
        """What was sent."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer_to(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> Answer:
        """What the server answers."""
        onward = http.client.HTTPConnection(self.server.behind, timeout=30)
        try:
            onward.request(method, path, content, headers)
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


P = TypeVar("P", bound=PassingServer)


@contextmanager
def running(proxy: P) -> Iterator[P]:
    """A proxy that answers, from a thread of its own."""
    with proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
