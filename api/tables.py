"""The routes of one published table: list, download, one row, its evidence, its schema."""

from itertools import chain
from typing import Any

import msgspec
import pyarrow as pa
from anyio.to_thread import run_sync
from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from api import csv_lines
from api.answers import (
    about,
    asked_of,
    attachment,
    described_answer,
    release_answer,
    release_file,
    store_of,
    tagged_answer,
)
from api.columnar import Columns
from api.conditional import AnyRequest, streamed
from api.evidence import EvidenceAnswer, evidence_of
from api.export import Export
from api.formats import CSV, JSON, MEDIA_TYPES, Format, chosen
from api.history import HISTORY, history
from api.library import Library
from api.negotiation import header
from api.pages import Page, memory_page, page_of
from api.parameters import LISTING, known_to
from api.problems import RowNotFound, TooManyRows
from api.query import Query, read_query
from api.quick import answer_quickly
from api.routing import Site, suffix_of
from api.rows import Rows
from api.store import Store
from datasets.delimited import csv_parts
from schemas.arrow import arrow_schema
from schemas.inspection import columns_of
from schemas.jsonschema import json_schema
from schemas.tables import Table


def table_routes(site: Site) -> list[HTTPRouteHandler]:
    """The routes of a table in one of its places."""
    table = site.table
    row: Any = table.row
    name = row.__name__
    page: Any = msgspec.defstruct(
        f"{name}Page",
        [("data", list[row]), ("page", Page), ("release", str), ("query", dict[str, str]), ("warnings", list[str])],
    )
    one: Any = msgspec.defstruct(f"{name}Answer", [("data", row), ("release", str)])
    title = f"List {table.title.lower()} · {table.title_zh}"

    @site.get("", "list_{}", title, table=table, asks=LISTING, statuses=(406, 409), media_types=MEDIA_TYPES)
    async def list_rows(request: AnyRequest, library: NamedDependency[Library]) -> Response[page]:
        return await listing(table, request, library)

    named = "{row_id:path}" if table.has_paths else "{row_id:str}"

    @site.get(f"/{named}", "get_{}", f"One row of {table.name}", statuses=(404,))
    async def get_row(request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]) -> Response[one]:
        key = row_id.removeprefix("/")
        if table.has_paths and not site.pinned and key.endswith(HISTORY):  # of a key that has slashes
            return await run_sync(history, table, request, library, key.removesuffix(HISTORY))
        return await answer_quickly(
            request,
            library,
            lambda: Row(store_of(request, library), table),
            lambda asked: release_answer(
                request, asked.store, lambda: {"data": found(asked.store, table, key), "release": asked.store.version}
            ),
        )

    @site.get("/schema", "schema_{}", f"JSON Schema of {table.name}")
    def get_schema(request: AnyRequest, library: NamedDependency[Library]) -> Response[dict[str, Any]]:
        store = store_of(request, library)
        return described_answer(request, store, json_schema(table, store.columns[table.name]))

    @site.get(
        "/{row_id:str}/evidence",
        "evidence_{}",
        f"The sentence a row of {table.name} was read from",
        statuses=(404,),
    )
    def get_evidence(
        request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]
    ) -> Response[EvidenceAnswer]:
        store = store_of(request, library)
        return release_answer(
            request,
            store,
            lambda: EvidenceAnswer(evidence_of(store, table, found(store, table, row_id)), store.version),
        )

    return [list_rows, get_schema, get_row, *([get_evidence] if table.is_located else [])]


class Row(msgspec.Struct, frozen=True):
    """A row that is asked for."""

    store: Store
    table: Table

    @property
    def is_ready(self) -> bool:
        """Whether its table is in memory."""
        return self.store.is_loaded(self.table) and self.store.memory(self.table) is not None


def found(store: Store, table: Table, key: str) -> dict[str, Any]:
    """The row with this key. Raises RowNotFound when the release has none."""
    row = store.row(table, key)
    if row is None:
        raise RowNotFound(f"{table.name} of release {store.version} has no row {key[:80]!r}")
    return row


class Listing(msgspec.Struct, frozen=True):
    """A listing that was understood."""

    store: Store
    query: Query
    format: Format

    @property
    def memory(self) -> Rows | Columns | None:
        """The table, if it is in memory. Words are looked for by DuckDB, which knows their case."""
        return None if self.query.where.words else self.store.memory(self.query.table)

    @property
    def is_ready(self) -> bool:
        """Whether its answer is in memory, and takes no time."""
        if not self.store.is_loaded(self.query.table) or self.format not in (JSON, CSV):
            return False
        memory = self.memory
        if isinstance(memory, Columns):
            return self.format is JSON and memory.is_quick(self.query)
        return memory is not None


async def listing(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """The rows a query asks for, in the format it asks for: a page of JSON, or all of them, streamed."""

    def read() -> Listing:
        store, given = asked_of(request, library, known_to(table, LISTING))
        query = read_query(table, given, store.version, store.columns[table.name])
        return Listing(store, query, chosen(suffix_of(request), query.format, header(request.scope, b"accept")))

    return await answer_quickly(request, library, read, lambda asked: listed(request, asked))


def listed(request: AnyRequest, asked: Listing) -> Response[Any]:
    """The answer to a listing."""
    store, query, format_ = asked.store, asked.query, asked.format
    named = attachment(store, query.table.name, format_.name)
    if query.is_whole and format_.name == "parquet":  # the file of the release itself
        return release_file(request, store, f"{query.table.name}.parquet", named)

    def made(headers: dict[str, str]) -> Response[Any]:
        rows = asked.memory
        if format_.write is None:
            return (rows and memory_page(store, query, rows, headers)) or page_of(store, query, headers)
        if format_ is CSV and isinstance(rows, Rows) and rows.has_as_csv(query):
            places = rows.ordered(query, rows.matching(query.where), query.limit)
            return Response(rows.as_csv(places), media_type=format_.media_type, headers=headers | named)
        if format_ is CSV and csv_lines.fits(query):
            head = csv_parts(query.columns, [], bom="bom" in query.options)
            return streamed(chain(head, store.csv(query, query.limit)), format_.media_type, headers | named)
        refuse_overfull(store, query, format_)
        return streamed(format_.write(export_of(store, query)), format_.media_type, headers | named)

    return tagged_answer(request, store, (query.normal, str(query.after), format_.name), made)


def refuse_overfull(store: Store, query: Query, format_: Format) -> None:
    """Raise TooManyRows when a format cannot hold the rows a query asks for: a download is never cut."""
    if format_.most_rows is None or (query.limit or format_.most_rows + 1) <= format_.most_rows:
        return
    if (rows := store.count(query)) > format_.most_rows:
        raise TooManyRows(f"{rows} rows; {format_.name} holds {format_.most_rows}")


def export_of(store: Store, query: Query) -> Export:
    """The rows a query asks for, to be written."""
    whole = arrow_schema(query.table.row)
    columns = {column.name: column for column in columns_of(query.table.row)}
    return Export(
        name=query.table.name,
        schema=pa.schema([whole.field(name) for name in query.columns], metadata=whole.metadata),
        batches=store.batches(query, query.limit),
        columns=tuple(columns[name] for name in query.columns),
        about=about(store, f"/v1/releases/{store.version}/{query.table.name}?{query.normal}"),
        options=query.options,
    )
