"""Many reports come into a library: each read in a process, then recognised, and taken in, offered, or refused.

What is there stays as it is, so an intake that was stopped goes on where it was, and a second one does nothing.
"""

import datetime as dt
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from datasets.errors import BaogaoError, SourceError
from datasets.extract.report import prepare
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.ingestion.known import KnownReports
from datasets.library.ingestion.loading import offer, staging_area, store_report
from datasets.library.ingestion.recognition import Recognised, recognise
from datasets.library.ingestion.staging import Item, Reading, Unread, read_item
from datasets.library.ingestion.statements import Index, Stated, is_address
from datasets.library.processes import Failed, map_bounded
from datasets.library.sources import read_source

SAVED_EVERY = 1000  # reports
Status = Literal["added", "present", "doubtful", "refused"]


class Outcome(Struct, frozen=True):
    """What became of an item, and why; `stated` is what is known of it, for a person to complete."""

    name: str
    status: Status
    report_id: str | None = None
    why: list[str] = []
    stated: Stated = msgspec.field(default_factory=Stated)


class Work(Struct, frozen=True):
    """The reading of an item, for a process of its own."""

    staging: Path
    known: dict[str, str]
    force: bool

    def __call__(self, item: Item | Unread) -> Reading | Unread:
        """What was read, or why nothing was."""
        if isinstance(item, Unread):
            return item
        try:
            return read_item(item, self.staging, self.known, force=self.force or item.stated.confirmed)
        except (BaogaoError, OSError) as error:
            return Unread(item.name, str(error))


class Intake:
    """An intake into a library: what indexes and options state of its items, and what became of each."""

    def __init__(
        self, home: Path, index: Index, stated: Stated, bounds: Bounds = BOUNDS, *, jobs: int = 1, force: bool = False
    ) -> None:
        self.home, self.index, self.stated = home, index, stated
        self.bounds, self.jobs, self.force = bounds, jobs, force

    def outcomes(self, items: Iterable[Item | Unread]) -> Iterator[Outcome]:
        """What became of each item, in their order."""
        with staging_area(self.home) as staging:
            self.known = KnownReports(self.home)
            work = Work(staging, dict(self.known.by_content), self.force)
            try:
                for count, (item, read) in enumerate(self.read(items, work), 1):
                    yield self.outcome(item, read)
                    if count % SAVED_EVERY == 0:
                        self.known.save()
            finally:
                self.known.save()

    def read(self, items: Iterable[Item | Unread], work: Work) -> Iterator[tuple[Item | Unread, Reading | Unread]]:
        """Each item and what was read of it, in their order."""
        working: deque[Item | Unread] = deque()

        def described() -> Iterator[Item | Unread]:
            for item in map(self.described, items):
                working.append(item)
                yield item

        prepare()
        for read in map_bounded(work, described(), self.bounds, self.jobs):
            item = working.popleft()
            yield item, Unread(item.name, read.reason) if isinstance(read, Failed) else read

    def described(self, item: Item | Unread) -> Item | Unread:
        """An item with all that is stated of it: by the index, beside it, and by options."""
        if isinstance(item, Unread):
            return item
        try:
            row = self.index.find(item.name)
        except SourceError as error:
            return Unread(item.name, str(error))
        stated = (row or Stated()).over(item.stated).over(self.stated)
        if is_address(item.name):
            stated = replace(stated, retrieved_on=dt.datetime.now(dt.UTC).date())
            if (there := self.known.by_address.get(item.name)) and stated.code is None and stated.year is None:
                return replace(item, read=partial(bytes, 0), stated=stated, present=there)
        return replace(item, stated=stated)

    def outcome(self, item: Item | Unread, read: Reading | Unread) -> Outcome:
        """What becomes of an item that was read. What is not taken in leaves nothing behind."""
        stated = item.stated if isinstance(item, Item) else Stated()
        if isinstance(read, Unread) or isinstance(item, Unread):
            why = read.why if isinstance(read, Unread) else ""
            return Outcome(item.name, "refused", why=[why], stated=stated)
        try:
            return self.judged(item, read)
        except (BaogaoError, OSError) as error:
            return Outcome(item.name, "refused", why=[str(error)], stated=stated)
        finally:
            if read.folder:
                shutil.rmtree(read.folder, ignore_errors=True)

    def judged(self, item: Item, reading: Reading) -> Outcome:
        """Whether a report comes in. Raises SourceError when it cannot be what is stated."""
        name, stated = item.name, item.stated
        there = reading.present or self.known.by_content.get(reading.sha256)
        if there and (reading.present or (stated.code is None and stated.year is None)):
            return Outcome(name, "present", there)
        found = recognise(name, stated, reading, self.known)
        unknown = found.report_id is None
        if unknown or (found.unsure and not (stated.confirmed or self.force)):
            return Outcome(name, "doubtful", found.report_id, found.why, found.stated)
        if found.report_id in self.known.reports:
            return self.another(name, found, reading)
        new = store_report(self.home, found, reading, self.known)
        return Outcome(name, "added", found.report_id, new.doubts, found.stated)

    def another(self, name: str, found: Recognised, reading: Reading) -> Outcome:
        """A text of a report that is there: the same, no better, or better, which a person decides."""
        report_id = str(found.report_id)
        folder = self.known.folder / report_id
        if self.known.reports[report_id].sha256 == reading.text_sha256:
            return Outcome(name, "present", report_id, ["the same text"])
        better, words = offer(read_source(folder), folder, reading)
        status: Status = "doubtful" if better else "present"
        return Outcome(name, status, report_id, [f"another text of it is there; {words}"], found.stated)
