"""All reports of a library: those that can be read, and those that cannot, each with the reason."""

from pathlib import Path

from msgspec import Struct

from datasets.errors import BaogaoError, SourceError
from datasets.library.sources import ORIGIN, Source, read_source


class Refusal(Struct, frozen=True):
    """A report that is left out, and why."""

    report_id: str
    reason: str

    def __str__(self) -> str:
        """The reason, with the report it is of."""
        return self.reason if self.report_id in self.reason else f"{self.report_id}: {self.reason}"


class Sources(Struct, frozen=True):
    """The reports of a library: those that are what their origins say, by id, and those that are not."""

    readable: list[Source]
    refused: list[Refusal] = []


def read_sources(folder: Path) -> Sources:
    """Every report of a library. One that cannot be read stops no other.

    Raises SourceError when the library is missing or empty.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder of sources; expected one folder for each report, with {ORIGIN}")
    readable: list[Source] = []
    refused: list[Refusal] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or not entry.is_dir():
            continue
        try:
            readable.append(read_source(entry))
        except BaogaoError as error:
            refused.append(Refusal(entry.name, str(error)))
    if not readable and not refused:
        raise SourceError(f"{folder}: holds no reports; expected one folder for each, such as 211102-2024/{ORIGIN}")
    return Sources(readable, refused)
