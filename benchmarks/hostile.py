"""Requests nobody should send, what each is answered with, and how long that takes: `python benchmarks/hostile.py`.

Each goes straight to the application, byte for byte: a client would mend some of them.
"""

import asyncio
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec
from litestar.types import ASGIApp

from api.app import create_app
from datasets.library.home import BUILT_IN

LIST = "/v1/indicators"
LONG = "x" * 30_000


class Hostile(NamedTuple):
    """A request, and the status it must get."""

    name: str
    target: str
    status: int = 400
    method: str = "GET"
    headers: Mapping[str, str] = MappingProxyType({})


HOSTILE = (
    Hostile("SQL in a parameter's name", f"{LIST}?1=1;drop table indicators"),
    Hostile("SQL in a number", f"{LIST}?value__gt=1%20or%201=1"),
    Hostile("SQL in select", f"{LIST}?select=id,(select%201)"),
    Hostile("SQL in sort", f"{LIST}?sort=value%20desc;--"),
    Hostile("SQL in group_by", f"{LIST}/aggregate?group_by=1;select%201"),
    Hostile("SQL in agg", f"{LIST}/aggregate?agg=sum(value)%20from%20indicators--"),
    Hostile("SQL in a table's name", "/v1/indicators;drop", 404),
    Hostile("a query of 10 MB", f"{LIST}?name=" + "x" * 10_000_000, 414),
    Hostile("a path of 1 MB", "/v1/" + "x" * 1_000_000, 414),
    Hostile("headers of 1 MB", LIST, 431, headers={"x-padding": "x" * 1_000_000}),
    Hostile("content of 10 MB", LIST, 413, headers={"content-length": "10000000"}),
    Hostile("content with GET", LIST, 415, headers={"content-length": "2", "content-type": "application/json"}),
    Hostile("content in chunks with GET", LIST, 415, headers={"transfer-encoding": "chunked"}),
    Hostile("content in chunks with POST", LIST, 405, method="POST", headers={"transfer-encoding": "chunked"}),
    Hostile("a content length that is no number", LIST, 413, headers={"content-length": "²"}),
    Hostile("NUL", f"{LIST}?name=%00"),
    Hostile("NUL in an id", f"{LIST}/%00", 404),
    Hostile("invalid UTF-8", f"{LIST}?name=%ff%fe"),
    Hostile("overlong UTF-8", f"{LIST}?name=%c0%af"),
    Hostile("half a surrogate pair", f"{LIST}?name=%ed%a0%80"),
    Hostile("an id that is not UTF-8", f"{LIST}/%ff", 404),
    Hostile("300 names that are not known", f"{LIST}?" + "&".join(f"a{n}=1" for n in range(300))),
    Hostile("more parameters than there are", f"{LIST}?" + "&".join(f"a{n}=1" for n in range(2000))),
    Hostile("a parameter given twice", f"{LIST}?year=2023&year=2024"),
    Hostile("a list in brackets", f"{LIST}?year[]=2023"),
    Hostile("an unknown column", f"{LIST}?nothing=1"),
    Hostile("an unknown operator", f"{LIST}?year__like=2023"),
    Hostile("a limit below zero", f"{LIST}?limit=-1"),
    Hostile("a limit of zero", f"{LIST}?limit=0"),
    Hostile("a huge limit", f"{LIST}?limit=99999999999999999999999"),
    Hostile("a limit in Arabic digits", f"{LIST}?limit=%D9%A1"),
    Hostile("a huge offset", f"{LIST}?offset=99999999999"),
    Hostile("a huge whole number", f"{LIST}?char_start=9" + "9" * 400),
    Hostile("a number that is none", f"{LIST}?value=NaN"),
    Hostile("an endless number", f"{LIST}?value__lt=1e999"),
    Hostile("a cursor of another's making", f"{LIST}?cursor=WyJhIl0"),
    Hostile("a cursor that is no base64", f"{LIST}?cursor=%25%25"),
    Hostile("a long cursor", f"{LIST}?cursor={LONG}"),
    Hostile("a deep cursor", f"{LIST}?cursor={'W1tb' * 7000}"),
    Hostile("many words", f"{LIST}?q=" + "+".join("ab" for _ in range(5000))),
    Hostile("one long word", f"{LIST}?q={LONG}"),
    Hostile("many alternatives", f"{LIST}?or=" + ";".join("year=2023" for _ in range(2000))),
    Hostile("a group in a group", f"{LIST}?or=or=or=year=2023"),
    Hostile("many values", f"{LIST}?year__in=" + ",".join("2023" for _ in range(5000))),
    Hostile("many columns", f"{LIST}?select=" + ",".join("id" for _ in range(5000))),
    Hostile("many measures", f"{LIST}/aggregate?agg=" + ",".join(f"count(a{n})" for n in range(2000))),
    Hostile("an unknown format", f"{LIST}?format=exe"),
    Hostile("an unknown suffix", f"{LIST}.exe", 404),
    Hostile("no media type we have", LIST, 406, headers={"accept": "image/png"}),
    Hostile("a path that climbs", "/v1/releases/latest/files/../../../pyproject.toml", 404),
    Hostile("a path that climbs, encoded", "/v1/releases/latest/files/%2e%2e%2f%2e%2e%2fpyproject.toml", 404),
    Hostile("a path that climbs, encoded twice", "/v1/releases/latest/files/%252e%252e%252fpyproject.toml", 404),
    Hostile("an absolute path", "/v1/releases/latest/files//etc/passwd", 404),
    Hostile("a report that climbs", "/v1/reports/..%2f..%2fmanifest/text", 404),
    Hostile("a version that climbs", "/v1/releases/..%2f1.0.0/indicators", 404),
    Hostile("an unknown version", "/v1/releases/99.0.0/indicators", 404),
    Hostile("a huge version", "/v1/releases/9999999999999999999999/indicators", 404),
    Hostile("an unknown method", LIST, 405, method="BREW"),
    Hostile("a method that writes", LIST, 405, method="DELETE"),
    Hostile("a range behind the end", "/v1/indicators.parquet", 416, headers={"range": "bytes=99999999999-"}),
)


class Answer(NamedTuple):
    """What was answered, and how many milliseconds it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    took: float


async def ask(app: ASGIApp, hostile: Hostile) -> Answer:
    """Send a request to an application."""
    path, _, query = hostile.target.partition("?")
    sent: list[Any] = []
    headers = {"host": "localhost", **hostile.headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": hostile.method,
        "scheme": "http",
        "path": percent_decoded(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }

    received = [{"type": "http.request", "body": b"", "more_body": False}]

    answered_whole = asyncio.Event()

    async def receive() -> Any:
        if received:
            return received.pop()
        await answered_whole.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered_whole.set()

    started = time.perf_counter()
    await app(scope, receive, send)  # type: ignore[arg-type]
    took = (time.perf_counter() - started) * 1000
    answered = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], answered, b"".join(message["body"] for message in sent[1:]), took)


def percent_decoded(path: str) -> str:
    """A path as a server gives it to an application; what is no UTF-8 becomes U+FFFD, as Granian has it."""
    return unquote(path, errors="replace")


async def measure() -> None:
    """Print each request with its status and the best of three times, the slowest first."""
    app = create_app(BUILT_IN)
    rows = []
    for hostile in HOSTILE:
        answers = [await ask(app, hostile) for _ in range(3)]
        slug = msgspec.json.decode(answers[0].body)["type"].removeprefix("/problems/")
        rows.append((min(answer.took for answer in answers), answers[0].status, slug, hostile.name))
    print("| ms | status | problem | request |\n|---|---|---|---|")
    for took, status, slug, name in sorted(rows, reverse=True):
        print(f"| {took:.1f} | {status} | {slug} | {name} |")


if __name__ == "__main__":
    asyncio.run(measure())
