"""A text that comes in, read as a report within bounds of time and memory."""

from msgspec import Struct

from datasets.errors import SourceError
from datasets.extract.report import Extraction, extract, prepare
from datasets.library.bounds import Bounds
from datasets.library.processes import Failed, each_within
from datasets.reading.document import Document


class Incoming(Struct, frozen=True):
    """A text, and the id and the year of the report that it is said to be."""

    text: str
    report_id: str
    year: int


class Read(Struct, frozen=True):
    """A report and its rows."""

    document: Document
    rows: Extraction


def read(incoming: Incoming) -> Read:
    """Read a text as a report."""
    document = Document(incoming.text, incoming.report_id, year=incoming.year)
    return Read(document, extract(document))


def read_within(incoming: Incoming, bounds: Bounds) -> Read:
    """Read a text as a report, in a process of its own. Raises SourceError when it takes more than the bounds."""
    prepare()
    (found,) = each_within(read, [incoming], bounds)
    if isinstance(found, Failed):
        raise SourceError(f"{incoming.report_id}: {found.reason}")
    return found
