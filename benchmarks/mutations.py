"""Faults made on purpose, and how many of them the tests notice: `make mutations`, `... COUNT=20`.

Each is a small change of one module: a comparison turned round, `and` for `or`, a condition turned, a number changed, a
statement left out. Which of them are tried is drawn with a fixed seed, as many of each
module. A fault that every test of its module lives through is shown, to be looked at.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import Mutant, mutants
from benchmarks.trials import copied

SEED = 20
QUICK = ["-k", "not however_often and not gzip"]  # for a fault is tried in seconds, not minutes
API, LIBRARY, RELEASES = "tests/api", "tests/datasets/library", "tests/datasets/releases"
PARSING, DOWNLOADS = f"{API}/http/test_parsing.py", f"{API}/http/test_downloads.py"
CONDITIONAL = [PARSING, DOWNLOADS, f"{API}/http/test_conditional.py", *QUICK]
CACHE = [f"{API}/middleware/test_answer_cache.py", *QUICK]
MADE = [f"{RELEASES}/test_publishing.py", f"{RELEASES}/test_release.py"]
MADE += ["-k", "test_publishing or on_disk or no_server or written_twice"]  # the others of releases take minutes
STRANGE = [f"{RELEASES}/test_strangers.py", f"{RELEASES}/test_signing.py", f"{RELEASES}/test_release.py"]
TABLE_FILES = [f"{RELEASES}/test_table_files.py"]
MODULES = {
    "api/middleware/answer_cache.py": CACHE,
    "api/middleware/cache_key.py": CACHE,
    "api/middleware/ranges.py": [DOWNLOADS, *QUICK],
    "api/middleware/request_limits.py": [f"{API}/test_hostile.py"],
    "api/middleware/admission.py": [f"{API}/middleware/test_admission.py"],
    "api/middleware/rate_limit.py": [f"{API}/middleware/test_rate_limit.py"],
    "api/middleware/request_costs.py": [f"{API}/middleware/test_rate_limit.py", "-k", "counts or workbook"],
    "api/middleware/security_headers.py": [f"{API}/middleware/test_security_headers.py"],
    "api/middleware/sub_path.py": [f"{API}/test_sub_path.py"],
    "api/http/conditional.py": CONDITIONAL,
    "api/http/ranges.py": [PARSING],
    "api/http/negotiation.py": [PARSING],
    "api/http/fetching.py": [f"{API}/http/test_fetching.py"],
    "datasets/files.py": [f"{LIBRARY}/test_strangers.py", f"{RELEASES}/test_strangers.py"],
    "datasets/releases/publishing.py": MADE,
    "datasets/releases/integrity/inspection.py": STRANGE,
    "datasets/releases/manifest_rules.py": STRANGE,
    "datasets/releases/integrity/signing.py": STRANGE,
    "datasets/releases/integrity/table_files.py": TABLE_FILES,
    "datasets/releases/integrity/row_sizes.py": TABLE_FILES,
    "datasets/releases/integrity/parquet_pages.py": [*TABLE_FILES, "-k", "page or header or structs"],
    "datasets/releases/integrity/value_sizes.py": [*TABLE_FILES, "-k", "sizes or no_rows or stored_once or type_that"],
    "datasets/library/processes.py": [f"{LIBRARY}/test_processes.py"],
    "datasets/library/ingestion/archives.py": [f"{LIBRARY}/ingestion/test_archives.py"],
    "datasets/library/ingestion/inputs.py": [
        f"{LIBRARY}/ingestion/test_inputs.py",
        f"{LIBRARY}/ingestion/test_archives.py",
    ],
}


def drawn(count: int, modules: list[str], shuffle: Callable[[list[Mutant]], None]) -> list[Mutant]:
    """So many faults, as many of each module as there are or as there are places for."""
    every = {module: list(mutants(module)) for module in modules}
    for found in every.values():
        shuffle(found)
    some: list[Mutant] = []
    while len(some) < count and any(every.values()):
        some += [found.pop() for found in every.values() if found]
    return some[:count]


def main(count: int, modules: list[str]) -> None:
    """Try faults, and print the score of each module and what was not noticed."""
    chosen = drawn(count, modules, random.Random(SEED).shuffle)  # noqa: S311
    noticed: dict[str, list[bool]] = {module: [] for module in modules}
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        trials = copied(Path(scratch))
        for tests in dict.fromkeys(tuple(MODULES[module]) for module in modules):
            tested = [module for module in modules if tuple(MODULES[module]) == tests]
            selection = trials.watched(list(tests), tested)
            for mutant in (mutant for mutant in chosen if mutant.module in tested):
                started = time.monotonic()
                found = trials.notices(selection, mutant)
                noticed[mutant.module].append(found)
                said = "noticed" if found else "NOT NOTICED"
                took = time.monotonic() - started
                print(
                    f"{said:<12} {mutant.module}:{mutant.line}  {mutant.was} -> {mutant.now}  {took:.0f} s", flush=True
                )
    print("\n| module | faults | noticed |\n|---|---:|---:|")
    for module, found in noticed.items():
        print(f"| `{module}` | {len(found)} | {sum(found)} |")
    print(f"| all | {sum(map(len, noticed.values()))} | {sum(map(sum, noticed.values()))} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, sys.argv[2:] or [*MODULES])
