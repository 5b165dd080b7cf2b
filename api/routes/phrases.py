"""How often phrases stand in the reports: by year, level and region, and where each stands first."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import pyarrow as pa
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.formats.export import Export
from api.formats.registry import Format, negotiated_format
from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.negotiation import header
from api.http.problems import BadParameter
from api.http.scope import suffix_of
from api.openapi.operations import operation, operation_id
from api.query.filters import filters_of
from api.query.listing import normal, read_header, read_options
from api.query.parameters import (
    PHRASE_COUNTS,
    PHRASE_GROUPS,
    PHRASE_RECEIPT,
    PHRASES,
    REPORTS,
    Parameter,
)
from api.query.values import read_names
from api.query.where import Where, read_where
from api.query.words import Word, read_listed
from api.routes.answers import attachment, json_answer, release_and_parameters, tagged_answer
from api.routes.routing import PINNED
from api.routes.tables.provenance import about, publication_state
from api.routes.tables.receipts import Download, ReceiptAnswer, read_format, receipt_answer
from api.routes.tables.warnings import warning_header, warnings_of
from api.store.library import Library
from api.store.phrases import first_uses, phrase_counts
from api.store.store import Store
from schemas.arrow import arrow_field
from schemas.described import described
from schemas.inspection import columns_of
from schemas.scalars import RegionCode, RegionName, ReportYear
from schemas.vocabulary import Level

BY_YEAR = "year"
EACH = 10_000  # characters
NAME = "phrases"
COUNTS = ("count", "reports", "reports_with", "per_10000")


class PhraseCount(Struct, frozen=True, omit_defaults=True):
    """How often a phrase stands in the reports of a group: columns that were not asked for are left out."""

    phrase: Annotated[str, described("The phrase, as it was asked for.", "所查词语。", "新质生产力")]
    count: Annotated[int, described("How often it stands in the texts.", "出现次数。", 12)]
    reports: Annotated[int, described("Reports of the group.", "该组报告份数。", 31)]
    reports_with: Annotated[int, described("Reports of the group that have it.", "其中含该词语的份数。", 8)]
    per_10000: Annotated[float, described("How often in ten thousand characters.", "每万字出现次数。", 0.62)] | None
    year: ReportYear | None = None
    level: Level | None = None
    region_code: RegionCode | None = None
    region_name: RegionName | None = None


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


class PhraseQuery(Struct, frozen=True):
    """Phrases that are to be counted, the reports they are counted in, and the columns to count by."""

    library: Library
    store: Store
    words: dict[str, Word]
    where: Where
    by: tuple[str, ...]
    given: dict[str, str]

    @property
    def normal(self) -> str:
        """The question in its normal form."""
        return normal(self.given)

    def rows(self) -> list[dict[str, Any]]:
        """The count of each phrase in each group."""
        return [counted(row) for row in phrase_counts(self.store, self.words, self.where, self.by)]

    def export(self) -> Export:
        """The counts, to be written."""
        known = {column.name: column for column in columns_of(PhraseCount)}
        columns = tuple(known[name] for name in ("phrase", *self.by, *COUNTS))
        schema = pa.schema([arrow_field(column) for column in columns])
        address = f"/v1/releases/{self.store.version}/{NAME}?{self.normal}"
        return Export(
            name=NAME,
            schema=schema,
            batches=pa.Table.from_pylist(self.rows(), schema).to_batches(),
            columns=columns,
            about=partial(about, self.library, self.store, REPORTS, address),
            options=read_options(self.given),
            header=read_header(self.given),
        )


def read_phrases(request: AnyRequest, library: Library, asks: tuple[Parameter, ...]) -> PhraseQuery:
    """What is asked for. Raises a Problem for whatever cannot be meant."""
    store, given = release_and_parameters(request, library, [*(one.name for one in asks), *filters_of(REPORTS)])
    if "q" not in given:
        raise BadParameter("q: say which phrases to count, such as q=新质生产力", parameter="q")
    read_options(given), read_header(given)  # that cannot be meant are refused, whatever the format
    by = read_names("by", given.get("by", BY_YEAR), PHRASE_GROUPS)
    where = read_where(REPORTS, {name: value for name, value in given.items() if name not in ("q", "by")})
    return PhraseQuery(library, store, dict(read_listed(given["q"])), where, by, given)


def phrase_route(prefix: str) -> HTTPRouteHandler:
    """Phrases in the reports of the newest release, or of the one the address names."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/phrases",
        operation_id=operation_id("phrases", pinned=pinned),
        tags=["search"],
        summary="How often phrases are said · 词频",
        operation_class=operation(pinned=pinned, dated=not pinned, asks=PHRASES, statuses=(406,)),
        sync_to_thread=True,
    )
    def get_phrases(request: AnyRequest, library: NamedDependency[Library]) -> Response[PhraseAnswer]:
        """Every word or `"phrase"` of `q` is counted on its own; filters are those of `reports`. A file has them."""
        asked = read_phrases(request, library, PHRASE_COUNTS)
        format_ = negotiated_format(
            suffix_of(request.scope), asked.given.get("format"), header(request.scope, b"accept")
        )
        from_ = publication_state(library, asked.store) if format_.for_people else ()
        build_response = partial(as_json, asked) if format_.write is None else partial(as_file, asked, format_)
        return tagged_answer(request, asked.store, (asked.normal, format_.name, *from_), build_response)

    return get_phrases


def phrase_receipt_route(prefix: str) -> HTTPRouteHandler:
    """The receipt of counts of phrases."""
    pinned = bool(prefix)

    @get(
        f"{prefix}/phrases/receipt",
        operation_id=operation_id("receipt_phrases", pinned=pinned),
        tags=["search"],
        summary="The receipt of counts of phrases · 词频查询凭证",
        operation_class=operation(pinned=pinned, dated=not pinned, asks=PHRASE_RECEIPT),
        sync_to_thread=True,
    )
    def get_receipt(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReceiptAnswer]:
        """How to cite the counts, and the checksum of the file that has them."""
        asked = read_phrases(request, library, PHRASE_RECEIPT)
        format_ = read_format(asked.given)
        download = Download(
            name=NAME,
            title="how often phrases are said",
            given=asked.given,
            normal=asked.normal,
            where=asked.where,
            export=asked.export,
            count=lambda: len(asked.rows()),
        )
        return receipt_answer(request, library, asked.store, download, format_)

    return get_receipt


def as_json(asked: PhraseQuery, headers: dict[str, str]) -> Response[Any]:
    """The counts as JSON, with the first use of each phrase."""
    body = {
        "data": asked.rows(),
        "first": list(linked_uses(asked.store, asked.words)),
        "release": asked.store.version,
        "query": asked.given,
        "warnings": warnings_of(asked.store, asked.where),
    }
    return json_answer(body, headers)


def as_file(asked: PhraseQuery, format_: Format, headers: dict[str, str]) -> Response[Any]:
    """The counts as a file."""
    content = b"".join(format_.write(asked.export())) if format_.write else b""
    headers |= attachment(asked.store, NAME, format_.name)
    headers |= warning_header(warnings_of(asked.store, asked.where))
    return Response(content, media_type=format_.media_type, headers=headers)


def counted(row: dict[str, Any]) -> dict[str, Any]:
    """The count of a group, and how often that is in ten thousand characters."""
    characters = row.pop("characters")
    return row | {"per_10000": round(row["count"] * EACH / characters, 4) if characters else None}


def linked_uses(store: Store, words: dict[str, Word]) -> Iterator[FirstUse]:
    """Where each phrase stands first, by the year of the report; none of one that no report has."""
    for found in first_uses(store, words):
        url = link(f"/v1/releases/{store.version}/paragraphs/{found['paragraph_id']}/evidence")
        yield FirstUse(url=url, **found)


PHRASE_ROUTES = [made(prefix) for prefix in ("", PINNED) for made in (phrase_route, phrase_receipt_route)]
