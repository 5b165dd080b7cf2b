"""Vectors of DuckDB's C API as lists: what stands in its memory, by the layout that duckdb.h documents."""

import ctypes
from collections.abc import Callable
from enum import IntEnum
from typing import Any

INLINED = 12  # bytes of a text that stand in its place; longer ones stand elsewhere
WORD = 64  # rows of which one word of the validity mask tells


class Type(IntEnum):
    """`duckdb_type`: the types of columns and parameters that are read and bound here."""

    BOOLEAN = 1
    SMALLINT = 3
    INTEGER = 4
    BIGINT = 5
    DOUBLE = 11
    HUGEINT = 16  # of sums of whole numbers
    VARCHAR = 17


class Text(ctypes.Structure):
    """`duckdb_string_t`: of a text that is not inlined, `address` is where its bytes are."""

    _fields_ = (("length", ctypes.c_uint32), ("prefix", ctypes.c_char * 4), ("address", ctypes.c_void_p))


class HugeInt(ctypes.Structure):
    """`duckdb_hugeint`."""

    _fields_ = (("lower", ctypes.c_uint64), ("upper", ctypes.c_int64))


def text_of(text: Any) -> str:
    """A text of a vector."""
    prefix = ctypes.addressof(text) + Text.prefix.offset
    return ctypes.string_at(prefix if text.length <= INLINED else text.address, text.length).decode()


def whole_of(number: Any) -> int:
    """A whole number of 128 bits."""
    return int(number.upper << WORD | number.lower)


# How the values of a type stand in memory, and what makes one of Python's of each that is none.
READERS: dict[int, tuple[type[Any], Callable[[Any], Any] | None]] = {
    Type.BOOLEAN: (ctypes.c_bool, None),
    Type.SMALLINT: (ctypes.c_int16, None),
    Type.INTEGER: (ctypes.c_int32, None),
    Type.BIGINT: (ctypes.c_int64, None),
    Type.DOUBLE: (ctypes.c_double, None),
    Type.HUGEINT: (HugeInt, whole_of),
    Type.VARCHAR: (Text, text_of),
}


def read_vector(of: int, data: int, validity: int | None, size: int) -> list[Any]:
    """The values of a vector. Where `validity` has no bit, there is none, and nothing to be read."""
    stored, made = READERS[of]
    values: list[Any] = (stored * size).from_address(data)[:]
    if validity is None:
        return values if made is None else [made(value) for value in values]
    words = (ctypes.c_uint64 * -(-size // WORD)).from_address(validity)
    return [
        (value if made is None else made(value)) if words[n // WORD] >> n % WORD & 1 else None
        for n, value in enumerate(values)
    ]
