"""How far a command is: what is done, how many a second, how long it will take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from api.cli import terminal

DRAWN_EVERY = 0.2  # seconds


class Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function that is told what is done, how many are, and of how many; nothing is drawn in a thread.

    While it is shown, processes part from this one.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=terminal(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("", total=None)
        shown, drawn = "", 0.0

        def tell(what: str, done: int, total: int) -> None:
            nonlocal shown, drawn
            if what != shown:
                progress.reset(task, description=what, total=total)
            progress.update(task, completed=done, total=total)
            if what != shown or time.monotonic() - drawn > DRAWN_EVERY:
                progress.refresh()
                shown, drawn = what, time.monotonic()

        yield tell
