"""Calls in processes of their own.

The workers of a server part from the process that watches over them, and in one that parted from a process that had
asked an object store no answer of a store would ever come: a store is asked elsewhere.
"""

import multiprocessing
import signal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from datasets.errors import BaogaoError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class IsolatedCall:
    """A call of a function, by its module and name, in a process of its own, which begins at once."""

    def __init__(self, module: str, name: str, *given: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._answers, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=call, args=(theirs, module, name, given))
        self._process.start()
        theirs.close()

    def result(self) -> Any:
        """What the function gives. Waits for it; raises what it raises, or BaogaoError when its process was ended."""
        try:
            given, error = self._answers.recv()
        except EOFError:
            raise BaogaoError("a process was ended before it was done; try again") from None
        finally:
            self._process.join()
        if error:
            raise error
        return given

    def end(self) -> None:
        """End the process, if it still runs."""
        self._process.terminate()
        self._process.join()


def call(answers: "Connection", module: str, name: str, given: tuple[Any, ...]) -> None:
    """Send what a function gives, and None; or None, and what it raises."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, it comes to all; who began this ends it
    answer: tuple[Any, Exception | None]
    try:
        answer = getattr(import_module(module), name)(*given), None
    except Exception as error:  # noqa: BLE001  # raised where the result is asked for
        answer = None, error
    answers.send(answer)
