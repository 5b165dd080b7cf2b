"""Everything of a release in one zip file: the same bytes for the same release, made while it is sent."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, structs

from datasets.files import open_regular
from datasets.metadata.description import LICENCE_URL, Description
from datasets.metadata.documents import documents_of
from datasets.releases.release import SUMS, Release
from datasets.releases.tables.csv import table_as_csv
from schemas.dictionary import dictionary

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first a zip file can say: no clock is in the bytes
CHUNK = 1 << 20
LARGE = 1 << 31
LICENCE = f"The tables are licensed under the Creative Commons Attribution 4.0 International licence:\n{LICENCE_URL}\n"


class Member(Struct, frozen=True):
    """A file of a bundle: its name, its size in bytes if that may be large, and what it holds, part by part."""

    name: str
    parts: Iterable[bytes]
    size: int = 0


def bundle(release: Release, of: Description) -> Iterator[bytes]:
    """The bytes of the bundle of a release. Its SHA256SUMS is last, for it lists all others."""
    sink = Sink()
    sums = []
    with zipfile.ZipFile(sink, "w") as archive:
        for member in members(release, of):
            sha256 = hashlib.sha256()
            with archive.open(entry(member.name), "w", force_zip64=member.size >= LARGE) as file:
                for part in member.parts:
                    sha256.update(part)
                    file.write(part)
                    yield from sink.written()
            sums.append(f"{sha256.hexdigest()}  {member.name}\n")
        archive.writestr(entry(SUMS), "".join(sorted(sums, key=lambda line: line[66:])))
    yield from sink.written()


def members(release: Release, of: Description) -> Iterator[Member]:
    """The files of a bundle, at the paths its documents say."""
    bundled = structs.replace(of, is_bundled=True)
    for document in documents_of(bundled):
        yield Member(document.name, [document.content(bundled)])
    yield Member("data-dictionary.md", [dictionary().encode()])
    yield Member("LICENSE.txt", [LICENCE.encode()])
    for resource in of.resources:
        yield Member(resource.csv.path, table_as_csv(release, resource.table), resource.csv.bytes)
    for name in sorted([*release.beside_manifest, *(file.name for file in release.manifest.files)]):
        file = release.folder / name
        yield Member(f"files/{name}", chunks(file), file.stat().st_size)


def chunks(file: Path) -> Iterator[bytes]:
    """A file, part by part."""
    with open_regular(file.parent, file.name) as content:
        while part := content.read(CHUNK):
            yield part


def entry(name: str) -> zipfile.ZipInfo:
    """The head of a member: no clock, no system, no owner. Parquet is compressed already."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, on every system
    info.external_attr = 0o644 << 16
    return info


class Sink(io.RawIOBase):
    """Where a zip file is written to that is sent while it is made: it cannot be gone back in."""

    def __init__(self) -> None:
        self._parts = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        """Keep it until it is taken."""
        self._parts += content
        return len(content)

    def written(self) -> Iterator[bytes]:
        """What was written since it was asked last, if anything."""
        if self._parts:
            yield bytes(self._parts)
            self._parts.clear()
