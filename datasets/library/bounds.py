"""How much the reading of one report may take, before it is given up."""

from msgspec import Struct

READ_SECONDS = 60  # a report of 60,000 characters takes a quarter of one


class Bounds(Struct, frozen=True):
    """Seconds of the processor, and bytes of memory beyond what the process has before it begins."""

    seconds: int = READ_SECONDS
    memory: int = 2 << 30


BOUNDS = Bounds()
