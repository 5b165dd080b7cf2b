"""What the files of a report are called and how large they may be, and how much the reading of one may take."""

from typing import Annotated

from msgspec import Meta, Struct

ORIGIN = "origin.toml"
MEGABYTE = 1 << 20
LARGEST = 64 * MEGABYTE  # bytes of a file; a report of a county with photographs has 20
LARGEST_ORIGIN = MEGABYTE  # bytes; the one with the most corrections has 20,000
FileName = Annotated[str, Meta(pattern=r"\A[^/\\.\x00-\x1f\x7f-\x9f][^/\\\x00-\x1f\x7f-\x9f]*\Z", max_length=80)]

READ_SECONDS = 60  # a report of 60,000 characters takes a quarter of one


class Bounds(Struct, frozen=True):
    """Seconds of the processor, and bytes of memory beyond what the process has before it begins."""

    seconds: int = READ_SECONDS
    memory: int = 2 << 30


BOUNDS = Bounds()
