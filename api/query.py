"""The query string of a listing: filters, limit, cursor, total. Whatever is not understood is refused."""

import base64
import binascii
import hashlib
from typing import Any
from urllib.parse import parse_qsl, quote

import msgspec
from msgspec import Struct

from api.filters import Filter, filters_of
from api.problems import BadCursor, BadParameter, BadRequest, UnknownParameter, nearest
from schemas.inspection import columns_of
from schemas.tables import Table

DEFAULT_LIMIT = 100
MOST_ROWS = 1000
MOST_PARAMETERS = 300  # more than any table has
LONGEST_QUERY = 32_768  # bytes


class Parameter(Struct, frozen=True):
    """A query parameter that is not a filter."""

    name: str
    meaning: str
    meaning_zh: str
    schema: dict[str, Any]


PARAMETERS = (
    Parameter("limit",  f"The most rows to answer with, 1 to {MOST_ROWS}. Downloads give all rows unless it is given.", f"最多返回的行数，1至{MOST_ROWS}；下载默认为全部。",
              {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_LIMIT}),
    Parameter("cursor", "Where the next page starts; take it from `page.next`.", "下一页的起点，取自page.next。", {"type": "string"}),
    Parameter("total",  "Whether to count all rows that match.", "是否统计匹配的总行数。", {"type": "boolean", "default": True}),
    Parameter("format", "The format of the answer; a suffix of the path goes before it, an `Accept` header behind it.", "回答的格式；路径后缀优先，其次本参数，再次Accept。",
              {"type": "string", "enum": ["json", "csv", "parquet"], "default": "json"}),
)  # fmt: skip
NAMES = tuple(parameter.name for parameter in PARAMETERS)


class Query(Struct, frozen=True):
    """A query that was understood. `given` is its normal form: the same query always reads the same."""

    table: Table
    filters: tuple[tuple[Filter, Any], ...]
    limit: int | None
    after: tuple[Any, ...] | None
    total: bool
    format: str | None
    given: dict[str, str]

    @property
    def normal(self) -> str:
        """The query string in its normal form, without cursor."""
        return "&".join(f"{name}={quote(value, safe=',:')}" for name, value in sorted(self.given.items()))


def parsed(query_string: bytes) -> dict[str, str]:
    """The parameters of a query string. Raises BadRequest when it is not UTF-8, too long or says a thing twice."""
    if len(query_string) > LONGEST_QUERY:
        raise BadRequest(f"the query string has {len(query_string)} bytes; at most {LONGEST_QUERY}")
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise BadRequest("the query string is not percent-encoded UTF-8") from None
    except ValueError:
        raise BadRequest(f"the query string has too many parameters; at most {MOST_PARAMETERS}") from None
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise BadParameter(
                f"{name[:80]} is given twice; to ask for one of several values use __in", parameter=name[:80]
            )
        if "\0" in value:
            raise BadParameter(f"{name[:80]}: has a NUL character", parameter=name[:80])
        values[name] = value
    return values


def refuse_unknown(given: dict[str, str], known: tuple[str, ...]) -> None:
    """Raise UnknownParameter for the first parameter that is not known, with the nearest that is."""
    for name in given:
        if name not in known:
            raise UnknownParameter(
                f"{name[:80]!r} is not a parameter here",
                parameter=name[:80],
                nearest=nearest(name, known),
                known=list(known),
            )


def read_query(table: Table, query_string: bytes, release: str) -> Query:
    """Understand the query string of a listing. Raises a Problem for whatever cannot be meant."""
    given = parsed(query_string)
    filters = filters_of(table)
    refuse_unknown(given, (*NAMES, *filters))
    cursor = given.pop("cursor", None)
    chosen = tuple(
        (filters[name], filters[name].read(value)) for name, value in sorted(given.items()) if name in filters
    )
    query = Query(
        table=table,
        filters=chosen,
        limit=read_limit(given["limit"]) if "limit" in given else None,
        after=None,
        total=read_flag("total", given.get("total", "true")),
        format=given.get("format"),
        given=given,
    )
    return msgspec.structs.replace(query, after=read_cursor(cursor, query, release)) if cursor is not None else query


def read_limit(given: str) -> int:
    """The number of rows asked for; too many is an error, never fewer rows than asked for."""
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given[:9]) <= MOST_ROWS:
        raise BadParameter(
            f"limit: expected a whole number from 1 to {MOST_ROWS}, got {given[:80]!r}", parameter="limit"
        )
    return int(given)


def read_flag(name: str, given: str) -> bool:
    """Yes or no."""
    if given not in ("true", "false"):
        raise BadParameter(
            f"{name}: expected true or false, got {given[:80]!r}", parameter=name, allowed=["true", "false"]
        )
    return given == "true"


def fingerprint(query: Query, release: str) -> str:
    """What binds a cursor to its query and its release. How many rows a page has does not matter."""
    same = "&".join(part for part in query.normal.split("&") if not part.startswith(("limit=", "total=", "format=")))
    return hashlib.sha256(f"{release}/{query.table.name}?{same}".encode()).hexdigest()[:16]


def make_cursor(query: Query, release: str, last: list[Any]) -> str:
    """The cursor of the page behind a row, from the values of its sort columns."""
    return base64.urlsafe_b64encode(msgspec.json.encode([fingerprint(query, release), *last])).decode().rstrip("=")


def read_cursor(given: str, query: Query, release: str) -> tuple[Any, ...]:
    """The sort values a page starts behind. Raises BadCursor when it was made for something else."""
    try:
        content = msgspec.json.decode(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise BadCursor("the cursor is not one this API gave") from None
    well_formed = isinstance(content, list) and len(content) == len(query.table.sort) + 1
    if not well_formed or content[0] != fingerprint(query, release):
        raise BadCursor(f"the cursor was made for another query, or for another release than {release}")
    columns = {column.name: column.annotation for column in columns_of(query.table.row)}
    try:
        return tuple(msgspec.convert(v, columns[n]) for n, v in zip(query.table.sort, content[1:], strict=True))
    except msgspec.ValidationError:
        raise BadCursor("the cursor is not one this API gave") from None
