"""The search index of a release: that it was published with, or one that is made in memory."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from msgspec import structs

from api.query.listing import Query
from api.query.where import KnownBy, Where
from api.store.duckdb import search_sql
from api.store.small_tables import small_tables
from datasets.releases.index.search_index import BY_TABLE, SEARCHED, has_index, indexed
from datasets.releases.release import Release
from datasets.releases.tables.parquet import read_parquet
from schemas.tables import Table

if TYPE_CHECKING:  # imported when it is needed
    from api.store.duckdb.engine import Engine


class SearchIndex:
    """The texts of a release by the pairs of characters they have."""

    def __init__(self, release: Release, engine: Callable[[], "Engine"]) -> None:
        self._release = release
        self._engine = engine
        self._making = Lock()
        self._small = small_tables(release)
        self.is_stored = has_index(release.folder)
        self._is_made = self.is_stored

    def resolved(self, query: Query) -> Query:
        """A query whose words are looked up here, where it is about a table that is."""
        return structs.replace(query, where=self.known(query.table, query.where))

    def known(self, table: Table, where: Where) -> Where:
        """Which rows are meant, their words looked up: of a table that has many rows, in an index that is there."""
        return structs.replace(where, known_by=self.known_by(table)) if where.words else where

    def known_by(self, table: Table) -> KnownBy | None:
        """By what the rows of a table are known here; not at all those of one with few rows, which are read at once."""
        if not self.is_stored or table.name not in BY_TABLE or table.name in self._small:
            return None
        return "number" if table.name in self._engine().tables else "key"

    def texts_with(
        self, words: Sequence[Sequence[str]], tables: Sequence[str], after: int, limit: int
    ) -> list[dict[str, Any]]:
        """The first texts that may have all words: of each word one of its spellings."""
        with self._making:
            if not self._is_made:
                self._make()
        engine = self._engine()
        found = [number for (number,) in engine.select(*search_sql.matching_texts(words, tables, after, limit))]
        return engine.rows(*search_sql.texts_by_number(found)) if found else []

    def _make(self) -> None:
        """Make the index of a release that came before there was one, in memory."""
        rows = {one.table: read_parquet(self._release.table_file(one.table)).to_pylist() for one in SEARCHED}
        for name, table in indexed(rows).items():
            self._engine().add(name, table)
        self._is_made = True
