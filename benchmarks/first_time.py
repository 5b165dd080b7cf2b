"""Microseconds of the processor that a first-time answer takes: `python benchmarks/first_time.py [--beside FOLDER]`.

Questions go to the application as Granian's would, without a server; each is another. `DuckDB` is what its engine took
of it. With a folder that has other code of ours, such as a worktree of an earlier commit, both answer in turn, each in
a process of its own. The least and the middle of all turns are told: the middle follows what else the machine does.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import IO, Any, cast

from api.app import create_app
from api.store.duckdb.engine import Engine
from benchmarks.questions import ALWAYS_TRUE, FIRST, QUESTIONS, Names
from datasets.library.home import BUILT_IN

NAMES = Names(0, ["gdp"])
ASKING = ("select", "column", "rows")  # methods of the engine
Times = dict[str, tuple[float, float]]  # by operation: microseconds of an answer, and of DuckDB in it


class Asker:
    """Asks an application, and counts the time of DuckDB."""

    def __init__(self) -> None:
        self.in_duckdb = 0.0
        for name in ASKING:
            if hasattr(Engine, name):
                setattr(Engine, name, self._timed(getattr(Engine, name)))
        self._app: Any = create_app(BUILT_IN)
        self._numbers = itertools.count(FIRST)
        self._sent: list[Any] = []

    def _timed(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(ask)
        def timed(*given: Any, **named: Any) -> Any:
            started = time.thread_time()
            try:
                return ask(*given, **named)
            finally:
                self.in_duckdb += time.thread_time() - started

        return timed

    async def ask(self, form: str) -> None:
        """Ask a question that was not asked before."""
        path, _, query = NAMES.fill(form, next(self._numbers)).partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"127.0.0.1:8000")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        self._sent.clear()
        await self._app(scope, self._receive, self._send)
        if self._sent[0]["status"] != 200:
            raise SystemExit(f"{path}?{query}: {self._sent}")

    async def turn(self, count: int) -> Times:
        """The times of each operation, asked so many times."""
        times = {}
        for question in QUESTIONS:
            form = f"{question.ours}{'' if question.ours.endswith('?') else '&'}{ALWAYS_TRUE}"
            self.in_duckdb, started = 0.0, time.thread_time()
            for _ in range(count):
                await self.ask(form)
            times[question.name] = tuple(1e6 * t / count for t in (time.thread_time() - started, self.in_duckdb))
        return times  # type: ignore[return-value]

    async def _receive(self) -> Any:
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self._sent.append(message)


def answer_turns() -> None:
    """Take a turn for each number that comes in, and print its times."""
    asker = Asker()
    for line in sys.stdin:
        print(json.dumps(asyncio.run(asker.turn(int(line)))), flush=True)


@contextmanager
def turns_of(folder: Path) -> Iterator[Callable[[int], Times]]:
    """A process with the code of a folder, which takes turns."""
    command = [sys.executable, __file__, "--turns"]
    environment = os.environ | {"PYTHONPATH": str(folder.resolve())}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=folder, env=environment, **pipes) as process:
        asked, told = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)

        def turn(count: int) -> Times:
            asked.write(b"%d\n" % count)
            asked.flush()
            return {name: tuple(times) for name, times in json.loads(told.readline()).items()}

        yield turn
        asked.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", type=Path, help="a folder with other code, to be compared with")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--count", type=int, default=50, help="of questions in a turn")
    parser.add_argument("--turns", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.turns:
        answer_turns()
        return
    folders = [*([options.beside] if options.beside else []), Path(__file__).parents[1]]
    with ExitStack() as stack:
        processes = [stack.enter_context(turns_of(folder)) for folder in folders]
        for turn in processes:
            turn(3)  # what is made once is made
        found = [[turn(options.count) for turn in processes] for _ in range(options.rounds)]
    print(f"| | {' | '.join(f'{folder.name}: least, middle; DuckDB' for folder in folders)} |")
    print(f"|---|{'---|' * len(folders)}")
    for question in QUESTIONS:
        cells = [shown([round_[n][question.name] for round_ in found]) for n in range(len(folders))]
        print(f"| {question.name} | {' | '.join(cells)} |")


def shown(times: list[tuple[float, float]]) -> str:
    """The least and the middle of some times; those of DuckDB behind them."""
    return "; ".join(f"{min(one):.0f}, {statistics.median(one):.0f}" for one in zip(*times, strict=True))


if __name__ == "__main__":
    main()
