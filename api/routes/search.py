"""Search over all tables and the full text of the reports, in Chinese and English."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import BadParameter
from api.openapi.operations import operation, operation_id
from api.query.cursors import make_cursor, read_cursor
from api.query.listing import normal
from api.query.parameters import SEARCH
from api.query.values import DEFAULT_LIMIT, read_limit, read_names
from api.query.words import Word, read_words
from api.routes.answers import release_and_parameters, release_answer
from api.routes.routing import PINNED
from api.store.library import Library
from api.store.store import Store
from datasets.releases.index.search_index import BY_TABLE, Text, searchable, texts_of
from schemas.inspection import column
from schemas.tables import BY_NAME

PLACE = column("text", int)  # what a cursor of a search holds: the number of a text in the index
AROUND = 40  # characters of a text that a snippet shows on either side of the first word
MOST_MATCHES = 20  # places marked in one snippet
SPARE, BATCH = 10, 200  # texts looked up at once: first as many as will likely do
MOST_LOOKED_AT = 5_000  # texts that have the characters of the words, and may not have the words
TITLES = ("name", "term", "title")


class Match(Struct, frozen=True):
    """Where a word stands in a snippet, in code points."""

    start: int
    end: int


class Hit(Struct, frozen=True):
    """A row that has all words, and where the first of them stands.

    `snippet` is cut from `column`. Of a quote, `char_start` and `char_end` say where the word is in the stored text.
    """

    table: str
    id: str
    url: str
    title: str | None
    column: str
    snippet: str
    matches: list[Match]
    report_id: str | None
    char_start: int | None
    char_end: int | None


class SearchPage(Struct, frozen=True):
    """Where a page stands. `next` is the address of the next page, null on the last; nobody counts what is behind."""

    limit: int
    returned: int
    next: str | None


class SearchAnswer(Struct, frozen=True):
    """The rows that were found, the best first: what is called so, then what says so, the newest first."""

    data: list[Hit]
    page: SearchPage
    release: str
    query: dict[str, str]
    warnings: list[str]


class Search(Struct, frozen=True):
    """A search that was understood: of each word its spellings, one of which must stand in a row."""

    words: tuple[tuple[str, ...], ...]
    tables: tuple[str, ...]
    limit: int
    after: int
    given: dict[str, str]


def search_route(prefix: str) -> HTTPRouteHandler:
    """Search of the newest release, or of the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/search",
        operation_id=operation_id("search", pinned=pinned),
        tags=["search"],
        summary="Search all tables and texts · 全文检索",
        operation_class=operation(pinned=pinned, dated=not pinned, asks=SEARCH),
        sync_to_thread=True,
    )
    def get_search(request: AnyRequest, library: NamedDependency[Library]) -> Response[SearchAnswer]:
        """The rows that have all words, ranked, with the place of each."""
        store, given = release_and_parameters(request, library, [parameter.name for parameter in SEARCH])
        search = read_search(store, given)
        asked = normal(search.given) + f"&after={search.after}"
        return release_answer(request, store, lambda: answer(store, search), asked)

    return get_search


def read_search(store: Store, given: dict[str, str]) -> Search:
    """Understand the parameters of a search. Raises a Problem for whatever cannot be meant."""
    if "q" not in given:
        raise BadParameter("q: say what to look for, such as q=gdp", parameter="q")
    cursor = given.pop("cursor", None)
    after = (-1,) if cursor is None else read_cursor(cursor, [PLACE], bound(store, given))
    return Search(
        words=tuple(spellings(store, word) for word in read_words(given["q"])),
        tables=read_names("tables", given["tables"], BY_TABLE) if "tables" in given else (),
        limit=read_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT,
        after=after[0],
        given=given,
    )


def bound(store: Store, given: dict[str, str]) -> str:
    """What a cursor is bound to: what is looked for, where, and in which release."""
    return f"{store.version}/search?{normal({name: given[name] for name in ('q', 'tables') if name in given})}"


def spellings(store: Store, word: Word) -> tuple[str, ...]:
    """A word, or every name of the metrics it is a name of, but for those that have another in them."""
    names = {*word.spellings, *map(searchable, store.metric_names(word))}
    return tuple(sorted(name for name in names if not any(other in name for other in names - {name})))


def answer(store: Store, search: Search) -> SearchAnswer:
    """One page. One hit more than asked for is looked for, to know whether there is a next page."""
    hits: list[Hit] = []
    last, more, warnings = search.after, False, []
    for looked_at, (number, hit) in enumerate(candidate_hits(store, search), 1):
        if hit is not None and len(hits) == search.limit:
            more = True
            break
        hits += [hit] if hit is not None else []
        last = number
        if looked_at == MOST_LOOKED_AT:
            more, warnings = True, [f"stopped after {looked_at} texts; the next page goes on behind them"]
            break
    following = None
    if more:
        cursor = make_cursor(bound(store, search.given), [last])
        following = link(f"/v1/releases/{store.version}/search?{normal(search.given)}&cursor={cursor}")
    return SearchAnswer(hits, SearchPage(search.limit, len(hits), following), store.version, search.given, warnings)


def candidate_hits(store: Store, search: Search) -> Iterator[tuple[int, Hit | None]]:
    """The texts that may have all words, the best first, each with its hit if it has them."""
    after, batch = search.after, search.limit + SPARE
    while texts := store.search_index.texts_with(search.words, search.tables, after, batch):
        keys: dict[str, list[str]] = {}
        for text in texts:
            keys.setdefault(text["table"], []).append(text["key"])
        rows = {table: store.rows_by_key(BY_NAME[table], found) for table, found in keys.items() if table in BY_TABLE}
        for text in texts:
            row = rows.get(text["table"], {}).get(text["key"])  # none: the index is of other rows, as `verify` tells
            yield text["text"], hit_in(store, search, text["table"], row, text["name"]) if row else None
        after = texts[-1]["text"]
        if len(texts) < batch:
            return
        batch = BATCH


def hit_in(store: Store, search: Search, table: str, row: dict[str, Any], name: int | None) -> Hit | None:
    """The hit of a text, if it has all words and its row has no better one: the shortest name, or else all texts."""
    searched = BY_TABLE[table]
    names, others = list(texts_of(row, searched.names)), list(texts_of(row, searched.texts))
    fits = [(len(one.text), n) for n, one in enumerate(names) if has_all([one], search.words)]
    if fits:
        best = min(fits)[1]
        return hit(store, search, table, row, [names[best]]) if name == best else None
    whole = [*names, *others]
    return hit(store, search, table, row, whole) if name is None and has_all(whole, search.words) else None


def has_all(texts: Sequence[Text], words: Sequence[Sequence[str]]) -> bool:
    """Whether every word, in one of its spellings, stands in one of some texts."""
    plain = [searchable(text.text) for text in texts]
    return all(any(spelling in text for spelling in word for text in plain) for word in words)


def hit(store: Store, search: Search, table: str, row: dict[str, Any], texts: Sequence[Text]) -> Hit:
    """The hit of a row, shown by the text that has the most words, the first of equals."""
    best = max(texts, key=lambda text: sum(has_all([text], [word]) for word in search.words))
    places = places_of(search, best.text)
    start, end = max(0, places[0].start - AROUND), places[0].end + AROUND
    shown = [Match(one.start - start, one.end - start) for one in places if one.end <= end][:MOST_MATCHES]
    base = row["char_start"] if best.column == "quote" else None
    key = row[BY_TABLE[table].key]
    return Hit(
        table=table,
        id=key,
        url=link(f"/v1/releases/{store.version}/{table}/{quote(key, safe='')}"),
        title=next((row[name] for name in TITLES if row.get(name)), None),
        column=best.column,
        snippet=best.text[start:end],
        matches=shown,
        report_id=row["id"] if table == "reports" else row.get("report_id"),
        char_start=None if base is None else base + places[0].start,
        char_end=None if base is None else base + places[0].end,
    )


def places_of(search: Search, text: str) -> list[Match]:
    """Where words stand in a text, from left to right; of those that overlap, the longest that starts first."""
    plain = searchable(text)
    words = sorted({spelling for word in search.words for spelling in word}, key=lambda word: (-len(word), word))
    found = re.finditer("|".join(map(re.escape, words)), plain)
    return [Match(*match.span()) for match in found]


SEARCH_ROUTES = [search_route(prefix) for prefix in ("", PINNED)]
