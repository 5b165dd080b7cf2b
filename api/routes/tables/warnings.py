"""What may be wrong with a question that is answered: ids that no table has, lists without a value.

JSON says it in `warnings`, downloads in the header `Dataset-Warnings`: a list of strings (RFC 9651), those that are not
ASCII as display strings.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from api.http.problems import BadParameter, nearest
from api.query.filters import ONE_OF, Filter
from api.query.where import Where
from api.store.store import METRICS, Store
from schemas.tables import REFERENCES, Table

HEADER = "Dataset-Warnings"
MOST_WARNINGS = 20
PRINTABLE = range(0x20, 0x7F)  # of ASCII
LONGEST_HEADER = 4_000  # characters: proxies take 8 KB of headers in all


def warnings_of(store: Store, where: Where, *, is_empty: bool = True) -> list[str]:
    """What may be wrong with the rows asked for. When there are some, each id that they had to have is known."""
    sure = [] if is_empty else [one for one in where.filters if one[0].operator.is_equality]
    asked = (one for one in chain(where.filters, *where.groups) if one not in sure)
    found = [*chain.from_iterable(doubts(store, *one) for one in asked)]
    more = len(found) - MOST_WARNINGS
    return [*found[:MOST_WARNINGS], *([f"{more} more of this kind"] if more > 0 else [])]


def doubts(store: Store, asked: Filter, value: Any) -> Iterator[str]:
    """What may be wrong with a filter."""
    if value == []:
        yield f"{asked.name}: has no value, and no row is one of none"
    table = REFERENCES.get(asked.column.name)
    if table is not None and asked.operator.suffix in ("", "__in"):
        yield from unknown_ids(store, asked.name, table, value if isinstance(value, list) else [value])


def refuse_unknown_metrics(store: Store, where: Where) -> None:
    """Raise BadParameter for a metric that the registry of a release does not have, among several.

    A column of a panel would be missing, and nobody would look for it.
    """
    for asked, value in chain(where.filters, *where.groups):
        if asked.operator is ONE_OF and REFERENCES.get(asked.column.name) is METRICS:
            unknown = next(unknown_ids(store, asked.name, METRICS, value), None)
            if unknown:
                raise BadParameter(unknown, parameter=asked.name)


def unknown_ids(store: Store, name: str, table: Table, ids: list[str]) -> Iterator[str]:
    """Those of some ids that no row of their table has; of a small one, also what may have been meant."""
    known = store.rows_by_key(table, ids) if ids else {}
    for one in dict.fromkeys(ids):
        if one not in known:
            meant = nearest(one.lower(), store.keys(table)) if store.is_small(table) else None
            hint = f"; the nearest is {meant}" if meant else ""
            yield f"{name}: {table.name} has no {one[:80]!r}{hint}"


def warning_header(warnings: Iterable[str]) -> dict[str, str]:
    """The header that says what JSON says in `warnings`; none when there is nothing to say."""
    items = [*map(structured, warnings)]
    lengths = [len(", ".join(items[: n + 1])) for n in range(len(items))]
    shown = [*islice(items, sum(length <= LONGEST_HEADER for length in lengths))]
    if len(shown) < len(items):
        shown.append(structured(f"{len(items) - len(shown)} more"))
    return {HEADER: ", ".join(shown)} if shown else {}


def structured(text: str) -> str:
    """A text as a string of a structured header (RFC 9651, 3.3.3), or as a display string (3.3.8)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    plain = "".join(chr(byte) if byte in PRINTABLE and byte not in b'%"' else f"%{byte:02x}" for byte in text.encode())
    return f'%"{plain}"'
