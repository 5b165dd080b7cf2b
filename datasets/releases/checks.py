"""Facts that hold in every release. Each check is a function whose docstring is the fact; it yields what breaks it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from datasets.extract.quarantine import year_in
from datasets.reading.lines import readable
from datasets.reading.numerals import numerals
from schemas.located import CURATED, PLACE
from schemas.tables import BY_NAME, TABLES

PLACE_OF_REPORT = ("region_code", "region_name", "level", "year")  # where the report of a row says its place

Rows = Mapping[str, list[dict[str, Any]]]
Texts = Mapping[str, str]
Check = Callable[[Rows, Texts], Iterator[str]]


def ids_are_unique(rows: Rows, _: Texts) -> Iterator[str]:
    """A row has an id of its own."""
    for table in TABLES:
        counts = Counter(row[table.key] for row in rows.get(table.name, ()))
        yield from (f"{table.name}: {key!r} is the id of {n} rows" for key, n in counts.items() if n > 1)


def ids_start_with_their_report(rows: Rows, _: Texts) -> Iterator[str]:
    """The id of a row that was read from a report starts with that of the report."""
    for table in TABLES:
        for row in rows[table.name] if table.is_located else ():
            if table.report_of(row["id"]) != row["report_id"]:
                yield f"{table.name}: {row['id']}: is of report {row['report_id']}, which its id does not say"


def offsets_give_the_quote(rows: Rows, texts: Texts) -> Iterator[str]:
    """source[char_start:char_end] is the quote of every row."""
    for table in TABLES:
        for row in rows[table.name] if table.is_located else ():
            text = texts.get(row["report_id"])
            if text is None:
                yield f"{table.name}: {row['id']}: there is no text of report {row['report_id']}"
            elif text[row["char_start"] : row["char_end"]] != row["quote"]:
                yield f"{table.name}: {row['id']}: characters {row['char_start']}-{row['char_end']} are not its quote"


def figures_lie_in_their_quotes(rows: Rows, texts: Texts) -> Iterator[str]:
    """source[figure_start:figure_end] is value_text, inside the quote."""
    for name in ("indicators", "targets"):
        for row in rows[name]:
            start, end = row["figure_start"], row["figure_end"]
            inside = row["char_start"] <= start < end <= row["char_end"]
            if not inside or texts.get(row["report_id"], "")[start:end] != row["value_text"]:
                yield f"{name}: {row['id']}: characters {start}-{end} are not its figure {row['value_text']!r}"


def every_numeral_is_accounted_for(rows: Rows, texts: Texts) -> Iterator[str]:
    """Every numeral of a source is in `figures` exactly once."""
    ledger = Counter((row["report_id"], row["char_start"], row["char_end"]) for row in rows["figures"])
    found = Counter((name, n.start, n.end) for name, text in texts.items() for n in numerals(text, readable(text)))
    for (report, start, end), times in ((ledger - found) + (found - ledger)).items():
        more = "more" if ledger[report, start, end] > found[report, start, end] else "fewer"
        yield f"figures: {report}: numeral at {start}-{end} is listed {times} time(s) {more} than it is printed"


def the_ledger_says_why(rows: Rows, _: Texts) -> Iterator[str]:
    """A numeral has the row that uses it, or the reason why none does; both only for an attribute of a project."""
    known = {name: {row["id"] for row in rows[name]} for name in ("indicators", "targets", "projects")}
    for row in rows["figures"]:
        table, row_id, reason = row["table"], row["row_id"], row["reason"]
        if table is None and (reason is None or row_id is not None):
            yield f"figures: {row['id']}: has neither a row nor a reason"
        elif table is not None and row_id not in known[table]:
            yield f"figures: {row['id']}: {table} has no row {row_id!r}"
        elif table is not None and (reason == "project_attribute") != (table == "projects"):
            yield f"figures: {row['id']}: used by {table}, yet its reason is {reason!r}"


REFERENCES = (
    ("indicators", "metric_id", "metrics"),
    ("targets", "metric_id", "metrics"),
    ("indicators", "unit", "units"),
    ("targets", "unit", "units"),
    ("projects", "investment_unit", "units"),
    ("targets", "baseline_id", "indicators"),
    ("targets", "outcome_id", "indicators"),
    *(("outcomes", name, "indicators") for name in ("outcome_id", "restated_id", "progress_id", "reference_id")),
    ("outcomes", "target_id", "targets"),
    ("outcomes", "metric_id", "metrics"),
    ("outcomes", "unit", "units"),
    ("outcomes", "outcome_unit", "units"),
    ("outcomes", "report_id", "reports"),
    ("outcomes", "outcome_report_id", "reports"),
    *((name, "region_code", "regions") for name in ("outcomes", "series", "panel", "coverage", "undertakings")),
    *((name, "metric_id", "metrics") for name in ("series", "panel")),
    ("panel", "target_id", "targets"),
    ("panel", "outcome_id", "indicators"),
    *((name, "report_id", "reports") for name in ("series", "coverage")),
    ("glossary_mentions", "glossary_id", "glossary"),
    ("reports", "region_code", "regions"),
    ("regions", "parent_code", "regions"),
    *((table.name, "report_id", "reports") for table in TABLES if table.is_located),
    *((table.name, "region_code", "regions") for table in TABLES if table.is_placed),
)


def references_lead_somewhere(rows: Rows, _: Texts) -> Iterator[str]:
    """What a row refers to is there."""
    yield from unknown_references(rows, {to: {row[BY_NAME[to].key] for row in rows[to]} for _, _, to in REFERENCES})


def unknown_references(rows: Rows, known: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The same of some tables, where the keys that may be referred to are known."""
    for name, column, to in REFERENCES:
        for row in rows.get(name, ()):
            if row[column] is not None and row[column] not in known[to]:
                yield f"{name}: {row[BY_NAME[name].key]}: {to} has no {column} {row[column]!r}"


def rows_are_of_the_place_of_their_report(rows: Rows, _: Texts) -> Iterator[str]:
    """A row that says its region and year is of the region and the year of its report."""
    places = {row["id"]: tuple(row.get(name) for name in PLACE_OF_REPORT) for row in rows["reports"]}
    for table in TABLES:
        for row in rows[table.name] if table.is_placed else ():
            place, report = tuple(row[name] for name in PLACE), places.get(row["report_id"])
            if place[0] is not None and place != report:
                yield f"{table.name}: {row['id']}: is of {place}, and its report of {report}"


def corrections_have_reasons(rows: Rows, _: Texts) -> Iterator[str]:
    """A row that a person corrected says why, and no other does."""
    for table in TABLES:
        for row in rows[table.name] if table.is_located else ():
            if (row["rule"] == CURATED) != (row["because"] is not None):
                yield f"{table.name}: {row['id']}: is read by {row['rule']!r}, and `because` is {row['because']!r}"


def nothing_achieved_is_dated_after_its_report(rows: Rows, _: Texts) -> Iterator[str]:
    """What a report states as achieved is of its own year or one before."""
    for row in rows["indicators"]:
        year = year_in(row["report_id"])
        if None not in (year, row["year"]) and row["year"] > year:
            yield f"indicators: {row['id']}: is achieved in {row['year']}, after its report of {year}"


CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    ids_start_with_their_report,
    offsets_give_the_quote,
    figures_lie_in_their_quotes,
    every_numeral_is_accounted_for,
    the_ledger_says_why,
    references_lead_somewhere,
    rows_are_of_the_place_of_their_report,
    corrections_have_reasons,
    nothing_achieved_is_dated_after_its_report,
)

# What counts as a numeral may be read better one day; an older release is not measured by that.
CHECKS_BY_TODAYS_RULES: tuple[Check, ...] = (every_numeral_is_accounted_for,)


def broken(rows: Rows, texts: Texts, checks: Iterable[Check] = CHECKS) -> Iterator[str]:
    """What breaks the facts, one line for each row that does."""
    for check in checks:
        yield from check(rows, texts)


def around(text: str, start: int, end: int, reach: int = 12) -> str:
    """Some characters of a text with those before and behind them, on one line."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")
