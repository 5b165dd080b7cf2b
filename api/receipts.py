"""Receipts of queries: what was asked, of which release, and the checksum of the answer, for others to repeat."""

import hashlib
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.answers import asked_of, release_answer
from api.conditional import AnyRequest
from api.formats import BY_NAME, Format
from api.library import Library
from api.parameters import LISTING, known_to, read_choice
from api.problems import BadParameter
from api.query import Query, normal, read_query
from api.routing import Site
from api.store import Store
from api.tables import export_of
from datasets.metadata.citation import bibtex, citation, csl
from schemas.tables import Table

DEFAULT = "csv"
FORMATS = ("csv", "ndjson", "arrow")  # that are the same bytes whenever they are made


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


def receipt_route(site: Site) -> HTTPRouteHandler:
    """The receipt of a query of a table in one of its places."""
    table = site.table

    @site.get("/receipt", "receipt_{}", f"The receipt of a query of {table.name} · 查询凭证", table=table, asks=LISTING)
    def get_receipt(request: AnyRequest, library: NamedDependency[Library]) -> Response[ReceiptAnswer]:
        store, given = asked_of(request, library, known_to(table, LISTING))
        if "cursor" in given:
            raise BadParameter("cursor: a receipt is for all rows of a query, not for a page", parameter="cursor")
        format_ = read_format(given)
        query = read_query(table, given, store.version)
        return release_answer(
            request,
            store,
            lambda: ReceiptAnswer(receipt(library, store, query, format_), store.version),
            f"{query.normal}&{format_.name}&{library.site}",
        )

    return get_receipt


def read_format(given: dict[str, str]) -> Format:
    """The format of the download, taken from what was asked."""
    return BY_NAME[read_choice("format", given.pop("format", DEFAULT), FORMATS)]


def receipt(library: Library, store: Store, query: Query, format_: Format) -> Receipt:
    """The receipt of a query, which is answered once for it."""
    asked = {name: value for name, value in query.given.items() if name != "total"}
    permalink = library.site + address(store, query.table, format_, asked)
    size, sha256 = measured(store, query, format_)
    rows = store.count(query)
    described = library.description(store)
    of_query = f"{described.title}: {query.table.title.lower()}"
    return Receipt(
        release=store.version,
        table=query.table.name,
        query=asked,
        format=format_.name,
        rows=min(rows, query.limit) if query.limit else rows,
        bytes=size,
        sha256=sha256,
        permalink=permalink,
        citation=f"{citation(described, of_query, permalink)} SHA-256 {sha256}.",
        bibtex=bibtex(described, of_query, permalink),
        csl=csl(described, of_query, permalink),
    )


def address(store: Store, table: Table, format_: Format, asked: dict[str, str]) -> str:
    """The address that downloads the rows for ever."""
    path = f"/v1/releases/{store.version}/{table.name}.{format_.name}"
    return f"{path}?{normal(asked)}" if asked else path


def measured(store: Store, query: Query, format_: Format) -> tuple[int, str]:
    """The size in bytes and the checksum of a download."""
    size, sha256 = 0, hashlib.sha256()
    for part in format_.write(export_of(store, query)) if format_.write else ():
        size += len(part)
        sha256.update(part)
    return size, sha256.hexdigest()
