"""Faults made on purpose, and how many of them the tests notice: `make mutations`, `... COUNT=20`.

Each is a small change of one module: a comparison turned round, `and` for `or`, a condition turned, a number changed, a
statement left out. Which of them are tried is drawn with a fixed seed, as many of each module; first by the tests
that are quick, and what these live through by those that are marked `slow`. What is left is to be looked at.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import Mutant, mutants
from benchmarks.trials import Trials, copied

SEED = 20261129
QUICK = ["-k", "not however_often and not gzip"]  # for a fault is tried in seconds, not minutes
API, LIBRARY, RELEASES = "tests/api", "tests/datasets/library", "tests/datasets/releases"
PARSING, DOWNLOADS = f"{API}/http/test_parsing.py", f"{API}/http/test_downloads.py"
CONDITIONAL = [PARSING, DOWNLOADS, f"{API}/http/test_conditional.py", *QUICK]
CACHE = [f"{API}/middleware/test_answer_cache.py", *QUICK]
MADE = [f"{RELEASES}/test_publishing.py", f"{RELEASES}/test_release.py", f"{RELEASES}/test_signing.py"]
MADE += [
    "-k",
    "test_publishing or test_signing or on_disk or no_server or written_twice",
]  # the others of releases take minutes
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


def survivors(trials: Trials, faults: list[Mutant], marked: str) -> list[Mutant]:
    """Those of some faults that no test marked so notices."""
    left: list[Mutant] = []
    for tests in dict.fromkeys(tuple(MODULES[mutant.module]) for mutant in faults):
        tried = [mutant for mutant in faults if tuple(MODULES[mutant.module]) == tests]
        selection = trials.watched([*tests, "-m", marked], {mutant.module for mutant in tried})
        for mutant in tried:
            started = time.monotonic()
            found = trials.notices(selection, mutant)
            left += [] if found else [mutant]
            said = "noticed" if found else f"not noticed by tests that are {marked}"
            took = time.monotonic() - started
            print(f"{said:<40} {mutant.module}:{mutant.line}  {mutant.was} -> {mutant.now}  {took:.0f} s", flush=True)
    return left


def main(count: int, modules: list[str]) -> None:
    """Try faults, and print the score of each module and what was not noticed."""
    faults = drawn(count, modules, random.Random(SEED).shuffle)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        trials = copied(Path(scratch))
        left = survivors(trials, faults, "not slow")  # most are noticed by tests that take no second
        left = survivors(trials, left, "slow")
    made, survived = (Counter(mutant.module for mutant in some) for some in (faults, left))
    print("\n| module | faults | noticed |\n|---|---:|---:|")
    for module in modules:
        print(f"| `{module}` | {made[module]} | {made[module] - survived[module]} |")
    print(f"| all | {made.total()} | {made.total() - survived.total()} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, sys.argv[2:] or [*MODULES])
