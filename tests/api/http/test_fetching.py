"""Addresses are read within bounds of time and size, and never reach what only this machine can reach."""

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from api.http import fetching
from api.http.fetching import fetch, is_public
from datasets.errors import SourceError

LARGEST = 1 << 20
PAGE = "<html><p>甲区政府工作报告</p></html>".encode()


class Site(BaseHTTPRequestHandler):
    """A site with pages that are well, and some that are not."""

    def do_GET(self) -> None:
        answer: Callable[[], None] = getattr(self, "answer_" + self.path.strip("/").partition("?")[0], self.answer_page)
        answer()

    def send(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def answer_page(self) -> None:
        self.send(PAGE)

    def answer_missing(self) -> None:
        self.send(b"", 404)

    def answer_packed(self) -> None:
        self.send(gzip.compress(PAGE), Content_Encoding="gzip")

    def answer_cut(self) -> None:
        self.send(gzip.compress(PAGE)[:-12], Content_Encoding="gzip")

    def answer_garbled(self) -> None:
        self.send(b"\x1f\x8b garbled", Content_Encoding="gzip")

    def answer_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE) + 100))
        self.end_headers()
        self.wfile.write(PAGE)
        self.close_connection = True

    def answer_headed(self) -> None:
        self.send(PAGE, **{f"X-{n}": "x" * 1000 for n in range(1000)})

    def answer_bomb(self) -> None:
        self.send(gzip.compress(bytes(64 << 20)), Content_Encoding="gzip")

    def answer_strange(self) -> None:
        self.send(PAGE, Content_Encoding="br")

    def answer_moved(self) -> None:
        self.send(b"", 302, Location="/page")

    def answer_round(self) -> None:
        self.send(b"", 302, Location="/round")

    def answer_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def answer_inner(self) -> None:
        self.send(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(bytes(64 << 10))

    def answer_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"1")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who reads an endless page hangs up
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["page", "packed", "moved"])
def test_a_page_is_read_as_it_is(site: str, path: str) -> None:
    assert fetch(f"{site}/{path}", largest=LARGEST, private=True) == PAGE


REFUSED = {
    "missing": "answers 404 Not Found",
    "bomb": "has more than 1 MB",
    "endless": "has more than 1 MB",
    "strange": "is sent packed as br",
    "round": "is redirected more than 5 times",
    "cut": "is sent packed, and ends too soon",
    "garbled": "is sent packed, and cannot be unpacked",
    "short": "cannot be reached: peer closed connection without sending complete",
    "headed": "cannot be reached",
    "file": "only http and https addresses are read",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_had_is_told_in_words(site: str, path: str) -> None:
    with pytest.raises(SourceError, match=REFUSED[path]):
        fetch(f"{site}/{path}", largest=LARGEST, private=True)


def test_a_page_that_comes_drop_by_drop_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    with pytest.raises(SourceError, match="took more than"):
        fetch(f"{site}/slow", largest=LARGEST, private=True)


def test_an_address_where_nobody_answers_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", largest=LARGEST, private=True)
    with pytest.raises(SourceError, match="there is no host"):
        fetch("http://no.such.host.invalid/", largest=LARGEST)


def test_private_networks_are_not_reached(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"):  # noqa: S104
        with pytest.raises(SourceError, match=r"of a private network|there is no host"):
            fetch(f"http://{host}:{port}/page", largest=LARGEST)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A resolver that gives one of these addresses after another for `rebinding.example`."""
    given = list(answers)
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host in ("rebinding.example", b"rebinding.example"):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (given.pop(0), port or 0))]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_that_resolves_otherwise_a_moment_later_changes_nothing(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once; the connection goes to the address that was checked."""
    port = site.rpartition(":")[2]
    monkeypatch.setattr(fetching, "is_public", lambda address: str(address) != "10.0.0.1")
    asked = resolving(monkeypatch, "127.0.0.1", "10.0.0.1")
    assert fetch(f"http://rebinding.example:{port}/page", largest=LARGEST) == PAGE
    assert len(asked) == 1


def certificate(name: str) -> bytes:
    """A key and a certificate of its own for a name (PEM)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


def test_a_certificate_must_be_that_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the connection goes to a number."""
    (tmp_path / "pem").write_bytes(certificate("rebinding.example"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
    monkeypatch.setattr(fetching, "is_public", lambda address: str(address) == "127.0.0.1")
    resolving(monkeypatch, "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert fetch(f"https://rebinding.example:{server.server_port}/page", largest=LARGEST) == PAGE
        with pytest.raises(SourceError, match=r"cannot be reached: .*certificate"):
            fetch(f"https://127.0.0.1:{server.server_port}/page", largest=LARGEST)
    finally:
        server.shutdown()
        server.server_close()


def test_a_redirection_is_checked_like_an_address(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "is_public", lambda address: str(address) == "127.0.0.1")
    with pytest.raises(SourceError, match=r"169\.254\.169\.254, an address of a private network"):
        fetch(f"{site}/inner", largest=LARGEST)


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1",
           "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1", "fec0::1", "::7f00:1", "64:ff9b:1::a00:1",
           "255.255.255.255", "192.0.2.1", "198.18.0.1", "2001:db8::1", "4000::1"]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_private_networks_are_known_however_they_are_wrapped(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
