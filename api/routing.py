"""Where the routes of a table stand: on the newest release, or on the one an address names."""

from collections.abc import Callable
from typing import Any

from litestar import get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

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
            operation_class=operation(pinned=self.pinned, **documented),
            tags=[self.table.name],
            sync_to_thread=True,
        )


def sites(tables: tuple[Table, ...]) -> list[Site]:
    """Both places of every table."""
    return [Site(table, pinned) for table in tables for pinned in (False, True)]
