"""Receipts of queries: what was asked, of which release, and the checksum of the answer, for others to repeat."""

import hashlib
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.formats.registry import BY_NAME, Format
from api.http.conditional import AnyRequest
from api.http.links import link
from api.query.listing import Query, read_query
from api.query.parameters import RECEIPT, REPEATABLE, allowed_parameters
from api.query.values import MOST_DOWNLOADED, read_choice
from api.routes.answers import release_and_parameters, release_answer
from api.routes.listing import export_of
from api.routes.routing import Mount
from api.routes.warnings import warnings_of
from api.store.library import Library
from api.store.store import Store
from datasets.metadata.citation import bibtex, citation, csl


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


def receipt_route(mount: Mount) -> HTTPRouteHandler:
    """The receipt of a query of a table in one of its places."""
    table = mount.table

    @mount.get("/receipt", "receipt_{}", "The receipt of a query · 查询凭证", asks=RECEIPT)
    def get_receipt(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReceiptAnswer]:
        store, given = release_and_parameters(request, library, allowed_parameters(table, RECEIPT))
        format_ = read_format(given)
        query = read_query(table, given, store.version, store.columns[table.name], MOST_DOWNLOADED)
        return release_answer(
            request,
            store,
            lambda: ReceiptAnswer(
                receipt(library, store, query, format_), store.version, warnings_of(store, query.where)
            ),
            f"{query.normal}&{format_.name}&{library.site}",
        )

    return get_receipt


def read_format(given: dict[str, str]) -> Format:
    """The format of the download, taken from what was asked."""
    return BY_NAME[read_choice("format", given.pop("format", REPEATABLE[0]), REPEATABLE)]


def receipt(library: Library, store: Store, query: Query, format_: Format) -> Receipt:
    """The receipt of a query, which is answered once for it."""
    path = address(store, query, format_)
    permalink = library.site + path if library.site else link(path)
    size, sha256 = measured(library, store, query, format_)
    rows = store.count(query)
    described = library.description(store)
    of_query = f"{described.title}: {query.table.title.lower()}"
    return Receipt(
        release=store.version,
        table=query.table.name,
        query=query.given,
        format=format_.name,
        rows=min(rows, query.limit) if query.limit else rows,
        bytes=size,
        sha256=sha256,
        permalink=permalink,
        citation=f"{citation(described, of_query, permalink)} SHA-256 {sha256}.",
        bibtex=bibtex(described, of_query, permalink),
        csl=csl(described, of_query, permalink),
    )


def address(store: Store, query: Query, format_: Format) -> str:
    """The address that downloads the rows for ever."""
    path = f"/v1/releases/{store.version}/{query.table.name}.{format_.name}"
    return f"{path}?{query.normal}" if query.normal else path


def measured(library: Library, store: Store, query: Query, format_: Format) -> tuple[int, str]:
    """The size in bytes and the checksum of a download."""
    size, sha256 = 0, hashlib.sha256()
    for part in format_.write(export_of(library, store, query, format_)) if format_.write else ():
        size += len(part)
        sha256.update(part)
    return size, sha256.hexdigest()
