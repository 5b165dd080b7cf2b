"""SQL statements that count phrases in the texts of reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.query.where import Where
from api.query.words import Word
from api.store.duckdb.fragments import Statement, quoted
from api.store.duckdb.sql import conditions
from schemas.tables import BY_NAME

REPORTS = BY_NAME["reports"]
TEXT = "part is distinct from 'chrome'"  # what the web page around a report says is not said by it


def phrase_counts(words: Mapping[str, Word], where: Where, by: Sequence[str]) -> Statement:
    """How often each phrase stands in the reports that match, by some of their columns; those without it count 0."""
    condition, chosen = conditions(REPORTS, where)
    groups = "".join(f"{quoted(name)}, " for name in by)
    parts: list[str] = []
    values: list[Any] = []
    for place, (phrase, word) in enumerate(words.items()):
        parts.append(
            f"select {place:d} as place, ? as phrase, {groups}cast(sum(said) as bigint) as count, count(*) as reports, "
            "count(*) filter (where said > 0) as reports_with, cast(sum(characters) as bigint) as characters "
            "from (select report_id, sum(len(regexp_extract_all(quote, ?))) as said, sum(length(quote)) as characters "
            f"from paragraphs where {TEXT} group by report_id) as texts "
            f"join (select * from reports {condition}) as chosen on chosen.id = texts.report_id group by all"
        )
        values += [phrase, word.pattern, *chosen]
    return f"select * exclude (place) from ({' union all '.join(parts)}) order by place, {groups}count", values


def first_use(word: Word) -> Statement:
    """The oldest report that has a phrase, and the paragraph it stands in."""
    return (
        "select reports.year, reports.id as report_id, reports.region_name, paragraphs.id as paragraph_id "
        f"from paragraphs join reports on reports.id = report_id where {TEXT} and regexp_matches(quote, ?) "
        "order by reports.year, reports.id, char_start limit 1",
        [word.pattern],
    )
