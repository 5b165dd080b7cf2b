"""Releases as objects: `files/` named by their checksums, and a manifest, which is there last.

    releases/1.0.0/manifest.json                     a release is there when this is
    checksums/SHA256 OF THE MANIFEST/SHA256SUMS      and SHA256SUMS.sig, if it is signed
    files/SHA256                                     each file that a manifest lists, for all releases once
    successors/1.0.0                                 which release came after one: of two publishers, one can say it
    successors/none                                  which is the first

Two who publish at once write no object of the same name but the last two, which only one of them can create.
"""

import hashlib
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from datasets import json
from datasets.errors import ObjectMissingError, ReleaseError, ReleaseExistsError
from datasets.objects.cache import Cache, Wanted, write
from datasets.objects.store import Objects, Stat
from datasets.releases.history import HISTORY
from datasets.releases.history import LARGEST as LARGEST_HISTORY
from datasets.releases.integrity.inspection import damaged_files
from datasets.releases.manifest_rules import TEXTS
from datasets.releases.release import (
    LARGEST_SIGNATURE,
    MANIFEST,
    SIGNATURE,
    SUMS,
    Keys,
    Release,
    largest_manifest,
    open_release,
    versions,
)
from datasets.releases.versions import SHAPE, Version

RELEASES, FILES, CHECKSUMS, SUCCESSORS = "releases", "files", "checksums", "successors"
KEY = re.compile(rf"{RELEASES}/(?P<version>[^/]+)/{re.escape(MANIFEST)}")
BRINGING = ".bringing-"  # folders of releases that are not whole
LARGEST_CLAIM = 1 << 10  # bytes


class Claim(Struct, frozen=True):
    """Which release comes after another."""

    version: str
    manifest_sha256: str


def published(objects: Objects) -> dict[Version, Stat]:
    """The releases of a store, newest first; objects that are called otherwise are none of ours."""
    found: dict[Version, Stat] = {}
    for key, stat in objects.listed(f"{RELEASES}/").items():
        named = KEY.fullmatch(key)
        if named and SHAPE.fullmatch(named["version"]):
            found[Version.parse(named["version"])] = stat
    return {version: found[version] for version in sorted(found, reverse=True)}


def manifest_key(version: Version) -> str:
    """The object that a release is there by."""
    return f"{RELEASES}/{version}/{MANIFEST}"


def download_history(objects: Objects, home: Path) -> None:
    """Have what is said of the releases by hand in a home, as it is in the store."""
    place = home / HISTORY
    try:
        write(place, objects.read(HISTORY, LARGEST_HISTORY))
    except ObjectMissingError:
        place.unlink(missing_ok=True)


class ReleaseDownloader(Struct, frozen=True):
    """Brings releases of a store into the folder of a home, each whole or not at all."""

    objects: Objects
    cache: Cache
    folder: Path
    keys: Keys = ()

    def bring(self, version: Version, *, again: bool = False) -> None:
        """Have a release here; `again` looks at all of its files where it is here already.

        Raises ObjectMissingError when its manifest is not there, StoreError when the store cannot be asked, and
        ReleaseError when it is not what its builder wrote, or does not fit.
        """
        content = self.objects.read(manifest_key(version), largest_manifest())
        place = self.folder / str(version)
        if self._is_here(place, content, again=again):
            return
        aside = Path(tempfile.mkdtemp(prefix=BRINGING, dir=self.folder))
        try:
            written = aside / place.name
            (written / TEXTS).mkdir(parents=True)
            self._write_manifest(written, content)
            try:
                self._write_files(open_release(written, self.keys))
            except ReleaseError as error:
                raise type(error)(str(error).replace(f"{aside}/", "")) from None
            with suppress(FileNotFoundError):
                place.rename(aside / "before")
            written.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _is_here(self, place: Path, manifest: bytes, *, again: bool) -> bool:
        """Whether a release is here, and is that of a manifest."""
        try:
            if (place / MANIFEST).read_bytes() != manifest:
                return False
        except OSError:
            return False
        return not again or not any(damaged_files(open_release(place)))

    def _write_manifest(self, written: Path, content: bytes) -> None:
        """A manifest, and what is beside it in a release."""
        (written / MANIFEST).write_bytes(content)
        beside = f"{CHECKSUMS}/{hashlib.sha256(content).hexdigest()}"
        for name, limit in ((SUMS, largest_manifest()), (SIGNATURE, LARGEST_SIGNATURE)):
            with suppress(ObjectMissingError):  # what has to be there is looked for later
                (written / name).write_bytes(self.objects.read(f"{beside}/{name}", limit))

    def _write_files(self, release: Release) -> None:
        """The files of a release whose manifest is here."""
        wanted = [Wanted(file.sha256, file.bytes) for file in release.manifest.files]
        try:
            self.cache.fetch(self.objects, {one: f"{FILES}/{one.sha256}" for one in wanted})
        except ObjectMissingError as error:  # the manifest is there, and comes last
            raise ReleaseError(str(error)) from None
        for file, one in zip(release.manifest.files, wanted, strict=True):
            self.cache.link(one, release.folder / file.name)

    def remove(self, version: Version) -> None:
        """Have a release here no longer."""
        shutil.rmtree(self.folder / str(version), ignore_errors=True)

    def remove_unfinished(self) -> None:
        """Remove what was left of those that were not brought whole."""
        for left in self.folder.glob(f"{BRINGING}*"):
            shutil.rmtree(left, ignore_errors=True)

    def here(self) -> list[Version]:
        """The releases that are here, newest first."""
        return versions(self.folder)[::-1]


def publish(objects: Objects, release: Release, before: Version | None) -> None:
    """Put a release that was built after another into a store, its manifest last.

    Raises ReleaseExistsError when somebody else published meanwhile: nothing of this one can be seen then.
    """
    manifest = (release.folder / MANIFEST).read_bytes()
    digest = hashlib.sha256(manifest).hexdigest()
    there = objects.listed(f"{FILES}/")
    for file in release.manifest.files:
        key = f"{FILES}/{file.sha256}"
        if (found := there.get(key)) is None or found.size != file.bytes:
            objects.put(key, release.folder / file.name)
    for name in (SUMS, SIGNATURE):
        beside = release.folder / name
        if beside.exists() and not objects.create(f"{CHECKSUMS}/{digest}/{name}", beside.read_bytes()):
            raise ReleaseExistsError(f"{objects.address}/{CHECKSUMS}/{digest}/{name}: is there, and is another")
    claim(objects, before, Claim(str(release.version), digest))
    if not objects.create(manifest_key(release.version), manifest):
        raise conflict_error(objects, str(release.version))


def claim(objects: Objects, before: Version | None, ours: Claim) -> None:
    """Say which release comes after another. Raises ReleaseExistsError when somebody said otherwise."""
    key = f"{SUCCESSORS}/{before or 'none'}"
    if objects.create(key, msgspec.json.encode(ours)):
        return
    try:
        version = Version.parse(json.decode(objects.read(key, LARGEST_CLAIM), Claim).version)
    except (ValueError, ReleaseError):
        raise ReleaseExistsError(f"{objects.address}/{key}: does not say which release comes next; remove it") from None
    if objects.stat(manifest_key(version)):
        raise conflict_error(objects, str(version))
    raise ReleaseExistsError(
        f"{objects.address}/{key}: says that {version} comes next, and it is not there: somebody publishes it now, "
        "was stopped, or withdrew it; try again, or remove that object if nobody does; nothing of this one can be seen"
    )


def conflict_error(objects: Objects, version: str) -> ReleaseExistsError:
    """The error of who came second."""
    return ReleaseExistsError(
        f"{objects.address}: release {version} was published meanwhile by somebody else; "
        "nothing of this one can be seen; build again"
    )
