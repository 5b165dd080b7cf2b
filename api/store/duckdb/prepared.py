"""Small tables in a DuckDB whose statements are planned once: to plan one takes longer than to run it.

The Python package of DuckDB plans a statement each time it runs, whatever it keeps of it. Its C API has prepared
statements that keep their plan, as long as values come in the very types that they were planned for. What that cannot
say, and what is asked while another thread asks, is left to the Python package.
"""

import logging
from collections.abc import Mapping, Sequence
from ctypes import byref, c_char_p, c_void_p, string_at
from threading import Lock
from typing import Any, NamedTuple

import duckdb

from api.store.duckdb.native import Handle, Result, functions
from api.store.duckdb.vectors import READERS, Type, read_vector
from api.store.duckdb.watchdog import Watchdog

LOG = logging.getLogger("baogao")
STATEMENTS = 200  # that are kept
INTERRUPTED = "INTERRUPT"  # how DuckDB begins what it says of it
PATTERN = "regexp_"  # one that is a parameter would be compiled again for each row


class Found(NamedTuple):
    """What a statement found: names and values of its columns."""

    names: list[str]
    columns: list[list[Any]]


class Parameter(NamedTuple):
    """How a value is bound: of one type of Python, whole numbers of so many bits."""

    function: str
    type: type
    bits: int = 0

    def takes(self, value: Any) -> bool:
        """Whether a value can be bound as it is."""
        if not self.bits:
            return type(value) is self.type
        most = 1 << self.bits - 1
        return type(value) is int and -most <= value < most


PARAMETERS: Mapping[int, Parameter] = {
    Type.BOOLEAN: Parameter("bind_boolean", bool),
    Type.SMALLINT: Parameter("bind_int16", int, 16),
    Type.INTEGER: Parameter("bind_int32", int, 32),
    Type.BIGINT: Parameter("bind_int64", int, 64),
    Type.DOUBLE: Parameter("bind_double", float),
    Type.VARCHAR: Parameter("bind_varchar_length", str),
}


class Statement(NamedTuple):
    """A prepared statement."""

    handle: Handle
    parameters: list[Parameter]
    names: list[str]
    types: list[int]


def arguments(value: Any) -> tuple[Any, ...]:
    """A value as it is bound: a text with its length, for it may have any character."""
    if not isinstance(value, str):
        return (value,)
    encoded = value.encode()
    return encoded, len(encoded)


class PreparedStatements:
    """A DuckDB in memory, and the statements that it has planned. Safe to use from many threads; one asks at a time.

    Raises AttributeError or OSError where the package of DuckDB does not export its C API, duckdb.Error for what
    DuckDB refuses.
    """

    def __init__(self, config: Mapping[str, str], watchdog: Watchdog) -> None:
        self._api = functions()
        self._watchdog = watchdog
        self._database, self._connection = Handle(), Handle()
        self._statements: dict[str, Statement | None] = {}
        self._lock = Lock()
        options, error = Handle(), c_char_p()
        self._api["create_config"](byref(options))
        refused = [name for name, value in config.items() if self._set(options, name, value)]
        failed = self._api["open_ext"](None, byref(self._database), options, byref(error))
        self._api["destroy_config"](byref(options))
        if refused or failed or self._api["connect"](self._database, byref(self._connection)):
            raise duckdb.Error(f"DuckDB cannot be opened: {refused or (error.value or b'').decode()}")

    def execute(self, statement: str) -> None:
        """Run a statement that finds nothing."""
        result = Result()
        try:
            if self._api["query"](self._connection, statement.encode(), byref(result)):
                raise duckdb.Error(self._error(result))
        finally:
            self._api["destroy_result"](byref(result))

    def find(self, statement: str, values: Sequence[Any]) -> Found | None:
        """What a statement finds; None for one that is to be asked elsewhere. Raises QueryTooSlow."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            prepared = self._prepared(statement)
            return self._run(prepared) if prepared and self._bind(prepared, values) else None
        except duckdb.Error as error:  # which is told where it is asked again, if it is one there, too
            LOG.info("a statement is asked again, without the plan that is kept of it: %s", error)
            return None
        finally:
            self._lock.release()

    def interrupt(self) -> None:
        """End what runs."""
        self._api["interrupt"](self._connection)

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._forget()
            self._api["disconnect"](byref(self._connection))
            self._api["close"](byref(self._database))

    def _set(self, options: Handle, name: str, value: str) -> bool:
        """Set an option: whether there is none of this name."""
        return bool(self._api["set_config"](options, name.encode(), value.encode()))

    def _prepared(self, statement: str) -> Statement | None:
        """A statement, planned once; None for one that cannot be asked here."""
        if statement not in self._statements:
            if len(self._statements) >= STATEMENTS:
                self._forget()
            self._statements[statement] = None if PATTERN in statement else self._plan(statement)
        return self._statements[statement]

    def _plan(self, statement: str) -> Statement | None:
        """Plan a statement: None for one with parameters or columns of other types than those that are known here."""
        api, handle = self._api, Handle()
        if not api["prepare"](self._connection, statement.encode(), byref(handle)):
            given = [api["param_type"](handle, n) for n in range(1, api["nparams"](handle) + 1)]
            places = range(api["prepared_statement_column_count"](handle))
            types = [api["prepared_statement_column_type"](handle, n) for n in places]
            if PARAMETERS.keys() >= {*given} and READERS.keys() >= {*types}:
                names = [self._name(handle, n) for n in places]
                return Statement(handle, [PARAMETERS[one] for one in given], names, types)
        api["destroy_prepare"](byref(handle))
        return None

    def _name(self, handle: Handle, place: int) -> str:
        """The name of a column of a prepared statement."""
        address = self._api["prepared_statement_column_name"](handle, place)
        name = string_at(address).decode()
        self._api["free"](address)
        return name

    def _bind(self, prepared: Statement, values: Sequence[Any]) -> bool:
        """Give a statement its values: whether each is of the type that the statement was planned for."""
        return len(values) == len(prepared.parameters) and all(
            parameter.takes(value) and not self._api[parameter.function](prepared.handle, place, *arguments(value))
            for place, (parameter, value) in enumerate(zip(prepared.parameters, values, strict=True), 1)
        )

    def _run(self, prepared: Statement) -> Found:
        """What a statement finds with the values it has."""
        api, result = self._api, Result()
        found: list[list[Any]] = [[] for _ in prepared.types]
        try:
            with self._watchdog.limit_time(self):
                failed = api["execute_prepared_streaming"](prepared.handle, byref(result))
                while not failed and (chunk := api["fetch_chunk"](result)):
                    self._read(chunk, prepared.types, found)
                if error := self._error(result):
                    raise duckdb.InterruptException(error) if INTERRUPTED in error else duckdb.Error(error)
        finally:
            api["destroy_result"](byref(result))
        return Found(prepared.names, found)

    def _read(self, chunk: int, types: Sequence[int], found: list[list[Any]]) -> None:
        """Add the values of a chunk to those found, and free it."""
        api = self._api
        try:
            size = api["data_chunk_get_size"](chunk)
            for place, values in enumerate(found):
                vector = api["data_chunk_get_vector"](chunk, place)
                validity = api["vector_get_validity"](vector)
                values.extend(read_vector(types[place], api["vector_get_data"](vector), validity, size))
        finally:
            api["destroy_data_chunk"](byref(c_void_p(chunk)))

    def _error(self, result: Result) -> str:
        """What DuckDB says is wrong."""
        said: bytes | None = self._api["result_error"](byref(result))
        return (said or b"").decode(errors="replace")

    def _forget(self) -> None:
        """Free all statements."""
        for prepared in filter(None, self._statements.values()):
            self._api["destroy_prepare"](byref(prepared.handle))
        self._statements.clear()
