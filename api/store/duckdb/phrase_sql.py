"""SQL statements that count phrases in the texts of reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.query.where import KnownBy, Where
from api.query.words import Word
from api.store.duckdb.fragments import Statement, quoted
from api.store.duckdb.sql import conditions
from api.store.duckdb.word_sql import may_have
from schemas.tables import BY_NAME

REPORTS, PARAGRAPHS = BY_NAME["reports"], BY_NAME["paragraphs"]
TEXT = "part is distinct from 'chrome'"  # what the web page around a report says is not said by it


def phrase_counts(words: Mapping[str, Word], where: Where, by: Sequence[str], known_by: KnownBy | None) -> Statement:
    """How often each phrase stands in the reports that match, by some of their columns; those without it count 0."""
    condition, chosen = conditions(REPORTS, where)
    groups = "".join(f"{quoted(name)}, " for name in by)
    texts, values = of_each_text(words, "len(regexp_extract_all(quote, ?))", "0", known_by)
    return (
        f"select phrase, {groups}cast(sum(said) as bigint) as count, count(*) as reports, "
        "count(*) filter (where said > 0) as reports_with, cast(sum(characters) as bigint) as characters "
        "from (select report_id, place, phrase, sum(characters) as characters, sum(said) as said "
        f"from ({texts}) group by report_id, place, phrase) as texts "
        f"join (select * from reports {condition}) as chosen on chosen.id = texts.report_id "
        f"group by {groups}place, phrase order by place, {groups}count",
        [*values, *chosen],
    )


def first_uses(words: Mapping[str, Word], known_by: KnownBy | None) -> Statement:
    """The oldest report that has each phrase, and the paragraph it stands in."""
    texts, values = of_each_text(words, "regexp_matches(quote, ?)", "false", known_by)
    return (
        "select distinct on (place) phrase, reports.year, reports.id as report_id, reports.region_name, "
        f"texts.id as paragraph_id from ({texts}) as texts join reports on reports.id = report_id where said "
        "order by place, reports.year, reports.id, char_start",
        values,
    )


def of_each_text(words: Mapping[str, Word], asked: str, without: str, known_by: KnownBy | None) -> Statement:
    """What is asked of each paragraph for each phrase: `said`, looked for only where the phrase may stand.

    The paragraphs are read once, however many phrases there are: to read them takes longer than to look for one.
    """
    said: list[str] = []
    values: list[Any] = [list(words)]
    for word in words.values():
        condition, looked_up = paragraphs_with(word, known_by)
        said.append(f"case when {condition} then {asked} else {without} end")
        values += [*looked_up, word.pattern]
    return (
        "select id, report_id, char_start, length(quote) as characters, unnest(?::varchar[]) as phrase, "
        f"unnest(range({len(words):d})) as place, unnest([{', '.join(said)}]) as said from paragraphs where {TEXT}",
        values,
    )


def paragraphs_with(word: Word, known_by: KnownBy | None) -> Statement:
    """The condition that the search index knows a paragraph by the characters of a phrase, which only those may have.

    It holds of every paragraph where there is no index to ask.
    """
    return may_have(PARAGRAPHS, word, known_by) if known_by else ("true", [])
