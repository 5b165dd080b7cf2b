"""Reading a row Struct: one plain description of each column."""

from functools import cache
from typing import Any

from msgspec import Struct, inspect
from msgspec.structs import fields

from schemas.described import Labels
from schemas.titles import TITLES, TITLES_OF


class Column(Struct, frozen=True):
    """All that Arrow, JSON Schema, filters and the data dictionary need to know of a column."""

    name: str
    annotation: Any
    type: inspect.Type
    nullable: bool
    description: str
    description_zh: str
    unit: str | None
    examples: tuple[Any, ...]
    labels: Labels
    arrow: str | None
    title: str = ""
    title_zh: str = ""


@cache
def columns_of(row: type[Struct]) -> tuple[Column, ...]:
    """The columns of a table, in the order of the row Struct."""
    return tuple(column(field.encode_name, field.type, row.__name__) for field in fields(row))


def column(name: str, annotation: Any, row: str = "") -> Column:
    """Peel the metadata and the `| None` off the annotation of a column, which has its title in `row`."""
    of = inspect.type_info(annotation)
    schema: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    nullable = False
    title, title_zh = TITLES_OF.get((row, name)) or TITLES.get(name, (name, name))
    while isinstance(of, inspect.Metadata | inspect.UnionType):
        if isinstance(of, inspect.UnionType):
            (of,) = (t for t in of.types if not isinstance(t, inspect.NoneType))
            nullable = True
        else:
            schema, extra = {**(of.extra_json_schema or {}), **schema}, {**(of.extra or {}), **extra}
            of = of.type
    return Column(
        name=name,
        annotation=annotation,
        type=of,
        nullable=nullable,
        description=schema.get("description", ""),
        description_zh=schema.get("x-description-zh", ""),
        unit=schema.get("x-unit"),
        examples=tuple(schema.get("examples", ())),
        labels={value: (label["en"], label["zh"]) for value, label in schema.get("x-labels", {}).items()},
        arrow=extra.get("arrow"),
        title=title,
        title_zh=title_zh,
    )
