"""Where the routes of a table stand: on the newest release, or on the one an address names."""

from collections.abc import Callable
from typing import Any

from litestar import get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.documented import operation
from schemas.tables import Table

PINNED = "/releases/{version:str}"


class Site(Struct, frozen=True):
    """A table in one of its two places."""

    table: Table
    pinned: bool

    def get(
        self, path: str, name: str, summary: str, **documented: Any
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        """A route below the address of the table. `name` is its operation id, `{}` the table's place in it."""
        table = self.table.name
        return get(
            f"{PINNED if self.pinned else ''}/{table}{path}",
            operation_id=name.format(f"{table}_of_release" if self.pinned else table),
            summary=summary,
            operation_class=operation(pinned=self.pinned, **documented),
            tags=[table],
            sync_to_thread=True,
        )


def sites(tables: tuple[Table, ...]) -> list[Site]:
    """Both places of every table."""
    return [Site(table, pinned) for table in tables for pinned in (False, True)]
