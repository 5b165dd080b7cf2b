"""Row Struct to JSON Schema (2020-12)."""

from collections.abc import Collection
from typing import Any

import msgspec

from schemas.tables import Table


def json_schema(table: Table, columns: Collection[str] | None = None) -> dict[str, Any]:
    """The JSON Schema of one row of a table; of a release from before some columns, only with those it has."""
    (root,), components = msgspec.json.schema_components([table.row], ref_template="#/$defs/{name}")
    if columns is not None:
        row = components[table.row.__name__]
        row["properties"] = {name: one for name, one in row["properties"].items() if name in columns}
        row["required"] = [name for name in row["required"] if name in columns]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title,
        "x-title-zh": table.title_zh,
        **root,
        "$defs": components,
    }
