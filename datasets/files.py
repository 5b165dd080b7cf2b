"""Files that anybody may have made: opened as what they are, a regular file at its own place, and read up to a bound.

A library or a release is a folder that people pass on. What stands in it may be a symbolic link to another place, a
device that never ends or a pipe that nobody writes to. Each function here raises OSError for such, whose `strerror`
says what is wrong in words.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe is not waited for
KINDS = (
    (stat.S_ISLNK, "is a symbolic link"),
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISBLK, "is a device"),
    (stat.S_ISCHR, "is a device"),
)


def kind_of(mode: int) -> str | None:
    """What a file is that is no regular one, in words."""
    return next((words for is_kind, words in KINDS if is_kind(mode)), None)


def is_own_folder(path: Path) -> bool:
    """Whether there is a folder at a place, and no link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


@contextmanager
def opened_folder(folder: Path, parts: tuple[str, ...]) -> Iterator[int]:
    """A handle of the folder that is reached from another by these names, none of which may be a link.

    The first folder itself may be reached by links: whoever named it is trusted.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            inner = opened_part(part, handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def opened_part(part: str, handle: int) -> int:
    """A handle of a folder in a folder."""
    try:
        return os.open(part, FOLDER, dir_fd=handle)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise refused(part, os.lstat(part, dir_fd=handle).st_mode, "a folder") from None
        raise


def refused(name: str, mode: int, expected: str) -> OSError:
    """The error for what is not of the kind that is expected."""
    return OSError(errno.EINVAL, f"{kind_of(mode) or 'is a file'}; expected {expected}", name)


def open_inside(folder: Path, name: str, flags: int = os.O_RDONLY) -> int:
    """A handle of the regular file `name`, a plain relative path below a folder; nothing is truncated."""
    *parents, last = Path(name).parts
    with opened_folder(folder, tuple(parents)) as handle:
        try:
            opened = os.open(last, flags | FILE, 0o644, dir_fd=handle)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
                raise refused(name, os.lstat(last, dir_fd=handle).st_mode, "a file") from None
            raise
    if not stat.S_ISREG(mode := os.fstat(opened).st_mode):
        os.close(opened)
        raise refused(name, mode, "a file")
    return opened


def open_regular(folder: Path, name: str) -> BinaryIO:
    """A regular file below a folder, for reading."""
    return os.fdopen(open_inside(folder, name), "rb")


def read_bounded(folder: Path, name: str, limit: int) -> bytes:
    """The content of a regular file below a folder that has at most so many bytes; of a larger one nothing is read."""
    with open_regular(folder, name) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise too_large(limit, name)
        return at_most(file, limit, name)


def read_named(file: Path, limit: int) -> bytes:
    """The content of what a user names, which may be a link or a pipe, and has at most so many bytes."""
    with file.open("rb") as opened:
        return at_most(opened, limit, str(file))


def at_most(file: BinaryIO, limit: int, name: str) -> bytes:
    """All that is in a file, of which no more than so many bytes are read."""
    content = file.read(limit + 1)
    if len(content) > limit:
        raise too_large(limit, name)
    return content


def too_large(limit: int, name: str) -> OSError:
    """The error for a file that has more bytes than are read of it."""
    return OSError(errno.EFBIG, f"has more than {limit:,} bytes", name)


def all_below(folder: Path, deepest: int = 2) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below a folder, by its path: what folders hold down to some level, and links as links."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            yield entry.name, entry.stat(follow_symlinks=False)
            if deepest > 1 and entry.is_dir(follow_symlinks=False):
                below = all_below(Path(entry.path), deepest - 1)
                yield from ((f"{entry.name}/{name}", found) for name, found in below)
