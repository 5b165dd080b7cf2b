"""Runs of tests on a copy of the code, each in a process that is forked: what they import is loaded once for all.

The first run of a selection of tests notes which functions each of them enters. A fault is then tried by the tests that
enter its function, the quickest first, and by those that start processes, which enter more than is seen.
"""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module, invalidate_caches
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec import Struct

from benchmarks.faults import ROOT, Mutant

COPIED = ("api", "benchmarks", "datasets", "schemas", "tests", "docs", "pyproject.toml", "CHANGELOG.md", "README.md")
OURS = ("api", "benchmarks", "datasets", "schemas", "tests")
LEAST_SECONDS, TIMES = 30.0, 5  # tests that take so many times as long as without a fault go round in circles
WRONG, NO_TESTS = 4, 5  # what pytest ends with that cannot be used so, or has nothing to run
FORKED = get_context("fork")
Place = tuple[str, int]  # a module, and the line on which a function of it begins
ELSEWHERE: Place = ("", 0)  # in a process of its own
STARTS = {"subprocess.Popen", "os.fork", "os.posix_spawn"}  # what Python tells of processes (PEP 578)


class Selection(Struct):
    """Tests of modules: the arguments that select them; for each test its seconds, and the functions that it enters."""

    tests: list[str]
    entered: dict[str, tuple[float, set[Place]]]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that enter the function of a fault, the quickest first; then those that may."""
        place = (mutant.module, mutant.function)
        found = [
            (place not in places, seconds, test)
            for test, (seconds, places) in self.entered.items()
            if places & {place, ELSEWHERE}
        ]
        return [test for *_, test in sorted(found)]


class Watching:
    """A plugin of pytest that notes what each test enters, and how long it takes."""

    def __init__(self, folder: Path, modules: Iterable[str]) -> None:
        self.modules = {str(folder / module): module for module in modules}
        self.entered: dict[str, tuple[float, set[Place]]] = {}
        self.now: set[Place] = set()

    def trace(self, frame: FrameType, _event: str, _arg: object) -> None:
        """Note a function that is entered."""
        if module := self.modules.get(frame.f_code.co_filename):
            self.now.add((module, frame.f_code.co_firstlineno))

    def audit(self, event: str, _given: object) -> None:
        """Note that a process is started."""
        if event in STARTS:
            self.now.add(ELSEWHERE)

    def pytest_sessionstart(self) -> None:
        sys.addaudithook(self.audit)
        threading.settrace(self.trace)

    def pytest_runtest_logstart(self) -> None:
        sys.settrace(self.trace)  # for each test: what recurses too deep ends it
        self.now = set()
        self.began = time.monotonic()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.entered[nodeid] = (time.monotonic() - self.began, self.now)


class Choosing:
    """A plugin of pytest that runs some tests of a selection, in an order."""

    def __init__(self, tests: list[str]) -> None:
        self.rank = {test: rank for rank, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        chosen = [item for item in items if item.nodeid in self.rank]
        items[:] = sorted(chosen, key=lambda item: self.rank[item.nodeid])


class Trials(Struct):
    """A copy of the code, in which faults are tried."""

    folder: Path

    @property
    def output(self) -> Path:
        """What the last tests said."""
        return self.folder.parent / "output"

    def watched(self, tests: list[str], modules: Iterable[str]) -> Selection:
        """A selection of tests, of which it is known what they enter. Ends the program when they fail without a fault."""
        ours, theirs = FORKED.Pipe(duplex=False)
        watching = Watching(self.folder, modules)

        def tell() -> None:
            known = [name for name in sys.modules if name.partition(".")[0] not in OURS]
            theirs.send((known, watching.entered))

        process = FORKED.Process(target=self.run, args=(tests, watching, tell))
        process.start()
        theirs.close()
        try:
            known, entered = ours.recv()
        except EOFError:
            known, entered = [], {}
        process.join()
        load(known)
        if process.exitcode == NO_TESTS:
            return Selection(tests, {})
        selection = Selection(tests, entered)
        if process.exitcode or self.fails(selection, [*entered]):
            sys.exit(f"{' '.join(tests)} fail without a fault: {self.output.read_text('utf-8', 'replace')[-2000:]}")
        return selection

    def notices(self, selection: Selection, mutant: Mutant) -> bool:
        """Whether a test fails with a fault."""
        with self.broken(mutant):
            trying = selection.of(mutant)
            return bool(trying) and self.fails(selection, trying)

    @contextmanager
    def broken(self, mutant: Mutant) -> Iterator[None]:
        """Have the fault in the copy; then the module as it was, with its time, so that it need not be compiled."""
        place = self.folder / mutant.module
        good, state = place.read_bytes(), place.stat()
        place.write_text(mutant.source, "utf-8")
        try:
            yield
        finally:
            place.write_bytes(good)
            os.utime(place, ns=(state.st_atime_ns, state.st_mtime_ns))

    def fails(self, selection: Selection, tests: list[str]) -> bool:
        """Whether one of some tests fails, or they do not end."""
        process = FORKED.Process(target=self.run, args=(selection.tests, Choosing(tests)))
        process.start()
        process.join(LEAST_SECONDS + TIMES * sum(selection.entered[test][0] for test in tests))
        with suppress(ProcessLookupError):  # and what it has started
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
        return process.exitcode != 0

    def run(self, tests: list[str], plugin: object, tell: Any = None) -> None:
        """What a process does: run tests of the copy, and end with what pytest ends with.

        The tests share one home, which is made by the code as it is. Only a first run, which has something to tell,
        keeps what it compiles.
        """
        os.setsid()
        os.chdir(self.folder)
        sys.dont_write_bytecode = tell is None
        os.environ |= {"PYTHONPATH": str(self.folder), "PYTEST_XDIST_WORKER": "gw0"}
        os.environ |= {} if tell else {"PYTHONDONTWRITEBYTECODE": "1"}
        sys.path[:] = [str(self.folder), *(path for path in sys.path if not is_ours(path))]
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
        invalidate_caches()
        output = os.open(self.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile", "quick"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins are loaded already
        base = f"--basetemp={self.folder.parent / 'base' / 'run'}"
        code = WRONG
        try:
            code = import_module("pytest").main([*options, base, *tests], plugins=[plugin])
            sys.settrace(None)
            if tell:
                tell()
        finally:
            os._exit(code)


def is_ours(path: str) -> bool:
    """Whether a place of modules is of the code that was copied."""
    return Path(path).resolve() in (ROOT, ROOT / "benchmarks")


def load(names: list[str]) -> None:
    """Load modules, so that processes that are forked have them."""
    sys.dont_write_bytecode = True
    for name in names:
        with suppress(Exception):  # a module that is only there where it was
            import_module(name)


def copied(scratch: Path) -> Trials:
    """The code in a folder of its own."""
    folder = scratch / "code"
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, folder / name)
    (scratch / "base").mkdir()
    return Trials(folder)
