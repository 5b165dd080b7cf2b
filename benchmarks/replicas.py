"""Three servers behind nginx on one object store; one is killed with -9, and a release is published, under load.

    PYTHONPATH=. python benchmarks/replicas.py [SECONDS [CLIENTS]]

The store is moto's S3 server, the releases are the built-in ones but the newest, which is published meanwhile. Each
server has a cache of its own and begins with nothing. Exits with 1 when a request failed, or a server did not follow.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import httpx

from datasets.library.home import BUILT_IN, releases_folder
from datasets.objects.releases import publish
from datasets.objects.store import Objects
from datasets.releases.release import open_release, versions
from tests.asking import free_port, serving
from tests.object_servers import object_server

REPLICAS = 3
FRONT = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream replicas {{ {servers} keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://replicas; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_next_upstream error timeout http_503; proxy_connect_timeout 1s;
    }}
  }}
}}
"""
PATHS = (
    "/v1/indicators?limit=20&char_end__lt={n}",
    "/v1/targets/aggregate?group_by=unit&agg=count&char_end__lt={n}",
    "/v1/indicators?metric_id=gdp",
    "/v1/units.csv",
    "/v1/releases",
    "/v1/releases/latest/files/indicators.parquet",
)


class Load:
    """Clients that ask, one question after another, until they are told to end; what they got, by status and release."""

    def __init__(self, address: str, clients: int) -> None:
        self.address, self.seen, self.ended = address, Counter[tuple[str, str]](), Event()
        self.slowest = 0.0
        self._threads = [Thread(target=self._ask, args=(number,)) for number in range(clients)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        with httpx.Client(base_url=self.address, timeout=30) as client:
            while not self.ended.is_set():
                number += 97
                began = time.monotonic()
                try:
                    answer = client.get(PATHS[number % len(PATHS)].format(n=1_000_000 + number))
                    self.seen[str(answer.status_code), answer.headers.get("dataset-version", "")] += 1
                except httpx.HTTPError as error:
                    self.seen[type(error).__name__, ""] += 1
                self.slowest = max(self.slowest, time.monotonic() - began)


def front(folder: Path, replicas: list[str]) -> tuple[str, list[str]]:
    """The address of an nginx before some servers, and its command."""
    port = free_port()
    servers = " ".join(f"server {one.removeprefix('http://')} max_fails=1 fail_timeout=2s;" for one in replicas)
    file = folder / "nginx.conf"
    file.write_text(FRONT.format(folder=folder, port=port, servers=servers), "utf-8")
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise SystemExit("nginx is not installed")
    return f"http://127.0.0.1:{port}", [program, "-p", str(folder), "-c", str(file)]


def wait(address: str, release: str, seconds: float = 120) -> float:
    """Seconds until a server serves a release."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if httpx.get(f"{address}/health/ready", timeout=30).json().get("release") == release:
                return time.monotonic() - began
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"{address} does not serve {release}")


def kill(server: subprocess.Popen[bytes]) -> None:
    """Kill a server and its workers at once."""
    listed = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=False).stdout
    for pid in (server.pid, *map(int, listed.split())):
        os.kill(pid, signal.SIGKILL)


def main(seconds: float = 20, clients: int = 8) -> None:
    """Serve the releases from a store, kill a server, publish a release, and tell what clients got."""
    folder = releases_folder(BUILT_IN)
    *older, newest = versions(folder)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="baogao-replicas-")))
        scratch.chmod(0o755)
        store = stack.enter_context(object_server("s3"))
        os.environ |= store.environment()
        address = store.bucket("replicas")
        objects, before = Objects(address), None
        for version in older:
            publish(objects, open_release(folder / str(version)), before)
            before = version
        found = []
        for number in range(REPLICAS):
            began = time.monotonic()
            settings = {"BAOGAO_CACHE": str(scratch / f"cache-{number}")}
            place, server = stack.enter_context(serving(str(address), **settings))
            answers = time.monotonic() - began
            more = wait(place, str(older[-1]))
            found.append((place, server))
            print(f"replica {number + 1}, cold: answers after {answers:.1f} s, serves {older[-1]} {more:.1f} s later")
        public, command = front(scratch, [place for place, _ in found])
        nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        stack.callback(nginx.wait)
        stack.callback(nginx.terminate)
        wait(public, str(older[-1]))
        for place, _ in found:
            while httpx.get(f"{place}/v1/releases", timeout=30).status_code != 200:
                time.sleep(0.1)
        with Load(public, clients) as load:
            time.sleep(seconds / 4)
            kill(found[0][1])
            print("one replica was killed (SIGKILL)")
            time.sleep(seconds / 4)
            publish(objects, open_release(folder / str(newest)), before)
            for number, (place, _) in enumerate(found[1:], 2):
                print(f"replica {number} serves {newest} after {wait(place, str(newest)):.1f} s")
            time.sleep(seconds / 4)
        report(load, str(newest))


def report(load: Load, newest: str) -> None:
    """What the clients got. Raises SystemExit when a request failed."""
    for (status, release), count in sorted(load.seen.items()):
        print(f"{status} {release or '(of no release)'}: {count:,}")
    failed = sum(count for (status, _), count in load.seen.items() if status != "200")
    print(f"{sum(load.seen.values()):,} requests, {failed} failed; the slowest took {load.slowest:.2f} s")
    if failed or not any(release == newest for _, release in load.seen):
        raise SystemExit(1)


if __name__ == "__main__":
    main(*(float(sys.argv[1]),) if sys.argv[1:2] else (), *(int(sys.argv[2]),) if sys.argv[2:3] else ())
