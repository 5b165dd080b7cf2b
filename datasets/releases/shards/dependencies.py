"""What shards follow from beside their reports: the code that reads them, the words it knows, and what it runs on.

Which code that is, is not listed: it is all that the modules which make shards import, and what those import.
"""

import ast
import hashlib
import platform
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from datasets.releases.fingerprints import files_of

ROOT = Path(__file__).parents[3]
MAKERS = ("datasets.releases.shards.reports", "datasets.releases.shards.regions")
CODE = ".py"


class Dependencies(Struct, frozen=True):
    """The modules of ours that something imports, each with its file, and the packages of others."""

    modules: dict[str, Path]
    packages: list[str]

    @property
    def files(self) -> list[Path]:
        """The code of the modules, and the words that stand beside it, in order."""
        roots = {ROOT / name.partition(".")[0] for name in self.modules}
        words = {file for root in roots for file in files_of(root) if file.suffix != CODE}
        return sorted({*self.modules.values(), *words})


def reader_sha256() -> str:
    """The hash of all that shards follow from beside their reports."""
    return sha256_of_code(MAKERS)


@cache
def sha256_of_code(modules: tuple[str, ...]) -> str:
    """The hash of the code of some modules and of all they import, of the words it knows, and of what it runs on."""
    needed = dependencies(modules)
    runs = [platform.python_version(), unicodedata.unidata_version, *map(version, needed.packages)]
    digest = hashlib.sha256(" ".join(runs).encode())
    for file in needed.files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"\n{content}  {file.relative_to(ROOT).as_posix()}".encode())
    return digest.hexdigest()


def dependencies(modules: tuple[str, ...]) -> Dependencies:
    """What modules import, directly or through others, wherever in them it says so; Python's own modules are no part.

    A name that is imported of a package may be a module of it.
    """
    found: dict[str, Path] = {}
    others: set[str] = set()
    waiting = [*modules]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        if file := file_of(name):
            found[name] = file
            waiting += [*accumulate(name.split("."), "{}.{}".format), *imported(file)]
        elif not file_of(name.partition(".")[0]):
            others.add(name.partition(".")[0])
    return Dependencies(dict(sorted(found.items())), sorted(others - sys.stdlib_module_names))


def file_of(name: str) -> Path | None:
    """The file of a module or package of ours, if there is one of this name."""
    place = ROOT.joinpath(*name.split("."))
    return next((file for file in (place.with_suffix(CODE), place / "__init__.py") if file.is_file()), None)


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules that a file imports, and what may be modules."""
    return frozenset(names_in(ast.parse(file.read_bytes())))


def names_in(code: ast.Module) -> Iterator[str]:
    """The names that code imports."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
