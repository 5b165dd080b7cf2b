"""Where the routes of a table stand: on the newest release, or on the one an address names."""

import re
from collections.abc import Callable
from copy import copy
from inspect import iscoroutinefunction
from typing import Any

from litestar import get
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.utils import join_paths
from msgspec import Struct

from api.formats.registry import BY_NAME as FORMATS
from api.http.scope import SUFFIX
from api.openapi.operations import TABLE, operation, operation_id
from schemas.tables import BY_NAME, TABLES, Table

PINNED = "/releases/{version:str}"
FILES = "files"  # of a release
DESCRIBED = TABLES[0]  # whose routes are described for all tables, where all have the same
ACCURACY = "accuracy"  # beside the rows of coverage
BESIDE_ROWS = ("aggregate", "facets", "receipt", "schema", ACCURACY)  # what has the address of a row, and is none
BESIDE_TABLES = (r"metrics/[^/]+/series", r"projects/[^/]+/timeline", "phrases")  # what can be downloaded, too
SUFFIXED = re.compile(
    rf"(?P<path>/v1(?:/releases/[^/]+)?/(?:(?:{'|'.join(BY_NAME)})(?:/aggregate)?|{'|'.join(BESIDE_TABLES)})"
    rf"|/v1/releases/[^/]+/{FILES})\.(?P<suffix>{'|'.join(FORMATS)})"
)


class Mount(Struct, frozen=True):
    """A table in one of its two places."""

    table: Table
    pinned: bool

    @property
    def path(self) -> str:
        """The address of the table, below `/v1`."""
        return f"{PINNED if self.pinned else ''}/{self.table.name}"

    def get(
        self, path: str, operation_id: str, summary: str, **documented: Any
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route below the address of the table that is described once, for all tables."""
        described = {"pinned": self.pinned, "dated": not self.pinned} | documented
        return self.route(path, operation_id.format("table"), summary, {"of": TABLE} | described)

    def get_typed(
        self, path: str, operation_id: str, summary: str, **documented: Any
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route whose answer differs by table: on the newest release it is described for each."""
        if self.pinned:
            return self.get(path, operation_id, summary, **documented)
        name, described = operation_id.format(self.table.name), {"of": self.table, "dated": True} | documented
        return self.route(path, name, f"{summary}: {self.table.title.lower()} · {self.table.title_zh}", described)

    def get_own(
        self, path: str, operation_id: str, summary: str, **documented: Any
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route that few tables have: it is described for each of them, in both places."""
        described = {"pinned": self.pinned, "dated": not self.pinned, "of": self.table} | documented
        return self.route(path, operation_id.format(self.table.name), summary, described)

    def route(
        self, path: str, name: str, summary: str, described: dict[str, Any]
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route and its description: of the table, or of all, which the first of them has.

        What is not asynchronous runs beside the event loop.
        """
        is_of_all = described["of"] is not self.table
        return lambda handler: get(
            self.path + path,
            operation_id=operation_id(name, pinned=self.pinned),
            summary=summary,
            operation_class=operation(**described),
            tags=["tables" if is_of_all else self.table.name],
            include_in_schema=not is_of_all or self.table is DESCRIBED,
            sync_to_thread=None if iscoroutinefunction(handler) else True,
        )(handler)


def with_prefix(prefix: str, route: HTTPRouteHandler) -> HTTPRouteHandler:
    """A route with its address below a prefix.

    Litestar's Router would do it, but has every route made twice and copied in between: half of the time to start.
    """
    moved = copy(route)
    moved.paths = {join_paths([prefix, path]) for path in route.paths}
    return moved


def format_suffix(app: ASGIApp) -> ASGIApp:
    """Wrap an application, and have it answer `/v1/units.csv` as `/v1/units`, asked for CSV.

    A route for each suffix of each table would be two thirds of all, and half of the time to start.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and (match := SUFFIXED.fullmatch(scope["path"])):
            asked: Any = {**scope, "path": match["path"], "raw_path": match["path"].encode(), SUFFIX: match["suffix"]}
            await app(asked, receive, send)
        else:
            await app(scope, receive, send)

    return wrapped


def mounts(tables: tuple[Table, ...]) -> list[Mount]:
    """Both places of every table."""
    return [Mount(table, pinned) for table in tables for pinned in (False, True)]
