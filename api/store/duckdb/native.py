"""DuckDB's C API (duckdb.h), as the library of its Python package exports it: as much as a prepared statement needs.

Functions that wait, or compute, leave the interpreter to other threads; those that take no time keep it.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_double, c_int16, c_int32, c_int64, c_uint64, c_void_p
from typing import Any

import _duckdb

Handle = c_void_p
Handles = POINTER(c_void_p)


class Result(ctypes.Structure):
    """`duckdb_result`: a result, of which only DuckDB reads the fields."""

    _fields_ = (
        *((name, c_uint64) for name in ("column_count", "row_count", "rows_changed")),
        *((name, c_void_p) for name in ("columns", "error_message", "internal_data")),
    )


Results = POINTER(Result)
# What computes, with the types of what it returns and takes. Parts of a result are computed as they are fetched.
COMPUTING: dict[str, tuple[Any, ...]] = {
    "duckdb_open_ext": (ctypes.c_int, c_char_p, Handles, Handle, POINTER(c_char_p)),
    "duckdb_query": (ctypes.c_int, Handle, c_char_p, Results),
    "duckdb_prepare": (ctypes.c_int, Handle, c_char_p, Handles),
    "duckdb_execute_prepared_streaming": (ctypes.c_int, Handle, Results),
    "duckdb_fetch_chunk": (Handle, Result),
    "duckdb_disconnect": (None, Handles),
    "duckdb_close": (None, Handles),
}
QUICK: dict[str, tuple[Any, ...]] = {
    "duckdb_create_config": (ctypes.c_int, Handles),
    "duckdb_set_config": (ctypes.c_int, Handle, c_char_p, c_char_p),
    "duckdb_destroy_config": (None, Handles),
    "duckdb_connect": (ctypes.c_int, Handle, Handles),
    "duckdb_interrupt": (None, Handle),
    "duckdb_nparams": (c_uint64, Handle),
    "duckdb_param_type": (ctypes.c_int, Handle, c_uint64),
    "duckdb_prepared_statement_column_count": (c_uint64, Handle),
    "duckdb_prepared_statement_column_name": (c_void_p, Handle, c_uint64),
    "duckdb_prepared_statement_column_type": (ctypes.c_int, Handle, c_uint64),
    "duckdb_bind_boolean": (ctypes.c_int, Handle, c_uint64, ctypes.c_bool),
    "duckdb_bind_int16": (ctypes.c_int, Handle, c_uint64, c_int16),
    "duckdb_bind_int32": (ctypes.c_int, Handle, c_uint64, c_int32),
    "duckdb_bind_int64": (ctypes.c_int, Handle, c_uint64, c_int64),
    "duckdb_bind_double": (ctypes.c_int, Handle, c_uint64, c_double),
    "duckdb_bind_varchar_length": (ctypes.c_int, Handle, c_uint64, c_char_p, c_uint64),
    "duckdb_data_chunk_get_size": (c_uint64, Handle),
    "duckdb_data_chunk_get_vector": (Handle, Handle, c_uint64),
    "duckdb_vector_get_data": (Handle, Handle),
    "duckdb_vector_get_validity": (Handle, Handle),
    "duckdb_result_error": (c_char_p, Results),
    "duckdb_destroy_data_chunk": (None, Handles),
    "duckdb_destroy_result": (None, Results),
    "duckdb_destroy_prepare": (None, Handles),
    "duckdb_free": (None, Handle),
}


def functions() -> dict[str, Callable[..., Any]]:
    """The functions by name, without `duckdb_`. Raises AttributeError where the library exports them no more."""
    found = {}
    for loaded, declared in ((ctypes.CDLL, COMPUTING), (ctypes.PyDLL, QUICK)):
        library = loaded(_duckdb.__file__)
        for name, (returned, *taken) in declared.items():
            function = getattr(library, name)
            function.restype, function.argtypes = returned, taken
            found[name.removeprefix("duckdb_")] = function
    return found
