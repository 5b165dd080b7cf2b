"""How often phrases stand in the reports of a release."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.query.where import Where
from api.query.words import Word
from api.store.duckdb import phrase_sql
from api.store.store import Store
from schemas.tables import BY_NAME

PARAGRAPHS = BY_NAME["paragraphs"]


def phrase_counts(store: Store, words: Mapping[str, Word], where: Where, by: Sequence[str]) -> list[dict[str, Any]]:
    """How often each phrase stands in the reports that match, for each group of them."""
    return store.engine.rows(*phrase_sql.phrase_counts(words, where, by, store.search_index.known_by(PARAGRAPHS)))


def first_uses(store: Store, words: Mapping[str, Word]) -> list[dict[str, Any]]:
    """Year, report, region and paragraph of the first use of each phrase that there is one of."""
    return store.engine.rows(*phrase_sql.first_uses(words, store.search_index.known_by(PARAGRAPHS)))
