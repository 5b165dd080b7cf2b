"""Baogao beside ROAPI, Datasette, nginx and the bare server, on the same rows, in one run: `make peers`.

Each peer runs in an environment of its own (ROAPI and Datasette from PyPI; nginx and wrk from Debian's packages, to be
installed before). Servers run one after another with as many workers as cores; wrk asks with 32 connections from the
same machine. Figures are requests a second. Compare within a run: machines are noisy.
"""

import argparse
import os
import platform
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyarrow.parquet as pq

from benchmarks.grown import copied, sealed
from benchmarks.synthetic import REGIONS, synthetic

ROOT = Path(__file__).parents[1]
PORT = 8700
CONNECTIONS, THREADS = 32, 2
FRESH = 10_000_000  # `char_end` of no row is as large: a filter that changes the question and not the answer


class Question(NamedTuple):
    """An operation, as each asks it; `{n}` makes it another question. The body of ROAPI's is SQL."""

    name: str
    ours: str
    roapi: str
    datasette: str
    roapi_sql: str = ""
    roapi_accept: str = ""


def questions(size: str) -> list[Question]:
    """What is asked of indicators. A large table is downloaded once, by itself."""
    where = "char_end__lt={n}"
    d = "select year, avg(value) from indicators where unit = '亿元' and char_end < {n} group by year"
    asks = [
        Question("a: 100 rows", f"/v1/indicators?limit=100&{where}",
                 "/api/tables/indicators?limit=100&filter[char_end]lt={n}", f"/rows/indicators.json?_shape=objects&_size=100&{where}"),
        Question("b: of a report and year", f"/v1/indicators?report_id={{report}}&year={{year}}&{where}",
                 "/api/tables/indicators?filter[report_id]='{report}'&filter[year]={year}&filter[char_end]lt={n}",
                 f"/rows/indicators.json?_shape=objects&report_id={{report}}&year={{year}}&{where}"),
        Question("c: largest 20 of a metric", f"/v1/indicators?metric_id={{metric}}&sort=-value&limit=20&{where}",
                 "/api/tables/indicators?filter[metric_id]='{metric}'&sort=-value&limit=20&filter[char_end]lt={n}",
                 f"/rows/indicators.json?_shape=objects&metric_id={{metric}}&_sort_desc=value&_size=20&{where}"),
        Question("d: mean by year", f"/v1/indicators/aggregate?unit={quote('亿元')}&group_by=year&agg=avg(value)&{where}",
                 "/api/sql", "/rows.json?_shape=objects&sql=" + quote(d).replace("%7Bn%7D", "{n}"), roapi_sql=d),
        Question("e: whole table as CSV", f"/v1/indicators.csv?{where}", "/api/tables/indicators?filter[char_end]lt={n}",
                 f"/rows/indicators.csv?_size=max&_stream=on&{where}", roapi_accept="application/csv"),
        Question("f: a row by its id", f"/v1/indicators?id={{row}}&{where}",
                 "/api/tables/indicators?filter[id]='{row}'&filter[char_end]lt={n}",
                 f"/rows/indicators.json?_shape=objects&id={{row}}&{where}"),
    ]  # fmt: skip
    return [ask for ask in asks if size == "small" or not ask.name.startswith("e")]


class Names(NamedTuple):
    """What is asked for by name: in the large table another in every first-time request."""

    regions: int
    metrics: list[str]

    def fill(self, form: str, n: int) -> str:
        """A form with names for a number."""
        report = f"{100_000 + n % self.regions * 100}-2024" if self.regions else "211102-2024"
        row = f"{report}.i{n % 50 * 100}" if self.regions else "211102-2024.i566"
        metric = self.metrics[n % len(self.metrics)]
        for name, value in (("n", n), ("report", report), ("row", row), ("metric", metric), ("year", 2023)):
            form = form.replace(f"{{{name}}}", str(value))
        return form


LUA = """
local n, step, regions = {start}, {step}, {regions}
local metrics = {{"{metrics}"}}
wrk.method = "{method}"
{headers}
local path, body = [[{path}]], [[{body}]]
threads_seen = {{}}
function setup(thread) thread:set("id", #threads_seen); table.insert(threads_seen, thread) end
function filled(form, q)
  local report = regions > 0 and string.format("%d-2024", 100000 + q % regions * 100) or "211102-2024"
  local row = regions > 0 and string.format("%s.i%d", report, q % 50 * 100) or "211102-2024.i566"
  local names = {{n = tostring(q), report = report, row = row, metric = metrics[q % #metrics + 1], year = "2023"}}
  return (form:gsub("{{(%a+)}}", names))
end
function request()
  n = n + step
  local q = n * {threads} + (id or 0)
  return wrk.format(nil, filled(path, q), nil, (body ~= "" and filled(body, q)) or nil)
end
"""


def asked(  # noqa: PLR0913  # a command line in Python
    names: Names, address: str, path: str, seconds: float, *, fresh: bool, body: str = "", headers: str = ""
) -> float:
    """Requests a second that a server answers well, by wrk. A fresh request is another each time."""
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "30s"]
    if not (fresh or body):  # a script would slow wrk down
        given = [part for line in headers.splitlines() for part in ("-H", line)]
        return rate_of([*command, *given, address + names.fill(path, FRESH)])
    lines = "\n".join(f'wrk.headers["{k}"] = [[{v}]]' for k, v in (h.split(": ", 1) for h in headers.splitlines()))
    start = FRESH + time.monotonic_ns() // 1_000_000 % 1_000_000_000 if fresh else FRESH
    script = LUA.format(
        start=start,
        step=int(fresh),
        regions=names.regions,
        metrics='", "'.join(names.metrics),
        method="POST" if body else "GET",
        headers=lines,
        path=path,
        body=body,
        threads=THREADS,
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        return rate_of([*command, "-s", file.name, address])


def rate_of(command: list[str]) -> float:
    """The requests a second that wrk prints; none where some were not answered well."""
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return (
        0.0
        if "Non-2xx" in printed and "304" not in " ".join(command)
        else float(printed.partition("Requests/sec:")[2].split()[0])
    )


@contextmanager
def running(command: list[str], address: str, probe: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server, until it answers; ended at the end."""
    server = subprocess.Popen(
        command, env=os.environ | environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 300
        while True:
            try:
                urlopen(address + probe, timeout=60).read()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{command[0]} does not answer") from None
                time.sleep(0.02)
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def environment(name: str, *packages: str) -> Path:
    """An environment of its own for a peer, made once; its folder of programs."""
    folder = Path(tempfile.gettempdir()) / "baogao-peers" / name
    if not (folder / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", *packages], check=True)
    return folder / "bin"


def resident(pid: int) -> float:
    """Megabytes of memory of a process and all it started."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    own = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]
    return int(own) / 1024 + sum(resident(int(child)) for child in listed)


def measured(
    home: Path, names: Names, asks: list[Question], seconds: float
) -> tuple[list[list[str]], dict[str, float]]:
    """The table of all operations on one home, and what else was seen of ours."""
    parquet = next(home.glob("releases/*/indicators.parquet"))
    ours, seen = measured_ours(home, names, asks, seconds)
    rates = {
        "ours": ours,
        "roapi": measured_roapi(parquet, names, asks, seconds),
        "datasette": measured_datasette(home, names, parquet, asks, seconds),
    }
    bare = measured_bare(home, names, asks, seconds)
    rows = []
    for ask in asks:
        one = {name: rate[ask.name] for name, rate in rates.items()}
        best = max(one["roapi"][1], one["datasette"][1])
        rows.append([
            ask.name,
            *(f"{rate:,.0f}" for rate in (*one["ours"], *one["roapi"], *one["datasette"], bare.get(ask.name, 0.0))),
            ratio(one["ours"][0], one["roapi"][0]),
            ratio(one["ours"][0], bare.get(ask.name, 0.0)),
            ratio(one["ours"][1], one["roapi"][1]),
            ratio(one["ours"][1], best),
        ])  # fmt: skip
    return rows, seen


def ratio(one: float, other: float) -> str:
    """How many times as fast, if the other answers at all."""
    return f"{one / other:.2f}" if other else "-"


Rates = dict[str, tuple[float, float]]  # of repeated and of first-time requests, by operation


def measured_ours(home: Path, names: Names, asks: list[Question], seconds: float) -> tuple[Rates, dict[str, float]]:
    """Baogao's rates; how long it took to be ready, and its memory before and after."""
    address = f"http://127.0.0.1:{PORT}"
    settings = {"BAOGAO_HOME": str(home), "BAOGAO_PORT": str(PORT), "BAOGAO_QUERY_SECONDS": "60"}
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    started = time.monotonic()
    with running(command, address, "/health/ready", **settings) as server:
        seen = {"ready after, s": time.monotonic() - started, "memory at start, MB": resident(server.pid)}
        if names.regions:
            wait_until_held(address)
            seen["memory with the table, MB"] = resident(server.pid)
        rates = {
            ask.name: (
                asked(names, address, ask.ours, seconds, fresh=False),
                asked(names, address, ask.ours, seconds, fresh=True),
            )
            for ask in asks
        }
        listing = names.fill(asks[0].ours, FRESH)
        with urlopen(Request(address + listing)) as answer:
            tag = answer.headers["etag"]
        file = f"/v1/releases/{next(home.glob('releases/*.*.*')).name}/files/metrics.parquet"
        for name, path, headers in (
            ("304", listing, f"If-None-Match: {tag}"),
            ("gzip", listing, "Accept-Encoding: gzip"),
            ("a file of the release (metrics.parquet)", file, ""),
        ):
            seen[f"{name}, requests/s"] = asked(names, address, path, seconds, fresh=False, headers=headers)
        seen["memory after, MB"] = resident(server.pid)
        for name, path in (
            ("CSV", "/v1/indicators.csv?measure=level"),
            ("Parquet", "/v1/indicators.parquet?measure=level"),
        ):
            seen[f"whole table as {name}, s"] = download(address + path)
        seen["memory after downloads, MB"] = resident(server.pid)
    return rates, seen


def wait_until_held(address: str) -> None:
    """Wait until the large table is in memory."""
    while True:
        with urlopen(address + "/metrics") as answer:
            if b"\nbaogao_table_bytes 0.0" not in answer.read():
                return
        time.sleep(0.1)


def download(address: str) -> float:
    """Seconds until an answer is here."""
    started = time.monotonic()
    with urlopen(address, timeout=600) as answer:
        while answer.read(1 << 20):
            pass
    return time.monotonic() - started


def measured_roapi(parquet: Path, names: Names, asks: list[Question], seconds: float) -> Rates:
    """ROAPI's rates: the table in memory."""
    address = f"http://127.0.0.1:{PORT + 1}"
    program = environment("roapi", "roapi==0.12.7") / "roapi"
    command = [str(program), "--addr-http", f"127.0.0.1:{PORT + 1}", "--table", f"indicators={parquet}"]
    rates = {}
    with running(command, address, "/api/schema", RUST_LOG="error"):
        for ask in asks:
            accept = f"Accept: {ask.roapi_accept}" if ask.roapi_accept else ""
            rates[ask.name] = tuple(
                asked(names, address, ask.roapi, seconds, fresh=fresh, body=ask.roapi_sql, headers=accept)
                for fresh in (False, True)
            )
    return rates  # type: ignore[return-value]


def write_sqlite(database: Path, parquet: pq.ParquetFile) -> None:
    """The rows as a SQLite table, with an index for each question."""
    names = parquet.schema_arrow.names
    with sqlite3.connect(database) as connection:
        connection.execute(f"create table indicators ({', '.join(names)})")
        for batch in parquet.iter_batches(50_000):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            connection.executemany(f"insert into indicators values ({', '.join('?' * len(names))})", rows)  # noqa: S608
        for columns in ("id", "report_id, year", "metric_id, value", "unit, year, value"):
            connection.execute(f"create index by_{columns.replace(', ', '_')} on indicators ({columns})")


def measured_datasette(home: Path, names: Names, parquet: Path, asks: list[Question], seconds: float) -> Rates:
    """Datasette's rates: SQLite with an index for each question."""
    programs = environment("datasette", "datasette==0.65.5")
    database = home / "rows.db"
    if not database.exists():
        write_sqlite(database, pq.ParquetFile(parquet))
    address = f"http://127.0.0.1:{PORT + 2}"
    command = [str(programs / "datasette"), "serve", "--immutable", str(database), "--port", str(PORT + 2),
               "--setting", "sql_time_limit_ms", "30000", "--setting", "max_csv_mb", "0", "--setting", "facet_time_limit_ms", "1",
               "--setting", "suggest_facets", "off"]  # fmt: skip
    with running(command, address, "/-/versions.json"):
        return {
            ask.name: (
                asked(names, address, ask.datasette, seconds, fresh=False),
                asked(names, address, ask.datasette, seconds, fresh=True),
            )
            for ask in asks
        }


BARE = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send(START)
        await send(BODY)
"""


def measured_bare(home: Path, names: Names, asks: list[Question], seconds: float) -> dict[str, float]:
    """What Granian does with the same bytes and nothing to do for them: the most that can be."""
    rates = {}
    environment_ = {"BAOGAO_HOME": str(home), "BAOGAO_PORT": str(PORT)}
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    answers = {}
    with running(command, f"http://127.0.0.1:{PORT}", "/health/ready", **environment_):
        for ask in asks:
            request = Request(f"http://127.0.0.1:{PORT}{names.fill(ask.ours, FRESH)}")
            with urlopen(request, timeout=600) as answer:
                content = answer.read(1 << 21)
                headers = [
                    (k.lower(), v)
                    for k, v in answer.headers.items()
                    if k.lower() not in ("date", "server", "transfer-encoding", "connection")
                ]
            if len(content) < 1 << 20:
                answers[ask.name] = (headers, content)
    for name, (headers, content) in answers.items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "body").write_bytes(content)
            module = (
                f"HEADERS = {[(k.encode(), v.encode()) for k, v in headers]!r}\n"
                'START = {"type": "http.response.start", "status": 200, "headers": HEADERS}\n'
                f'BODY = {{"type": "http.response.body", "body": open({str(Path(folder) / "body")!r}, "rb").read()}}\n{BARE}'
            )
            (Path(folder) / "bare.py").write_text(module)
            bare = [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "asgi",
                "--port",
                str(PORT + 3),
                "--no-ws",
                "bare:app",
                "--working-dir",
                folder,
            ]
            with running(bare, f"http://127.0.0.1:{PORT + 3}", "/"):
                rates[name] = asked(names, f"http://127.0.0.1:{PORT + 3}", "/", seconds, fresh=False)
    return rates


HEAD = (
    "| | ours, repeated | ours, first time | ROAPI, repeated | first time | Datasette, repeated | first time | bare Granian "
    "| repeated / ROAPI | repeated / bare | first time / ROAPI | first time / best |\n" + "|---" * 12 + "|"
)


def metrics(home: Path) -> list[str]:
    """The metrics of a home."""
    parquet = next(home.glob("releases/*/indicators.parquet"))
    found: list[str] = pq.read_table(parquet, columns=["metric_id"])["metric_id"].unique().to_pylist()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3, help="of each measurement")
    parser.add_argument("--size", choices=["small", "large", "both"], default="both")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed: apt-get install wrk")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          + ", ".join(f"{name} {version(name)}" for name in ("granian", "litestar", "duckdb", "pyarrow", "msgspec")))  # fmt: skip
    for size in ("small", "large"):
        if options.size not in (size, "both"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            if size == "small":
                sealed(copied(home))
            else:
                synthetic(home)
            names = Names(REGIONS, metrics(home)) if size == "large" else Names(0, ["gdp"])
            rows, seen = measured(home, names, questions(size), options.seconds)
            print(
                f"\n## {size}: {pq.read_metadata(next(home.glob('releases/*/indicators.parquet'))).num_rows:,} indicators\n"
            )
            print(HEAD)
            for line in rows:
                print("| " + " | ".join(line) + " |")
            print("\n" + "\n".join(f"- {name}: {value:,.2f}" for name, value in seen.items()), flush=True)


if __name__ == "__main__":
    main()
