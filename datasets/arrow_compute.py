"""Arrow's functions over columns, imported when the first is used.

`pyarrow.compute` makes three hundred of them, with their documentation, each time it is imported: a tenth of a second
and 9 MB that a server of small tables has no use for.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """A function of `pyarrow.compute`, which is an attribute of this module from then on (PEP 562)."""
    found = globals()[name] = getattr(import_module("pyarrow.compute"), name)
    return found
