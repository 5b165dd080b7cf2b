"""What the pages of the explorer weigh, and how long one takes to make: `python -m benchmarks.explorer [HOME]`.

Bytes as they are, and as a browser gets them in each coding. Times are of the processor, all threads of the server, the
least of five: the pages are warm, and none comes from the cache of answers.
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


def milliseconds(client: TestClient, address: str) -> float:
    """The least time of the processor that an answer took."""
    found = []
    for _ in range(TIMES):
        started = time.process_time()
        client.get(address, headers={"accept-encoding": "identity"}).raise_for_status()
        found.append(time.process_time() - started)
    return min(found) * 1000


def main(home: Path) -> None:
    """Print a line for each page."""
    codings = [one.name for one in CODINGS]
    print("| page | bytes |", " | ".join(codings), "| ms |\n|---|" + "---|" * (len(codings) + 2))
    with TestClient(create_app(home, Settings(cache_mb=0))) as client:
        for address in (address_of(page, language) for page in PAGES for language in LANGUAGES):
            sizes = [coded_length(client, address, coding) for coding in ("identity", *codings)]
            print(
                f"| {address} |", " | ".join(f"{size:,}" for size in sizes), f"| {milliseconds(client, address):.1f} |"
            )


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT_IN)
