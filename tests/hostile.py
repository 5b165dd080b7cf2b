"""Libraries and releases as somebody would make them who means harm: every checksum is right, and what is in them is not."""

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from datasets.releases.publishing import seal
from schemas.releases import Manifest

NEWER = "2.0.0"
SECONDS = 180  # of the clock that anything here may take, beside others; what waits for a pipe takes for ever

Manifested = dict[str, Any]


@contextmanager
def ends() -> Iterator[None]:
    """What stands below ends, or fails: an alarm interrupts what would wait for ever."""

    def fail(*_: object) -> None:
        raise TimeoutError("it does not end")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def newer_copy(home: Path) -> Path:
    """A copy of the first release under a newer version, sealed: what is done to it then is the attack."""
    folder = home / "releases" / NEWER
    shutil.copytree(home / "releases/1.0.0", folder)
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    seal(folder, msgspec.structs.replace(manifest, version=NEWER))
    return folder


def write_manifest(folder: Path, change: Callable[[Manifested], None]) -> None:
    """Change what a manifest says, and write the list of checksums that it follows from."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_bytes())
    change(manifest)
    file.write_bytes(json.dumps(manifest).encode())
    lines = [(one["name"], one["sha256"]) for one in manifest["files"] if isinstance(one, dict)]
    lines.append(("manifest.json", hashlib.sha256(file.read_bytes()).hexdigest()))
    (folder / "SHA256SUMS").write_text("".join(f"{sha}  {name}\n" for name, sha in sorted(lines)), "utf-8")


def reseal(folder: Path, rows: bool = True, **said: Any) -> None:
    """Have the manifest say what the files are: their sizes, checksums and rows, and what else is given."""

    def change(manifest: Manifested) -> None:
        for one in manifest["files"]:
            content = (folder / one["name"]).read_bytes()
            one |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            if rows and one["table"]:
                one["rows"] = pq.read_metadata(folder / one["name"]).num_rows
        manifest |= said

    write_manifest(folder, change)


def table_of(folder: Path, name: str) -> pa.Table:
    """A table of a release."""
    return pq.ParquetFile(folder / f"{name}.parquet").read()


def repeated(table: pa.Table, rows: int, **columns: Any) -> pa.Table:
    """So many rows of a table, with the same value in some columns of all."""
    table = pa.concat_tables([table.slice(0, 1)] * rows).combine_chunks()
    for name, value in columns.items():
        place = table.column_names.index(name)
        field = table.schema.field(name)
        values = value if isinstance(value, pa.Array) else pa.array([value] * rows, field.type)
        table = table.set_column(place, field.with_type(values.type), values)
    return table


def replace_by(kind: str, file: Path, target: Path | None = None) -> None:
    """Put something else in place of a file."""
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to(target or kind)
