"""What the OpenAPI document says of an operation, beside what litestar knows of its route and its answer."""

from typing import Any

from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Reference, Schema

from api.query.filters import filters_of
from api.query.parameters import AS_OF, Parameter
from schemas.tables import Table

PARAMETER, RESPONSE, SCHEMA = ("#/components/" + kind + "/" for kind in ("parameters", "responses", "schemas"))
ANYWHERE = (400, 413, 414, 415, 431, 500, 503)  # what any address may answer with


def operation(
    *,
    pinned: bool = False,
    dated: bool = False,
    table: Table | None = None,
    asks: tuple[Parameter, ...] = (),
    statuses: tuple[int, ...] = (),
    media_types: tuple[str, ...] = (),
) -> type[Operation]:
    """An operation class that adds the parameters our query reader knows, and the problems that can come of them."""
    filters = [f"{table.name}.{name}" for name in filters_of(table)] if table else []
    also = (AS_OF,) if dated else ()
    names = [*(["version"] if pinned else []), *(component(parameter, table) for parameter in (*asks, *also)), *filters]
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


def component(parameter: Parameter, table: Table | None) -> str:
    """The component name of a parameter; one that takes names has one for each table."""
    group = table.name if parameter.choices and table else parameter.group
    return f"{group}.{parameter.name}" if group else parameter.name


def contents(answer: OpenAPIResponse, media_types: tuple[str, ...]) -> dict[str, OpenAPIMediaType]:
    """The media types of an answer: JSON as litestar knows it, or any; bytes for what has no such structure."""
    known = answer.content or {}
    return {one: known.get(one, content(one)) for one in media_types} if media_types else known


def content(media_type: str) -> OpenAPIMediaType:
    """An answer whose shape is told elsewhere: by a standard, or by the file that it is."""
    is_structured = media_type.endswith(("/json", "+json", "/yaml"))
    return OpenAPIMediaType(schema=Schema() if is_structured else Schema(type=OpenAPIType.STRING))
