"""The panel: rows as they are stored, or wide, with a row for each region and year."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pyarrow as pa
from litestar import Response
from msgspec import Struct

from api.formats.export import Export
from api.formats.registry import JSON, Format, Write, negotiated_format
from api.http.conditional import AnyRequest, streamed
from api.http.negotiation import header
from api.http.scope import suffix_of
from api.query.listing import Query
from api.query.parameters import OF_PANEL, SHAPE, SHAPES, WIDE, allowed_parameters, parsed
from api.query.values import DEFAULT_LIMIT, MOST_DOWNLOADED, MOST_ROWS, read_choice
from api.query.wide import PANEL, Pair, read_wide, wide_columns
from api.routes.answers import attachment, json_answer, release_and_parameters, tagged_answer
from api.routes.tables.listing import Listing, read_listing
from api.routes.tables.pagination import Page, headers_of_cut, next_link, next_page
from api.routes.tables.provenance import about, publication_state
from api.routes.tables.warnings import refuse_unknown_metrics, warning_header, warnings_of
from api.store import wide
from api.store.library import Library
from api.store.store import METRICS, Store
from schemas.arrow import arrow_field
from schemas.inspection import Column
from schemas.tables import Table

WIDE_SHAPE = SHAPES[1]
NAME = "panel-wide"


class WideListing(Struct, frozen=True):
    """A wide panel that was understood."""

    library: Library
    store: Store
    query: Query
    format: Format

    @property
    def is_quick(self) -> bool:
        """Whether the answer takes no time: rows are put together, which takes some."""
        return False

    def answer(self, request: AnyRequest) -> Response[Any]:
        """The rows, in the format that was asked for: a page of JSON, or all of them, streamed."""
        from_ = publication_state(self.library, self.store) if self.format.for_people else ()
        tag = (self.query.normal, str(self.query.after), self.format.name, *from_)
        write = self.format.write
        return tagged_answer(
            request, self.store, tag, partial(page, self) if write is None else partial(file, self, write)
        )


def read_rows(table: Table, request: AnyRequest, library: Library) -> Listing | WideListing:
    """What is asked for of a table; the panel may be wide. Raises a Problem for whatever cannot be meant."""
    if not is_wide(table, request):
        return read_listing(table, request, library, more=[one.name for one in OF_PANEL] if table is PANEL else ())
    store, given = release_and_parameters(request, library, allowed_parameters(table, WIDE))
    format_ = negotiated_format(suffix_of(request.scope), given.get("format"), header(request.scope, b"accept"))
    query = read_wide(given, store.version, MOST_ROWS if format_ is JSON else MOST_DOWNLOADED)
    refuse_unknown_metrics(store, query.where)
    return WideListing(library, store, query, format_)


def is_wide(table: Table, request: AnyRequest) -> bool:
    """Whether the wide panel is asked for. Raises BadParameter for a shape that there is not."""
    if table is not PANEL or SHAPE.name not in (asked := parsed(request.scope["query_string"])):
        return False
    return read_choice(SHAPE.name, asked[SHAPE.name], SHAPES) == WIDE_SHAPE


def page(asked: WideListing, headers: dict[str, str]) -> Response[Any]:
    """A page of the wide panel as JSON."""
    store, query = asked.store, asked.query
    pairs = wide.pairs(store, query)
    columns = columns_of_answer(store, query, pairs)
    limit = query.limit or DEFAULT_LIMIT
    found = [row for batch in batches(store, query, pairs, columns, limit + 1) for row in batch.to_pylist()]
    following = next_page(store, query, found[limit - 1]) if len(found) > limit else None
    rows = found[:limit]
    total = wide.count(store, query) if query.total else None
    body = {
        "data": rows,
        "page": Page(limit, len(rows), following, total),
        "release": store.version,
        "query": query.given,
        "warnings": warnings_of(store, query.where, is_empty=not rows),
    }
    return json_answer(body, headers | (next_link(following) if following else {}))


def file(asked: WideListing, write: Write, headers: dict[str, str]) -> Response[Any]:
    """The wide panel as a file."""
    store, query = asked.store, asked.query
    export = wide_export(asked.library, store, query)
    headers |= attachment(store, NAME, asked.format.name)
    headers |= cut_headers(asked) if query.limit else {}
    headers |= warning_header(warnings_of(store, query.where))
    return streamed(write(export), asked.format.media_type, headers)


def cut_headers(asked: WideListing) -> dict[str, str]:
    """What a download with a `limit` says of the rows behind it: how many there are in all, and where they begin."""
    store, query = asked.store, asked.query
    last = wide.last_before_more(store, query, query.limit or DEFAULT_LIMIT)
    return headers_of_cut(store, query, asked.format.name, last, partial(wide.count, store))


def wide_export(library: Library, store: Store, query: Query) -> Export:
    """The rows that are asked for, to be written."""
    pairs = wide.pairs(store, query)
    columns = columns_of_answer(store, query, pairs)
    address = f"/v1/releases/{store.version}/{PANEL.name}?{query.normal}"
    return Export(
        name=NAME,
        schema=schema_of(columns),
        batches=batches(store, query, pairs, columns, query.limit),
        columns=columns,
        about=partial(about, library, store, PANEL, address),
        options=query.options,
        header=query.header,
    )


def columns_of_answer(store: Store, query: Query, pairs: list[Pair]) -> tuple[Column, ...]:
    """The columns of the answer, with the titles that the metrics of the release have."""
    metrics = store.rows_by_key(METRICS, sorted({metric for metric, _ in pairs})) if pairs else {}
    return wide_columns(query, pairs, {one: (row["name_en"], row["name"]) for one, row in metrics.items()})


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """The schema of the answer."""
    return pa.schema([arrow_field(column) for column in columns])


def batches(
    store: Store, query: Query, pairs: list[Pair], columns: Sequence[Column], limit: int | None
) -> Iterator[pa.RecordBatch]:
    """The rows, by the names and types of their columns."""
    schema = schema_of(columns)
    for batch in wide.batches(store, query, pairs, limit):
        yield pa.record_batch(
            [one.cast(field.type) for one, field in zip(batch.columns, schema, strict=True)], schema=schema
        )
