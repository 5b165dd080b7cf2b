"""A minute of mixed traffic over many connections: `make load`. Fails on any error, and on memory that grows.

Half of the requests are repeated, half are first-time ones of every kind; some clients leave in the middle.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx

from datasets.library.home import BUILT_IN
from tests.asking import serving

REPEATED = (
    "/v1",
    "/v1/indicators?metric_id=gdp",
    "/v1/indicators.csv",
    "/v1/units/%25",
    "/v1/releases",
    "/schema/openapi.json",
)
FRESH = (
    "/v1/indicators?char_end__lt={n}",
    "/v1/figures?char_end__lt={n}&sort=-value&limit=50",
    "/v1/indicators.csv?char_end__lt={n}",
    "/v1/targets.parquet?char_end__lt={n}",
    "/v1/indicators/aggregate?group_by=unit&agg=count,avg(value)&char_end__lt={n}",
    "/v1/projects/facets?by=status&char_end__lt={n}",
    "/v1/search?q=gdp&limit={small}",
    "/v1/indicators?q=gdp&char_end__lt={n}",
    "/v1/releases/1.0.0/diff/latest?limit={small}",
    "/v1/indicators/receipt?char_end__lt={n}",
    "/v1/nothing/{n}",
    "/v1/indicators?value={n}x",
)
EXPECTED = {200, 304, 400, 404, 503}  # 503 only with Retry-After: the queue is full


async def client(address: str, end: float, seen: Counter[str], seed: int) -> None:
    """One client: asks, and asks again, until the end."""
    choose = random.Random(seed)  # noqa: S311  # traffic, not secrets
    async with httpx.AsyncClient(base_url=address, timeout=30) as http:
        while time.monotonic() < end:
            form = choose.choice(REPEATED if choose.random() < 0.5 else FRESH)
            path = form.format(n=10_000_000 + choose.randrange(10**9), small=choose.randrange(1, 100))
            try:
                if choose.random() < 0.02:  # a client that goes
                    async with http.stream("GET", path):
                        seen["left"] += 1
                    continue
                answer = await http.get(path)
            except httpx.HTTPError as error:
                seen[type(error).__name__] += 1
                continue
            known = answer.status_code in EXPECTED and (answer.status_code != 503 or "retry-after" in answer.headers)
            seen[str(answer.status_code) if known else f"unexpected {answer.status_code}"] += 1


async def clients(address: str, connections: int, seconds: float, seen: Counter[str], first: int) -> None:
    """Many clients at once."""
    end = time.monotonic() + seconds
    await asyncio.gather(*(client(address, end, seen, first + n) for n in range(connections)))


def resident(pid: int) -> float:
    """Megabytes of memory that a process and all it started have to themselves, shared pages in shares."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = int(text.partition("\nPss:")[2].split()[0]) / 1024
    return own + sum(resident(int(child)) for child in listed)


def main() -> None:
    """Ask for a while, and say what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--home", type=Path, default=None, help="another library than the built-in one")
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    with serving(options.home or BUILT_IN) as (address, server):
        asyncio.run(clients(address, options.connections, options.seconds / 4, seen, 0))  # until the cache is full
        before = resident(server.pid)
        asyncio.run(clients(address, options.connections, options.seconds * 3 / 4, seen, 100_000))
        after = resident(server.pid)
        alive = httpx.get(f"{address}/health/ready", timeout=10).status_code
    print(f"{seen.total():,} requests in {options.seconds:g} s over {options.connections} connections: {dict(seen)}")
    print(f"memory: {before:.0f} MB after a quarter of the time, {after:.0f} MB at the end")
    wrong = [name for name in seen if not name.isdigit() and name != "left"]
    if wrong or alive != 200:
        sys.exit(f"unexpected: {wrong}")
    if after > before * 1.25 + 20:
        sys.exit("memory grows")


if __name__ == "__main__":
    main()
