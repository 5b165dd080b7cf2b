"""The routes of one published table: list, download, one row, its evidence, its schema."""

from typing import Any

import msgspec
import pyarrow as pa
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from api.answers import json_answer, release_answer, release_file, release_headers, store_of
from api.conditional import AnyRequest, entity_tag, not_modified
from api.cursors import make_cursor
from api.documented import operation
from api.evidence import Evidence, evidence_of
from api.formats import FORMATS, Format, chosen
from api.library import LATEST, Library
from api.parameters import DEFAULT_LIMIT, LISTING
from api.problems import RowNotFound
from api.query import Query, read_query, same
from api.store import Store
from schemas.arrow import arrow_schema
from schemas.jsonschema import json_schema
from schemas.tables import Table

MEDIA_TYPES = tuple(format_.media_type for format_ in FORMATS)


class Page(msgspec.Struct, frozen=True):
    """Where a page stands among all rows that match. `next` is the address of the next page, null on the last."""

    limit: int
    returned: int
    next: str | None
    total: int | None


def table_routes(table: Table, prefix: str) -> list[HTTPRouteHandler]:
    """The routes of a table below a prefix: the newest release, or the one the address names."""
    row: Any = table.row
    name = row.__name__
    page: Any = msgspec.defstruct(
        f"{name}Page",
        [("data", list[row]), ("page", Page), ("release", str), ("query", dict[str, str]), ("warnings", list[str])],
    )
    one: Any = msgspec.defstruct(f"{name}Answer", [("data", row), ("release", str)])
    pinned = "{version" in prefix
    options: dict[str, Any] = {"tags": [table.name], "sync_to_thread": True}
    ids = f"{table.name}_of_release" if pinned else table.name

    @get(
        f"{prefix}/{table.name}",
        operation_id=f"list_{ids}",
        summary=f"List {table.title.lower()} · {table.title_zh}",
        operation_class=operation(pinned=pinned, table=table, asks=LISTING, statuses=(406,), media_types=MEDIA_TYPES),
        **options,
    )
    def list_rows(request: AnyRequest, library: NamedDependency[Library]) -> Response[page]:
        return listing(table, request, library, None)

    @get(
        f"{prefix}/{table.name}/{{row_id:str}}",
        operation_id=f"get_{ids}",
        summary=f"One row of {table.name}",
        operation_class=operation(pinned=pinned, statuses=(404,)),
        **options,
    )
    def get_row(request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]) -> Response[one]:
        store = store_of(request, library)
        return release_answer(request, store, lambda: {"data": found(store, table, row_id), "release": store.version})

    @get(
        f"{prefix}/{table.name}/schema",
        operation_id=f"schema_{ids}",
        summary=f"JSON Schema of {table.name}",
        operation_class=operation(pinned=pinned),
        **options,
    )
    def get_schema(request: AnyRequest, library: NamedDependency[Library]) -> Response[dict[str, Any]]:
        store = store_of(request, library)
        return release_answer(request, store, lambda: json_schema(table))

    @get(
        f"{prefix}/{table.name}/{{row_id:str}}/evidence",
        operation_id=f"evidence_{ids}",
        summary=f"The sentence a row of {table.name} was read from",
        operation_class=operation(pinned=pinned, statuses=(404,)),
        **options,
    )
    def get_evidence(
        request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]
    ) -> Response[Evidence]:
        store = store_of(request, library)
        return release_answer(
            request,
            store,
            lambda: {"data": evidence_of(store, table, found(store, table, row_id)), "release": store.version},
        )

    downloads = [download_route(table, prefix, format_, page, options) for format_ in FORMATS]
    return [list_rows, *downloads, get_schema, get_row, *([get_evidence] if table.is_located else [])]


def download_route(table: Table, prefix: str, format_: Format, page: Any, options: dict[str, Any]) -> HTTPRouteHandler:
    """The address with the suffix of a format."""
    pinned = "{version" in prefix
    ids = f"{table.name}_of_release" if pinned else table.name

    @get(
        f"{prefix}/{table.name}.{format_.name}",
        operation_id=f"list_{ids}_{format_.name}",
        summary=f"{table.title} · {table.title_zh} as {format_.name}",
        operation_class=operation(pinned=pinned, table=table, asks=LISTING, media_types=(format_.media_type,)),
        **options,
    )
    def download(request: AnyRequest, library: NamedDependency[Library]) -> Response[page]:
        return listing(table, request, library, format_.name)

    return download


def found(store: Store, table: Table, key: str) -> dict[str, Any]:
    """The row with this key. Raises RowNotFound when the release has none."""
    row = store.row(table, key)
    if row is None:
        raise RowNotFound(f"{table.name} of release {store.version} has no row {key[:80]!r}")
    return row


def listing(table: Table, request: AnyRequest, library: Library, suffix: str | None) -> Response[Any]:
    """The rows a query asks for, in the format it asks for: a page of JSON, or all of them, streamed."""
    store = library.store(request.path_params.get("version", LATEST))
    query = read_query(table, request.scope["query_string"], store.version)
    format_ = chosen(suffix, query.format, request.headers.get("accept", ""))
    disposition = f'attachment; filename="baogao-{table.name}-{store.version}.{format_.name}"'
    if query.is_whole and format_.name == "parquet":  # the file of the release itself
        return release_file(request, store, f"{table.name}.parquet", disposition)
    headers = release_headers(request, store)
    tag = entity_tag(store.version, request.url.path, query.normal, str(query.after), format_.name)
    if unchanged := not_modified(request, tag, headers):
        return unchanged
    headers |= {"ETag": tag}
    if format_.write is None:
        return page_of(store, query, headers)
    content = format_.write(
        selected(arrow_schema(table.row), query.columns), store.batches(query, query.limit), query.options
    )
    return Stream(content, media_type=format_.media_type, headers=headers | {"Content-Disposition": disposition})


def selected(schema: pa.Schema, names: tuple[str, ...]) -> pa.Schema:
    """The schema of some columns of a table."""
    return pa.schema([schema.field(name) for name in names], metadata=schema.metadata)


def page_of(store: Store, query: Query, headers: dict[str, str]) -> Response[Any]:
    """One page as JSON. One row more than asked for is read, to know whether there is a next page."""
    limit = query.limit or DEFAULT_LIMIT
    rows = store.rows(query, limit + 1)
    following = next_page(store, query, rows[limit - 1]) if len(rows) > limit else None
    rows = [{name: row[name] for name in query.columns} for row in rows[:limit]]
    page = Page(limit, len(rows), following, store.count(query) if query.total else None)
    headers |= {"Link": f'<{following}>; rel="next"'} if following else {}
    body = {"data": rows, "page": page, "release": store.version, "query": query.given, "warnings": []}
    return json_answer(body, headers)


def next_page(store: Store, query: Query, last: dict[str, Any]) -> str:
    """The address of the next page, on the same release even when a newer one has come in between."""
    cursor = make_cursor(same(query, store.version), [last[one.column.name] for one in query.order])
    parameters = f"{query.normal}&cursor={cursor}" if query.normal else f"cursor={cursor}"
    return f"/v1/releases/{store.version}/{query.table.name}?{parameters}"
