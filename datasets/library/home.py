"""Where the library of reports and its releases are kept: a folder, or a prefix of an object store."""

import re
from pathlib import Path

from msgspec import Struct

from datasets.errors import SourceError

BUILT_IN = Path(__file__).parents[1]
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
NAME = r"(?!\.{1,2}(?:/|$))[\w.~ -]+"
STORE = re.compile(rf"(?:(?:s3|gs)://{NAME}|az://{NAME}/{NAME}|file://)(?:/{NAME})*/?")


class Address(Struct, frozen=True):
    """The address of a home on an object store, such as `s3://bucket/prefix`. Raises SourceError for any other."""

    url: str

    def __post_init__(self) -> None:
        """Refuse what is no address; it is not repeated, for it may have credentials in it."""
        if not STORE.fullmatch(self.url) or self.url.rstrip("/") == "file:":
            raise SourceError(
                "home: is no address such as s3://bucket/prefix, gs://bucket/prefix, az://account/container/prefix or "
                "file:///folder; credentials come from the environment, and stand in no address"
            )

    def __str__(self) -> str:
        return self.url


Home = Path | Address


def home_of(text: str) -> Home:
    """The home that a text names. Raises SourceError for an address that is none."""
    return Address(text) if SCHEME.match(text) else Path(text)


def sources_folder(home: Path) -> Path:
    """The reports: one folder each. Raises SourceError when a link is in its place."""
    return own(home / "sources")


def releases_folder(home: Path) -> Path:
    """The releases: one folder each. Raises SourceError when a link is in its place."""
    return own(home / "releases")


def shards_folder(home: Path) -> Path:
    """The cache of what was read, safe to delete. Raises SourceError when a link is in its place."""
    return own(home / ".shards")


def own(folder: Path) -> Path:
    """A folder of a home. The home may be reached by links, for a user names it; what is in it may be a stranger's."""
    if folder.is_symlink():
        raise SourceError(f"{folder}: is a symbolic link, which may lead anywhere; expected a folder, or a mount")
    return folder
