"""SQL statements over the search index: pairs of characters, and the texts that have them."""

from collections.abc import Sequence
from typing import Any

from api.store.duckdb.fragments import Statement, placeholders

MOST_PAIRS = 8  # of a word that are looked up; the few texts they let through too many are read anyway
LAST = "\U0010ffff"  # no character comes behind it


def matching_texts(words: Sequence[Sequence[str]], tables: Sequence[str], after: int, limit: int) -> Statement:
    """The numbers of the texts that have the characters of all words, one spelling of each, the best first."""
    parts: list[str] = []
    values: list[Any] = []
    for spellings in words:
        found = [text_with(spelling) for spelling in spellings]
        parts.append("(" + " union ".join(part for part, _ in found) + ")")
        values += [value for _, more in found for value in more]
    statement = f'select "text" from ({" intersect ".join(parts)}) where "text" > ?'
    values.append(after)
    if tables:
        statement += f' and "text" in (select "text" from search_texts where "table" in ({placeholders(tables)}))'
        values += tables
    return f'{statement} order by "text" limit {limit:d}', values


def text_with(word: str) -> Statement:
    """The texts that have pairs of characters of a word, some for all; of one character, any pair that starts so."""
    every = sorted({word[n : n + 2] for n in range(len(word) - 1)})
    pairs = every[:: -(-len(every) // MOST_PAIRS)] if every else []
    if not pairs:
        return 'select distinct "text" from search_grams where gram between ? and ?', [word, word + LAST]
    chosen = f'select "text" from search_grams where gram in ({placeholders(pairs)})'
    return f'{chosen} group by "text" having count(*) = {len(pairs):d}', list(pairs)


def texts_by_number(texts: Sequence[int]) -> Statement:
    """Texts of the search index by their numbers. Each is a value of its own, as for keys."""
    return f'select * from search_texts where "text" in ({placeholders(texts)}) order by "text"', list(texts)
