"""Row Struct to Arrow schema: the only type map."""

from functools import cache

import pyarrow as pa
from msgspec import Struct, inspect

from schemas.inspection import Column, columns_of

ARROW = {
    inspect.BoolType: pa.bool_(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.StrType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.DateType: pa.date32(),
}


@cache
def arrow_schema(row: type[Struct]) -> pa.Schema:
    """The schema every Parquet file of this table has."""
    return pa.schema([arrow_field(c) for c in columns_of(row)], metadata={"description": row.__doc__ or ""})


def arrow_field(column: Column) -> pa.Field:
    """One column, with what it means in the field metadata."""
    meaning = {
        "description": column.description,
        "description_zh": column.description_zh,
        **({"unit": column.unit} if column.unit else {}),
    }
    return pa.field(column.name, arrow_type(column), column.nullable, metadata=meaning)


def arrow_type(column: Column) -> pa.DataType:
    """The declared type if the column names one, else the type map's.

    Raises TypeError for a type the map does not have.
    """
    if column.arrow:
        return pa.type_for_alias(column.arrow)
    return mapped(column.name, column.type)


def mapped(name: str, of: inspect.Type) -> pa.DataType:
    """The Arrow type of a Python type: lists and Structs become real Arrow lists and structs."""
    while isinstance(of, inspect.Metadata):
        of = of.type
    if isinstance(of, inspect.ListType):
        return pa.list_(pa.field("item", mapped(name, of.item_type), nullable=False))
    if isinstance(of, inspect.StructType):
        return pa.struct([arrow_field(c) for c in columns_of(of.cls)])
    try:
        return ARROW[type(of)]
    except KeyError:
        msg = f"column {name!r}: no Arrow type for {type(of).__name__}"
        raise TypeError(msg) from None
