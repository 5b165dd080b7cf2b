"""What releases did to one row, and what is known to be wrong in them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.problems import BadParameter, Problem, RowNotFound
from api.http.responses import ENCODER, page_answer
from api.openapi.operations import operation
from api.query.parameters import ERRATA, read_parameters
from api.query.values import read_choice
from api.routes.routing import Mount
from api.store.library import Library
from api.store.store import Store
from datasets.comparison.errata import rows_of
from datasets.comparison.reasons import ChangeReason
from datasets.comparison.releases import Cell, ChangeKind, RowChange, row_change
from datasets.errors import ReleaseError
from datasets.releases.history import Erratum
from schemas.tables import BY_NAME, Table

HISTORY = "/history"


class Moment(Struct, frozen=True):
    """What a release did to a row: it came or went (`row`), or changed (`cells`)."""

    release: str
    published_on: dt.date | None
    change: ChangeKind
    reason: ChangeReason
    cells: list[Cell]
    row: dict[str, Any] | None


class RowHistory(Struct, frozen=True):
    """What releases did to a row, oldest first. A release that left it as it was is not in the list."""

    data: list[Moment]
    table: str
    id: str
    release: str


class ErrataAnswer(Struct, frozen=True):
    """What is known to be wrong in releases that were published, and in which later one it no longer is."""

    data: list[Erratum]
    query: dict[str, str]
    warnings: list[str]


def history_route(mount: Mount) -> HTTPRouteHandler:
    """The history of the rows of a table, over all releases."""
    table = mount.table

    @mount.get(
        f"/{{row_id:str}}{HISTORY}",
        "history_{}",
        "What releases did to a row · 行的版本史",
        dated=False,
        statuses=(404,),
    )
    def get_history(
        request: AnyRequest, library: NamedDependency[Library], row_id: FromPath[str]
    ) -> Response[RowHistory]:
        return history(table, request, library, row_id)

    return get_history


def history(table: Table, request: AnyRequest, library: Library, key: str) -> Response[Any]:
    """What releases did to a row."""
    read_parameters(request.scope["query_string"], ())
    stores = library.every_store()[::-1]
    moments = list(moments_of(library, stores, table, key))
    if not moments:
        raise RowNotFound(f"{table.name} has no row {key[:80]!r} in any release")
    answer = RowHistory(moments, table.name, key, stores[-1].version)
    return page_answer(request, ENCODER.encode(answer), "application/json")


def moments_of(library: Library, stores: Sequence[Store], table: Table, key: str) -> Iterator[Moment]:
    """What each of some releases, oldest first, did to a row."""
    rows = [store.row(table, key) for store in stores]
    for n, (store, row) in enumerate(zip(stores, rows, strict=True)):
        if n:
            change = row_change(library.circumstances(stores[n - 1].release, store.release), table, rows[n - 1], row)
        else:
            change = RowChange(table.name, key, "added", ChangeReason("first"), row=row) if row else None
        if change:
            day = library.history.published_on(store.release)
            yield Moment(store.version, day, change.change, change.reason, change.cells, change.row)


@get(
    "/errata",
    operation_id="list_errata",
    tags=["releases"],
    summary="Known errors of releases · 勘误",
    operation_class=operation(asks=ERRATA, statuses=(404,)),
    sync_to_thread=True,
)
def list_errata(request: AnyRequest, library: NamedDependency[Library]) -> Response[ErrataAnswer]:
    """What is known to be wrong in releases, since when, in which rows, and which release corrects it."""
    given = read_parameters(request.scope["query_string"], [parameter.name for parameter in ERRATA])
    if given.get("row") == "":
        raise BadParameter("row is empty; expected the id of a row", parameter="row")
    release = library.store(given["release"]).release.version if "release" in given else None
    table = read_choice("table", given["table"], BY_NAME) if "table" in given else None
    warnings: list[str] = []
    found = [
        with_rows(library, erratum, warnings)
        for erratum in library.history.errata
        if (table in (None, erratum.table)) and (release is None or erratum.affects(release))
    ]
    if "row" in given:
        found = [erratum for erratum in found if given["row"] in (erratum.rows or ())]
    return page_answer(request, ENCODER.encode(ErrataAnswer(found, given, warnings)), "application/json")


def with_rows(library: Library, erratum: Erratum, warnings: list[str]) -> Erratum:
    """An erratum with the rows it is about, which follow from the releases before and after its correction.

    Where they cannot be told, because one of these is not served or has other columns, a warning says so.
    """
    if erratum.corrected_in is None:
        return erratum
    try:
        last, corrected = (library.store(version).release for version in (erratum.last, erratum.corrected_in))
        return msgspec.structs.replace(erratum, rows=rows_of(erratum, library.difference(last, corrected)))
    except (Problem, ReleaseError) as error:
        warnings.append(f"{erratum.id}: its rows cannot be told: {error}")
        return erratum
