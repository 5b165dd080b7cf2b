"""SQL statements that count phrases in the texts of reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.query.where import Where
from api.query.words import Word
from api.store.duckdb.fragments import Statement, quoted
from api.store.duckdb.sql import conditions
from api.store.duckdb.word_sql import keys_with
from schemas.tables import BY_NAME

REPORTS, PARAGRAPHS = BY_NAME["reports"], BY_NAME["paragraphs"]
TEXT = "part is distinct from 'chrome'"  # what the web page around a report says is not said by it


def phrase_counts(words: Mapping[str, Word], where: Where, by: Sequence[str], is_indexed: bool) -> Statement:
    """How often each phrase stands in the reports that match, by some of their columns; those without it count 0."""
    condition, chosen = conditions(REPORTS, where)
    groups = "".join(f"{quoted(name)}, " for name in by)
    parts: list[str] = []
    values: list[Any] = []
    for place, (phrase, word) in enumerate(words.items()):
        may_have, looked_up = paragraphs_with(word, is_indexed)
        parts.append(
            f"select {place:d} as place, ? as phrase, {groups}cast(sum(said) as bigint) as count, count(*) as reports, "
            "count(*) filter (where said > 0) as reports_with, cast(sum(characters) as bigint) as characters "
            "from (select report_id, sum(length(quote)) as characters, "
            f"sum(case when {may_have} then len(regexp_extract_all(quote, ?)) else 0 end) as said "
            f"from paragraphs where {TEXT} group by report_id) as texts "
            f"join (select * from reports {condition}) as chosen on chosen.id = texts.report_id group by all"
        )
        values += [phrase, *looked_up, word.pattern, *chosen]
    return f"select * exclude (place) from ({' union all '.join(parts)}) order by place, {groups}count", values


def first_use(word: Word, is_indexed: bool) -> Statement:
    """The oldest report that has a phrase, and the paragraph it stands in."""
    may_have, looked_up = paragraphs_with(word, is_indexed)
    return (
        "select reports.year, reports.id as report_id, reports.region_name, paragraphs.id as paragraph_id "
        f"from paragraphs join reports on reports.id = report_id where {TEXT} "
        f"and case when {may_have} then regexp_matches(quote, ?) else false end "
        "order by reports.year, reports.id, char_start limit 1",
        [*looked_up, word.pattern],
    )


def paragraphs_with(word: Word, is_indexed: bool) -> Statement:
    """The condition that the search index knows a paragraph by the characters of a phrase, which only those may have.

    It holds of every paragraph where there is no index to ask.
    """
    if not is_indexed:
        return "true", []
    keys, values = keys_with(PARAGRAPHS, word)
    return f"paragraphs.id in ({keys})", values
