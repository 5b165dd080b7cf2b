"""Hashes of what a release is made with: the published schemas, and the code that decides rows."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from schemas.jsonschema import json_schema
from schemas.tables import TABLES

HERE = Path(__file__).parents[1]
READING = ("reading", "rules", "extract", "outcomes", "releases/catalogue.py")


@cache
def schema_sha256() -> str:
    """The hash of every table's JSON Schema."""
    return hashlib.sha256(msgspec.json.encode([json_schema(table) for table in TABLES])).hexdigest()


@cache
def rules_sha256() -> str:
    """The hash of all the code and words that turn a text into rows."""
    return code_sha256(READING)


def code_sha256(names: Iterable[str]) -> str:
    """The hash of some files and folders of code."""
    digest = hashlib.sha256()
    for file in sorted(file for name in names for file in files_of((HERE / name).resolve())):
        digest.update(file.relative_to(HERE.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def files_of(path: Path) -> Iterable[Path]:
    """A file, or the code of a package and of those in it, and the words they read."""
    if path.is_file():
        yield path
        return
    for inner in path.iterdir():
        if inner.suffix in (".py", ".txt", ".csv") or (inner / "__init__.py").is_file():
            yield from files_of(inner)
