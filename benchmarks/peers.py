"""Baogao beside ROAPI, Datasette, nginx and the bare server, on the same rows, in one run: `make peers`.

Each system runs in an environment of its own (ROAPI and Datasette from PyPI; nginx and wrk from Debian's packages, to
be installed before), one after another; wrk asks with 32 connections from the same machine. Figures are requests a
second. ROAPI and Datasette keep no answers, and are asked plain questions; ours are, for the first time, each another:
they have a filter more, which holds for every row. Compare within a run: machines are noisy.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from urllib.request import Request, urlopen

import duckdb
import pyarrow.parquet as pq

from benchmarks.grown import copied, sealed
from benchmarks.questions import ALWAYS_TRUE, QUESTIONS, Names, Question
from benchmarks.servers import baogao, bare, datasette, most_memory, nginx, resident, roapi, running, write_sqlite
from benchmarks.synthetic import REGIONS, synthetic
from benchmarks.wrk import different, repeated

PORT = 8700
HOST = "http://127.0.0.1"
ADDRESS = f"{HOST}:{PORT}"
LARGEST_KEPT = 1 << 20  # bytes; larger answers are not compared with constant ones
HELD_AFTER = 20  # seconds after which all workers have the large table in a file; one of them tells of itself alone
ROUNDS = 4  # in which servers of the same bytes are asked in turn
BARE, ON_UVLOOP, NGINX = "bare Granian", "bare, uvloop", "nginx"
HEAD = ("ours, repeated", "ours, first time", "with a worker for each core", "ROAPI", "Datasette", BARE, ON_UVLOOP, NGINX,
        "repeated / ROAPI", "repeated / bare", "repeated / bare, uvloop", "first time / ROAPI", "first time / best",
        "with a worker for each core / best")  # fmt: skip
Rates = dict[str, float]  # by operation


def measured(home: Path, names: Names, asks: list[Question], seconds: int) -> tuple[list[list[str]], Rates]:
    """The table of all operations on one home, and what else was seen of ours."""
    parquet = next(home.glob("releases/*/indicators.parquet"))
    first, again, same, seen = measured_ours(home, names, asks, seconds)
    on_all_cores = measured_workers(home, names, asks, seconds)
    of_roapi = measured_roapi(parquet, names, asks, seconds)
    of_datasette = measured_datasette(home / "rows.db", parquet, names, asks, seconds)
    rows = []
    for name in [ask.name for ask in asks]:
        rates = [one.get(name, 0.0) for one in (again, first, on_all_cores, of_roapi, of_datasette, *same.values())]
        best = max(of_roapi[name], of_datasette[name])
        ratios = [
            ratio(again[name], of_roapi[name]),
            ratio(again[name], same[BARE].get(name, 0.0)),
            ratio(again[name], same[ON_UVLOOP].get(name, 0.0)),
            ratio(first[name], of_roapi[name]),
            ratio(first[name], best),
            ratio(on_all_cores[name], best),
        ]
        rows.append([name, *(f"{rate:,.0f}" for rate in rates), *ratios])
    return rows, seen


def ratio(one: float, other: float) -> str:
    """How many times as fast, if the other answers at all."""
    return f"{one / other:.2f}" if other else "-"


def measured_ours(
    home: Path, names: Names, asks: list[Question], seconds: int
) -> tuple[Rates, Rates, dict[str, Rates], Rates]:
    """Baogao's rates of first-time and of repeated questions; those of constant answers; what else was seen of ours."""
    started = time.monotonic()
    with running(baogao(), ADDRESS, "/health/ready", **settings_of(home)) as server:
        seen = {"ready after, s": time.monotonic() - started}
        if names.regions:
            wait_until_held()
        seen["memory before, MB"] = resident(server.pid)
        first = {ask.name: different(names, ADDRESS, distinct(ask.ours), seconds) for ask in asks}
        again, same = measured_repeated(names, asks, seconds)
        seen["memory after all questions, MB"] = resident(server.pid)
        listing = names.fill(asks[0].ours)
        tag = dict(answer(ADDRESS + listing)[0])["etag"]
        file = f"/v1/releases/{next(home.glob('releases/*.*.*')).name}/files/metrics.parquet"
        for name, path, headers in (
            ("304, requests/s", listing, [f"If-None-Match: {tag}"]),
            ("gzip, requests/s", listing, ["Accept-Encoding: gzip"]),
            ("a file of the release (metrics.parquet), requests/s", file, []),
        ):
            seen[name] = repeated(ADDRESS + path, seconds, *headers)
        parquet = next(home.glob("releases/*/indicators.parquet"))
        downloads = (("csv", "header"), ("parquet", "format parquet, compression zstd"))
        for name, options in downloads if names.regions else ():
            before = resident(server.pid)
            with most_memory(server.pid) as most:
                seen[f"whole table as {name}, s"] = ours = download(f"/v1/indicators.{name}?measure=level")
            seen[f"memory more for it, MB: {name}"] = most[0] - before
            seen[f"speed of COPY … TO {name}"] = copying(parquet, name, options) / ours
    return first, again, same, seen


def measured_workers(home: Path, names: Names, asks: list[Question], seconds: int) -> Rates:
    """Baogao's rates of first-time questions with a worker for each core: ROAPI has a thread for each."""
    workers = {"BAOGAO_WORKERS": str(os.cpu_count())}
    with running(baogao(), ADDRESS, "/health/ready", **settings_of(home), **workers):
        if names.regions:
            time.sleep(HELD_AFTER)
        return {ask.name: different(names, ADDRESS, distinct(ask.ours), seconds) for ask in asks}


def settings_of(home: Path) -> dict[str, str]:
    """What our server is told."""
    return {"BAOGAO_HOME": str(home), "BAOGAO_PORT": str(PORT), "BAOGAO_QUERY_SECONDS": "60"}


def distinct(path: str) -> str:
    """A question that is another each time."""
    return f"{path}{'' if path.endswith('?') else '&' if '?' in path else '?'}{ALWAYS_TRUE}"


def wait_until_held() -> None:
    """Wait until the large table is in memory."""
    while b"\nbaogao_table_bytes 0.0" in urlopen(ADDRESS + "/metrics").read():
        time.sleep(0.1)


def answer(address: str) -> tuple[list[tuple[str, str]], bytes]:
    """An answer: what is of itself among its headers, and its bytes."""
    with urlopen(Request(address), timeout=600) as got:
        of_the_server = ("date", "server", "transfer-encoding", "connection")
        headers = [(name.lower(), value) for name, value in got.headers.items()]
        return [header for header in headers if header[0] not in of_the_server], got.read()


def download(path: str) -> float:
    """Seconds until an answer is here."""
    started = time.monotonic()
    with urlopen(ADDRESS + path, timeout=600) as got:
        while got.read(1 << 20):
            pass
    return time.monotonic() - started


def copying(parquet: Path, name: str, options: str) -> float:
    """Seconds that DuckDB takes to write the same, with a thread for each core."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        started = time.monotonic()
        connection.execute(f"copy (from '{parquet}') to '{folder}/copied.{name}' ({options})")
        return time.monotonic() - started


def measured_roapi(parquet: Path, names: Names, asks: list[Question], seconds: int) -> Rates:
    """ROAPI's rates: the table in memory."""
    with running(roapi(parquet, PORT), ADDRESS, "/api/schema", RUST_LOG="error"):
        return {
            ask.name: different(names, ADDRESS, ask.roapi, seconds, ask.roapi_sql, ask.roapi_accept) for ask in asks
        }


def measured_datasette(database: Path, parquet: Path, names: Names, asks: list[Question], seconds: int) -> Rates:
    """Datasette's rates: SQLite with an index for each question."""
    write_sqlite(database, pq.ParquetFile(parquet))
    rates = {}
    with running(datasette(database, PORT), ADDRESS, "/-/versions.json"):
        for ask in asks:
            answer(ADDRESS + names.fill(ask.datasette))  # when what was asked before is done
            rates[ask.name] = different(names, ADDRESS, ask.datasette, seconds)
    return rates


def measured_repeated(names: Names, asks: list[Question], seconds: int) -> tuple[Rates, dict[str, Rates]]:
    """The rates of our repeated answers, and of servers that send the same bytes with nothing to do for them.

    They are asked in turn, and the middle of their times counts: the machine is another every few seconds. Granian is
    asked as it is installed, on asyncio's loop, and on the loop that we have it run on.
    """
    ours: Rates = {}
    same: dict[str, Rates] = {BARE: {}, ON_UVLOOP: {}, NGINX: {}}
    for ask in asks:
        path = names.fill(ask.ours)
        headers, body = answer(ADDRESS + path)
        with ExitStack() as servers:
            folders = [Path(servers.enter_context(tempfile.TemporaryDirectory())) for _ in same]
            commands = {
                BARE: bare(folders[0], PORT + 1, headers, body, "asyncio"),
                ON_UVLOOP: bare(folders[1], PORT + 2, headers, body, "uvloop"),
                **({NGINX: nginx(folders[2], PORT + 3, body)} if shutil.which("nginx") else {}),
            }
            asked = [(ours, ADDRESS)]
            for place, (name, command) in enumerate(commands.items() if len(body) <= LARGEST_KEPT else (), PORT + 1):
                servers.enter_context(running(command, f"{HOST}:{place}", "/"))
                asked.append((same[name], f"{HOST}:{place}"))
            times = [[repeated(address + path, seconds) for _, address in asked] for _ in range(ROUNDS)]
        for (rates, _), found in zip(asked, zip(*times, strict=True), strict=True):
            rates[ask.name] = statistics.median(found)
    return ours, same


def metrics(home: Path) -> list[str]:
    """The metrics that a home has indicators of."""
    parquet = next(home.glob("releases/*/indicators.parquet"))
    found: list[str] = pq.read_table(parquet, columns=["metric_id"])["metric_id"].unique().to_pylist()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=2, help="of each measurement")
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
            asks = [ask for ask in QUESTIONS if size == "small" or not ask.roapi_accept]  # a large table is downloaded
            rows, seen = measured(home, names, asks, options.seconds)
            count = pq.read_metadata(next(home.glob("releases/*/indicators.parquet"))).num_rows
            print(f"\n## {size}: {count:,} indicators\n\n| | {' | '.join(HEAD)} |\n|{'---|' * (len(HEAD) + 1)}")
            for line in rows:
                print(f"| {' | '.join(line)} |")
            print("\n" + "\n".join(f"- {name}: {value:,.2f}" for name, value in seen.items()), flush=True)


if __name__ == "__main__":
    main()
