"""A release: one folder, written once (`datasets.releases.publishing`), and read from then on."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from datasets.errors import ReleaseError
from datasets.releases.fingerprints import schema_sha256
from datasets.releases.versions import SHAPE, Version, chosen
from schemas.releases import Manifest

MANIFEST = "manifest.json"
SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
BESIDE_MANIFEST = (MANIFEST, SUMS, SIGNATURE)  # files that the manifest does not list
TEXTS = "texts"
LATEST = "latest"

PlainRow = dict[str, Any]
PlainRows = Mapping[str, list[PlainRow]]


class Release(Struct, frozen=True):
    """A release on disk."""

    folder: Path
    manifest: Manifest

    @property
    def version(self) -> Version:
        return Version.parse(self.folder.name)

    @property
    def has_current_schemas(self) -> bool:
        """Whether it was made with the schemas of today."""
        return self.manifest.schema_sha256 == schema_sha256()

    @property
    def beside_manifest(self) -> list[str]:
        """The files it has that its manifest does not list: the manifest, and the checksums with their signature."""
        return [name for name in BESIDE_MANIFEST if (self.folder / name).is_file()]

    def has_table(self, name: str) -> bool:
        """Whether it lists a table; one that came after it answers as if it were empty."""
        return any(file.table == name for file in self.manifest.files)

    def table_file(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{name}.parquet"

    def text_file(self, report_id: str) -> Path:
        """The stored text of a report, UTF-8, that the offsets of its rows count in."""
        return self.folder / TEXTS / f"{report_id}.txt"


def versions(folder: Path) -> list[Version]:
    """The versions in a folder of releases, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(
        Version.parse(entry.name) for entry in folder.iterdir() if SHAPE.fullmatch(entry.name) and entry.is_dir()
    )


def open_release(folder: Path) -> Release:
    """A release with its manifest. Raises ReleaseError when the manifest is missing or not readable."""
    file = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
    except OSError as error:
        raise ReleaseError(f"{file}: {error.strerror or error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{file}: not a manifest: {error}") from error
    if manifest.version != folder.name:
        raise ReleaseError(f"{file}: is the manifest of {manifest.version}, not of {folder.name}")
    return Release(folder, manifest)


def newest_release(folder: Path) -> Release | None:
    """The newest release of a folder, if it has any."""
    found = versions(folder)
    return open_release(folder / str(found[-1])) if found else None


def named_version(folder: Path, name: str) -> Version:
    """What a version, the start of one (`1.2`) or `latest` names. Raises ReleaseError when there is none."""
    known = versions(folder)
    if not known:
        raise ReleaseError(f"{folder}: has no releases; make one with baogao build")
    found = known[-1] if name == LATEST else chosen(name, known)
    if found is None:
        raise ReleaseError(f"{folder}: has no release {name!r}; there are {', '.join(map(str, known))}")
    return found


def sums(folder: Path, manifest: Manifest) -> bytes:
    """The checksums of all files of a release, the manifest included, as `sha256sum --check` reads them."""
    own = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    listed = [(MANIFEST, own), *((file.name, file.sha256) for file in manifest.files)]
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(listed)).encode()
