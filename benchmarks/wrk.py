"""Requests a second, by wrk with 32 connections from the same machine."""

import subprocess
import tempfile
import time

from benchmarks.questions import FIRST, Names

CONNECTIONS, THREADS = 32, 2
SCRIPT = """
local n, regions = {start}, {regions}
local metrics = {{"{metrics}"}}
wrk.method = "{method}"
{headers}
local path, body = [[{path}]], [[{body}]]
threads_seen = {{}}
function setup(thread) thread:set("id", #threads_seen); table.insert(threads_seen, thread) end
function filled(form, q)
  local report = regions > 0 and string.format("%d-2024", 100000 + q % regions * 100) or "211102-2024"
  local row = regions > 0 and string.format("%s.i%d", report, q % 50 * 100) or "211102-2024.i566"
  local names = {{n = tostring(q), report = report, row = row, metric = metrics[q % #metrics + 1]}}
  return (form:gsub("{{(%a+)}}", names))
end
function request()
  n = n + 1
  local q = n * {threads} + (id or 0)
  return wrk.format(nil, filled(path, q), nil, (body ~= "" and filled(body, q)) or nil)
end
"""


def repeated(address: str, seconds: int, *headers: str) -> float:
    """The rate of one question, asked again and again."""
    return rate_of([*command(seconds), *(part for header in headers for part in ("-H", header)), address])


def different(names: Names, address: str, path: str, seconds: int, body: str = "", accept: str = "") -> float:
    """The rate of questions of which each is another, as far as `names` has it; with a body, of POST."""
    headers = {"Content-Type": "text/plain"} if body else {}
    headers |= {"Accept": accept} if accept else {}
    script = SCRIPT.format(
        start=FIRST + time.monotonic_ns() // 1_000_000 % 1_000_000_000,
        regions=names.regions,
        metrics='", "'.join(names.metrics),
        method="POST" if body else "GET",
        headers="\n".join(f'wrk.headers["{name}"] = [[{value}]]' for name, value in headers.items()),
        path=path,
        body=body,
        threads=THREADS,
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        return rate_of([*command(seconds), "-s", file.name, address])


def command(seconds: int) -> list[str]:
    """How wrk is called."""
    return ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]


def rate_of(asking: list[str]) -> float:
    """The rate that wrk prints; 0 where some were not answered well."""
    printed = subprocess.run(asking, capture_output=True, text=True, check=True).stdout
    is_well = "Non-2xx" not in printed or any(part.startswith("If-None-Match") for part in asking)
    return float(printed.partition("Requests/sec:")[2].split()[0]) if is_well else 0.0
