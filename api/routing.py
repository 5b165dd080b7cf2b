"""Where the routes of a table stand: on the newest release, or on the one an address names."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.conditional import AnyRequest
from api.formats import FORMATS
from api.library import Library
from api.openapi.operations import operation
from schemas.tables import Table

PINNED = "/releases/{version:str}"


class Site(Struct, frozen=True):
    """A table in one of its two places."""

    table: Table
    pinned: bool

    @property
    def path(self) -> str:
        """The address of the table, below `/v1`."""
        return f"{PINNED if self.pinned else ''}/{self.table.name}"

    def named(self, operation_id: str) -> str:
        """An operation id, with the table and its place for `{}`."""
        return operation_id.format(f"{self.table.name}_of_release" if self.pinned else self.table.name)

    def get(
        self, path: str, operation_id: str, summary: str, **documented: Any
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route below the address of the table."""
        return get(
            self.path + path,
            operation_id=self.named(operation_id),
            summary=summary,
            operation_class=operation(pinned=self.pinned, dated=not self.pinned, **documented),
            tags=[self.table.name],
            sync_to_thread=True,
        )

    def downloads(self, path: str, answer: Callable[..., Response[Any]]) -> list[HTTPRouteHandler]:
        """The address with the suffix of each format; the document shows those of a listing as one."""
        return [self.download(path, format_.name, answer) for format_ in FORMATS]

    def download(self, path: str, suffix: str, answer: Callable[..., Response[Any]]) -> HTTPRouteHandler:
        """The address with one suffix, which `answer` gets last."""

        @get(f"{self.path}{path}.{suffix}", include_in_schema=False, sync_to_thread=True)
        def handler(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
            return answer(self.table, request, library, suffix)

        return handler


def sites(tables: tuple[Table, ...]) -> list[Site]:
    """Both places of every table."""
    return [Site(table, pinned) for table in tables for pinned in (False, True)]
