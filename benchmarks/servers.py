"""Servers to compare with, each in an environment of its own, and how much memory a server takes."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
BARE = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send(START)
        await send(BODY)
"""
NGINX = """
daemon off; worker_processes auto; pid {folder}/pid; error_log stderr crit; user root;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 10000000; default_type application/json;
  server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ try_files /body =404; }} }}
}}
"""


@contextmanager
def running(command: list[str], address: str, probe: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it answers; ended at the end."""
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
    """An environment of its own, made once; its folder of programs."""
    folder = Path(tempfile.gettempdir()) / "baogao-peers" / name
    if not (folder / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", *packages], check=True)
        (folder / "installed").touch()
    return folder / "bin"


def baogao() -> list[str]:
    """The command of our server, with what it needs installed and nothing else."""
    return [str(environment("baogao", "-r", str(ROOT / "requirements.txt")) / "python"),
            "-c", "from api.cli import main; main()", "serve"]  # fmt: skip


def roapi(parquet: Path, port: int) -> list[str]:
    """The command of ROAPI, with the table in memory."""
    program = environment("roapi", "roapi==0.12.7") / "roapi"
    return [str(program), "--addr-http", f"127.0.0.1:{port}", "--table", f"indicators={parquet}"]


def datasette(database: Path, port: int) -> list[str]:
    """The command of Datasette."""
    program = environment("datasette", "datasette==0.65.5") / "datasette"
    settings = {"sql_time_limit_ms": "30000", "max_csv_mb": "0", "facet_time_limit_ms": "1", "suggest_facets": "off"}
    given = [part for name, value in settings.items() for part in ("--setting", name, value)]
    return [str(program), "serve", "--immutable", str(database), "--port", str(port), *given]


def write_sqlite(database: Path, parquet: pq.ParquetFile) -> None:
    """The rows as a SQLite table, with an index for each question."""
    names = parquet.schema_arrow.names
    columns = [f"{field.name} {sqlite_type(field.type)}" for field in parquet.schema_arrow]
    with sqlite3.connect(database) as connection:
        connection.execute(f"create table indicators ({', '.join(columns)})")
        for batch in parquet.iter_batches(50_000):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            connection.executemany(f"insert into indicators values ({', '.join('?' * len(names))})", rows)  # noqa: S608
        for columns in ("id", "report_id, year", "metric_id, value", "unit, year, value"):
            connection.execute(f"create index by_{columns.replace(', ', '_')} on indicators ({columns})")


def sqlite_type(of: pa.DataType) -> str:
    """The type of a column in SQLite, by which it compares what is asked for as text."""
    if pa.types.is_integer(of) or pa.types.is_boolean(of):
        return "integer"
    return "real" if pa.types.is_floating(of) else "text"


def bare(folder: Path, port: int, headers: list[tuple[str, str]], body: bytes, loop: str) -> list[str]:
    """The command of Granian with an application that sends the same bytes and has nothing to do for them."""
    (folder / "body").write_bytes(body)
    start = {"type": "http.response.start", "status": 200, "headers": [(k.encode(), v.encode()) for k, v in headers]}
    content = f'{{"type": "http.response.body", "body": open({str(folder / "body")!r}, "rb").read()}}'
    (folder / "bare.py").write_text(f"START = {start!r}\nBODY = {content}\n{BARE}")
    return [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--no-ws", "--loop", loop,
            "bare:app", "--working-dir", str(folder)]  # fmt: skip


def nginx(folder: Path, port: int, body: bytes) -> list[str]:
    """The command of nginx that sends the same bytes from a file."""
    (folder / "body").write_bytes(body)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def resident(pid: int) -> float:
    """Megabytes of memory of a process and all it started."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    own = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]
    return int(own) / 1024 + sum(resident(int(child)) for child in listed)


@contextmanager
def most_memory(pid: int) -> Iterator[list[float]]:
    """The most memory a server takes meanwhile, in megabytes: the one member of the list, at the end."""
    most, ended = [resident(pid)], Event()

    def look() -> None:
        while not ended.wait(0.05):
            most[0] = max(most[0], resident(pid))

    thread = Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()
