"""The page of a table: the same filters as the API, a page of its rows, and the ways to take them home."""

from collections.abc import Iterator

from msgspec import Struct, inspect, structs

from api.http.conditional import AnyRequest
from api.http.links import link
from api.query.listing import normal
from api.query.measures import plain_columns
from api.query.parameters import PAGE, allowed_parameters
from api.web.cells import KINDS, cell, own_page
from api.web.landings import about_table, table_named
from api.web.lists import Listed, paged
from api.web.pages import brief, page, render
from api.web.question import metrics_called
from api.web.visit import Row, Visit
from api.web.wording.tables import ABOUT_ZH, described
from api.web.wording.words import WORDS
from schemas.inspection import Column, columns_of
from schemas.tables import Table

MOST = 50  # rows of a page
SHOWN = {  # columns of a page, where `select` names no others
    "indicators": ("name", "value", "year", "measure", "region_name", "quote"),
    "targets": ("name", "value", "year", "measure", "strength", "region_name", "quote"),
    "projects": ("name", "status", "investment", "year", "category", "region_name", "quote"),
    "glossary": ("term", "definition", "term_en", "report_id"),
    "glossary_mentions": ("term", "form", "quote", "report_id"),
    "outcomes": ("name", "value", "outcome_value", "status", "year", "measure", "region_name"),
    "series": ("region_name", "metric_id", "measure", "year", "value", "value_kind", "statement_count"),
    "panel": ("region_name", "metric_id", "measure", "year", "target_value", "outcome_value"),
    "coverage": ("region_name", "year", "report_id", "indicators", "targets", "projects", "unresolved"),
    "undertakings": ("name", "status", "first_year", "last_year", "category", "region_name"),
    "figures": ("quote", "value", "part", "table", "row_id", "reason", "report_id"),
    "paragraphs": ("quote", "part", "report_id"),
    "reports": ("region_name", "year", "title", "level", "char_length", "published_on"),
    "metrics": ("id", "name", "name_en", "dimension", "direction"),
    "units": ("id", "name_en", "dimension", "base_unit", "factor"),
    "regions": ("name", "name_en", "code", "level", "parent_code"),
}
FIRST = 5  # fields of the form; the others are below
MOST_CHOICES = 120  # names that a field suggests
ASKED = ("metric_id", "region_name", "year", "report_year", "report_id")  # columns that have a field
BOUNDS = (("value__gte", "at_least"), ("value__lte", "at_most"))
FILES = (
    ("CSV", "csv"),
    ("Excel", "xlsx"),
    ("Stata", "dta"),
    ("Parquet", "parquet"),
    ("NDJSON", "ndjson"),
    ("JSON", "json"),
)


class Field(Struct, frozen=True):
    """A field of the form: a parameter of the API, with its choices when its values are a closed list.

    `suggested` are values that may be meant, each with what it is called.
    """

    name: str
    title: str
    value: str
    choices: list[tuple[str, str]] = []
    suggested: list[tuple[str, str]] = []


class Heading(Struct, frozen=True):
    """The head of a column: how it is sorted now, and the address that sorts by it."""

    column: Column
    title: str
    is_number: bool
    order: str
    href: str | None


def known(request: AnyRequest) -> list[str]:
    """The parameters of the table that an address names."""
    return [*allowed_parameters(table_named(request.path_params["table"]), PAGE)]


@page("/tables/{table:str}", known, about_table)
def get_table(visit: Visit) -> str:
    """A page of a table."""
    table = table_named(visit.key("table"))
    visit = structs.replace(visit, given=by_id(visit))
    listed = paged(visit, table.name, MOST)
    columns = shown_columns(visit, table, listed)
    form = list(fields(visit, table))
    asked = {name: value for name, value in listed.given.items() if name not in ("limit", "total")}
    return render(
        visit,
        "table.html",
        title=visit.choose(table.title_zh, table.title),
        table=table,
        kind=KINDS.get(table.name, ""),
        listed=listed,
        fields=(form[:FIRST], form[FIRST:]),
        kept={name: value for name, value in asked.items() if name not in {field.name for field in form}},
        asked=[(name, value, visit.to(visit.path, **without(listed.given, name))) for name, value in asked.items()],
        heads=[heading(visit, table, column, listed) for column in columns],
        lines=[
            (own_page(visit, table.name, row), [cell(visit, table.name, one.name, row, brief) for one in columns])
            for row in translated(visit, listed.rows)
        ],
        names=visit.names_in(listed.rows),
        about=visit.choose(ABOUT_ZH[table.name], described(table)),
        files=[(name, link(api_address(table, asked, f".{suffix}"))) for name, suffix in FILES],
        receipt=link(f"/v1/{table.name}/receipt" + (f"?{normal(asked)}" if asked else "")),
        commands=commands(visit.site, table, asked),
    )


def by_id(visit: Visit) -> dict[str, str]:
    """What is asked for, with metrics that are named by what they are called under their ids, as the API knows them."""
    name = visit.given.get("metric_id", "")
    found = [] if name.isascii() and name.islower() else metrics_called(visit, name)
    if not name or not found:
        return visit.given
    parameter = "metric_id" if len(found) == 1 else "metric_id__in"
    return without(visit.given, "metric_id") | {parameter: ",".join(found)}


def api_address(table: Table, asked: dict[str, str], suffix: str = "") -> str:
    """Where the API answers what a page shows, all of it."""
    return f"/v1/{table.name}{suffix}" + (f"?{normal(asked)}" if asked else "")


def translated(visit: Visit, rows: list[Row]) -> list[Row]:
    """Rows with the names of places and of metrics in the language of the page, where they have one in it."""
    if visit.language == "zh":
        return rows
    names = visit.named("regions", {row["region_code"] for row in rows if row.get("region_code")})
    named = [row | ({"name": row["name_en"]} if row.get("name") and row.get("name_en") else {}) for row in rows]
    return [
        row | ({"region_name": names[row["region_code"]]} if row.get("region_name") and row.get("region_code") else {})
        for row in named
    ]


def commands(site: str, table: Table, asked: dict[str, str]) -> list[tuple[str, str]]:
    """What to type for the rows of a page, elsewhere: addresses are within quotes, so they have none."""
    json, csv, parquet = (site + api_address(table, asked, of).replace("'", "%27") for of in ("", ".csv", ".parquet"))
    return [
        ("curl", f"curl '{json}'"),
        ("pandas", f"import pandas as pd\nrows = pd.read_parquet('{parquet}')"),
        ("DuckDB", f"FROM '{parquet}';"),
        ("R", f"rows <- read.csv('{csv}')"),
    ]


def without(given: dict[str, str], name: str) -> dict[str, str]:
    """Parameters but one."""
    return {one: value for one, value in given.items() if one != name}


def shown_columns(visit: Visit, table: Table, listed: Listed) -> list[Column]:
    """The columns of a page: those that are selected, or those that say most, where the release has them."""
    described = {column.name: column for column in columns_of(table.row)}
    if "select" in listed.given:
        return [described[name] for name in listed.query.columns]
    stored = visit.store.columns[table.name]
    return [described[name] for name in SHOWN[table.name] if name in stored or not stored]


def fields(visit: Visit, table: Table) -> Iterator[Field]:
    """The fields of a form: words first, then the columns that are asked for most."""
    yield Field("q", visit.choose(*WORDS["text_filter"]), visit.given.get("q", ""))
    stored = visit.store.columns[table.name]
    columns = {column.name: column for column in columns_of(table.row) if column.name in stored}
    for name in ASKED:
        if name in columns:
            yield structs.replace(field(visit, columns[name]), suggested=suggested(visit, table, name))
    if "value" in columns:
        for name, word in BOUNDS:
            title = f"{visit.choose(columns['value'].title_zh, columns['value'].title)} {visit.choose(*WORDS[word])}"
            yield Field(name, title, visit.given.get(name, ""))
    for column in columns.values():
        if column.labels:
            yield field(visit, column)


def suggested(visit: Visit, table: Table, column: str) -> list[tuple[str, str]]:
    """What a column has most often: metrics with what they are called, and regions by their names."""
    of = {"metric_id": "metric_id", "region_name": "region_code"}.get(column)
    counts = visit.counts(table.name, of) if of else {}
    keys = sorted((key for key in counts if key), key=lambda key: -counts[key])[:MOST_CHOICES]
    named = visit.named("metrics" if column == "metric_id" else "regions", keys)
    return [(key if column == "metric_id" else named[key], named[key]) for key in keys]


def field(visit: Visit, column: Column) -> Field:
    """The field of a column."""
    title = visit.choose(column.title_zh, column.title)
    choices = [(value, visit.choose(zh, en)) for value, (en, zh) in column.labels.items()]
    return Field(column.name, title, visit.given.get(column.name, ""), choices)


def heading(visit: Visit, table: Table, column: Column, listed: Listed) -> Heading:
    """The head of a column; asked again, it sorts the other way."""
    now = listed.given.get("sort", "")
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(now, "")
    turned = f"-{column.name}" if order == "ascending" else column.name
    href = visit.to(visit.path, **listed.given | {"sort": turned}) if column.name in plain_columns(table) else None
    is_number = isinstance(column.type, inspect.IntType | inspect.FloatType) and "year" not in column.name
    return Heading(column, visit.choose(column.title_zh, column.title), is_number, order, href)
