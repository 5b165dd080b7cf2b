"""Row Struct to JSON Schema (2020-12)."""

from typing import Any

import msgspec

from schemas.tables import Table


def json_schema(table: Table) -> dict[str, Any]:
    """The JSON Schema of one row of a table."""
    (root,), components = msgspec.json.schema_components([table.row], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title,
        "x-title-zh": table.title_zh,
        **root,
        "$defs": components,
    }
