"""How long a check of files may take: those of a stranger may be small, and take without end."""

import math
import time
from threading import Event

from datasets.errors import BaogaoError


class OutOfTimeError(BaogaoError):
    """A check took longer than it may."""


class TimeLimit:
    """So many seconds of the processor for the thread that begins it, until `stopped` is set.

    Seconds of the clock would refuse a good release on a machine that has much else to do.
    """

    def __init__(self, seconds: float = math.inf, stopped: Event | None = None) -> None:
        self._end = time.thread_time() + seconds
        self._stopped = stopped

    def check(self) -> None:
        """Raise OutOfTimeError when the time is over."""
        if time.thread_time() > self._end or (self._stopped is not None and self._stopped.is_set()):
            raise OutOfTimeError("takes too long to check")


NO_LIMIT = TimeLimit()
