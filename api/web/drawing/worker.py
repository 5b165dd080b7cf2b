"""The process that renders: it reads one specification after another from its input, and writes what it rendered.

It is run as a file, so that nothing of the service is loaded. A message is its length, in four bytes, and its content.
"""

import json
import resource
import struct
import sys

import vl_convert

VERSION = "6.4"  # of Vega-Lite, of those that the library has
MEMORY = 2 << 30  # bytes of data
LENGTH = struct.Struct(">I")


def rendered(content: bytes) -> bytes:
    """A picture as SVG or PNG. Nothing is loaded from anywhere: its data is in its specification."""
    asked = json.loads(content)
    if asked["format"] == "png":
        return vl_convert.vegalite_to_png(asked["spec"], scale=asked["scale"], vl_version=VERSION, allowed_base_urls=[])
    return vl_convert.vegalite_to_svg(asked["spec"], vl_version=VERSION, allowed_base_urls=[]).encode()


def main() -> None:
    """Answer until there is no more to read: 1 and a picture, or 0 and what went wrong."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while len(head := read.read(LENGTH.size)) == LENGTH.size:
        content = read.read(LENGTH.unpack(head)[0])
        try:
            answer = b"\1" + rendered(content)
        except Exception as error:  # noqa: BLE001  # whatever one picture does, the next is rendered
            answer = b"\0" + str(error).encode()
        write.write(LENGTH.pack(len(answer)) + answer)
        write.flush()


if __name__ == "__main__":
    main()
