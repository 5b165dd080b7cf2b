"""Hashes of what a release is made with: the published schemas, and the code that decides rows."""

import hashlib
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
    """The hash of all the code that turns a text into rows."""
    files = [
        file for name in READING for file in ([HERE / name] if name.endswith(".py") else (HERE / name).glob("*.py"))
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
