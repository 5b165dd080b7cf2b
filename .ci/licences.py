"""The name, version and licence of everything a CycloneDX file lists."""

import json
import sys
from pathlib import Path
from typing import Any


def licence(of: dict[str, Any]) -> str:
    """The licence that a component declares, in as few words as it does."""
    found = [
        one.get("expression") or one["license"].get("id") or one["license"]["name"] for one in of.get("licenses", ())
    ]
    return min(found, key=len, default="(not declared)")


for component in json.loads(Path(sys.argv[1]).read_text("utf-8"))["components"]:
    print(component["name"], component["version"], licence(component), sep="\t")
