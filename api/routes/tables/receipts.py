"""Receipts of queries: what was asked, of which release, and the checksum of the answer, for others to repeat."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.formats.export import Export
from api.formats.registry import BY_NAME, Format
from api.http.conditional import AnyRequest
from api.http.links import link
from api.query.listing import Query, read_query
from api.query.parameters import REPEATABLE, WIDE_RECEIPT, allowed_parameters, receipt_parameters
from api.query.values import MOST_DOWNLOADED, read_choice
from api.query.where import Where
from api.query.wide import of_kinds, read_wide
from api.routes.answers import release_and_parameters, release_answer
from api.routes.routing import Mount
from api.routes.tables.listing import export_of
from api.routes.tables.panel import is_wide, wide_export
from api.routes.tables.warnings import refuse_unknown_metrics, warnings_of
from api.store import wide
from api.store.library import Library
from api.store.store import Store
from datasets.metadata.citation import bibtex, citation, csl
from schemas.tables import Table


class Receipt(Struct, frozen=True):
    """What a query answered. `sha256` and `bytes` are of what the permalink downloads, before any content coding."""

    release: str
    table: str
    query: dict[str, str]
    format: str
    rows: int
    bytes: int
    sha256: str
    permalink: str
    citation: str
    bibtex: str
    csl: list[dict[str, Any]]


class ReceiptAnswer(Struct, frozen=True):
    """The receipt of a query."""

    data: Receipt
    release: str
    warnings: list[str]


class Download(Struct, frozen=True):
    """What a receipt is of: rows that are written alike each time, how many there are, and where they are for ever."""

    name: str
    title: str
    given: dict[str, str]
    normal: str
    where: Where
    export: Callable[[], Export]
    count: Callable[[], int]
    limit: int | None = None


def receipt_route(mount: Mount) -> HTTPRouteHandler:
    """The receipt of a query of a table in one of its places."""
    table = mount.table

    @mount.get("/receipt", "receipt_{}", "The receipt of a query · 查询凭证", asks=receipt_parameters(table))
    def get_receipt(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReceiptAnswer]:
        return table_receipt(table, request, library)

    return get_receipt


def table_receipt(
    table: Table, request: AnyRequest, library: Library, fixed: Mapping[str, str] = {}
) -> Response[ReceiptAnswer]:
    """The receipt of what is asked for of a table, and `fixed` by the address; the panel may be wide."""
    of_wide = is_wide(table, request)
    asks = allowed_parameters(table, WIDE_RECEIPT if of_wide else receipt_parameters(table))
    store, given = release_and_parameters(request, library, [name for name in asks if name not in fixed])
    format_ = read_format(given)
    if of_wide:
        query = read_wide(given, store.version, MOST_DOWNLOADED)
        refuse_unknown_metrics(store, query.where)
        return receipt_answer(request, library, store, of_wide_panel(library, store, query), format_)
    stored = of_kinds(table, store.columns[table.name], given)
    query = read_query(table, given | dict(fixed), store.version, stored, MOST_DOWNLOADED)
    refuse_unknown_metrics(store, query.where)
    return receipt_answer(request, library, store, of_table(library, store, query, format_), format_)


def of_table(library: Library, store: Store, query: Query, format_: Format) -> Download:
    """The rows of a table that a query asks for."""
    return Download(
        name=query.table.name,
        title=query.table.title.lower(),
        given=query.given,
        normal=query.normal,
        where=query.where,
        export=lambda: export_of(library, store, query, format_),
        count=lambda: store.count(query),
        limit=query.limit,
    )


def of_wide_panel(library: Library, store: Store, query: Query) -> Download:
    """The rows of the wide panel that a query asks for."""
    return Download(
        name=query.table.name,
        title=f"{query.table.title.lower()}, wide",
        given=query.given,
        normal=query.normal,
        where=query.where,
        export=lambda: wide_export(library, store, query),
        count=lambda: wide.count(store, query),
        limit=query.limit,
    )


def receipt_answer(
    request: AnyRequest, library: Library, store: Store, download: Download, format_: Format
) -> Response[ReceiptAnswer]:
    """The receipt of a download, with what may be wrong with its query."""
    return release_answer(
        request,
        store,
        lambda: ReceiptAnswer(
            receipt(library, store, download, format_), store.version, warnings_of(store, download.where)
        ),
        f"{download.normal}&{format_.name}&{library.site}",
    )


def read_format(given: dict[str, str]) -> Format:
    """The format of the download, taken from what was asked."""
    return BY_NAME[read_choice("format", given.pop("format", REPEATABLE[0]), REPEATABLE)]


def receipt(library: Library, store: Store, download: Download, format_: Format) -> Receipt:
    """The receipt of a download, which is made once for it."""
    path = address(store, download, format_)
    permalink = library.site + path if library.site else link(path)
    size, sha256 = measured(download.export(), format_)
    rows = download.count()
    described = library.description(store)
    of_query = f"{described.title}: {download.title}"
    return Receipt(
        release=store.version,
        table=download.name,
        query=download.given,
        format=format_.name,
        rows=min(rows, download.limit) if download.limit else rows,
        bytes=size,
        sha256=sha256,
        permalink=permalink,
        citation=f"{citation(described, of_query, permalink)} SHA-256 {sha256}.",
        bibtex=bibtex(described, of_query, permalink),
        csl=csl(described, of_query, permalink),
    )


def address(store: Store, download: Download, format_: Format) -> str:
    """The address that downloads the rows for ever."""
    path = f"/v1/releases/{store.version}/{download.name}.{format_.name}"
    return f"{path}?{download.normal}" if download.normal else path


def measured(export: Export, format_: Format) -> tuple[int, str]:
    """The size in bytes and the checksum of a download."""
    size, sha256 = 0, hashlib.sha256()
    for part in format_.write(export) if format_.write else ():
        size += len(part)
        sha256.update(part)
    return size, sha256.hexdigest()
