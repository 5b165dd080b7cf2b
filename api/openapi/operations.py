"""What the OpenAPI document says of an operation, beside what litestar knows of its route and its answer."""

from functools import cache
from typing import Any

from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Reference,
    Schema,
)
from msgspec import Struct, structs

from api.formats.registry import BY_NAME as FORMATS
from api.query.filters import Filter, filters_of
from api.query.parameters import AS_OF, WHERE, Parameter
from schemas.tables import TABLES, Table

PARAMETER, RESPONSE, SCHEMA = ("#/components/" + kind + "/" for kind in ("parameters", "responses", "schemas"))
TABLE, LOCATED_TABLE = "path.table", "path.located_table"  # in addresses that are alike for every table
FILTERS = "filters"
NDJSON = FORMATS["ndjson"].media_type
ANYWHERE = (400, 413, 414, 415, 429, 431, 500, 503)  # what any address may answer with


class Part(Struct, frozen=True):
    """The rows of a table that an address says: what is `fixed` by it is no parameter."""

    table: Table | None
    fixed: tuple[str, ...] = ()


def operation_id(name: str, *, pinned: bool) -> str:
    """The id of an operation, on the newest release or on one that its address names."""
    return f"{name}_of_release" if pinned else name


def operation(
    *,
    pinned: bool = False,
    dated: bool = False,
    of: Table | Part | str | None = None,
    asks: tuple[Parameter, ...] = (),
    statuses: tuple[int, ...] = (),
    media_types: tuple[str, ...] = (),
) -> type[Operation]:
    """An operation class that adds the parameters our query reader knows, and the problems that can come of them.

    It is `of` a table, of a part of one, or of any of those that a parameter of the address names.
    """
    part = of if isinstance(of, Part) else Part(of) if isinstance(of, Table) else Part(None)
    table, fixed = part.table, part.fixed
    also = (AS_OF,) if dated else ()
    names = [
        *(["version"] if pinned else []),
        *([of] if isinstance(of, str) else []),
        *(component(parameter, table) for parameter in (*asks, *also) if parameter.name not in fixed),
        *(filters(table, fixed) if WHERE[0] in asks else ()),
    ]
    problems = sorted({*ANYWHERE, *statuses, *((404,) if pinned or dated else ())})

    class Documented(Operation):  # not a data class of its own: to make one takes longer than all else of a route
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            kept = [one for one in self.parameters or () if getattr(one, "name", None) != "version"]
            self.parameters = [*kept, *(Reference(ref=PARAMETER + name) for name in names)] or None
            answers = {status: answer for status, answer in (self.responses or {}).items() if status.startswith("2")}
            for answer in answers.values():
                if isinstance(answer, OpenAPIResponse):
                    answer.content = contents(answer, media_types)
            self.responses = {
                **answers,
                **{str(status): Reference(ref=f"{RESPONSE}{status}") for status in problems},
            }

    return Documented


def filters(table: Table | None, fixed: tuple[str, ...] = ()) -> list[str]:
    """The component names of the filters of a table, but those that are fixed; of any table they are one parameter."""
    return [filter_component(table, name) for name in filters_of(table) if name not in fixed] if table else [FILTERS]


@cache
def filter_component(table: Table, name: str) -> str:
    """The component name of a filter: that of the first table which has the same filter, of a column of one meaning."""
    own = described_filter(filters_of(table)[name])
    return next(
        f"{one.name}.{name}"
        for one in TABLES
        if name in filters_of(one) and described_filter(filters_of(one)[name]) == own
    )


def described_filter(given: Filter) -> Filter:
    """A filter as it is described: whether its column may be empty makes no difference to what may be asked."""
    return structs.replace(given, column=structs.replace(given.column, nullable=True, annotation=None))


def component(parameter: Parameter, table: Table | None) -> str:
    """The component name of a parameter; one that takes names has one for each table."""
    group = table.name if parameter.choices and table else parameter.group
    return f"{group}.{parameter.name}" if group else parameter.name


def contents(answer: OpenAPIResponse, media_types: tuple[str, ...]) -> dict[str, OpenAPIMediaType]:
    """The media types of an answer: JSON as litestar knows it, or any."""
    known = answer.content or {}
    return {one: known.get(one, OpenAPIMediaType(schema=body(one))) for one in media_types} if media_types else known


def body(media_type: str) -> Schema:
    """What is told elsewhere, by a standard, or by the file that it is: something structured, text or bytes."""
    if media_type.endswith(("json", "/yaml")) and media_type != NDJSON:
        return Schema()
    is_text = media_type.startswith("text/") or media_type == NDJSON
    return Schema(type=OpenAPIType.STRING, format=None if is_text else OpenAPIFormat.BINARY)
