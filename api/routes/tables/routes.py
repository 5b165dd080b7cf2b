"""The routes of one published table: list, download, one row, its evidence, its schema."""

from typing import Any

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from api.http.conditional import AnyRequest
from api.http.problems import RowNotFound
from api.openapi.operations import LOCATED_TABLE
from api.query.parameters import page_parameters
from api.routes.answers import (
    answer_to,
    described_answer,
    release_answer,
    requested_store,
)
from api.routes.routing import Mount
from api.routes.tables.evidence import ROLES, BehindAnswer, EvidenceAnswer, evidence_behind, evidence_of
from api.routes.tables.history import HISTORY, history
from api.routes.tables.pagination import Page
from api.routes.tables.panel import read_rows
from api.store.library import Library
from api.store.store import Store
from schemas.jsonschema import json_schema
from schemas.tables import Table


class RowPage(msgspec.Struct, frozen=True):
    """A page of the rows of any table; `/v1/{table}/schema` says what they have."""

    data: list[dict[str, Any]]
    page: Page
    release: str
    query: dict[str, str]
    warnings: list[str]


class RowAnswer(msgspec.Struct, frozen=True):
    """A row of any table."""

    data: dict[str, Any]
    release: str


def answers_of(mount: Mount) -> tuple[Any, Any]:
    """The types of a page and of a row: on the newest release those of the table, else those of any."""
    if mount.pinned:
        return RowPage, RowAnswer
    row: Any = mount.table.row
    name = row.__name__
    page = [("data", list[row]), ("page", Page), ("release", str), ("query", dict[str, str]), ("warnings", list[str])]
    return msgspec.defstruct(f"{name}Page", page), msgspec.defstruct(f"{name}Answer", [("data", row), ("release", str)])


def table_routes(mount: Mount) -> list[HTTPRouteHandler]:
    """The routes of a table in one of its places."""
    table = mount.table
    answers = answers_of(mount)
    page: Any = answers[0]
    one: Any = answers[1]

    @mount.get_typed("", "list_{}", "List rows · 列出各行", asks=page_parameters(table), statuses=(406, 409))
    def list_rows(request: AnyRequest, library: NamedDependency[Library]) -> Response[page]:
        return answer_to(request, read_rows, table, library)

    named = "{row_id:path}" if table.has_paths else "{row_id:str}"

    @mount.get_typed(f"/{named}", "get_{}", "One row · 一行", statuses=(404,))
    def get_row(request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]) -> Response[one]:
        key = row_id.removeprefix("/")
        if table.has_paths and not mount.pinned and key.endswith(HISTORY):  # of a key that has slashes
            return history(table, request, library, key.removesuffix(HISTORY))
        return answer_to(request, read_row, table, library)

    @mount.get("/schema", "schema_{}", "JSON Schema of a table · 表的JSON Schema")
    def get_schema(request: AnyRequest, library: NamedDependency[Library]) -> Response[dict[str, Any]]:
        store = requested_store(request, library)
        return described_answer(request, store, json_schema(table, store.columns[table.name]))

    @mount.get(
        "/{row_id:str}/evidence",
        "evidence_{}",
        "The sentence a row was read from · 原文依据",
        of=LOCATED_TABLE,
        statuses=(404,),
    )
    def get_evidence(
        request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]
    ) -> Response[EvidenceAnswer]:
        store = requested_store(request, library)
        return release_answer(
            request,
            store,
            lambda: EvidenceAnswer(evidence_of(store, table, found(store, table, row_id)), store.version),
        )

    @mount.get_own(
        "/{row_id:str}/evidence", "evidence_{}", "The sentences behind a row · 原文依据", of=table, statuses=(404,)
    )
    def get_evidence_behind(
        request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]
    ) -> Response[BehindAnswer]:
        store = requested_store(request, library)
        row = found(store, table, row_id)
        return release_answer(
            request, store, lambda: BehindAnswer(evidence_behind(store, table, row), row_id, store.version)
        )

    evidence = [get_evidence] if table.is_located else [get_evidence_behind] if table.name in ROLES else []
    return [list_rows, get_schema, get_row, *evidence]


class Row(msgspec.Struct, frozen=True):
    """A row that is asked for."""

    store: Store
    table: Table
    key: str

    @property
    def is_quick(self) -> bool:
        """Whether the answer takes no time."""
        return self.store.is_quick(self.table, 1)

    def answer(self, request: AnyRequest) -> Response[Any]:
        """The row. Raises RowNotFound when the release has none with its key."""
        return release_answer(
            request,
            self.store,
            lambda: {"data": found(self.store, self.table, self.key), "release": self.store.version},
        )


def read_row(table: Table, request: AnyRequest, library: Library) -> Row:
    """The row that is asked for. Raises a Problem for whatever cannot be meant."""
    key = request.path_params["row_id"].removeprefix("/")  # which is there when a key may have slashes
    return Row(requested_store(request, library), table, key)


def found(store: Store, table: Table, key: str) -> dict[str, Any]:
    """The row with this key. Raises RowNotFound when the release has none."""
    row = store.row(table, key)
    if row is None:
        raise RowNotFound(f"{table.name} of release {store.version} has no row {key[:80]!r}")
    return row
