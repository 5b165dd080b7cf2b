"""Where the library of reports and its releases are kept."""

from pathlib import Path

from datasets.errors import SourceError

BUILT_IN = Path(__file__).parents[1]


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
