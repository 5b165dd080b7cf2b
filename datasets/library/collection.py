"""All reports of a library: those that can be read, and those that cannot, each with the reason."""

from pathlib import Path

from msgspec import Struct

from datasets.errors import BaogaoError, SourceError
from datasets.library.bounds import ORIGIN
from datasets.library.sources import Source, read_source


class Refusal(Struct, frozen=True):
    """A report that is left out, and why."""

    report_id: str
    reason: str

    def __str__(self) -> str:
        """The reason, with the report it is of."""
        return self.reason if self.report_id in self.reason else f"{self.report_id}: {self.reason}"

    @property
    def told(self) -> str:
        """The report and the reason, for a list of them: the report comes first, and once."""
        return f"{self.report_id}: {self.reason.removeprefix(f'{self.report_id}: ')}"


class Sources(Struct, frozen=True):
    """The reports of a library: those that are what their origins say, by id, and those that are not."""

    readable: list[Source]
    refused: list[Refusal] = []


def entries_of(folder: Path) -> list[Path]:
    """The folders of all reports of a library, in order. Raises SourceError when the library is missing or empty."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder of sources; expected one folder for each report, with {ORIGIN}")
    found = sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".") and entry.is_dir())
    if not found:
        raise SourceError(f"{folder}: holds no reports; expected one folder for each, such as 211102-2024/{ORIGIN}")
    return found


def read_sources(folder: Path) -> Sources:
    """Every report of a library. One that cannot be read stops no other.

    Raises SourceError when the library is missing or empty.
    """
    readable: list[Source] = []
    refused: list[Refusal] = []
    for entry in entries_of(folder):
        try:
            readable.append(read_source(entry))
        except BaogaoError as error:
            refused.append(Refusal(entry.name, str(error)))
    return Sources(readable, refused)
