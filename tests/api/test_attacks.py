"""What an attacker tries on a server that faces the internet, over real sockets."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.library.home import BUILT_IN
from tests.asking import headers_of, serving

EVIL = "evil.example"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(BUILT_IN, BAOGAO_QUERY_SECONDS="2") as (address, _):
        yield address


def place(server: str) -> tuple[str, int]:
    host, _, port = server.removeprefix("http://").partition(":")
    return host, int(port)


def raw(server: str, request: bytes) -> bytes:
    """What a server answers to these bytes, until it ends the connection or says no more."""
    with socket.create_connection(place(server), timeout=5) as connection:
        connection.settimeout(5)  # a busy machine begins late; what has begun goes on sooner
        connection.sendall(request)
        got = b""
        try:
            while part := connection.recv(65_536):
                got += part
                connection.settimeout(2)
        except TimeoutError:
            pass
        return got


def answers_still(server: str) -> None:
    """An honest request is answered at once."""
    started = time.monotonic()
    for n in range(3):
        assert httpx.get(f"{server}/v1/units?limit={n + 1}", timeout=10).status_code == 200
    assert time.monotonic() - started < 5


# Headers

SPLITS = ["%0d%0aSet-Cookie:%20a=b", "%0aX-Evil:%201", "%0d%0a%0d%0a<script>", "%E5%98%8A%E5%98%8DX-Evil:1"]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(
    "address",
    [
        "/v1/units?limit=1&name_en={}",
        "/v1/units.csv?id={}",
        "/v1/indicators/aggregate?group_by=unit&unit={}",
        "/v1/releases/{}/units",
        "/v1/units/{}",
        "/v1/{}",
        "/problems/{}",
        "/docs/{}",
    ],
)
def test_no_line_of_a_header_comes_from_an_address(server: str, address: str, split: str) -> None:
    answer = raw(server, f"GET {address.format(split)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head = answer.partition(b"\r\n\r\n")[0].lower()
    names = {line.partition(b":")[0] for line in head.split(b"\r\n")[1:]}
    assert not {b"set-cookie", b"x-evil"} & names
    assert b"<script>" not in head


def test_an_id_of_a_request_is_not_sent_back_unless_it_is_one(server: str) -> None:
    for given in (b"a\x00b", b"a b", b"<b>", b"a" * 500, b"\xff"):
        answer = raw(
            server, b"GET /v1/x HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + given + b"\r\nConnection: close\r\n\r\n"
        )
        assert given not in answer.partition(b"\r\n\r\n")[0]


POISON = {
    "host": EVIL,
    "x-forwarded-host": EVIL,
    "x-forwarded-proto": "https",
    "x-forwarded-for": EVIL,
    "x-forwarded-prefix": f"/{EVIL}",
    "forwarded": f"host={EVIL}",
    "x-original-url": "/v1/targets",
    "x-rewrite-url": "/v1/targets",
    "x-http-method-override": "DELETE",
    "x-host": EVIL,
    "referer": f"https://{EVIL}/",
    "origin": f"https://{EVIL}",
    "cookie": f"a={EVIL}",
    "accept-language": EVIL,
    "user-agent": EVIL,
}
ADDRESSES = [
    "/v1/indicators?limit=2",
    "/v1/indicators/receipt?metric_id=gdp",
    "/v1/releases/latest/datapackage.json",
    "/v1/releases/latest/dcat.jsonld",
    "/v1/releases/latest/citation.txt",
    "/schema/openapi.json",
    "/llms.txt",
    "/docs",
    "/",
    "/v1/nothing",
]


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_that_only_one_client_says_is_in_an_answer_or_stays_in_the_cache(address: str) -> None:
    with TestClient(create_app(BUILT_IN)) as fresh, TestClient(create_app(BUILT_IN)) as poisoned:
        expected = fresh.get(address, follow_redirects=False)
        for name, value in POISON.items():
            answer = poisoned.get(address, headers={name: value}, follow_redirects=False)
            assert EVIL not in answer.text, name
            assert EVIL not in str(answer.headers), name
        after = poisoned.get(address, follow_redirects=False)
        assert (after.status_code, after.content) == (expected.status_code, expected.content)
        assert headers_of(after) == headers_of(expected)


@pytest.mark.parametrize(
    "parts",
    [("*/*", ";q=0.1,text/csv"), ("text/csv,", "*/*;q=0.5"), ("", "text/csv")],
    ids=["first", "last", "empty"],
)
def test_a_header_that_comes_twice_is_not_taken_for_one(server: str, parts: tuple[str, str]) -> None:
    """Joined they are the header of another client, who would be given what was made by one of them."""
    address = f"/v1/units?limit={len(parts[0]) + 20}"
    twice = "".join(f"Accept: {part}\r\n" for part in parts)
    raw(server, f"GET {address} HTTP/1.1\r\nHost: x\r\n{twice}Connection: close\r\n\r\n".encode())
    once = f"Accept: {''.join(parts)}\r\n"
    answer = raw(server, f"GET {address} HTTP/1.1\r\nHost: x\r\n{once}Connection: close\r\n\r\n".encode())
    assert b"content-type: text/csv" in answer.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.parametrize("host", ["x:abc", "x:99999999", "x:1:2", "x/", "x?y", "a b", "[::1", "x@y:1"])
@pytest.mark.parametrize("address", ["/v1/units?limit=977", "/v1/nothing", "/"])  # of which none is kept
def test_a_host_that_is_none_is_a_problem(server: str, host: str, address: str) -> None:
    answer = raw(server, f"GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400"), answer[:200]
    assert b"Traceback" not in answer


@pytest.mark.parametrize(
    "hosts",
    ["", "Host:\r\n", "Host: x\r\nHost: x\r\n", "Host: x\r\nHost: y\r\n"],
    ids=["none", "empty", "twice", "two"],
)
@pytest.mark.parametrize("address", ["/v1/units?limit=978", "/v1/nothing"])
def test_a_request_names_one_host_and_is_refused_also_when_its_answer_is_kept(
    server: str, hosts: str, address: str
) -> None:
    """RFC 9112, 3.2; HTTP/1.0 has no Host."""
    for _ in range(2):  # kept from the second on
        good = raw(server, f"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert good.startswith((b"HTTP/1.1 200", b"HTTP/1.1 404"))
    for method in ("GET", "HEAD"):
        answer = raw(server, f"{method} {address} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 400"), answer[:200]
    if "x" not in hosts:
        assert raw(server, f"GET {address} HTTP/1.0\r\n\r\n".encode()).split()[1] == good.split()[1]


@pytest.mark.parametrize("address", ['/v1/search?q="a"', "/v1/search?q=<a>", "/v1/<x>", "/v1/`x", "/v1/search?q=a b"])
def test_an_address_with_raw_characters_is_refused_and_the_next_is_answered(server: str, address: str) -> None:
    """By Granian's parser (hyper), before anything of ours is asked: without a body, for it has no hook to make one."""
    answer = raw(server, f"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400"), answer[:100]
    good = raw(server, b"GET /v1/search?q=%22a%22 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert good.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert b"access-control-allow-origin: *" in good


def test_http_2_is_not_spoken(server: str) -> None:
    """It is for a proxy: without TLS, by prior knowledge, it was open by accident, with bounds of its own."""
    settings = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    answer = raw(server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:100]
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
    answer = raw(server, b"GET /health/live HTTP/1.1\r\nHost: x\r\n" + upgrade + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("host", ["x", "x:80", "x:", "[::1]:8000", "数据.example:1"])
def test_any_other_host_is_answered(server: str, host: str) -> None:
    answer = raw(server, f"GET /v1/units?limit=3 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]


@pytest.mark.parametrize(
    "date", ["Thu, 26 Nov 9999999999 02:21:34", "Thu, 26 Nov 2026 02:21:34 +9999999999999999", "1" * 500]
)
def test_a_date_that_is_none_is_not_looked_at(server: str, date: str) -> None:
    for address in ("/v1/units?limit=4", "/v1/releases/5.2.0/files/units.parquet"):
        assert httpx.get(server + address, headers={"if-modified-since": date}).status_code == 200


# Nothing can be written, and nothing is taken


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "LINK"])
def test_no_address_takes_anything(published: TestClient, method: str) -> None:
    document = published.get("/schema/openapi.json").json()
    for path in [*document["paths"], "/metrics", "/docs", "/"]:
        answer = published.request(method, re.sub(r"\{[^}]*\}", "x", path))
        assert answer.status_code in (404, 405), (method, path)
        assert "access-control-allow-methods" not in answer.headers


def test_the_document_describes_reading_only(published: TestClient) -> None:
    paths = published.get("/schema/openapi.json").json()["paths"]
    assert {method for path in paths.values() for method in path if method != "parameters"} <= {"get", "head"}


# Much of everything


def test_many_ranges_are_not_many_answers(server: str) -> None:
    address = f"{server}/v1/releases/5.2.0/files/units.parquet"
    size = len(httpx.get(address).content)
    for ranges in (
        "bytes=" + ",".join("0-" for _ in range(3000)),
        "bytes=" + ",".join(f"{n}-{n}" for n in range(3000)),
    ):
        answer = httpx.get(address, headers={"range": ranges})
        assert (answer.status_code, len(answer.content)) in ((200, size), (431, len(answer.content)))


BOMBS = [
    "/v1/indicators?q=" + "(a%2B)%2B" * 20,
    "/v1/indicators?q=" + "%25" * 60,
    "/v1/indicators?q=" + "_" * 60,
    "/v1/search?q=" + "a" * 100,
    "/v1/search?q=" + "+".join("的" * n for n in range(1, 10)),
    "/v1/figures?sort=" + ",".join(f"-{name}" for name in ("value", "quote", "section", "rule", "part", "char_start")),
    "/v1/indicators?or="
    + ";".join(f"name__contains={n}" for n in range(20))
    + "&or2="
    + ";".join("year=1" for _ in range(20)),
    "/v1/indicators?name__in=" + ",".join(str(n) for n in range(100)),
    "/v1/indicators/aggregate?group_by=id,name,quote&agg=" + ",".join(["count", "median(value)", "count_distinct(id)"]),
    "/v1/indicators/facets?by=id,name,quote,section,unit,metric_id",
]


@pytest.mark.parametrize("bomb", BOMBS, ids=[bomb[:50] for bomb in BOMBS])
def test_a_question_made_to_be_slow_is_answered_in_its_time_or_refused(server: str, bomb: str) -> None:
    started = time.monotonic()
    answer = httpx.get(server + bomb, timeout=30)
    assert answer.status_code in (200, 400, 409, 503), answer.text
    assert time.monotonic() - started < 10


def test_clients_that_never_finish_asking_keep_nobody_waiting(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(socket.create_connection(place(server), timeout=5))
            connection.sendall(b"GET /v1/indicators HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        answers_still(server)


def test_clients_that_never_read_keep_nobody_waiting(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            connection = stack.enter_context(socket.create_connection(place(server), timeout=5))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(b"GET /v1/releases/latest/bundle.zip HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.5)
        answers_still(server)


def test_a_flood_of_connections_keeps_nobody_waiting(server: str) -> None:
    with ExitStack() as stack:
        for _ in range(800):
            stack.enter_context(socket.create_connection(place(server), timeout=5))
        answers_still(server)


def test_clients_that_go_away_in_the_middle_leave_nothing_behind(server: str) -> None:
    def leave(n: int) -> None:
        with socket.create_connection(place(server), timeout=30) as connection:
            connection.sendall(f"GET /v1/figures.csv?limit={n} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            connection.recv(10)

    threads = [threading.Thread(target=leave, args=(n + 1,)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    answers_still(server)
    text = httpx.get(f"{server}/metrics", timeout=10).text
    assert "baogao_requests_computing 0.0" in text
    assert "baogao_requests_waiting 0.0" in text


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET http://evil.example/v1/units HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /v1/units HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/evil HTTP/1.1\r\n\r\n",
        b"GET /v1/units HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"A" * 100_000,
        b"GET /v1/units\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 100,
    ],
    ids=["version", "TLS", "absolute", "smuggling", "two lengths", "no end", "HTTP/0.9", "HTTP/2"],
)
def test_what_is_no_honest_http_does_no_harm(server: str, request_line: bytes) -> None:
    answer = raw(server, request_line)
    assert b"Traceback" not in answer
    assert answer.count(b"HTTP/1.1 200") <= 1
    answers_still(server)
