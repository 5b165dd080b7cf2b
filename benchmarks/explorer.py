"""What the pages of the explorer weigh, and how long one takes to make: `python -m benchmarks.explorer [HOME]`.

Bytes as they are, and as a browser gets them in each coding. Times are the least of five, of the processor (all threads of
the server) and by the clock, which other processes make longer: the pages are warm, and none comes from the cache of
answers. The last line counts the pages that take longer than the goal.
"""

import sys
import time
from pathlib import Path

from litestar.testing import TestClient

from api.app import create_app
from api.middleware.compression import CODINGS
from api.settings import Settings
from datasets.library.home import BUILT_IN
from tests.api.web.test_pages import LANGUAGES, PAGES, address_of, coded_length

TIMES = 5
GOAL = 30.0  # milliseconds
CLOCKS = (time.process_time, time.perf_counter)


def milliseconds(client: TestClient, address: str) -> list[float]:
    """The least time that an answer took, by each clock."""
    found = []
    for _ in range(TIMES):
        started = [clock() for clock in CLOCKS]
        client.get(address, headers={"accept-encoding": "identity"}).raise_for_status()
        found.append([clock() - start for clock, start in zip(CLOCKS, started, strict=True)])
    return [1000 * min(taken) for taken in zip(*found, strict=True)]


def main(home: Path) -> None:
    """Print a line for each page, and how many are slower than the goal."""
    codings = [one.name for one in CODINGS]
    print("| page | bytes |", " | ".join(codings), "| ms of the processor | ms |\n|---|" + "---|" * (len(codings) + 3))
    slow, addresses = [0, 0], [address_of(page, language) for page in PAGES for language in LANGUAGES]
    with TestClient(create_app(home, Settings(cache_mb=0))) as client:
        for address in addresses:
            sizes = [coded_length(client, address, coding) for coding in ("identity", *codings)]
            taken = milliseconds(client, address)
            slow = [count + (one > GOAL) for count, one in zip(slow, taken, strict=True)]
            shown = [f"{size:,}" for size in sizes] + [f"{one:.1f}" for one in taken]
            print(f"| {address} |", " | ".join(shown), "|")
    of_processor, by_clock = slow
    print(
        f"\nOf {len(addresses)} pages {of_processor} take more than {GOAL:.0f} ms of the processor, {by_clock} by the clock."
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT_IN)
