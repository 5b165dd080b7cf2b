"""What a page is asked for with: its release, language and parameters, and what it asks of the tables in turn."""

from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.links import link
from api.query.listing import Query, read_query
from api.query.measures import read_measures
from api.query.where import read_where
from api.store.library import Library
from api.store.store import Store
from api.web.wording.language import PARAMETER
from api.web.wording.units import Speech
from api.web.wording.words import WORDS
from datasets.metadata.landing import Landing
from schemas.tables import BY_NAME

LOCAL = "http://localhost:8000"  # where `baogao serve` answers, when no public address is set
IN_PATHS = "/:@!$&'()*+,;=~"  # what a path has as it is (RFC 3986, 3.3)
MOST_SUGGESTED = 600  # regions of a form
Row = dict[str, Any]
UNITS: WeakKeyDictionary[Store, dict[str, str]] = WeakKeyDictionary()  # of the releases that were asked for them


class Visit(Struct, frozen=True):
    """A page that is asked for: of which release, in which language, with which parameters beside.

    `about` is the dataset that the page is the landing page of, if it is one.
    """

    request: AnyRequest
    library: Library
    store: Store
    language: str
    given: dict[str, str]
    about: Landing | None = None
    called: dict[tuple[str, str], str] = {}  # names that were looked up, by their tables and keys

    @property
    def speech(self) -> Speech:
        """How amounts are said on the page."""
        return Speech(self.language, unit_names(self) if self.language == "en" else {})

    @property
    def path(self) -> str:
        """The path of the page."""
        return self.request.url.path

    @property
    def site(self) -> str:
        """The address of the service, for commands to copy."""
        return self.library.site or LOCAL + link("")

    def key(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def to(self, path: str, /, **parameters: Any) -> str:
        """The address of a page in the language of this one."""
        asked = {name: value for name, value in parameters.items() if value not in (None, "")}
        return linked(path, **asked | {PARAMETER: self.language})

    def address(self, language: str) -> str:
        """The address of this page in a language."""
        return link(self.path_in(language))

    def path_in(self, language: str) -> str:
        """The same, without what a proxy puts before it."""
        return addressed(self.path, **self.given | {PARAMETER: language})

    def query(self, table: str, /, **given: str) -> Query:
        """A listing of a table, as the API understands it."""
        of = BY_NAME[table]
        return read_query(of, given, self.store.version, self.store.columns[table])

    def rows(self, table: str, most: int | None = None, /, **given: str) -> list[Row]:
        """The rows of a table that filters ask for; none of a table or a column that the release does not have."""
        columns = self.store.columns[table]
        asked = {name.partition("__")[0] for name in given} - {"sort", "q", "select"}
        return self.store.rows(self.query(table, **given), most) if columns and asked <= {*columns} else []

    def counts(self, table: str, by: str, /, **given: str) -> dict[Any, int]:
        """How many rows of a table that filters ask for have each value of a column."""
        return {value: count for (value,), count in self.counts_of(table, (by,), **given).items()}

    def counts_of(self, table: str, by: tuple[str, ...], /, **given: str) -> dict[tuple[Any, ...], int]:
        """The same of the values of several columns together."""
        of, columns = BY_NAME[table], {*self.store.columns[table]}
        if not {*by, *(name.partition("__")[0] for name in given)} <= columns:
            return {}
        found = self.store.aggregate_rows(of, read_where(of, given), by, read_measures(of, "count", by))
        return {tuple(row[name] for name in by): row["count"] for row in found}

    def named(self, table: str, keys: Collection[Any]) -> dict[str, str]:
        """What metrics or regions are called, by their keys; one there is no row of by its key."""
        unknown = sorted({key for key in keys if key is not None and (table, key) not in self.called})
        found = self.named_rows(table, unknown)
        for key in unknown:
            name = self.choose(found[key]["name"], found[key]["name_en"]) if key in found else key
            self.called[table, key] = name
        return {key: self.called.get((table, key), key) for key in keys}

    def named_rows(self, table: str, keys: Collection[Any]) -> dict[str, Row]:
        """The rows of a table with these keys, by key."""
        columns = self.store.columns[table]
        return self.store.rows_by_key(BY_NAME[table], sorted({*keys})) if columns and keys else {}

    def region_names(self) -> list[str]:
        """What regions that have reports are called, for a form to suggest."""
        codes = self.counts("reports", "region_code")
        return [*self.named("regions", [*codes][:MOST_SUGGESTED]).values()]

    def reports(self, keys: Collection[Any]) -> dict[str, str]:
        """What reports are called in a line, by their keys: their region and year."""
        found = self.named_rows("reports", {*keys} - {None})
        return {
            key: f"{self.choose(row['region_name'], row['region_name_en'])} {row['year']}" for key, row in found.items()
        }

    def names_in(self, rows: Collection[Row]) -> dict[str, str]:
        """What the metrics and the reports of some rows are called, by their keys."""
        reports = self.reports({row.get("report_id") for row in rows})
        return self.named("metrics", {row.get("metric_id") for row in rows}) | reports

    def count(self, number: int, word: str) -> str:
        """A number of things, of one in the singular: 1 report, 1,200 rows."""
        things = self.word(word).lower()
        return f"{number:,} {things[:-1] if number == 1 and self.language == 'en' else things}"

    def word(self, name: str) -> str:
        """A word of the pages."""
        return str(self.choose(*WORDS[name]))

    def choose(self, zh: Any, en: Any) -> Any:
        """One of two, by language."""
        return zh if self.language == "zh" else (en or zh)


def unit_names(visit: Visit) -> dict[str, str]:
    """What units are called in English by the release, by how they are written."""
    found = UNITS.get(visit.store)
    if found is None:
        rows = visit.rows("units", None, select="id,name_en")
        found = UNITS[visit.store] = {row["id"]: row["name_en"] for row in rows}
    return found


def linked(path: str, /, **parameters: Any) -> str:
    """The address of a path and parameters of ours, below what a proxy puts before it."""
    return link(addressed(path, **parameters))


def addressed(path: str, /, **parameters: Any) -> str:
    """A path and parameters as an address: the keys in them are of whoever made the release."""
    query = urlencode(parameters, safe=",:")
    return quote(path, safe=IN_PATHS) + (f"?{query}" if query else "")
