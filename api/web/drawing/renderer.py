"""Rendering in a process of its own, within bounds of time and size, so that no request waits for another's picture.

Where `vl-convert-python` is not installed (the group `pictures`), there is no renderer, and pages have tables only.
"""

import atexit
import logging
import os
import select
import struct
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from api.http.problems import Busy
from api.http.responses import ENCODER

LOG = logging.getLogger("baogao")
WORKER = Path(__file__).with_name("worker.py")
SECONDS = 20.0  # that a picture may take; the first also waits for the process to start
LARGEST = 4 << 20  # bytes of a picture
CHUNK = 1 << 16
LENGTH = struct.Struct(">I")
AGAIN = "5"  # seconds


@cache
def is_available() -> bool:
    """Whether pictures can be rendered here."""
    return find_spec("vl_convert") is not None


class Renderer:
    """A process that renders one picture after another; started with the first, again if it ended."""

    def __init__(self, seconds: float = SECONDS, largest: int = LARGEST) -> None:
        self._seconds, self._largest = seconds, largest
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def render(self, spec: dict[str, Any], to: str, scale: float = 1.0) -> bytes:
        """A specification as `svg` or `png`. Raises Busy when it takes too long, or the process ended."""
        message = ENCODER.encode({"spec": spec, "format": to, "scale": scale})
        with self._lock:
            try:
                answer = self._exchange(message)
            except (OSError, EOFError, TimeoutError) as error:
                self._end()
                LOG.error("a picture was not rendered: %s", error or type(error).__name__)
                raise Busy("the picture was not rendered, or not in time", headers={"Retry-After": AGAIN}) from error
        if answer[:1] != b"\1":
            raise ValueError(f"a picture cannot be rendered: {answer[1:500].decode(errors='replace')}")
        return answer[1:]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _exchange(self, message: bytes) -> bytes:
        """What the process answers to a message."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-I", str(WORKER)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603
        end = monotonic() + self._seconds
        inlet, outlet = self._process.stdin, self._process.stdout
        if inlet is None or outlet is None:
            raise EOFError
        send(inlet.fileno(), LENGTH.pack(len(message)) + message, end)
        size = LENGTH.unpack(receive(outlet.fileno(), LENGTH.size, end))[0]
        if size > self._largest:
            raise OSError(f"it has {size} bytes, more than {self._largest}")
        return receive(outlet.fileno(), size, end)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def send(descriptor: int, content: bytes, end: float) -> None:
    """Write to a pipe until a moment. Raises TimeoutError."""
    os.set_blocking(descriptor, False)
    while content:
        if not select.select([], [descriptor], [], max(0.0, end - monotonic()))[1]:
            raise TimeoutError("it takes too long")
        content = content[os.write(descriptor, content) :]


def receive(descriptor: int, size: int, end: float) -> bytes:
    """Read so many bytes from a pipe until a moment. Raises TimeoutError, and EOFError when the other end is gone."""
    parts: list[bytes] = []
    while size:
        if not select.select([descriptor], [], [], max(0.0, end - monotonic()))[0]:
            raise TimeoutError("it takes too long")
        part = os.read(descriptor, min(size, CHUNK))
        if not part:
            raise EOFError("the process ended")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


RENDERER = Renderer()
atexit.register(RENDERER.close)
