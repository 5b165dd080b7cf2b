"""An origin as a file (TOML 1.0)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from datasets.errors import SourceError
from datasets.library.sources import Delivery, Origin

HEAD = """\
# Where this report comes from. Its text is never edited: what is wrong with it goes into `notes`, and what a person
# corrects in the reading into [[corrections]], each with a reason (docs/curating.md).
"""


def as_toml(origin: Origin) -> str:
    """An origin as a file (TOML 1.0), without what is empty."""
    found: dict[str, Any] = msgspec.to_builtins(origin, builtin_types=(dt.date,))
    plain = dict(sorted(found.items(), key=lambda one: one[0] in Delivery.__struct_fields__))  # what it is comes first
    tables = {"region": [plain.pop("region")], "parents": plain.pop("parents")}
    heads = {"region": "[region]", "parents": "[[parents]]  # nearest first"}
    parts = [HEAD + "".join(lines(plain))]
    parts += [f"{heads[name]}\n" + "".join(lines(row)) for name, rows in tables.items() for row in rows]
    return "\n".join(parts)


def lines(row: dict[str, Any]) -> Iterator[str]:
    """The keys of a table of TOML."""
    for name, value in row.items():
        if value is not None and value != []:
            yield f"{name} = {value.isoformat() if isinstance(value, dt.date) else quoted(name, value)}\n"


def quoted(name: str, value: Any) -> str:
    """A value as TOML has it: as JSON, but for the one character that only JSON has as it is."""
    try:
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    except UnicodeEncodeError:
        raise SourceError(f"{name}: {value!r} is not text") from None
