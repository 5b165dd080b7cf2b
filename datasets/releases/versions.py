"""Data versions: MAJOR.MINOR.PATCH, as MLCommons Croissant 1.1 defines them for data.

PATCH: only metadata changed. MINOR: data added. MAJOR: existing data changed or removed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from datasets.errors import ReleaseError

SHAPE = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)
PREFIX = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){0,2}", re.ASCII)


class Version(NamedTuple):
    """A version of the data; versions compare by number, so 1.10.0 comes after 1.9.0."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a version. Raises ReleaseError for anything that is not MAJOR.MINOR.PATCH."""
        if not (match := SHAPE.fullmatch(text)):
            raise ReleaseError(f"{text!r} is not a version; expected MAJOR.MINOR.PATCH, such as 1.0.0")
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after_change(self) -> "Version":
        return Version(self.major + 1, 0, 0)

    def after_addition(self) -> "Version":
        return Version(self.major, self.minor + 1, 0)

    def after_metadata(self) -> "Version":
        return Version(self.major, self.minor, self.patch + 1)


def prefix_of(text: str) -> tuple[int, ...] | None:
    """The numbers of a version or of the start of one (`1`, `1.2`); None when it is neither."""
    return tuple(map(int, text.split("."))) if PREFIX.fullmatch(text) else None


def chosen(text: str, known: Sequence[Version]) -> Version | None:
    """The newest of some versions that is meant by a version or the start of one."""
    prefix = prefix_of(text)
    return max((v for v in known if prefix and v[: len(prefix)] == prefix), default=None)


FIRST = Version(1, 0, 0)
