"""Large tables copied into a database file of DuckDB, beside the answering: Parquet takes ten times as long to ask.

The file is private to the process, and has no name any more once it is open: nothing is left behind, however the
process ends.
"""

import atexit
import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import duckdb
import pyarrow as pa
from msgspec import Struct

from api.http.metrics import MATERIALIZED
from api.http.problems import ReleaseDamaged
from api.settings import MEGABYTE, Settings
from api.store.duckdb.engine import Engine
from api.store.duckdb.tables import TEXTS, Columns, connect, create_search_rows, create_tables, new_file
from api.store.small_tables import small_tables
from datasets.releases.release import Release
from datasets.releases.tables.parquet import uncompressed_size

LOG = logging.getLogger("baogao")
GROWTH = 2  # times the bytes of its Parquet file that a table may take in a database file
PLAIN_GROWTH = 1.25  # times their bytes that texts take which are not compressed


class Fitting(Struct, frozen=True):
    """The large tables there is room for, and whether there is for texts that are not compressed."""

    tables: frozenset[str]
    is_plain: bool


class Materializer:
    """Copies the large tables of a release, as far as there is room, and hands over an engine that has them."""

    def __init__(self, release: Release, columns: Columns, settings: Settings) -> None:
        self._release = release
        self._columns = columns
        self._settings = settings
        self._stopped = Event()
        self._thread: Thread | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._bytes = 0

    def start(self, done: Callable[[Engine], None]) -> None:
        """Copy the tables, in a thread. `done` is given the engine; it is not called when there is nothing to copy."""
        if self._thread is None:
            self._thread = Thread(target=self._run, args=(done,), name="materializer", daemon=True)
            self._thread.start()
            atexit.register(self.stop)

    def wait(self) -> None:
        """Wait until everything is copied."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Copy no more."""
        self._stopped.set()
        if self._connection is not None:
            self._connection.interrupt()
        self.wait()
        MATERIALIZED.dec(self._bytes)
        self._bytes = 0
        atexit.unregister(self.stop)

    def _fitting(self) -> Fitting:
        """What there is room for, in the order of the release."""
        room, small = self._settings.tables_mb * MEGABYTE, small_tables(self._release)
        fitting: set[str] = set()
        for file in self._release.manifest.files:
            if not file.table or file.table in small:
                continue
            if (size := GROWTH * self._release.table_file(file.table).stat().st_size) > room:
                version = self._release.version
                LOG.info("release %s: no room for %s in a database file; see BAOGAO_TABLES_MB", version, file.table)
                continue
            room -= size
            fitting.add(file.table)
        table, column = TEXTS
        plain = uncompressed_size(self._release.table_file(table), column) if table in fitting else 0
        return Fitting(frozenset(fitting), is_plain=PLAIN_GROWTH * plain <= room)

    def _run(self, done: Callable[[Engine], None]) -> None:
        """Write the database file, open it, and hand it over."""
        try:
            if not (large := self._fitting()).tables:
                return
            with TemporaryDirectory(prefix="baogao-") as folder:
                file = Path(folder, "tables.duckdb")
                self._write(file, large)
                engine = Engine(self._release, self._columns, self._settings, file)
                self._bytes = file.stat().st_size
        except (duckdb.Error, pa.ArrowException, ReleaseDamaged, OSError) as error:
            if not self._stopped.is_set():  # without room on disk, or files; the library finds out which
                LOG.error("release %s: not copied into a database file: %s", self._release.version, error)
            return
        MATERIALIZED.inc(self._bytes)
        tables, megabytes = ", ".join(sorted(large.tables)), self._bytes // MEGABYTE
        LOG.info("release %s: %s in a database file, %d MB", self._release.version, tables, megabytes)
        done(engine)

    def _write(self, file: Path, large: Fitting) -> None:
        """Write the tables of the release into a database file: what is not copied, as views of its Parquet."""
        copied = small_tables(self._release) | large.tables
        self._connection = connect(self._settings)
        try:
            if not self._stopped.is_set():
                with new_file(self._connection, file):
                    create_tables(self._connection, self._release, self._columns, copied, plain=large.is_plain)
                    create_search_rows(self._connection, self._release, large.tables)
        finally:
            self._connection.close()
            self._connection = None
