"""How often phrases stand in the reports: by year, level and region, and where each stands first."""

from collections.abc import Iterator
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import BadParameter
from api.openapi.operations import operation
from api.query.filters import filters_of
from api.query.listing import normal
from api.query.parameters import PHRASE_GROUPS, PHRASES, REPORTS
from api.query.values import read_names
from api.query.where import read_where
from api.query.words import Word, read_texts
from api.routes.answers import release_and_parameters, release_answer
from api.routes.routing import PINNED
from api.routes.warnings import warnings_of
from api.store.library import Library
from api.store.phrases import first_use, phrase_counts
from api.store.store import Store

BY_YEAR = "year"
EACH = 10_000  # characters


class PhraseCount(Struct, frozen=True, omit_defaults=True):
    """How often a phrase stands in the reports of a group: columns that were not asked for are left out."""

    phrase: str
    count: int
    reports: int
    reports_with: int
    per_10000: float | None
    year: int | None = None
    level: str | None = None
    region_code: str | None = None
    region_name: str | None = None


class FirstUse(Struct, frozen=True):
    """The oldest report of the library that has a phrase, and the paragraph it stands in."""

    phrase: str
    year: int
    report_id: str
    region_name: str
    paragraph_id: str
    url: str


class PhraseAnswer(Struct, frozen=True):
    """Counts of phrases, and their first uses."""

    data: list[PhraseCount]
    first: list[FirstUse]
    release: str
    query: dict[str, str]
    warnings: list[str]


def phrase_route(prefix: str) -> HTTPRouteHandler:
    """Phrases in the reports of the newest release, or of the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/phrases",
        operation_id="phrases_of_release" if pinned else "phrases",
        tags=["search"],
        summary="How often phrases are said · 词频",
        operation_class=operation(pinned=pinned, dated=not pinned, asks=PHRASES),
        sync_to_thread=True,
    )
    def get_phrases(request: AnyRequest, library: NamedDependency[Library]) -> Response[PhraseAnswer]:
        """Every word or `"phrase"` of `q` is counted on its own. Filters are those of `reports`."""
        known = [*(one.name for one in PHRASES), *filters_of(REPORTS)]
        store, given = release_and_parameters(request, library, known)
        if "q" not in given:
            raise BadParameter("q: say which phrases to count, such as q=新质生产力", parameter="q")
        words = dict(read_texts(given["q"]))
        by = read_names("by", given.get("by", BY_YEAR), PHRASE_GROUPS)
        where = read_where(REPORTS, {name: value for name, value in given.items() if name not in ("q", "by")})

        def body() -> dict[str, Any]:
            return {
                "data": [counted(row) for row in phrase_counts(store, words, where, by)],
                "first": list(first_uses(store, words)),
                "release": store.version,
                "query": given,
                "warnings": warnings_of(store, where),
            }

        return release_answer(request, store, body, normal(given))

    return get_phrases


def counted(row: dict[str, Any]) -> dict[str, Any]:
    """The count of a group, and how often that is in ten thousand characters."""
    characters = row.pop("characters")
    return row | {"per_10000": round(row["count"] * EACH / characters, 4) if characters else None}


def first_uses(store: Store, words: dict[str, Word]) -> Iterator[FirstUse]:
    """Where each phrase stands first, by the year of the report; none of one that no report has."""
    for phrase, word in words.items():
        if found := first_use(store, word):
            url = link(f"/v1/releases/{store.version}/paragraphs/{found['paragraph_id']}/evidence")
            yield FirstUse(phrase=phrase, url=url, **found)


PHRASE_ROUTES = [phrase_route(prefix) for prefix in ("", PINNED)]
