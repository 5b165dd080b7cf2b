"""Hashes of what a release is made with: the published schemas, and the code that decides rows."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from schemas.jsonschema import json_schema
from schemas.tables import TABLES

HERE = Path(__file__).parents[1]
READING = ("reading", "rules", "extract", "releases/catalogue.py")


@cache
def schema_sha256() -> str:
    """The hash of every table's JSON Schema."""
    return hashlib.sha256(msgspec.json.encode([json_schema(table) for table in TABLES])).hexdigest()


@cache
def rules_sha256() -> str:
    """The hash of all the code and words that turn a text into rows."""
    digest = hashlib.sha256()
    for file in sorted(file for name in READING for file in files_of(HERE / name)):
        digest.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def files_of(path: Path) -> Iterable[Path]:
    """A file, or the code of a folder and the words it reads."""
    return [path] if path.is_file() else [*path.glob("*.py"), *path.glob("*.txt")]
