"""The file that a government published, whatever its format, and the text that is in it.

What is not text becomes text once, when a report comes into the library, in a process of its own that has so much
memory and so many seconds: such files come from anywhere, and one may be made to do harm.
"""

import re
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.bounds import LARGEST, MEGABYTE
from datasets.library.documents.kinds import Kind, kind_of, stated_encoding
from datasets.library.home import BUILT_IN
from datasets.library.sources import LONGEST, decode, read_bytes

SECONDS = 60.0  # that a file may take to become text
DOUBT = "doubt: "  # before what the process that converts tells beside the text
RAISED = re.compile(r"[\w.]*(Error|BadZipFile): ")  # before what an exception says


def read_original(file: Path) -> bytes:
    """The content of a file. Raises SourceError when there is none, or more than a report has."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise SourceError(f"{file}: is no file on a disk; expected one")
    if file.is_file() and (size := file.stat().st_size) > LARGEST:
        raise SourceError(f"{file}: has {size / MEGABYTE:.0f} MB; at most {LARGEST // MEGABYTE} are read")
    return read_bytes(file)


class Converted(Struct, frozen=True):
    """The text of a file, and what is doubtful about it."""

    text: str
    doubts: list[str]


def text_in(content: bytes, file: Path) -> str:
    """The text in a file. Raises SourceError when it holds none, or takes more to read than a report would."""
    return read_text(content, file).text


def read_text(content: bytes, file: Path) -> Converted:
    """The text in a file, with doubts. Raises SourceError as `text_in` does."""
    kind = kind_of(content)
    found = Converted("", []) if kind is None else converted(content, kind, file)
    text = decode(content if kind is None else found.text.encode(), file)  # as it is read later
    if len(text) > LONGEST:
        raise SourceError(f"{file}: has {len(text):,} characters; at most {LONGEST:,} are read")
    if not text.strip():
        scan = " (a scan, perhaps)" if kind and kind.name == "PDF" else ""
        raise SourceError(f"{file}: holds no text{scan}; expected the text of a report")
    return Converted(text, found.doubts)


def unified(content: bytes, file: Path) -> bytes:
    """A page in UTF-8, by the encoding it says it has, else by what its bytes are."""
    if said := stated_encoding(content):
        try:
            return content.decode("gb18030").encode()
        except UnicodeDecodeError as error:
            raise SourceError(f"{file}: says that it is in {said}, but byte {error.start} is not") from None
    return decode(content, file).encode()


def converted(content: bytes, kind: Kind, file: Path) -> Converted:
    """The text in a file of some kind, as another process finds it. Raises SourceError for whatever stops that."""
    command = [sys.executable, "-m", "datasets.library.documents.converting", kind.name]
    given = unified(content, file) if kind.name == "HTML" else content
    try:
        ran = subprocess.run(  # noqa: S603  # our own module, and a name of the table
            command, input=given, capture_output=True, timeout=SECONDS, cwd=BUILT_IN.parent, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{file}: took more than {SECONDS:.0f} seconds to read as {kind.name}") from None
    if ran.returncode:
        lines = ran.stderr.decode(errors="replace").strip().splitlines()
        reason = "it takes more memory or time than a report would"  # so that it was killed
        if lines and ran.returncode > 0:
            reason = RAISED.sub("", lines[-1], count=1)[:300]
        raise SourceError(f"{file}: cannot be read as {kind.name}: {reason}")
    said = ran.stderr.decode(errors="replace").splitlines()
    return Converted(ran.stdout.decode(), [line.removeprefix(DOUBT) for line in said if line.startswith(DOUBT)])
