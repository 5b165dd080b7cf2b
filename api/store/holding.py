"""The large tables of a release in memory, loaded beside the answering, as far as there is room for them."""

import atexit
import logging
from collections.abc import Mapping
from threading import Event, Thread

import pyarrow as pa

from api.http.metrics import HELD
from api.settings import MEGABYTE
from api.store.columnar import Columns
from api.store.columns import Column, Repeated
from api.store.encoded_rows import MOST
from api.store.loading import load_columns
from datasets.releases.release import Release
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, Table

LOG = logging.getLogger("baogao")


class Holding:
    """The large tables of a release. Each is there when all of it is; until then, and without room, DuckDB answers."""

    def __init__(self, release: Release, stored: Mapping[str, tuple[str, ...]], most_bytes: int) -> None:
        self._release = release
        self._stored = stored
        self._most_bytes = most_bytes
        self._tables: dict[str, Columns] = {}
        self._bytes = 0
        self._ended = Event()
        self._thread: Thread | None = None

    def get(self, table: Table) -> Columns | None:
        """A table, if it is here."""
        return self._tables.get(table.name)

    def begin(self) -> None:
        """Load the tables, in a thread."""
        if self._thread is None and self._large():
            self._ended.clear()
            self._thread = Thread(target=self._load, name=f"loading {self._release.version}", daemon=True)
            self._thread.start()
            atexit.register(self.end)

    def wait(self) -> None:
        """Wait until everything is loaded."""
        if self._thread is not None:
            self._thread.join()

    def end(self) -> None:
        """Load no more, and let go of what is loaded."""
        if self._thread is None:
            return
        self._ended.set()
        self._thread.join()
        self._thread, self._tables = None, {}
        self._note(-self._bytes)
        atexit.unregister(self.end)

    def _note(self, more: int) -> None:
        """Note how many bytes more are held."""
        self._bytes += more
        HELD.inc(more)

    def _large(self) -> list[Table]:
        """The tables that are not small, in the order of the release."""
        large = [file for file in self._release.manifest.files if file.table and (file.rows or 0) > MOST]
        return [BY_NAME[file.table] for file in large if file.table in BY_NAME]

    def _load(self) -> None:
        """Load one table after another."""
        try:
            for table in self._large():
                if (columns := self._columns(table)) is not None:
                    self._tables[table.name] = Columns(table, columns)
                if self._ended.is_set():
                    break
        except (OSError, pa.ArrowException) as error:  # the library finds out what is wrong with the file
            LOG.error("release %s: not held in memory: %s", self._release.version, error)
        pa.default_memory_pool().release_unused()

    def _columns(self, table: Table) -> dict[str, Column] | None:
        """The columns of a table; None when there is no room for them, or no more time."""
        columns: dict[str, Column] = {}
        size = 0
        for name, column in load_columns(self._release.table_file(table.name), self._stored[table.name]):
            columns[name] = column
            size += column.array.nbytes
            if self._ended.is_set():
                return None
            if self._bytes + size > self._most_bytes:
                LOG.info("release %s: no room to hold %s; see BAOGAO_TABLES_MB", self._release.version, table.name)
                return None
        self._note(size)
        LOG.info("release %s: %s held in memory, %d MB", self._release.version, table.name, size // MEGABYTE)
        rows = len(columns[table.key].array)
        later = {column.name for column in columns_of(table.row)} - {*self._stored[table.name]}
        return columns | {name: Repeated([], pa.nulls(rows)) for name in later}  # they are empty in this release
