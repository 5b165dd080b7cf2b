"""Listings: the rows that a query asks for, a page of them as JSON or all of them as a download."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

import pyarrow as pa
from litestar import Response
from msgspec import Struct, structs

from api.formats.export import Export
from api.formats.registry import CSV, JSON, Format, Write, negotiated_format
from api.http.conditional import AnyRequest, streamed
from api.http.negotiation import header
from api.http.problems import TooManyRows
from api.http.scope import suffix_of
from api.query.listing import Query, read_query
from api.query.parameters import LISTING, allowed_parameters
from api.query.values import MOST_DOWNLOADED, MOST_ROWS
from api.query.wide import of_kinds
from api.routes.answers import attachment, release_and_parameters, release_file, tagged_answer
from api.routes.tables.pagination import cut_headers, page_of
from api.routes.tables.provenance import about, publication_state
from api.routes.tables.warnings import refuse_unknown_metrics, warning_header, warnings_of
from api.store.duckdb import csv_lines
from api.store.library import Library
from api.store.store import Store
from datasets.metadata import csvw
from datasets.releases.tables.csv import csv_parts
from schemas.arrow import arrow_schema
from schemas.inspection import columns_of
from schemas.located import Located
from schemas.tables import Table

SORTED = 2  # comparisons that it takes to sort a row by a column


class Listing(Struct, frozen=True):
    """A listing that was understood."""

    library: Library
    store: Store
    query: Query
    format: Format
    is_pinned: bool

    @property
    def tag(self) -> tuple[str, ...]:
        """What the answer follows from, beside the release."""
        from_ = publication_state(self.library, self.store) if self.format.for_people else ()
        return (self.query.normal, str(self.query.after), self.format.name, *from_)

    @property
    def description(self) -> dict[str, str]:
        """Where CSV with all columns is described (Tabular Data Model, 5.2), beside the address that answers."""
        if self.format is not CSV or self.query.columns != self.store.columns[self.query.table.name]:
            return {}
        place = self.query.table.name + csvw.BESIDE
        if not self.is_pinned and self.store is not self.library.store():  # by `as_of`
            place = f"releases/{self.store.version}/{place}"
        return {"Link": f'<{place}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'}

    @property
    def is_quick(self) -> bool:
        """Whether the answer takes no time: few rows are compared with few values, and are encoded."""
        query, store = self.query, self.store
        if query.where.words or not store.is_quick(query.table, query.where.comparisons + SORTED * len(query.order)):
            return False
        return self.format is JSON or (self.format is CSV and self.is_encoded_csv)

    @property
    def is_encoded_csv(self) -> bool:
        """Whether the rows are ready as lines of CSV."""
        return self.store.is_small(self.query.table) and not self.query.options and self.store.is_encoded(self.query)

    def answer(self, request: AnyRequest) -> Response[Any]:
        """The rows, in the format that was asked for: a page of JSON, or all of them, streamed."""
        query, name = self.query, self.format.name
        if query.is_whole and name == "parquet" and self.store.has(query.table):  # the file of the release itself
            named = attachment(self.store, query.table.name, name)
            return release_file(request, self.store, f"{query.table.name}.parquet", named)
        write = self.format.write
        build_response = partial(page, self) if write is None else partial(download, self, write)
        return tagged_answer(request, self.store, self.tag, build_response)


def read_listing(
    table: Table, request: AnyRequest, library: Library, fixed: Mapping[str, str] = {}, more: Sequence[str] = ()
) -> Listing:
    """What is asked for, and `fixed` by the address; `more` may be said. Raises a Problem for what cannot be meant."""
    known: Collection[str] = allowed_parameters(table, LISTING)
    if fixed or more:
        known = [*(name for name in known if name not in fixed), *more]
    store, given = release_and_parameters(request, library, known)
    given |= fixed
    format_ = negotiated_format(suffix_of(request.scope), given.get("format"), header(request.scope, b"accept"))
    most = MOST_ROWS if format_ is JSON else MOST_DOWNLOADED
    query = read_query(table, given, store.version, of_kinds(table, store.columns[table.name], given), most)
    refuse_unknown_metrics(store, query.where)
    return Listing(library, store, query, format_, "version" in request.path_params)


def page(asked: Listing, headers: dict[str, str]) -> Response[Any]:
    """A page of a listing."""
    return page_of(asked.store, asked.query, headers)


def download(asked: Listing, write: Write, headers: dict[str, str]) -> Response[Any]:
    """All rows of a listing, or the first of them, streamed."""
    store, query, format_ = asked.store, asked.query, asked.format
    headers |= attachment(store, query.table.name, format_.name)
    headers |= linked(asked.description, cut_headers(store, query, format_.name))
    headers |= warning_header(warnings_of(store, query.where))
    if format_ is CSV and asked.is_encoded_csv:
        content = b"".join([*csv_parts(query.columns, []), store.encoded_csv(query, query.limit)])
        return Response(content, media_type=format_.media_type, headers=headers)
    if format_ is CSV and csv_lines.supports(query):
        head = csv_parts(query.columns, [], bom="bom" in query.options)
        return streamed(chain(head, store.csv(query, query.limit)), format_.media_type, headers)
    refuse_overfull(store, query, format_)
    return streamed(write(export_of(asked.library, store, query, format_)), format_.media_type, headers)


def linked(*headers: dict[str, str]) -> dict[str, str]:
    """Headers together; their links in one list (RFC 8288)."""
    links = ", ".join(one["Link"] for one in headers if "Link" in one)
    together = {name: value for one in headers for name, value in one.items()}
    return together | ({"Link": links} if links else {})


def refuse_overfull(store: Store, query: Query, format_: Format) -> None:
    """Raise TooManyRows when a format cannot hold the rows a query asks for: a download is never cut."""
    if format_.most_rows is None or (query.limit or format_.most_rows + 1) <= format_.most_rows:
        return
    if (rows := store.count(query)) > format_.most_rows:
        raise TooManyRows(f"{rows} rows; {format_.name} holds {format_.most_rows}")


def export_of(library: Library, store: Store, query: Query, format_: Format) -> Export:
    """The rows a query asks for, to be written."""
    if format_.for_people and "select" not in query.given:
        query = structs.replace(query, columns=keys_first(query.table, query.columns))
    whole = arrow_schema(query.table.row)
    columns = {column.name: column for column in columns_of(query.table.row)}
    address = f"/v1/releases/{store.version}/{query.table.name}?{query.normal}"
    return Export(
        name=query.table.name,
        schema=pa.schema([whole.field(name) for name in query.columns], metadata=whole.metadata),
        batches=store.batches(query, query.limit),
        columns=tuple(columns[name] for name in query.columns),
        about=partial(about, library, store, query.table, address),
        options=query.options,
        header=query.header,
    )


def keys_first(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Columns as they are read: the key and the report of a row, what it says, and then where it was read."""
    keys, provenance = (table.key, "report_id"), Located.__struct_fields__ if table.is_located else ()
    return tuple(sorted(columns, key=lambda name: (name not in keys, name in provenance)))
