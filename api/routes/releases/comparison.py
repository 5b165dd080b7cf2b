"""What differs between two releases, row by row and cell by cell."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from msgspec import Struct

from api.http.conditional import IMMUTABLE, SHORT, AnyRequest, entity_tag, not_modified
from api.http.links import link
from api.http.problems import NotComparable
from api.openapi.operations import operation
from api.query.cursors import make_cursor, read_cursor
from api.query.listing import normal
from api.query.parameters import COMPARISON
from api.query.values import DEFAULT_LIMIT, read_choice, read_limit
from api.routes.answers import json_answer, release_and_parameters
from api.routes.routing import PINNED
from api.store.library import Library
from api.store.store import Store
from datasets.comparison.releases import (
    CHANGES,
    ChangeKind,
    Difference,
    RowChange,
    RowKey,
    TableDifference,
    row_changes,
)
from datasets.errors import ReleaseError
from schemas.inspection import column
from schemas.tables import BY_NAME

PLACE = column("position", int)  # what a cursor of a comparison holds: how many rows came before
Other = Annotated[str, PathParameter(description="The release to compare with.")]


class ComparisonPage(Struct, frozen=True):
    """Where a page stands among all rows that differ. `next` is the address of the next page, null on the last."""

    limit: int
    returned: int
    next: str | None
    total: int


class Comparison(Struct, frozen=True, rename={"before": "from", "after": "to"}):
    """The rows that differ from one release to another, cell by cell, and how much of each table does."""

    data: list[RowChange]
    page: ComparisonPage
    before: str
    after: str
    tables: list[TableDifference]
    query: dict[str, str]


class ComparisonQuery(Struct, frozen=True):
    """A page of a comparison that was understood."""

    old: Store
    new: Store
    table: str | None
    change: ChangeKind | None
    limit: int
    start: int
    given: dict[str, str]

    def page_from(self, start: int) -> str:
        """The address of the page behind so many rows; both releases are named in full."""
        address = link(f"/v1/releases/{self.old.version}/diff/{self.new.version}?{normal(self.given)}")
        return f"{address}&cursor={make_cursor(bound(self.old, self.new, self.given), [start])}"


def bound(old: Store, new: Store, given: dict[str, str]) -> str:
    """What a cursor is bound to: both releases, and which of their rows are asked for."""
    return f"{old.version}/diff/{new.version}?{normal({n: v for n, v in given.items() if n != 'limit'})}"


def read_comparison(old: Store, new: Store, given: dict[str, str]) -> ComparisonQuery:
    """Understand the parameters of a comparison. Raises a Problem for whatever cannot be meant."""
    cursor = given.pop("cursor", None)
    change: Any = read_choice("change", given["change"], CHANGES) if "change" in given else None
    return ComparisonQuery(
        old=old,
        new=new,
        table=read_choice("table", given["table"], BY_NAME) if "table" in given else None,
        change=change,
        limit=read_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT,
        start=0 if cursor is None else max(0, read_cursor(cursor, [PLACE], bound(old, new, given))[0]),
        given=given,
    )


@get(
    f"{PINNED}/diff/{{other:str}}",
    operation_id="compare_releases",
    tags=["releases"],
    summary="What differs between two releases · 版本比较",
    operation_class=operation(pinned=True, asks=COMPARISON, statuses=(409,)),
    sync_to_thread=True,
)
def compare_releases(request: AnyRequest, library: NamedDependency[Library], other: Other) -> Response[Comparison]:
    """The rows added, removed and changed from `version` to `other`, cell by cell, each with the reason."""
    old, given = release_and_parameters(request, library, [parameter.name for parameter in COMPARISON])
    new = library.store(other)
    asked = read_comparison(old, new, given)
    is_pinned = (request.path_params["version"], other) == (old.version, new.version)
    headers = {"Dataset-Version": new.version, "Cache-Control": IMMUTABLE if is_pinned else SHORT}
    tag = entity_tag(old.version, new.version, normal(given), str(asked.start))
    unchanged = not_modified(request, tag, headers)
    if unchanged:
        return unchanged
    found = library.difference(old.release, new.release)
    try:
        found.refuse_incompatible(asked.table)
    except ReleaseError as error:
        raise NotComparable(str(error)) from error
    return json_answer(compared(asked, found), headers | {"ETag": tag})


def compared(asked: ComparisonQuery, found: Difference) -> Comparison:
    """One page of a comparison."""
    keys = found.differing(asked.table, asked.change)
    behind = asked.start + asked.limit
    rows = list(changed_rows(asked, found, keys[asked.start : behind]))
    page = ComparisonPage(
        limit=asked.limit,
        returned=len(rows),
        next=asked.page_from(behind) if behind < len(keys) else None,
        total=len(keys),
    )
    return Comparison(rows, page, asked.old.version, asked.new.version, found.summary, asked.given)


def changed_rows(asked: ComparisonQuery, found: Difference, keys: list[RowKey]) -> list[RowChange]:
    """The rows with these keys, with their cells, from both releases."""
    wanted: dict[str, list[str]] = {}
    for table, _, key in keys:
        wanted.setdefault(table, []).append(key)
    before, after = (
        {name: store.stored(BY_NAME[name], some) for name, some in wanted.items()} for store in (asked.old, asked.new)
    )
    return list(row_changes(found, keys, before, after))
